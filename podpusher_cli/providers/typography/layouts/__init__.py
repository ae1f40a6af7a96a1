"""The layouts, by name."""

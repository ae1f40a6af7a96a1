"""Pages for the seller's own browser."""

"""The command line's words: names and wiring only."""

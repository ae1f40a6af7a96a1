"""One module for each noun: a result in, something Rich can print out."""

"""What the seller asked for, one module for each noun."""

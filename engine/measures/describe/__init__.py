"""What a file is, and what Reconstruct would make of it."""

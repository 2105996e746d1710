"""What an operation is, and what holds for every one of them. Standard library only."""

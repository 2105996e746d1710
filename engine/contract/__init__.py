"""What an operation is: its declaration, its settings, and how it is run. Standard library only."""

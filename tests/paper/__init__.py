"""The figures and tables of the paper, drawn by the commands that a user has."""

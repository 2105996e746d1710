"""Windows of elevation models out of the archives that hold them, and nothing more of them than that."""

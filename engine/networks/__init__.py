"""Networks and losses (PyTorch)."""

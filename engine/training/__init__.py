"""Training of experts on made scenes, and their export to a pack (PyTorch, onnx)."""

"""Expert packs: their contract, the normalisation of tiles, and ONNX Runtime."""

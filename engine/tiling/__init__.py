"""How a raster is cut into overlapping tiles, and how tiles become one surface again."""

"""Rasters: the only room that imports rasterio.

Readers give float32 windows in which everything that is not a measurement is NaN; writers finish
beside the target and rename.
"""

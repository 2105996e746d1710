"""Rasters: the only room that imports rasterio.

Readers give float32 windows in which everything that is not a measurement is NaN; writers gather
rows beside the target and make a Cloud Optimized GeoTIFF of them at the end.
"""

import os

# GDAL would keep a twentieth of the machine's memory for blocks; streaming needs one row of tiles.
os.environ.setdefault("GDAL_CACHEMAX", "96MB")

"""What rasterio and GDAL raise when a file cannot be read or written."""

from __future__ import annotations

from rasterio._err import CPLE_BaseError
from rasterio.errors import RasterioError

GDAL_FAILURES: tuple[type[Exception], ...] = (RasterioError, CPLE_BaseError, OSError)
"""rasterio lets errors of GDAL that it has no name for through as they are, and they share no root with its own."""

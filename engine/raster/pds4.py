"""A raster as PDS4 has it: GDAL writes an uncompressed GeoTIFF, and the parts of the label that describe it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
import rasterio.shutil

from ..contract.shortage import output_error
from ..errors import RasterError
from .failures import GDAL_FAILURES
from .grid import Grid
from .reach import places, positions
from .reader import RasterReader

TOLERANCE_PX = 1e-3
TOLERANCE_DEG = 1e-6


def write_pds4(source: str, label: Path) -> None:
    """Write a label, and beside it the GeoTIFF that it describes (``NAME.tif`` for ``NAME.xml``).

    Identification, times and the like are GDAL's placeholders; the caller fills them in.

    Parameters
    ----------
    source : str
        A north-up raster.
    label : Path

    Raises
    ------
    OutputError
        It cannot be written.
    RasterError
        PDS4 has no words for its map.
    """
    with RasterReader(source) as one:
        grid = one.grid
    if abs(grid.turn_deg) > TOLERANCE_DEG:
        raise RasterError(
            f"{source} is turned by {abs(grid.turn_deg):.4g} degrees against its map, which a PDS4 label cannot "
            "describe; make it north-up (gdalwarp does so, and keeps its tags) and run again."
        )
    try:
        rasterio.shutil.copy(source, str(label), driver="PDS4", IMAGE_FORMAT="GEOTIFF")
        with rasterio.open(label, driver="PDS4") as other:
            described = None
            if other.crs is not None and other.shape == (grid.height, grid.width):
                described = Grid(other.crs.to_wkt(), tuple(other.transform)[:6], other.width, other.height)
    except GDAL_FAILURES as error:
        raise output_error(label, error) from error
    if described is None or not _same_ground(grid, described):
        raise RasterError(
            f"{source} lies in a map that a PDS4 label cannot describe; reproject it (polar stereographic or "
            "equirectangular) and run again."
        )


def _same_ground(grid: Grid, other: Grid) -> bool:
    """Whether the corners of two rasters have the same longitudes and latitudes."""
    columns, rows = np.array([0.0, grid.width]), np.array([0.0, grid.height])
    at_columns, at_rows = positions(grid, *places(other, columns, rows))
    off = np.abs(np.concatenate([at_columns - columns, at_rows - rows]))
    return bool((off < TOLERANCE_PX).all())  # NaN, where a map does not reach, is not less

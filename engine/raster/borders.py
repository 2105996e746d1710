"""Zero borders of images that declare no nodata value."""

from __future__ import annotations

import numpy as np
from rasterio.errors import RasterioError
from rasterio.io import DatasetReader
from rasterio.windows import Window

PLACES = 24
"""Places looked at along each side."""

PATCH = 4
"""Pixels of a patch across."""

LEAST_SIZE = 16
"""Sides of rasters under this are too short to tell a border."""


def zero_border(dataset: DatasetReader, band: int) -> bool:
    """Whether a raster of unsigned integers is framed by zeros.

    Map-projected frames lie askew in their raster, so most of its rim is fill: at least half of the
    patches along the four sides are all zero, three of the four corners among them, and the raster is
    not zero everywhere along its middle row and column. Only patches are read. Shadow of such an image that
    is exactly zero is then no data too, which is what it is worth.
    """
    if not str(dataset.dtypes[band - 1]).startswith("uint") or min(dataset.width, dataset.height) < LEAST_SIZE:
        return False
    last = dataset.height - PATCH, dataset.width - PATCH
    rows, columns = (np.unique(np.linspace(0, end, PLACES).astype(int)) for end in last)

    def empty(row: int, column: int) -> bool:
        return not dataset.read(band, window=Window(int(column), int(row), PATCH, PATCH)).any()

    try:
        corners = [empty(row, column) for row in (0, last[0]) for column in (0, last[1])]
        if sum(corners) < 3:
            return False
        rim = [empty(row, column) for column in columns for row in (0, last[0])]
        rim += [empty(row, column) for row in rows for column in (0, last[1])]
        if 2 * sum(rim) < len(rim):
            return False
        middle = [empty(last[0] // 2, column) for column in columns] + [empty(row, last[1] // 2) for row in rows]
    except RasterioError:
        return False  # the same damage is told where pixels are read
    return not all(middle)

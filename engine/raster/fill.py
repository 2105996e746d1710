"""Pixels inside of polygons."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from affine import Affine
from rasterio.features import rasterize

from ..arrays import BoolArray, DoubleArray


def inside(rings: Sequence[DoubleArray], row: int, column: int, height: int, width: int) -> BoolArray:
    """Which pixels of a window have their centre in one of several polygons.

    Parameters
    ----------
    rings : sequence of (n, 2) arrays
        Columns and rows of the corners of each polygon, 0 the edge of the first pixel.
    row, column, height, width : int
        The window.

    Returns
    -------
    (height, width) array
    """
    shapes = [{"type": "Polygon", "coordinates": [[*map(tuple, ring), tuple(ring[0])]]} for ring in rings]
    # A pixel's row grows downwards, here and in the corners: the transform from one to the other is a mere move.
    moved = Affine.translation(column, row)
    return np.asarray(rasterize(shapes, (height, width), transform=moved, dtype="uint8") > 0)

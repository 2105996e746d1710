"""Slopes of windows with margins, as errors of slopes are taken from."""

from __future__ import annotations

import numpy as np

from ...arrays import DoubleArray, FloatArray
from ...raster.grid import Grid
from ...terrain.slope import horn_gradient, slope_degrees

Metres = tuple[DoubleArray, DoubleArray]
"""Ground metres per column and per row, of each row."""


def metres_of(grid: Grid, first: int, count: int) -> Metres:
    """Ground metres of some rows of a grid; of rows beyond it those of its first and last."""
    rows = np.clip(np.arange(first, first + count, dtype=np.float64) + 0.5, 0.5, grid.height - 0.5)
    return grid.ground_metres(rows)


def slope_of(heights: FloatArray, metres: Metres) -> FloatArray:
    """Horn's slope in degrees on the same pixels; NaN along the border.

    Parameters
    ----------
    heights : (h, w) array
    metres : two (h - 2,) arrays
        Of the inner rows.
    """
    out = np.full(heights.shape, np.nan, dtype=np.float32)
    out[1:-1, 1:-1] = slope_degrees(*horn_gradient(heights, *metres))
    return out

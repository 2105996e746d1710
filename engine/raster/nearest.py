"""A raster as it is, at places of another grid."""

from __future__ import annotations

import numpy as np

from ..arrays import FloatArray
from .align import AlignedHeights, own_turn
from .grid import Grid
from .reader import RasterReader
from .whole_moon import read_round

ROWS = 32
"""Rows of places that are read at a time."""


def nearest(reader: RasterReader, grid: Grid, part: tuple[int, int, int, int], factor: int) -> FloatArray:
    """The pixel of a raster at the middle of each block of pixels of another grid.

    Nothing is interpolated, so that codes stay codes and large pixels stay pixels.

    Parameters
    ----------
    reader : RasterReader
    grid : Grid
    part : (int, int, int, int)
        Row, column, height and width of the part of the grid that is meant.
    factor : int
        Pixels along each side of a block.

    Returns
    -------
    (height // factor, width // factor) float32 array
        NaN beyond the raster, and where it has no value.

    Raises
    ------
    OverlapError
        The raster and the grid share no ground.
    """
    source = reader.grid
    on = AlignedHeights(reader, grid)
    row, column, height, width = part
    rows = row + factor * (np.arange(height // factor) + 0.5)
    columns = column + factor * (np.arange(width // factor) + 0.5)
    found = np.full((rows.size, columns.size), np.nan, dtype=np.float32)
    for start in range(0, rows.size, ROWS):
        down, across = on.positions(*np.meshgrid(columns, rows[start : start + ROWS]))
        across = own_turn(source, across)
        inside = np.isfinite(down) & np.isfinite(across)
        down, across = (np.rint(np.where(inside, one, 0.0)).astype(np.int64) for one in (down, across))
        inside &= (down >= 0) & (down < source.height)
        if not source.is_closed:
            inside &= (across >= 0) & (across < source.width)
        if not inside.any():
            continue
        top, left = int(down[inside].min()), int(across[inside].min())
        bottom, right = int(down[inside].max()) + 1, int(across[inside].max()) + 1
        values = read_round(reader, top, left, bottom - top, right - left)
        found[start : start + ROWS][inside] = values[down[inside] - top, across[inside] - left]
    return found

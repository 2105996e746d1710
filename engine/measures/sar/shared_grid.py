"""Roughness of fine pixels averaged over the SAR pixels that hold them."""

from __future__ import annotations

import math

import numpy as np

from ...arrays import BoolArray, DoubleArray, FloatArray
from ...errors import OverlapError, ParameterError
from ...raster.align import positions_on
from ...raster.grid import Grid
from ...raster.reader import RasterReader
from .stokes import Channel

LEAST_SHARE = 0.5
"""Share of a SAR pixel that roughness has to cover."""

MOST_SAR_PIXELS = 60_000_000


def shared_window(fine: RasterReader, sar: Channel) -> tuple[Grid, tuple[int, int]]:
    """The part of the SAR grid that the finer raster covers, and its first row and column.

    Raises
    ------
    OverlapError
        They share no ground.
    ParameterError
        They share more than fits into memory.
    """
    grid = fine.grid
    columns, rows = np.meshgrid(np.linspace(0, grid.width, 65), np.linspace(0, grid.height, 65))
    at_columns, at_rows = positions_on(grid, sar.grid, columns, rows)
    inside = np.isfinite(at_columns) & np.isfinite(at_rows)
    if inside.any():
        top, bottom = math.floor(at_rows[inside].min()), math.ceil(at_rows[inside].max())
        left, right = math.floor(at_columns[inside].min()), math.ceil(at_columns[inside].max())
        top, left = max(top, 0), max(left, 0)
        bottom, right = min(bottom, sar.grid.height), min(right, sar.grid.width)
        if top < bottom and left < right:
            if (bottom - top) * (right - left) > MOST_SAR_PIXELS:
                raise ParameterError(
                    f"The two rasters share {(bottom - top) * (right - left):,} SAR pixels, over {MOST_SAR_PIXELS:,}; "
                    "give a part of them."
                )
            return sar.grid.window(top, left, bottom - top, right - left), (top, left)
    raise OverlapError(f"{sar.path} does not cover any part of {fine.path}; give SAR of the same ground.")


class RoughnessMeans:
    """Means of roughness in the pixels of a part of a SAR grid, gathered band by band.

    Parameters
    ----------
    grid : Grid
        Of the roughness.
    window : Grid
        The part of the SAR grid.
    """

    def __init__(self, grid: Grid, window: Grid) -> None:
        self._grid, self._window = grid, window
        self._total: DoubleArray = np.zeros(window.height * window.width)
        self._count: DoubleArray = np.zeros(window.height * window.width)

    def add(self, roughness: FloatArray, row: int) -> None:
        """Add every known pixel of a band that begins at ``row`` to the SAR pixel that holds its centre."""
        at_rows, at_columns = np.nonzero(np.isfinite(roughness))
        if at_rows.size == 0:
            return
        window = self._window
        places = at_columns.astype(np.float64) + 0.5, at_rows.astype(np.float64) + row + 0.5
        columns, rows = positions_on(self._grid, window, *places)
        inside = (columns >= 0) & (columns < window.width) & (rows >= 0) & (rows < window.height)
        index = np.floor(rows[inside]).astype(np.int64) * window.width + np.floor(columns[inside]).astype(np.int64)
        values = roughness[at_rows[inside], at_columns[inside]]
        self._total += np.bincount(index, values, minlength=self._total.size)
        self._count += np.bincount(index, minlength=self._count.size)

    def means(self) -> tuple[DoubleArray, BoolArray]:
        """Mean roughness of each SAR pixel, and where enough of it is covered: two (H, W) arrays."""
        grid, window = self._grid, self._window
        whole = (window.gsd[0] * window.gsd[1]) / (grid.gsd[0] * grid.gsd[1])
        enough = self._count >= max(1.0, LEAST_SHARE * whole)
        shape = window.height, window.width
        return (self._total / np.maximum(self._count, 1.0)).reshape(shape), enough.reshape(shape)

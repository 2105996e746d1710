"""Windows of a raster that goes round the whole Moon: over its wrap, and over the poles that it touches."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .grid import Grid


class Windows(Protocol):
    """A raster that is read in windows: heights in metres, or any band as it is."""

    path: str
    grid: Grid

    def read(self, row: int, column: int, height: int, width: int) -> NDArray[np.float32]:
        """A window, NaN where there is no data."""


def rows_beyond(grid: Grid, reach: int) -> tuple[int, int]:
    """First row, and the row after the last, that ``read_round`` has: some more where the raster touches a pole."""
    first, last = grid.poles
    reach = min(reach, grid.height)
    return -reach if first else 0, grid.height + (reach if last else 0)


def read_round(heights: Windows, row: int, column: int, height: int, width: int) -> NDArray[np.float32]:
    """A window of heights; beyond the last column of a closed raster comes its first one.

    Beyond a row that touches a pole come the rows of the other side, half a turn further.
    """
    grid = heights.grid
    if not grid.is_closed:
        return heights.read(row, column, height, width)
    first, last = grid.poles
    parts = []
    if first and row < 0:
        beyond = min(-row, height)
        parts.append(_columns(heights, -row - beyond, column + grid.width // 2, beyond, width)[::-1])
        row, height = row + beyond, height - beyond
    beyond = max(row + height - max(row, grid.height), 0) if last else 0
    if height > beyond:
        parts.append(_columns(heights, row, column, height - beyond, width))
    if beyond:
        bottom = 2 * grid.height - row - height
        parts.append(_columns(heights, bottom, column + grid.width // 2, beyond, width)[::-1])
    return np.concatenate(parts)


def _columns(heights: Windows, row: int, column: int, height: int, width: int) -> NDArray[np.float32]:
    """A window whose columns are counted round the Moon."""
    around = heights.grid.width
    column %= around
    parts = []
    while width > 0:
        count = min(width, around - column)
        parts.append(heights.read(row, column, height, count))
        width, column = width - count, 0
    return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1)

"""Heights of several sources on the posts of the first one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ..raster.align import positions_on, sample
from ..raster.grid import Grid
from .sheet import Sheet

ROWS = 256
"""That are put together at a time."""


def bands(sheets: Sequence[Sheet]) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """First row and heights of bands of the first sheet's window; from the others where those before have none.

    Those of other lattices are bilinear.

    Parameters
    ----------
    sheets : sequence of Sheet
        Fetched.
    """
    base = sheets[0].grid
    turns = [_turn(base, other.grid) for other in sheets]
    for row in range(0, base.height, ROWS):
        height = min(ROWS, base.height - row)
        heights = sheets[0].read(row, 0, height, base.width)
        for other, about in zip(sheets[1:], turns[1:]):
            down, across = np.nonzero(~np.isfinite(heights))
            if down.size:
                # Exact places, not those between a lattice's: the sum is to be GDAL's to the centimetre.
                at = across.astype(np.float64) + 0.5, down.astype(np.float64) + (row + 0.5)
                columns, rows = positions_on(base, other.grid, *at, about)
                heights[down, across] = sample(other, rows - 0.5, columns - 0.5)
        yield row, heights


def _turn(base: Grid, other: Grid) -> float | None:
    """The x about which longitudes are wrapped on another grid: the middle of its window."""
    if other.turn_columns is None:
        return None
    return float(other.to_crs(np.array(other.width / 2.0), np.array(other.height / 2.0))[0])

"""Seams: kinks of a DTM along the lines where its tiles begin and end."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class SeamSums:
    """Mean absolute change of gradient across every row and column line, band by band.

    Parameters
    ----------
    height, width : int
        Size of the raster.
    """

    def __init__(self, height: int, width: int) -> None:
        self._rows = np.zeros((2, height))
        self._columns = np.zeros((2, width))

    def add(self, heights: NDArray[np.float32], first: int, rows: slice) -> None:
        """Add the given rows of a window whose first added row is ``first`` of the raster.

        The window holds at least one more row on both sides of them.
        """
        inner = heights[rows.start : rows.stop]
        bend = np.abs(heights[rows.start - 1 : rows.stop - 1] - 2.0 * inner + heights[rows.start + 1 : rows.stop + 1])
        known = np.isfinite(bend)
        self._rows[0, first : first + len(bend)] = np.where(known, bend, 0.0).sum(axis=1, dtype=np.float64)
        self._rows[1, first : first + len(bend)] = known.sum(axis=1)
        bend = np.abs(inner[:, :-2] - 2.0 * inner[:, 1:-1] + inner[:, 2:])
        known = np.isfinite(bend)
        self._columns[0, 1:-1] += np.where(known, bend, 0.0).sum(axis=0, dtype=np.float64)
        self._columns[1, 1:-1] += known.sum(axis=0)

    def ratio(self, row_lines: Sequence[int], column_lines: Sequence[int]) -> float:
        """Kink at the lines (a line lies above or left of its pixel) over that of all other pixels.

        One where there is no seam; NaN without lines or data.
        """
        at = np.zeros(2)
        rest = np.zeros(2)
        for sums, lines in ((self._rows, row_lines), (self._columns, column_lines)):
            on = np.zeros(sums.shape[1], dtype=bool)
            for line in lines:
                on[max(line - 1, 0) : line + 1] = True
            at += sums[:, on].sum(axis=1)
            rest += sums[:, ~on].sum(axis=1)
        if at[1] == 0 or rest[1] == 0 or rest[0] == 0:
            return math.nan
        return float(at[0] / at[1] / (rest[0] / rest[1]))

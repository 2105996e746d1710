"""Gaps of a mosaic filled from a coarse DEM, which is bent near them so that it meets what is there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..arrays import FloatArray
from .composition import QUANTUM_M

MOST_REACH = 512
"""Pixels beyond which the coarse DEM is left as it is, however wide the transition: it bounds memory."""


def fill_beneath(heights: FloatArray, coarse: FloatArray, reach: int) -> FloatArray:
    """Heights, and in their gaps the coarse ones, moved there by what the two differ by about the gap.

    In a gap the difference is the mean of those within ``reach`` pixels, the nearest by far the heaviest, and fades
    linearly with the chessboard distance to the nearest of them. What was known stays as it is.

    Parameters
    ----------
    heights, coarse : (h, w) float32 arrays
        NaN where unknown. A window needs ``reach`` pixels more on each side than are used of it.
    reach : int
        Pixels; 0 fills with the coarse heights as they are.
    """
    gap = np.isnan(heights)
    filled = np.where(gap, coarse, heights)
    both = ~gap & np.isfinite(coarse)
    if reach == 0 or not gap.any() or not both.any():
        return filled
    distance = ndimage.distance_transform_cdt(~both, metric="chessboard")
    rows, columns = np.nonzero(gap & np.isfinite(coarse) & (distance <= reach))
    fade = 1.0 - distance[rows, columns] / (reach + 1.0)
    filled[rows, columns] += (fade * _difference(heights, coarse, both, rows, columns, reach)).astype(np.float32)
    return filled


def _difference(
    heights: FloatArray,
    coarse: FloatArray,
    both: NDArray[np.bool_],
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
    reach: int,
) -> NDArray[np.float64]:
    """Weighted mean of the differences about places: squares of doubling size, each weighing a sixteenth.

    Sums run over whole quanta, so that they do not depend on the window.
    """
    with np.errstate(invalid="ignore"):
        apart = np.where(both, np.rint((heights.astype(np.float64) - coarse) / QUANTUM_M), 0.0).astype(np.int64)
    integrals = [_integral(both.astype(np.int64)), _integral(apart)]
    count, total = np.zeros(rows.size), np.zeros(rows.size)
    for radius in _radii(reach):
        top, bottom = np.maximum(rows - radius, 0), np.minimum(rows + radius + 1, both.shape[0])
        left, right = np.maximum(columns - radius, 0), np.minimum(columns + radius + 1, both.shape[1])
        for target, whole in zip((count, total), integrals):
            target += (whole[bottom, right] - whole[top, right] - whole[bottom, left] + whole[top, left]) / radius**4
    return np.asarray(total / count * QUANTUM_M)


def _radii(reach: int) -> list[int]:
    """1, 2, 4, ... and the reach."""
    return [*(2**i for i in range(reach.bit_length()) if 2**i < reach), reach]


def _integral(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sums over all rows and columns before a place."""
    return np.pad(values, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)

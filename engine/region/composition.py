"""A window of a mosaic, gathered from the pieces that touch it: blended by distance, or the first on top."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from ..arrays import BoolArray, DoubleArray, FloatArray

QUANTUM_M = 2.0**-10
"""Heights are summed in whole millimetres about zero, so that order does not matter."""

Part = tuple[slice, slice]


class Composition:
    """Sums over the pieces of a window.

    Blended, a piece weighs as much as its pixels lie away from its border. By priority, a piece covers what comes
    after it: wholly from ``overlap`` pixels inside of its border on, less towards the border.

    Parameters
    ----------
    shape : (int, int)
    overlap : int
        Pixels over which a weight rises; with 0 the first piece that has a value gives it.
    priority : bool
        Whether pieces that are added first lie on top.
    """

    def __init__(self, shape: tuple[int, int], overlap: int, priority: bool) -> None:
        self._overlap = overlap
        self._priority = priority
        self._weight = np.zeros(shape)
        self._total = np.zeros(shape)
        self._free = np.ones(shape)
        # Number of inputs of every pixel, and the sums of their heights and of the squares of these in QUANTUM_M,
        # each input once whatever its weight: in integers, so that equal inputs differ by nothing.
        self._sums = np.zeros((3, *shape), dtype=np.int64)

    @property
    def margin(self) -> int:
        """Pixels about its part that a piece is read with: one more than a weight sees, so that no window shows."""
        return self._overlap + 1

    def add(self, heights: FloatArray, part: Part) -> None:
        """Add a piece: its heights in a part of the window, with the margin on each side."""
        inner = (slice(self.margin, -self.margin), slice(self.margin, -self.margin))
        valid = np.isfinite(heights)
        known = valid[inner]
        metres = np.where(known, heights[inner], 0.0).astype(np.float64)
        quanta = np.rint(metres / QUANTUM_M)
        if not self._priority:
            metres = quanta * QUANTUM_M
        used = self._weights(valid)[inner] * known
        if self._priority or self._overlap == 0:
            share = used / max(self._overlap, 1)
            used = share * self._free[part]
            self._free[part] *= 1.0 - share
        self._weight[part] += used
        self._total[part] += used * metres
        whole = quanta.astype(np.int64)
        for index, value in enumerate((known, whole, whole * whole)):
            self._sums[index][part] += value

    def _weights(self, valid: BoolArray) -> DoubleArray:
        return border_distance(valid, self._overlap) if self._overlap else valid.astype(np.float64)

    def heights(self) -> FloatArray:
        """Heights in metres, NaN where no piece has one."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return (self._total / self._weight).astype(np.float32)

    def disagreement(self, part: Part) -> tuple[float, int]:
        """Sum of the squares of the differences (m²) of all pairs of pieces in a part, and the number of pairs."""
        count, total, squares = (sums[part] for sums in self._sums)
        # The squares of the differences of all pairs of n values sum up to n sum h^2 - (sum h)^2.
        sum_of_squares = float((count * squares - total**2).sum(dtype=np.float64))
        return sum_of_squares * QUANTUM_M**2, int((count * (count - 1) // 2).sum())


def border_distance(valid: BoolArray, limit: int) -> DoubleArray:
    """Chessboard distance of valid pixels to the nearest invalid one, at most ``limit``."""
    if valid.all():
        return np.full(valid.shape, float(limit))  # the transform has no distance where there is no border
    distance = ndimage.distance_transform_cdt(valid, metric="chessboard")
    return np.minimum(distance, limit).astype(np.float64)

"""A window of a mosaic, gathered from the pieces that touch it: blended by distance, or the first on top."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from scipy import ndimage

from ..arrays import BoolArray, DoubleArray, FloatArray
from ..reconstruct.support import MEANINGS, NOTHING, Classes
from ..reconstruct.told import ERRORS

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
    layers : iterable of str
        Of ``ERROR_LAYERS``, that pieces come with.
    """

    def __init__(self, shape: tuple[int, int], overlap: int, priority: bool, layers: Iterable[str] = ()) -> None:
        self._overlap = overlap
        self._priority = priority
        self._weight = np.zeros(shape)
        self._total = np.zeros(shape)
        self._free = np.ones(shape)
        # Number of inputs of every pixel, and the sums of their heights and of the squares of these in QUANTUM_M,
        # each input once whatever its weight: in integers, so that equal inputs differ by nothing.
        self._sums = np.zeros((3, *shape), dtype=np.int64)
        self._errors = {name: np.zeros(shape) for name in layers if name in ERRORS}
        # By class: the weights of the pieces whose heights rest on it, and whether one without a height says so.
        classes = (len(MEANINGS) + 1, *shape) if "support" in layers else (0, *shape)
        self._votes, self._bare = np.zeros(classes, np.float32), np.zeros(classes, bool)

    @property
    def margin(self) -> int:
        """Pixels about its part that a piece is read with: one more than a weight sees, so that no window shows."""
        return self._overlap + 1

    def add(self, heights: FloatArray, part: Part, layers: Mapping[str, FloatArray] | None = None) -> None:
        """Add a piece: its heights in a part of the window, with the margin on each side, and its layers without."""
        inner = (slice(self.margin, -self.margin), slice(self.margin, -self.margin))
        valid = np.isfinite(heights)
        known = valid[inner]
        metres = np.where(known, heights[inner], 0.0).astype(np.float64)
        quanta = np.rint(metres / QUANTUM_M)
        used = self._weights(valid)[inner] * known
        if self._priority or self._overlap == 0:
            share = used / max(self._overlap, 1)
            used = share * self._free[part]
            self._free[part] *= 1.0 - share
        self._weight[part] += used
        self._total[part] += used * self._exact(metres)
        for name, values in (layers or {}).items():
            if name in ERRORS:
                self._errors[name][part] += used * self._exact(np.where(known, values, 0.0).astype(np.float64))
            else:
                self._vote(part, np.where(np.isfinite(values), values, NOTHING).astype(np.uint8), known, used)
        whole = quanta.astype(np.int64)
        for index, value in enumerate((known, whole, whole * whole)):
            self._sums[index][part] += value

    def _exact(self, values: DoubleArray) -> DoubleArray:
        """Values whose weighted sum does not depend on the order, where weights are whole; by priority it does."""
        return values if self._priority else np.rint(values / QUANTUM_M) * QUANTUM_M

    def _vote(self, part: Part, classes: Classes, known: BoolArray, used: DoubleArray) -> None:
        for number in np.unique(classes).tolist():
            if number != NOTHING:
                of_class = classes == number
                self._votes[(number, *part)] += np.where(of_class, used, 0.0).astype(np.float32)
                self._bare[(number, *part)] |= of_class & ~known

    def _weights(self, valid: BoolArray) -> DoubleArray:
        return border_distance(valid, self._overlap) if self._overlap else valid.astype(np.float64)

    def heights(self) -> FloatArray:
        """Heights in metres, NaN where no piece has one."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return (self._total / self._weight).astype(np.float32)

    def errors(self, name: str) -> FloatArray:
        """A standard deviation, as if those of all pieces went together: a weighted mean has no larger one."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return (self._errors[name] / self._weight).astype(np.float32)

    def support(self) -> Classes:
        """What most of a height rests on, of equals the first class; without a height, why pieces have none."""
        voted, bare = self._votes.argmax(axis=0), self._bare.argmax(axis=0)
        return np.where(self._weight > 0.0, voted, bare).astype(np.uint8)

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

"""Order-free blending of overlapping tiles.

Every tile adds ``w d`` and ``w``, with ``w`` a product of two linear ramps over the overlap and
``d`` the tile's correction of the coarse DEM. Weights are whole numbers and corrections are rounded
to 2^-10 m, so that all sums are whole multiples of 2^-10 below 2^53: float64 adds them without
rounding, and the result has the same bytes whatever the order of tiles, the height of bands or the
number of machines.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..arrays import BoolArray, DoubleArray, FloatArray
from .plan import Tile, TilePlan

QUANTUM_M = 2.0**-10
"""About a millimetre."""

RAMP_STEPS = 64
"""Weights run from 1 to 64 over the overlap."""

LIMIT_M = 16384.0
"""Largest correction: 2^14 m / 2^-10 m = 2^24, squared 2^48, times a weight of 2^12: under 2^60 for
the spread, which is kept at the coarser quantum below."""

SPREAD_QUANTUM_M = 2.0**-6
"""Quantum of the squares: (2^14 * 2^6)^2 * 2^12 = 2^52."""


def ramp(length: int, overlap: int, first: bool, last: bool) -> NDArray[np.float64]:
    """Whole-numbered weights along one side of a tile; flat where there is no neighbour."""
    weights = np.full(length, float(RAMP_STEPS))
    if overlap:
        rise = np.rint((np.arange(overlap) + 0.5) / overlap * RAMP_STEPS).clip(1.0)
        if not first:
            weights[:overlap] = rise
        if not last:
            weights[-overlap:] = np.minimum(weights[-overlap:], rise[::-1])
    return weights


@dataclass(frozen=True)
class Sums:
    """Whole-numbered sums over some rows, and the surface that they stand for.

    Attributes
    ----------
    parts : tuple of (h, width) float64 arrays
        Weights, and weighted corrections; for the spread also weighted corrections and squares at its quantum.
    """

    parts: tuple[DoubleArray, ...]

    @property
    def rows(self) -> int:
        """Number of rows."""
        return int(self.parts[0].shape[0])

    def corrections(self) -> FloatArray:
        """Metres to add to the coarse DEM, (h, width); NaN where no tile contributed."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray((self.parts[1] / self.parts[0]).astype(np.float32))

    def spread(self) -> FloatArray:
        """Standard deviation in metres between the tiles that overlap, (h, width)."""
        weight, _, total, squares = self.parts
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = total / weight
            return np.asarray(np.sqrt(np.maximum(squares / weight - mean * mean, 0.0)).astype(np.float32))


class Blend:
    """Sums of tiles over a band of rows.

    Add tiles, and sums of other tiles, in any order; take rows from the top when nothing more will touch them.

    Parameters
    ----------
    plan : TilePlan
    spread : bool
        Keep what the standard deviation between overlapping tiles needs.
    top : int
        First row.
    """

    def __init__(self, plan: TilePlan, spread: bool = False, top: int = 0) -> None:
        self._plan = plan
        self._top = top
        self._spread = spread
        self._sums: list[DoubleArray] = [np.zeros((0, plan.width)) for _ in range(4 if spread else 2)]

    def _grow(self, bottom: int) -> None:
        missing = min(bottom, self._plan.height) - self._top - self._sums[0].shape[0]
        if missing > 0:
            more = np.zeros((missing, self._plan.width))
            self._sums = [np.concatenate((total, more)) for total in self._sums]

    def add(self, tile: Tile, correction: FloatArray, valid: BoolArray) -> None:
        """Add one tile.

        Parameters
        ----------
        tile : Tile
        correction : (height, width) array of the tile
            Metres to add to the coarse DEM, under 16 km.
        valid : (height, width) bool array
            Pixels that may contribute.
        """
        plan = self._plan
        rows, columns = plan.shape
        down = ramp(tile.height, plan.overlap, tile.row == 0, tile.row + tile.rows == rows)
        across = ramp(tile.width, plan.overlap, tile.column == 0, tile.column + tile.columns == columns)
        height = min(tile.bottom, plan.height) - tile.top
        width = min(tile.right, plan.width) - tile.left
        used = valid[:height, :width]
        weight = np.where(used, down[:height, None] * across[None, :width], 0.0)
        metres = np.where(used, correction[:height, :width], 0.0).astype(np.float64)
        metres = np.clip(np.rint(metres / QUANTUM_M) * QUANTUM_M, -LIMIT_M, LIMIT_M)
        self._grow(tile.top + height)
        row = tile.top - self._top
        window = (slice(row, row + height), slice(tile.left, tile.left + width))
        self._sums[0][window] += weight
        self._sums[1][window] += weight * metres
        if self._spread:
            rounded = np.rint(metres / SPREAD_QUANTUM_M) * SPREAD_QUANTUM_M
            self._sums[2][window] += weight * rounded
            self._sums[3][window] += weight * rounded * rounded

    def merge(self, top: int, sums: Sums) -> None:
        """Add sums that another blend of the same plan has gathered over the rows from ``top``."""
        self._grow(top + sums.rows)
        rows = slice(top - self._top, top - self._top + sums.rows)
        for total, part in zip(self._sums, sums.parts):
            total[rows] += part

    def take(self, bottom: int) -> Sums:
        """Sums of the rows up to ``bottom`` (not included) that were not taken yet."""
        self._grow(bottom)
        count = bottom - self._top
        taken = Sums(tuple(total[:count] for total in self._sums))
        self._sums = [total[count:] for total in self._sums]
        self._top = bottom
        return taken

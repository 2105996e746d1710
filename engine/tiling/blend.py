"""Order-free blending of overlapping tiles.

Every tile adds ``w d`` and ``w``, with ``w`` a product of two linear ramps over the overlap and
``d`` the tile's correction of the coarse DEM. Weights are whole numbers and corrections are rounded
to 2^-10 m, so that all sums are whole multiples of 2^-10 below 2^53: float64 adds them without
rounding, and the result has the same bytes whatever the order of tiles, the height of bands or the
number of machines.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

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


class Blend:
    """Sums of the tiles over a band of rows.

    Add tiles in any order; take rows from the top when no more tiles will touch them.

    Parameters
    ----------
    plan : TilePlan
    spread : bool
        Keep what the standard deviation between overlapping tiles needs.
    """

    def __init__(self, plan: TilePlan, spread: bool = False) -> None:
        self._plan = plan
        self._top = 0
        self._spread = spread
        self._sums: list[NDArray[np.float64]] = [np.zeros((0, plan.width)) for _ in range(4 if spread else 2)]

    def _grow(self, bottom: int) -> None:
        missing = min(bottom, self._plan.height) - self._top - self._sums[0].shape[0]
        if missing > 0:
            more = np.zeros((missing, self._plan.width))
            self._sums = [np.concatenate((total, more)) for total in self._sums]

    def add(self, tile: Tile, correction: NDArray[np.float32], valid: NDArray[np.bool_]) -> None:
        """Add one tile.

        Parameters
        ----------
        tile : Tile
        correction : (tile_height, tile_width) array
            Metres to add to the coarse DEM, under 16 km.
        valid : (tile_height, tile_width) bool array
            Pixels that may contribute.
        """
        plan = self._plan
        rows, columns = plan.shape
        down = ramp(plan.tile_height, plan.overlap, tile.row == 0, tile.row == rows - 1)
        across = ramp(plan.tile_width, plan.overlap, tile.column == 0, tile.column == columns - 1)
        height = min(plan.tile_height, plan.height - tile.top)
        width = min(plan.tile_width, plan.width - tile.left)
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

    def take(self, bottom: int) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        """Rows up to ``bottom`` (not included) that were not taken yet.

        Returns
        -------
        correction : (h, width) float32 array
            Metres; NaN where no tile contributed.
        spread : (h, width) float32 array or None
            Standard deviation between the tiles that overlap there, metres.
        """
        self._grow(bottom)
        count = bottom - self._top
        parts = [total[:count] for total in self._sums]
        self._sums = [total[count:] for total in self._sums]
        self._top = bottom
        with np.errstate(invalid="ignore", divide="ignore"):
            correction = (parts[1] / parts[0]).astype(np.float32)
            if not self._spread:
                return correction, None
            mean = parts[2] / parts[0]
            variance = parts[3] / parts[0] - mean * mean
            return correction, np.sqrt(np.maximum(variance, 0.0)).astype(np.float32)

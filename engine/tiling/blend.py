"""Order-free blending of overlapping tiles.

Every tile adds ``w d`` and ``w``, with ``w`` a product of two linear ramps over the overlap and
``d`` the tile's correction of the coarse DEM. Weights are whole numbers and corrections are rounded
to 2^-10 m, so that all sums are whole multiples of 2^-10 below 2^53: float64 adds them without
rounding, and the result has the same bytes whatever the order of tiles, the height of bands or the
number of machines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..arrays import BoolArray, FloatArray
from .plan import Tile, TilePlan

SumArray = NDArray[Any]
"""float64, or uint32 for what is small."""

QUANTUM_M = 2.0**-10
"""About a millimetre."""

RAMP_STEPS = 64
"""Weights run from 1 to 64 over the overlap."""

LIMIT_M = 16384.0
"""Largest correction: 2^14 m / 2^-10 m = 2^24, squared 2^48, times a weight of 2^12: under 2^60 for
the spread, which is kept at the coarser quantum below."""

SPREAD_QUANTUM_M = 2.0**-6
"""Quantum of the squares: (2^14 * 2^6)^2 * 2^12 = 2^52."""

ERROR_QUANTUM = 2.0**-8
"""Of standard deviations, in metres and in degrees; 2^8 of either are the most that is told. Times weights of 2^12 of
up to 16 tiles they stay under 2^32, and have half the memory of other sums."""

MOST_QUANTA = 2**16 - 1


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
    parts : tuple of (h, width) arrays
        float64: weights, and weighted corrections; for the spread also weighted corrections and squares at its
        quantum. uint32, the last three, where errors are told: weighted standard deviations of heights and of slopes
        at their quantum, and the weights of tiles with raking light.
    """

    parts: tuple[SumArray, ...]

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
        weight, _, total, squares = self.parts[:4]
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = total / weight
            return np.asarray(np.sqrt(np.maximum(squares / weight - mean * mean, 0.0)).astype(np.float32))

    def errors(self) -> tuple[FloatArray, FloatArray]:
        """Standard deviations of heights in metres and of slopes in degrees, (h, width); NaN where there are none.

        Weighted as the heights are: errors of tiles that overlap are of one image and one coarse DEM, so that they do
        not average out.
        """
        weight = self.parts[0]
        with np.errstate(invalid="ignore", divide="ignore"):
            height, slope = (
                np.asarray((part / weight * ERROR_QUANTUM).astype(np.float32)) for part in self.parts[-3:-1]
            )
        return height, slope

    def raking(self) -> BoolArray:
        """Where tiles of half the weight or more have raking light, (h, width)."""
        return np.asarray(2.0 * self.parts[-1] >= np.maximum(self.parts[0], 1.0))


@dataclass(frozen=True)
class TileError:
    """How sure a tile is.

    Attributes
    ----------
    height_m, slope_deg : (height, width) arrays of the tile
        Standard deviations.
    raking : (height, width) bool array
    """

    height_m: FloatArray
    slope_deg: FloatArray
    raking: BoolArray


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
    error : bool
        Keep how sure tiles are.
    """

    def __init__(self, plan: TilePlan, spread: bool = False, top: int = 0, error: bool = False) -> None:
        self._plan = plan
        self._top = top
        self._spread = spread
        kinds: list[type] = [np.float64] * (4 if spread else 2) + [np.uint32] * (3 if error else 0)
        self._sums: list[SumArray] = [np.zeros((0, plan.width), dtype=kind) for kind in kinds]

    def _grow(self, bottom: int) -> None:
        missing = min(bottom, self._plan.height) - self._top - self._sums[0].shape[0]
        if missing > 0:
            size = missing, self._plan.width
            self._sums = [np.concatenate((total, np.zeros(size, dtype=total.dtype))) for total in self._sums]

    def add(self, tile: Tile, correction: FloatArray, valid: BoolArray, error: TileError | None = None) -> None:
        """Add one tile.

        Parameters
        ----------
        tile : Tile
        correction : (height, width) array of the tile
            Metres to add to the coarse DEM, under 16 km.
        valid : (height, width) bool array
            Pixels that may contribute.
        error : TileError, optional
            Where the blend keeps it.
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
        if error is not None:
            whole = weight.astype(np.uint32)
            for total, values in zip(self._sums[-3:], (error.height_m, error.slope_deg)):
                quanta = np.clip(np.rint(values[:height, :width] / ERROR_QUANTUM), 0.0, MOST_QUANTA)
                total[window] += whole * quanta.astype(np.uint32)
            self._sums[-1][window] += whole * error.raking[:height, :width]

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

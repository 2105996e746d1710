"""DTMs against points: outliers, offsets, and the errors with and without these."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...arrays import BoolArray, DoubleArray
from ...contract.progress import Progress
from ...errors import OverlapError
from ...moon import CODES
from ...raster.reader import RasterReader
from ..evaluation.error_sums import ErrorSums
from .methods import Inputs
from .offset import Offset, fit_offset, spread
from .regions import BLOCK, Region, Window, by_block
from .shots import Shots, ShotSurface

NEIGHBOURHOOD_M = 250.0
"""Side of the squares whose points share a DTM's errors: about what its coarse DEM decides."""

NEIGHBOURHOODS = 6
"""Squares along each side of a smaller ground, at least."""

WARN_M = 500.0
"""Median difference from which points are likely counted from another surface."""

UNIT_RATIO = 100.0
"""Of the spread of the DTMs' heights and the points', over which their units are doubted."""


@dataclass(frozen=True)
class AtShots:
    """What is known of all methods at the points.

    Attributes
    ----------
    read, outliers : int
        Points on the ground that all methods have; those of them that are left out.
    offsets : list of Offset or None
        Of each method.
    errors, without_offset : (methods, n) arrays
        Methods minus points, as they lie and with the horizontal offset taken off; NaN where that is not told.
    members : list of (n,) arrays
        Which of the points lie in each region.
    codes : (n,) array
        Of the terrain classes.
    """

    read: int
    outliers: int
    offsets: list[Offset | None]
    errors: DoubleArray
    without_offset: DoubleArray
    members: list[BoolArray]
    codes: NDArray[np.int64]

    def sums(self, errors: DoubleArray, region: int, terrain: str | None) -> ErrorSums:
        """The errors of one method at the points of a region, of one class or of all."""
        chosen = self.members[region]
        if terrain is not None:
            chosen = chosen & (self.codes == CODES[terrain])
        values = errors[chosen].astype(np.float32)
        found = ErrorSums()
        # Points tell heights alone; slopes of none are known.
        found.add(values, np.full_like(values, np.nan), np.zeros_like(values))
        return found


def measure(
    inputs: Inputs, shots: Shots, regions: Sequence[Region], reach_m: float, limit: float, progress: Progress
) -> AtShots:
    """Hold all methods against the points.

    Parameters
    ----------
    inputs : Inputs
    shots : Shots
    regions : sequence of Region
    reach_m : float
        How far offsets are looked for.
    limit : float
        Multiples of the NMAD from which a point is an outlier.

    Raises
    ------
    OverlapError
        The methods know no point in common.
    """
    every = np.arange(shots.count)
    squares = _neighbourhoods(inputs, shots)
    offsets: list[Offset | None] = []
    errors = np.full((len(inputs.methods), shots.count), np.nan)
    without = np.full_like(errors, np.nan)
    for index, method in enumerate(inputs.methods):
        progress.at(0.9 * index / len(inputs.methods), f"{method.label} at {shots.count:,} points", force=True)
        surface = ShotSurface(method.heights, shots, method.baseline)
        errors[index] = surface.at(np.zeros((1, 2)), every)[:, 0] - shots.height
        offset = fit_offset(surface, shots.height, squares, reach_m)
        offsets.append(offset)
        if offset is not None and not offset.at_border:
            move = np.array([[offset.move.east_m, offset.move.north_m]])
            without[index] = surface.at(move, every)[:, 0] - shots.height
        _tell(method.label, offset, reach_m, progress)
    known: BoolArray = np.isfinite(errors).all(axis=0)
    if not known.any():
        raise OverlapError("The points lie where not every DTM has a height; give points on ground that all cover.")
    _warn_of_level(inputs, errors[:, known], progress)
    _warn_of_unit(errors[:, known], shots.height[known], progress)
    # The baseline is coarser than the ground: what is far from it need be no error of a point.
    judged = [index for index, method in enumerate(inputs.methods) if not method.baseline]
    out = _outliers([np.where(np.isfinite(w), w, e) for e, w in zip(errors[judged], without[judged])], limit) & known
    kept = known & ~out
    chosen = Shots(*(values[kept] for values in vars(shots).values()))
    return AtShots(
        int(known.sum()),
        int(out.sum()),
        offsets,
        errors[:, kept],
        without[:, kept],
        [_members(region, chosen) for region in regions],
        _codes(inputs.classes, chosen),
    )


def _neighbourhoods(inputs: Inputs, shots: Shots) -> NDArray[np.int64]:
    """Number of the square of ground that each point lies in."""
    gsd = inputs.grid.gsd
    number = np.zeros(shots.count, dtype=np.int64)
    for at, metres in ((shots.columns, gsd[0]), (shots.rows, gsd[1])):
        side = min(NEIGHBOURHOOD_M, max(float(np.ptp(at)) * metres / NEIGHBOURHOODS, metres))
        number = number * 1_000_000 + np.floor(at * metres / side).astype(np.int64)
    return number


def _tell(label: str, offset: Offset | None, reach_m: float, progress: Progress) -> None:
    if offset is None:
        progress.warning(
            f"{label}: the points do not tell its horizontal offset; they are too few or the ground is too even."
        )
    elif offset.at_border:
        progress.warning(
            f"{label} lies about {reach_m:g} m or more off the points, which is as far as was looked; set the largest "
            "offset higher."
        )
    else:
        move = offset.move
        east, north = (math.sqrt(move.covariance[i][i]) if move.covariance else math.nan for i in (0, 1))
        progress.info(
            f"{label} lies {move.east_m:+.2f} m east ({east:.2f} m standard error) and {move.north_m:+.2f} m north "
            f"({north:.2f} m) of the points, and {offset.level_m:+.2f} m above them."
        )


def _warn_of_unit(errors: DoubleArray, heights: DoubleArray, progress: Progress) -> None:
    """Heights in kilometres are level ground to a DTM in metres."""
    of_points = spread(heights)
    of_dtms = float(np.median([spread(row + heights) for row in errors]))
    if of_dtms > UNIT_RATIO * of_points:
        progress.warning(
            f"The points spread by {of_points:.2g} m in height and the DTMs by {of_dtms:.2g} m at the same places; the "
            "heights of the points seem to be kilometres: convert them to metres, or end the name of their column in "
            "_km, and run again."
        )


def _warn_of_level(inputs: Inputs, errors: DoubleArray, progress: Progress) -> None:
    middle = float(np.median(np.median(errors, axis=1)))
    if abs(middle) > WARN_M:
        progress.warning(
            f"The DTMs lie {middle:,.0f} m above the points in the median; check that the points are heights in metres "
            "above the sphere of 1737.4 km, or radii."
        )


def _outliers(errors: Sequence[DoubleArray], limit: float) -> BoolArray:
    """Points that lie far from every DTM, which are errors of the points and not of a DTM."""
    far = []
    for one in errors:
        middle = float(np.nanmedian(one))
        far.append(np.abs(one - middle) > limit * spread(one))
    return np.asarray(np.logical_and.reduce(far))


def _members(region: Region, shots: Shots) -> BoolArray:
    if region.rings is None:
        return np.ones(shots.count, dtype=bool)
    found = np.zeros(shots.count, dtype=bool)
    for part in by_block(shots.rows, shots.columns):
        window = _block_of(shots, part)
        common = region.window.common(window)
        if common is None:
            continue
        found[part] = region.mask(window)[_pixels(shots, part, window)]
    return found


def _codes(classes: RasterReader | None, shots: Shots) -> NDArray[np.int64]:
    """Code of the class of the pixel that each point lies in."""
    codes = np.zeros(shots.count, dtype=np.int64)
    if classes is None:
        return codes
    for part in by_block(shots.rows, shots.columns):
        window = _block_of(shots, part)
        read = classes.read(window.top, window.left, window.height, window.width)
        codes[part] = np.nan_to_num(read[_pixels(shots, part, window)], nan=0.0).astype(np.int64)
    return codes


def _block_of(shots: Shots, part: NDArray[np.intp]) -> Window:
    top = int(shots.rows[part[0]]) // BLOCK[0] * BLOCK[0]
    left = int(shots.columns[part[0]]) // BLOCK[1] * BLOCK[1]
    return Window(top, left, *BLOCK)


def _pixels(shots: Shots, part: NDArray[np.intp], window: Window) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    rows, columns = (np.floor(at[part]).astype(np.int64) for at in (shots.rows, shots.columns))
    return rows - window.top, columns - window.left

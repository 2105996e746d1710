"""The horizontal offset of a DTM from points under which it fits them best.

On a slope, a DTM that lies off by a metre is wrong by as much height as the slope rises over it; the offset is what
explains most of the differences so (Nuth & Kaeaeb 2011, for points instead of a second DTM). Least squares with
Tukey's biweight from the best place of a lattice; the covariance takes the points of one neighbourhood together,
because neighbours share a DTM's errors.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...arrays import DoubleArray
from ...raster.frame import Move
from .shots import Indices, ShotSurface

LATTICE = 20
"""Steps of the search on either side of no offset, at most; none is smaller than two pixels."""

MOST_SEARCHED = 3000
"""Points that the search looks at."""

LEAST_POINTS = 30
LEAST_NEIGHBOURHOODS = 6
ROUNDS = 30
SETTLED_M = 0.01
TUKEY = 4.685
"""Multiples of the spread from which a difference has no weight: 95 % efficient for normal errors."""

NMAD = 1.4826
STEEPNESS_PX = 0.5
"""Pixels on both sides over which a surface's gradient is taken at a point."""


@dataclass(frozen=True)
class Offset:
    """How far a DTM lies from the points.

    Attributes
    ----------
    move : Move
        East and north, with its covariance.
    level_m : float
        By how much it lies above them then.
    at_border : bool
        Whether it is as far as was looked, so that it may be further.
    """

    move: Move
    level_m: float
    at_border: bool


def fit_offset(
    surface: ShotSurface, heights: DoubleArray, neighbourhoods: NDArray[np.int64], reach_m: float
) -> Offset | None:
    """Find the offset.

    Parameters
    ----------
    surface : ShotSurface
    heights : (n,) array
        Of the points, metres.
    neighbourhoods : (n,) array
        Number of the neighbourhood of each point.
    reach_m : float
        How far it is looked for.

    Returns
    -------
    Offset or None
        None where the points do not tell it: they are too few, all in one place, or the ground is too even.
    """
    every = np.arange(heights.size)
    known = np.isfinite(surface.at(np.zeros((1, 2)), every)[:, 0])
    if known.sum() < LEAST_POINTS:
        return None
    place = _search(surface, heights, every[known], reach_m)
    level = 0.0
    for _ in range(ROUNDS):
        step = _Differences.at(surface, heights, place).solved()
        if step is None:
            return None
        place, level = place + step[:2], float(step[2])
        if np.abs(place).max() > reach_m + 2.0 * surface.pixel_m:
            return Offset(Move(float(place[0]), float(place[1])), level, True)
        if np.abs(step[:2]).max() < SETTLED_M:
            break
    covariance = _covariance(surface, heights, place, neighbourhoods)
    if covariance is None:
        return None
    (a, b), (c, d) = covariance[:2, :2].tolist()
    return Offset(Move(float(place[0]), float(place[1]), ((a, b), (c, d))), level, False)


def _search(surface: ShotSurface, heights: DoubleArray, points: Indices, reach_m: float) -> DoubleArray:
    """The place of a lattice at which the differences spread least."""
    some = points[np.linspace(0, points.size - 1, min(points.size, MOST_SEARCHED)).astype(int)]
    step = max(reach_m / LATTICE, 2.0 * surface.pixel_m)
    ticks = np.arange(-math.floor(reach_m / step), math.floor(reach_m / step) + 1) * step
    moves = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
    differences = surface.at(moves, some) - heights[some, None]
    enough = np.isfinite(differences).sum(axis=0) >= max(LEAST_POINTS, 0.5 * some.size)
    spreads = np.full(len(moves), np.inf)
    spreads[enough] = [spread(column) for column in differences[:, enough].T]
    # Of equals the one that moves least.
    return moves[np.lexsort((np.hypot(*moves.T), spreads))[0]]


def spread(values: DoubleArray) -> float:
    """NMAD: 1.4826 times the median distance from the median (Hoehle & Hoehle 2009); NaN are left out."""
    known = values[np.isfinite(values)]
    return NMAD * float(np.median(np.abs(known - np.median(known)))) if known.size else math.nan


@dataclass(frozen=True)
class _Differences:
    """Differences from the points at one place, and what a step changes in them.

    Attributes
    ----------
    points : (m,) array
        Indices of the points at which the surface is known.
    values : (m,) array
        Surface minus points.
    slopes : (m, 3) array
        Their change for a metre east, a metre north, and a metre of level (less).
    weights : (m,) array
    """

    points: Indices
    values: DoubleArray
    slopes: DoubleArray
    weights: DoubleArray

    @classmethod
    def at(cls, surface: ShotSurface, heights: DoubleArray, place: DoubleArray) -> _Differences:
        side = STEEPNESS_PX * surface.pixel_m
        about = np.array([(0.0, 0.0), (side, 0.0), (-side, 0.0), (0.0, side), (0.0, -side)])
        found = surface.at(place + about, np.arange(heights.size))
        points = np.flatnonzero(np.isfinite(found).all(axis=1))
        found = found[points]
        values = found[:, 0] - heights[points]
        east, north = ((found[:, i] - found[:, i + 1]) / (2.0 * side) for i in (1, 3))
        slopes = np.column_stack((east, north, -np.ones_like(east)))
        scale = max(spread(values), 1e-6)
        far = np.abs(values - np.median(values)) / (TUKEY * scale) if values.size else values
        return cls(points, values, slopes, np.where(far < 1.0, (1.0 - far**2) ** 2, 0.0))

    def _normal(self) -> DoubleArray | None:
        """The normal matrix; None where it does not tell a step."""
        if self.points.size < LEAST_POINTS:
            return None
        matrix: DoubleArray = self.slopes.T @ (self.weights[:, None] * self.slopes)
        # Of a plane all slopes are the same, and a step is a change of level.
        return matrix if np.linalg.cond(matrix) < 1e10 else None

    def solved(self) -> DoubleArray | None:
        """The step east and north that takes most of the differences off, and the level that is left."""
        matrix = self._normal()
        if matrix is None:
            return None
        return np.asarray(np.linalg.solve(matrix, -self.slopes.T @ (self.weights * self.values)))

    def pulls(self, level_m: float, weights: DoubleArray) -> DoubleArray:
        """What each point asks to be changed, (points, 3); least squares are where the sum over all is nothing.

        Parameters
        ----------
        level_m : float
            Of the surface above the points.
        weights : array
            Of all points, those among them at which the surface is not known here.
        """
        return (weights[self.points] * (self.values - level_m))[:, None] * self.slopes


def _covariance(
    surface: ShotSurface, heights: DoubleArray, place: DoubleArray, neighbourhoods: NDArray[np.int64]
) -> DoubleArray | None:
    """Of the offset and the level: what leaving out one neighbourhood after the other changes in them (jackknife).

    How the sum of all pulls changes with the place is taken from the sums about it and not from the normal matrix:
    the gradient of a DTM's errors counts there as ground, and would make the offset look better known than it is.

    Returns
    -------
    (3, 3) array or None
        None where the neighbourhoods are too few, or the place is none where the differences are least.
    """
    here = _Differences.at(surface, heights, place)
    step = here.solved()
    numbers = np.unique(neighbourhoods[here.points])
    count = numbers.size
    if step is None or count < LEAST_NEIGHBOURHOODS:
        return None
    weights = np.zeros(heights.size)
    weights[here.points] = here.weights

    def grouped(differences: _Differences, values: DoubleArray) -> DoubleArray:
        """Sums over neighbourhoods, (count, 3); points that are known at the place alone count."""
        group = np.searchsorted(numbers, neighbourhoods[differences.points]).clip(0, count - 1)
        return np.stack([np.bincount(group, column, minlength=count) for column in values.T], axis=1)

    pulls = grouped(here, here.pulls(step[2], weights))
    change = np.empty((count, 3, 3))
    change[:, :, 2] = grouped(here, -here.weights[:, None] * here.slopes)
    for axis in (0, 1):
        side = np.eye(2)[axis] * surface.pixel_m
        ends = [_Differences.at(surface, heights, place + sign * side) for sign in (1, -1)]
        sums = [grouped(end, end.pulls(step[2], weights)) for end in ends]
        change[:, :, axis] = (sums[0] - sums[1]) / (2.0 * surface.pixel_m)
    without = change.sum(axis=0) - change
    sides = np.linalg.eigvalsh((without + without.transpose(0, 2, 1)) / 2.0)
    if not (sides > 0.0).all():
        return None
    found = -np.linalg.solve(without, (pulls.sum(axis=0) - pulls)[:, :, None])[:, :, 0]
    off = found - found.mean(axis=0)
    return np.asarray((count - 1.0) / count * (off.T @ off))

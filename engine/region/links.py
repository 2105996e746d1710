"""What two surfaces say about each other's level: differences on common ground, gathered for least squares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..arrays import BoolArray, DoubleArray

BENEATH = -1
"""Number of the coarse DEM, which is not levelled itself."""

LEAST = 16
"""Places below which two surfaces are taken to share no ground."""

WILD = 5.0
"""Standard deviations from the plane of a link's differences beyond which a difference is no matter of level."""

CLOSE_M = 1e-3
"""What stands for no difference at all."""


@dataclass(frozen=True)
class Link:
    """Sums over the differences of two surfaces, for planes about the middle of their places.

    With p = (1, km east, km north) of a place about that middle, and d the second height less the first:

    Attributes
    ----------
    one, other : int
        Numbers of the surfaces; ``other`` may be ``BENEATH``.
    east_km, north_km : float
        The middle.
    gram, moment, square : (3, 3) array, (3,) array, float
        Sums of p pᵀ, p d and d².
    firm : bool
        Whether the places lie wide enough to tell tilts.
    """

    one: int
    other: int
    east_km: float
    north_km: float
    gram: DoubleArray
    moment: DoubleArray
    square: float
    firm: bool

    @property
    def count(self) -> float:
        """Number of places."""
        return float(self.gram[0, 0])

    @property
    def roughness(self) -> float:
        """Sum of the squares that the best plane leaves."""
        plane = np.asarray(np.linalg.lstsq(self.gram, self.moment, rcond=1e-12)[0], dtype=np.float64)
        return self.left_by(plane)

    def left_by(self, plane: DoubleArray) -> float:
        """Sum of squares that is left when the first surface is raised against the second by a plane."""
        return max(float(plane @ self.gram @ plane - 2.0 * self.moment @ plane) + self.square, 0.0)

    def weighing(self, weight: float) -> Link:
        """The same link with its sums multiplied."""
        return replace(self, gram=weight * self.gram, moment=weight * self.moment, square=weight * self.square)

    def about(self, east_km: float, north_km: float) -> DoubleArray:
        """The (3, 3) matrix by which p about another middle follows from p about the link's."""
        return np.array([[1.0, 0.0, 0.0], [self.east_km - east_km, 1.0, 0.0], [self.north_km - north_km, 0.0, 1.0]])


def link(
    one: int,
    other: int,
    places: tuple[DoubleArray, DoubleArray],
    difference_m: DoubleArray,
    corners: Sequence[tuple[float, float]],
) -> Link | None:
    """Gather the differences of two surfaces; None where they are too few.

    Differences that stand out from their plane (a blunder of one surface) are left out.

    Parameters
    ----------
    one, other : int
    places : two (n,) arrays
        Kilometres east and north.
    difference_m : (n,) array
        The second surface less the first; NaN where either is unknown.
    corners : places (km east and north)
        To which the planes must hold for the tilt to be told.
    """
    known = np.isfinite(difference_m)
    if np.count_nonzero(known) < LEAST:
        return None
    east, north, difference = (v[known] for v in (*places, difference_m))
    kept = _of_one_plane(east, north, difference)
    east, north, difference = east[kept], north[kept], difference[kept]
    middle = float(east.mean()), float(north.mean())
    terms = _terms(east - middle[0], north - middle[1])
    gram = terms.T @ terms
    ends = _terms(*(np.array(v) - m for v, m in zip(zip(*corners), middle)))
    return Link(one, other, *middle, gram, terms.T @ difference, float(difference @ difference), _is_firm(gram, ends))


def _terms(east: DoubleArray, north: DoubleArray) -> DoubleArray:
    return np.stack([np.ones_like(east), east, north], axis=1)


def _of_one_plane(east: DoubleArray, north: DoubleArray, difference: DoubleArray) -> BoolArray:
    """Which differences do not stand out; fitted twice, as what stands out bends the first fit."""
    terms = _terms(east - east.mean(), north - north.mean())
    kept = np.ones(difference.size, dtype=bool)
    for _ in range(2):
        plane = np.linalg.lstsq(terms[kept], difference[kept], rcond=None)[0]
        off = np.abs(difference - terms @ plane)
        kept = off <= max(WILD * 1.4826 * float(np.median(off)), CLOSE_M)
    return kept


def _is_firm(gram: DoubleArray, corners: DoubleArray) -> bool:
    """Whether the plane's standard error is nowhere beyond the scatter of a single difference."""
    scale = 1.0 / np.array([1.0, *np.maximum(np.abs(corners[:, 1:]).max(axis=0), 1e-9)])
    values, vectors = np.linalg.eigh(gram * np.outer(scale, scale))
    if values[0] <= 1e-9 * values[-1]:
        return False
    error = ((corners * scale) @ vectors) ** 2 / values
    return bool(error.sum(axis=1).max() <= 1.0)

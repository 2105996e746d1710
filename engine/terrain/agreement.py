"""Whether the parts of a scene show one and the same shift of the coarse DEM."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from .placing import Array

PART_POSTINGS = 10.0
"""Least side of a part; a scene of less than two of them is one part."""

MOST_PARTS = 4
"""Along each axis."""

SELDOM = 1e-2
"""Chance at which parts of one piece would differ so much. In made scenes their errors are stated on the large
side, so that none of fifty was below a tenth."""


@dataclass(frozen=True)
class Part:
    """A part of a scene with the shift that it shows.

    Attributes
    ----------
    window : (slice, slice)
        Rows and columns.
    seen_m : (2,) array
        Metres east and north.
    covariance_m2 : (2, 2) array
    """

    window: tuple[slice, slice]
    seen_m: Array
    covariance_m2: Array


def windows(shape: tuple[int, int], postings: tuple[float, float]) -> Iterator[tuple[slice, slice]]:
    """Parts of a scene of so many postings down and across that are looked at by themselves; none of a small one."""
    counts = [min(MOST_PARTS, max(1, math.floor(extent / PART_POSTINGS))) for extent in postings]
    if counts == [1, 1]:
        return
    edges = [[size * i // count for i in range(count + 1)] for size, count in zip(shape, counts)]
    for top, bottom in zip(edges[0][:-1], edges[0][1:]):
        for left, right in zip(edges[1][:-1], edges[1][1:]):
            yield slice(top, bottom), slice(left, right)


def agree(parts: Sequence[Part]) -> bool:
    """Whether parts show one shift, as far as their errors tell.

    They do unless the chi-square of their deviations from the common mean, weighted by their errors, would be
    exceeded in fewer than SELDOM scenes of one piece.
    """
    if len(parts) < 2:
        return True
    seen = np.array([part.seen_m for part in parts])
    inverse = np.array([np.linalg.inv(part.covariance_m2) for part in parts])
    mean = np.linalg.solve(inverse.sum(axis=0), np.einsum("kij,kj->i", inverse, seen))
    apart = seen - mean
    chi_square = float(np.einsum("ki,kij,kj->", apart, inverse, apart))
    return float(special.chdtrc(2 * (len(parts) - 1), chi_square)) > SELDOM

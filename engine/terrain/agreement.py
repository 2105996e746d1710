"""Whether the parts of a scene show one and the same shift of the coarse DEM."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from .placing import Estimate
from .residual_shift import Seen

PART_POSTINGS = 10.0
"""Least side of a part; a scene of less than two of them is one part."""

MOST_PARTS = 4
"""Along each axis."""

Window = tuple[slice, slice]

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
    seen : Seen
    """

    window: Window
    seen: Seen


def windows(shape: tuple[int, int], postings: tuple[float, float]) -> Iterator[Window]:
    """Parts of a scene of so many postings down and across that are looked at by themselves; none of a small one."""
    counts = [min(MOST_PARTS, max(1, math.floor(extent / PART_POSTINGS))) for extent in postings]
    if counts == [1, 1]:
        return
    edges = [[size * i // count for i in range(count + 1)] for size, count in zip(shape, counts)]
    for top, bottom in zip(edges[0][:-1], edges[0][1:]):
        for left, right in zip(edges[1][:-1], edges[1][1:]):
            yield slice(top, bottom), slice(left, right)


def pooled(parts: Sequence[tuple[Window, Estimate]]) -> list[tuple[Window, Estimate]]:
    """The parts with no error less than the mean of them all: few views may be together by chance."""
    if not parts:
        return []
    mean = np.mean([part.covariance_m2 for _, part in parts], axis=0)
    least = 0.5 * float(np.trace(mean)) * np.eye(2)
    return [(window, Estimate(part.place_m, 0.5 * (part.covariance_m2 + least))) for window, part in parts]


def agree(parts: Sequence[Estimate]) -> bool:
    """Whether parts show one shift, as far as their errors tell.

    They do unless the chi-square of their deviations from the common mean, weighted by their errors, would be
    exceeded in fewer than SELDOM scenes of one piece.
    """
    if len(parts) < 2:
        return True
    seen = np.array([part.place_m for part in parts])
    inverse = np.array([np.linalg.inv(part.covariance_m2) for part in parts])
    mean = np.linalg.solve(inverse.sum(axis=0), np.einsum("kij,kj->i", inverse, seen))
    apart = seen - mean
    chi_square = float(np.einsum("ki,kij,kj->", apart, inverse, apart))
    return float(special.chdtrc(2 * (len(parts) - 1), chi_square)) > SELDOM

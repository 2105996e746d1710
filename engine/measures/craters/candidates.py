"""Craters as peaks of the fit over place and size, each once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage
from scipy.spatial import cKDTree

from ...arrays import DoubleArray
from ...raster.align import fill_nearest
from ...raster.grid import Grid
from .matching import Bank, Matcher, reach, transform_shape
from .octaves import STEP, Octave, Part, Surface, read_means
from .score import LEAST_LIKENESS, Evidence, score

MOST_OVERLAP = 0.3
"""Intersection over union of two circles from which they are one crater."""

CONCENTRIC, NESTED = 0.25, 2.5
"""A circle within another is no crater of its own where their middles are nearer than so many diameters of the smaller
one and the larger is less than so many times as wide: wall and floor of one crater fit a smaller one too."""


@dataclass(frozen=True)
class Candidate:
    """A place that looks like a crater.

    Attributes
    ----------
    row, column : float
        Centre in pixels of the raster, 0 the edge of the first.
    diameter_m : float
    evidence : Evidence
    score : float
        0 to 1.
    """

    row: float
    column: float
    diameter_m: float
    evidence: Evidence
    score: float


def candidates(surface: Surface, bank: Bank, octave: Octave, part: Part, least_score: float) -> list[Candidate]:
    """Peaks of the fit whose middle pixel lies in a window of an octave.

    What is found depends on the ground about it alone, not on the window that it is looked for in.
    """
    middle = octave.factor * (part.row + part.height / 2.0)
    across, down = surface.grid.ground_metres(np.array([middle]))
    gsd = float(across[0]) * octave.factor, float(down[0]) * octave.factor
    far = reach(octave.diameters_m[-1], gsd)
    # One more for the neighbours of a peak, and one for the gradient.
    margin = far[0] + 2, far[1] + 2
    values = read_means(surface, octave, part, margin)
    known = np.isfinite(values)
    if not known[margin[0] : -margin[0], margin[1] : -margin[1]].any():
        return []
    filled = fill_nearest(values).astype(np.float64)
    full = transform_shape((values.shape[0], values.shape[1]), far)
    matcher = Matcher(bank.templates.fields(filled, gsd), known, full)
    fits = [matcher.fit(kernels) for kernels in bank.kernels(octave.diameters_m, gsd, full)]
    likeness = np.stack([fit.likeness for fit in fits])
    peak = likeness == ndimage.maximum_filter(likeness, size=3)
    peak &= likeness > LEAST_LIKENESS
    peak[0] = peak[-1] = False
    peak[:, : margin[0]] = peak[:, -margin[0] :] = False
    peak[:, :, : margin[1]] = peak[:, :, -margin[1] :] = False
    found = []
    for scale, row, column in zip(*np.nonzero(peak)):
        fit, across_px = fits[scale], octave.diameters_m[scale] / math.sqrt(gsd[0] * gsd[1])
        evidence = Evidence(
            float(fit.likeness[row, column]), float(fit.worth[row, column]), across_px, int(fit.template[row, column])
        )
        sure = score(evidence, bank.templates.weights)
        if sure < least_score:
            continue
        lower = _vertex(likeness[scale, row - 1 : row + 2, column])
        right = _vertex(likeness[scale, row, column - 1 : column + 2])
        larger = _vertex(likeness[scale - 1 : scale + 2, row, column])
        found.append(
            Candidate(
                (part.row + row - margin[0] + 0.5 + lower) * octave.factor,
                (part.column + column - margin[1] + 0.5 + right) * octave.factor,
                octave.diameters_m[scale] * STEP**larger,
                evidence,
                sure,
            )
        )
    return found


def _vertex(values: DoubleArray) -> float:
    """Where the parabola through three values has its top, in steps from the middle one."""
    before, middle, after = (float(value) for value in values)
    bend = before - 2.0 * middle + after
    return min(max(0.5 * (before - after) / bend, -0.5), 0.5) if bend < 0.0 else 0.0


def distinct(found: Sequence[Candidate], grid: Grid) -> list[Candidate]:
    """The best of candidates that are one crater, the best first; a crater within a larger one is another.

    The order in which they are given makes no difference.
    """
    ordered = sorted(found, key=lambda one: (-one.score, -one.evidence.likeness, one.row, one.column))
    if not ordered:
        return []
    places = np.array([(one.row, one.column) for one in ordered])
    across, down = grid.ground_metres(*places.T)
    tree = cKDTree(places)
    gone = np.zeros(len(ordered), dtype=bool)
    for index, one in enumerate(ordered):
        if gone[index]:
            continue
        for other in tree.query_ball_point(places[index], one.diameter_m / min(across[index], down[index])):
            if other > index and not gone[other]:
                apart = places[other] - places[index]
                away = math.hypot(apart[0] * down[index], apart[1] * across[index])
                gone[other] = _same(one.diameter_m, ordered[other].diameter_m, away)
    return [one for index, one in enumerate(ordered) if not gone[index]]


def _same(first_m: float, second_m: float, away_m: float) -> bool:
    """Whether two circles are one crater."""
    small, large = sorted((first_m, second_m))
    if away_m < CONCENTRIC * small and large < NESTED * small:
        return True
    return overlap(first_m, second_m, away_m) > MOST_OVERLAP


def overlap(first_m: float, second_m: float, away_m: float) -> float:
    """Intersection over union of two circles of given diameters whose centres are a distance apart."""
    large, small = max(first_m, second_m) / 2.0, min(first_m, second_m) / 2.0
    if away_m >= large + small:
        return 0.0
    if away_m <= large - small:
        return (small / large) ** 2
    at_large = (away_m**2 + large**2 - small**2) / (2.0 * away_m)
    at_small = away_m - at_large
    shared = large**2 * math.acos(at_large / large) - at_large * math.sqrt(max(large**2 - at_large**2, 0.0))
    shared += small**2 * math.acos(max(at_small / small, -1.0)) - at_small * math.sqrt(max(small**2 - at_small**2, 0.0))
    return shared / (math.pi * (large**2 + small**2) - shared)

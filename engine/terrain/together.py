"""Moves of a coarse DEM under many images, fitted together. Array in, array out.

One coarse DEM lies off by the same vector under all images, and each image is out of place by a little of its own:
the move that image i asks for is t_i = T + e_i. A look at an image by itself tells t_i to some metres; two images
that overlap show the same ground, and tell e_i - e_j several times better. Weighted least squares over both give T
and all e_i with their covariance. Errors have heavier tails than a normal distribution, and most images lie well
while a few do not: both are mixtures of normal distributions of one mean, whose most probable place is found by
weighting anew (Lange & Sinsheimer 1993), so that one bad look, tie or image does not pull the others along.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .looks import ERROR, Finding
from .placing import Belief, Estimate, Mixture, believe, worthwhile
from .residual_shift import Array
from .ties import Tie

OWN: Mixture = ((0.3, 0.5), (2.0, 0.3), (12.0, 0.15), (60.0, 0.05))
"""Standard deviation in metres along each axis of what an image is out of place by itself, and its weight. Images of
one campaign that were tied to the ground lie within a pixel; raw pointing of LROC's cameras leaves tens of metres."""

LOOKS: Mixture = ((0.8, 0.6), (1.3, 0.34), (4.0, 0.058), (1e4, 0.002))
"""Factor on the covariance of what a frame tells by itself, and its weight: as ``placing.TAILS``, but that one in five
hundred is taken to tell nothing."""

FAR = 16.0
"""Chi-square of two degrees of freedom from which two places differ plainly; one in three thousand does by chance."""

LINKS: Mixture = ((1.0, 0.9), (6.0, 0.08), (1e4, 0.02))
"""Factor on the covariance of a link, and its weight: one in fifty is that of a wrong place."""

ROUNDS = 30
"""Of weighting."""


@dataclass(frozen=True)
class Link:
    """A tie between two frames, by their numbers."""

    one: int
    other: int
    tie: Tie


@dataclass(frozen=True)
class Together:
    """What all frames say.

    Attributes
    ----------
    common : tuple of Estimate or None
        T of each coarse DEM; None where no frame over it tells anything.
    own_m : (n, 2) array
        e of each frame, metres east and north.
    own_m2 : (n, 2, 2) array
        Covariance of the error of that.
    """

    common: tuple[Estimate | None, ...]
    own_m: Array
    own_m2: Array


def adjust(findings: Sequence[Finding | None], dems: Sequence[int], links: Sequence[Link]) -> Together:
    """Weighted least squares over what frames tell by themselves and in pairs.

    Parameters
    ----------
    findings : sequence of Finding or None
        What each frame tells by itself.
    dems : sequence of int
        Number of the coarse DEM of each frame, from 0.
    links : sequence of Link
        Between frames.
    """
    count, groups = len(findings), max(dems, default=-1) + 1
    size = 2 * (groups + count)
    rows: list[tuple[dict[int, float], Array, Array, Mixture]] = []
    for i, finding in enumerate(findings):
        if finding is not None:
            estimate = finding.estimate
            rows.append(({dems[i]: 1.0, groups + i: 1.0}, estimate.place_m, estimate.covariance_m2, LOOKS))
    for link in links:
        ends = {groups + link.one: 1.0, groups + link.other: -1.0}
        rows.append((ends, link.tie.shift_m, link.tie.covariance_m2, LINKS))
    rows += [({groups + i: 1.0}, np.zeros(2), np.eye(2), _squares(OWN)) for i in range(count)]
    told = {dems[i] for i, finding in enumerate(findings) if finding is not None}
    # A coarse DEM of which nothing is told is held where it lies; it is not reported.
    rows += [({g: 1.0}, np.zeros(2), np.eye(2), ((1.0, 1.0),)) for g in range(groups) if g not in told]
    found: Array = np.zeros(size)
    normal: Array = np.eye(size)
    weights = [_first(mixture) for *_, mixture in rows]
    for _ in range(ROUNDS):
        normal, side = np.zeros((size, size)), np.zeros(size)
        for (ends, wanted, covariance, _), weight in zip(rows, weights):
            inverse = weight * np.linalg.inv(covariance)
            for a, sign in ends.items():
                at = slice(2 * a, 2 * a + 2)
                side[at] += sign * inverse @ wanted
                for b, other in ends.items():
                    normal[at, 2 * b : 2 * b + 2] += sign * other * inverse
        found = np.asarray(np.linalg.solve(normal, side), np.float64)
        weights = [_weight(_left(found, row), row[2], row[3]) for row in rows]
    spread = np.asarray(np.linalg.inv(normal), np.float64)
    blocks = [spread[2 * k : 2 * k + 2, 2 * k : 2 * k + 2] for k in range(groups + count)]
    places = found.reshape(-1, 2)
    common = tuple(Estimate(places[g], blocks[g]) if g in told else None for g in range(groups))
    return Together(common, places[groups:], np.array(blocks[groups:]).reshape(-1, 2, 2))


def apart(estimate: Estimate, place_m: Array) -> bool:
    """Whether an estimate says another place (2,) plainly."""
    off = estimate.place_m - place_m
    return float(off @ np.linalg.solve(estimate.covariance_m2, off)) > FAR


def common_move(common: Estimate, findings: Sequence[Finding], posting_m: float) -> tuple[Array, Belief]:
    """By which a coarse DEM is moved under all frames: as far as it is expected to help, and what is believed.

    Parameters
    ----------
    common : Estimate
        T of this coarse DEM.
    findings : sequence of Finding
        Of the frames over it; at least one.
    posting_m : float
    """
    hints = [finding.hint_m for finding in findings if finding.hint_m is not None]
    hint = np.median(np.array(hints), axis=0) if hints else None
    from_m = np.mean([finding.from_m for finding in findings], axis=0)
    belief = believe(common, posting_m, from_m, hint)
    steepness = np.mean([finding.steepness for finding in findings], axis=0)
    change = math.sqrt(float(np.mean([finding.change**2 for finding in findings])))
    return worthwhile(belief, steepness, ERROR * posting_m * change), belief


def _squares(mixture: Mixture) -> Mixture:
    """Factors on a covariance of one, from standard deviations."""
    return tuple((deviation**2, share) for deviation, share in mixture)


def _first(mixture: Mixture) -> float:
    """Weight before anything is known: of the mean of the logarithms of the variances."""
    return math.exp(-sum(share * math.log(factor) for factor, share in mixture))


def _left(found: Array, row: tuple[dict[int, float], Array, Array, Mixture]) -> Array:
    ends, wanted = row[0], row[1]
    return np.asarray(sum(sign * found[2 * k : 2 * k + 2] for k, sign in ends.items()) - wanted)


def _weight(left: Array, covariance: Array, mixture: Mixture) -> float:
    """Mean of the inverse factors, weighted by how well each explains what is left."""
    square = float(left @ np.linalg.solve(covariance, left))
    logs = [math.log(share) - math.log(factor) - 0.5 * square / factor for factor, share in mixture]
    chances = [math.exp(log - max(logs)) for log in logs]
    return sum(chance / factor for chance, (factor, _) in zip(chances, mixture)) / sum(chances)

"""Looks at places of a coarse DEM, and the move that they speak for. Array in, array out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .agreement import Part, disagreement
from .placing import Array, believe, noise, response, worthwhile

ERROR = 1.5
"""Root mean square of a result's error over posting times change of slope; within a factor of 1.5 on made scenes."""


@dataclass(frozen=True)
class Look:
    """What was seen from one place of the coarse DEM.

    Attributes
    ----------
    place_m : (2,) array
        Metres east and north by which the coarse DEM was moved.
    seen_m : (2,) array
        How far it seems to be off from there, metres east and north.
    jackknife_m2 : (2, 2) array
        Covariance of that.
    lit : float
        Share of the ground that is not in shadow.
    change : float
        Root mean square change of slope that the experts make.
    steepness : (2, 2) array
        See ``placing.worthwhile``.
    parts : tuple of Part
        Shifts that parts of a large scene show.
    """

    place_m: Array
    seen_m: Array
    jackknife_m2: Array
    lit: float
    change: float
    steepness: Array
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What looks say.

    Attributes
    ----------
    move_m : (2,) array
        By which the coarse DEM is to be moved, metres east and north.
    covariance_m2 : (2, 2) array
        Mean square of what it is off by then.
    apart : pair, optional
        The two parts of the scene that want the most different moves, each with its window, that move and its
        standard error; None where the parts agree.
    """

    move_m: Array
    covariance_m2: Array
    apart: tuple[tuple[Part, Array, float], tuple[Part, Array, float]] | None = None


def judge(look: Look, beside: tuple[Look, Look], posting_m: float, middle_m: Array) -> Verdict:
    """The move that looks speak for.

    Parameters
    ----------
    look : Look
        From the place where the coarse DEM fits best.
    beside : (Look, Look)
        From a step east and a step north of it.
    posting_m : float
    middle_m : (2,) array
        Middle of the places expected, metres east and north.
    """
    step = float(beside[0].place_m[0] - look.place_m[0])
    answer = response(look.seen_m, (beside[0].seen_m, beside[1].seen_m), step)
    own = noise(look.jackknife_m2, posting_m, look.lit)
    parts = [Part(p.window, p.seen_m, noise(p.covariance_m2, posting_m, look.lit)) for p in look.parts]
    spread = disagreement(parts, posting_m)
    place = look.place_m - middle_m
    # A move that some parts want and others do not must be well over what they are apart by.
    belief = believe(look.seen_m, own + spread, answer, posting_m, place)
    move = worthwhile(belief, look.steepness, ERROR * posting_m * look.change)
    apart = _furthest(parts, answer, posting_m, place, middle_m) if spread.any() else None
    return Verdict(middle_m + move, belief.about(move), apart)


def _furthest(
    parts: list[Part], answer: Array, posting_m: float, place_m: Array, middle_m: Array
) -> tuple[tuple[Part, Array, float], tuple[Part, Array, float]]:
    """The two parts whose believed moves are furthest apart."""
    wanted = []
    for part in parts:
        belief = believe(part.seen_m, part.covariance_m2, answer, posting_m, place_m)
        wanted.append((part, middle_m + belief.mean_m, math.sqrt(float(np.trace(belief.covariance_m2)))))
    pairs = ((one, other) for index, one in enumerate(wanted) for other in wanted[index + 1 :])
    return max(pairs, key=lambda pair: float(np.hypot(*(pair[0][1] - pair[1][1]))))

"""Looks at places of a coarse DEM, and the move that they speak for. Array in, array out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .agreement import Part, agree
from .placing import ANYWHERE, Array, believe, noise, response, worthwhile

ERROR = 1.5
"""Root mean square of a result's error over posting times change of slope; within a factor of 1.5 on made scenes."""


LEAST_ANSWER = 0.5
"""Metres that a metre of misplacement shows as, in the worst direction, where a place is confirmed by a look."""


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
class Wish:
    """What one part of a scene wants.

    Attributes
    ----------
    window : (slice, slice)
        Rows and columns of the part.
    move_m : (2,) array
        Metres east and north.
    error_m : float
        Standard error of both axes together.
    """

    window: tuple[slice, slice]
    move_m: Array
    error_m: float


@dataclass(frozen=True)
class Verdict:
    """What looks say.

    Attributes
    ----------
    move_m : (2,) array
        By which the coarse DEM is to be moved, metres east and north.
    covariance_m2 : (2, 2) array
        Mean square of what it is off by then.
    apart : (Wish, Wish), optional
        Of the two parts of the scene that want the most clearly different moves; None where the parts agree.
    """

    move_m: Array
    covariance_m2: Array
    apart: tuple[Wish, Wish] | None = None


def judge(look: Look, beside: tuple[Look, Look], posting_m: float, hint_m: Array | None = None) -> Verdict:
    """The move that looks speak for.

    Where the parts of the scene want different moves, how far these are apart counts as an error of the one move
    that is made: a move that some parts want and others do not is not made.

    Parameters
    ----------
    look : Look
        From the place where the coarse DEM fits best.
    beside : (Look, Look)
        From a step beside it in each of two directions.
    posting_m : float
    hint_m : (2,) array, optional
        Where shading alone has it.
    """
    answer = _answer(look, beside)

    def unsure(jackknife_m2: Array) -> Array:
        return noise(jackknife_m2, answer, posting_m, look.lit, look.change)

    belief = believe(look.seen_m, unsure(look.jackknife_m2), answer, posting_m, look.place_m, hint_m)
    parts = [Part(part.window, part.seen_m, unsure(part.covariance_m2)) for part in look.parts]
    apart = None
    if not agree(parts):
        wishes = [_wish(part, answer, posting_m, look.place_m) for part in parts]
        apart = _furthest(wishes)
        known = [wish.error_m**-2 for wish in wishes]
        belief = belief.wider(np.cov(np.array([wish.move_m for wish in wishes]).T, bias=True, aweights=known))
    move = worthwhile(belief, look.steepness, ERROR * posting_m * look.change)
    return Verdict(move, belief.about(move), apart)


def _wish(part: Part, answer: Array, posting_m: float, place_m: Array) -> Wish:
    belief = believe(part.seen_m, part.covariance_m2, answer, posting_m, place_m, None, ANYWHERE)
    mean = belief.mean_m
    return Wish(part.window, mean, math.sqrt(float(np.trace(belief.about(mean)))))


def answers(look: Look, beside: tuple[Look, Look]) -> bool:
    """Whether a misplacement would have been seen in every direction."""
    return bool(np.linalg.svd(_answer(look, beside), compute_uv=False).min() >= LEAST_ANSWER)


def _answer(look: Look, beside: tuple[Look, Look]) -> Array:
    steps = np.stack([other.place_m - look.place_m for other in beside], axis=1)
    return response(look.seen_m, (beside[0].seen_m, beside[1].seen_m), steps)


def _furthest(wishes: list[Wish]) -> tuple[Wish, Wish]:
    """The two whose difference is most over its error."""
    pairs = [(one, other) for index, one in enumerate(wishes) for other in wishes[index + 1 :]]
    return max(pairs, key=_clearness)


def _clearness(pair: tuple[Wish, Wish]) -> float:
    one, other = pair
    return float(np.hypot(*(one.move_m - other.move_m))) / math.hypot(one.error_m, other.error_m)

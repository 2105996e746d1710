"""Looks at places of a coarse DEM, and the move that they speak for. Array in, array out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .agreement import Part, agree, pooled
from .placing import ANYWHERE, Estimate, believe, estimate, response, worthwhile
from .residual_shift import Array, Seen

ERROR = 1.5
"""Root mean square of a result's error over posting times change of slope; within a factor of 1.5 on made scenes."""


LEAST_ANSWER = 0.5
"""Metres that a metre of misplacement shows as, in the worst direction, where a far place is confirmed by a look."""


@dataclass(frozen=True)
class Look:
    """What was seen from one place of the coarse DEM.

    Attributes
    ----------
    place_m : (2,) array
        Metres east and north by which the coarse DEM was moved.
    seen : Seen
        How far it seems to be off from there.
    change : float
        Root mean square change of slope that the experts make.
    steepness : (2, 2) array
        See ``placing.worthwhile``.
    parts : tuple of Part
        Shifts that parts of a large scene show.
    """

    place_m: Array
    seen: Seen
    change: float
    steepness: Array
    parts: tuple[Part, ...] = ()

    @property
    def off_m(self) -> Array:
        """How far (2,) it seems to be off in the mean of the views."""
        return np.asarray(self.seen.views_m.mean(axis=0))


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
class Finding:
    """What looks tell of a place before it is decided what to do about it.

    Attributes
    ----------
    estimate : Estimate
        With what the parts of the scene are apart in its error.
    from_m : (2,) array
        Place that it was looked from.
    hint_m : (2,) array, optional
        Where shading alone has it.
    steepness : (2, 2) array
        See ``placing.worthwhile``.
    change : float
        Root mean square change of slope that the experts make.
    """

    estimate: Estimate
    from_m: Array
    hint_m: Array | None
    steepness: Array
    change: float


@dataclass(frozen=True)
class Verdict:
    """What looks say.

    Attributes
    ----------
    move_m : (2,) array
        By which the coarse DEM is to be moved, metres east and north.
    covariance_m2 : (2, 2) array
        Mean square of what it is off by then.
    finding : Finding
        From which this was decided.
    apart : (Wish, Wish), optional
        Of the two parts of the scene that want the most clearly different moves; None where the parts agree.
    """

    move_m: Array
    covariance_m2: Array
    finding: Finding
    apart: tuple[Wish, Wish] | None = None


def judge(look: Look, beside: tuple[Look, Look], posting_m: float, hint_m: Array | None = None) -> Verdict | None:
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

    Returns
    -------
    Verdict or None
        None where too few views answer.
    """
    answer = _answer(look, beside)
    found = estimate(look.seen, answer, look.place_m, posting_m)
    if found is None:
        return None
    belief = believe(found, posting_m, look.place_m, hint_m)
    parts = [(part.window, estimate(part.seen, answer, look.place_m, posting_m)) for part in look.parts]
    told = pooled([(window, part) for window, part in parts if part is not None])
    apart = None
    if not agree([part for _, part in told]):
        wishes = [_wish(window, part, posting_m, look.place_m) for window, part in told]
        apart = _furthest(wishes)
        known = [wish.error_m**-2 for wish in wishes]
        torn = np.cov(np.array([wish.move_m for wish in wishes]).T, bias=True, aweights=known)
        belief, found = belief.wider(torn), Estimate(found.place_m, found.covariance_m2 + torn)
    move = worthwhile(belief, look.steepness, ERROR * posting_m * look.change)
    finding = Finding(found, look.place_m, hint_m, look.steepness, look.change)
    return Verdict(move, belief.about(move), finding, apart)


def answers(look: Look, beside: tuple[Look, Look]) -> bool:
    """Whether a misplacement would have been seen in every direction, in the mean of the views."""
    mean = _answer(look, beside).mean(axis=0)
    return bool(np.linalg.svd(mean, compute_uv=False).min() >= LEAST_ANSWER)


def _answer(look: Look, beside: tuple[Look, Look]) -> Array:
    steps = np.stack([other.place_m - look.place_m for other in beside], axis=1)
    return response(look.seen.views_m, (beside[0].seen.views_m, beside[1].seen.views_m), steps)


def _wish(window: tuple[slice, slice], part: Estimate, posting_m: float, from_m: Array) -> Wish:
    belief = believe(part, posting_m, from_m, None, ANYWHERE)
    mean = belief.mean_m
    return Wish(window, mean, math.sqrt(float(np.trace(belief.about(mean)))))


def _furthest(wishes: list[Wish]) -> tuple[Wish, Wish]:
    """The two whose difference is most over its error."""
    pairs = [(one, other) for index, one in enumerate(wishes) for other in wishes[index + 1 :]]
    return max(pairs, key=_clearness)


def _clearness(pair: tuple[Wish, Wish]) -> float:
    one, other = pair
    return float(np.hypot(*(one.move_m - other.move_m))) / math.hypot(one.error_m, other.error_m)

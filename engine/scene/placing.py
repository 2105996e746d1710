"""Fit the coarse DEM to the image by what the experts change in it.

Shading alone places a coarse DEM to some tenths of a posting, and on a slope of thirty degrees a tenth of a
posting is metres of height. What the experts make of a misplaced DEM differs from it by the shift times its
gradient, which places it several times better. Looks from places beside it show how much of a shift the experts
answer to on this ground, and a move is made only as far as it is expected to help.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from ..contract.progress import Progress
from ..raster.frame import Move
from ..terrain.looks import Look, Verdict, Wish, answers, judge
from ..terrain.residual_shift import Array
from ..terrain.shift import Shift
from .looker import Looker

TYPICAL_RESPONSE = 1.6
"""Metres that a metre of misplacement shows as in the mean of scenes; where it matters it is measured."""

REACH = 0.2
"""Postings of shift seen within which a look is linear; beyond, it is looked again from nearer."""

MOST_STEPS = 3
"""From the first place to one that is near enough."""

STEP = 0.25
"""Postings to the places beside the first from which the response is measured."""


def fit(looker: Looker, shading: Shift, progress: Progress) -> Move | None:
    """Where the coarse DEM is expected to serve best; None where the ground does not show it.

    See ``judged``.

    Returns
    -------
    Move or None
        Its covariance is of what it is off by, for a part that is not made also what was left.
    """
    verdict = judged(looker, shading, progress)
    return None if verdict is None else made(verdict.move_m, verdict.covariance_m2)


def made(move_m: Array, covariance_m2: Array) -> Move:
    """A move to a centimetre, so that rounding that differs between machines does not reach the heights."""
    (a, b), (c, d) = covariance_m2.tolist()
    return Move(round(float(move_m[0]), 2), round(float(move_m[1]), 2), ((a, b), (c, d)))


def judged(looker: Looker, shading: Shift, progress: Progress) -> Verdict | None:
    """What an image tells of the place of the coarse DEM; None where the ground does not show it.

    It is looked at where it lies, from nearer where it seems to be far off, and from a step to the right and a
    step up of there, which tells how much of a misplacement shows on this ground; steps go along the raster, so
    that one that is turned sees the same. Then each part of the move is made only as far as it is expected to
    help. Where the parts of a large scene show different shifts, the run is warned, and how far they are apart
    counts as an error of the shift: a move that some parts want and others do not is not made.

    Parameters
    ----------
    looker : Looker
    shading : Shift
        What shading alone says. Where it is beyond the experts' reach, it is looked at too, and gone on from if
        the experts change less there and answer to steps from there, as they do not on ground without features.
    progress : Progress
    """
    for start in _starts(looker, shading, progress):
        found = _around(looker, start, progress)
        if found is None or (start.place_m.any() and not answers(*found)):
            continue
        hint = np.array((shading.east_m, shading.north_m)) if shading.reliable else None
        verdict = judge(*found, looker.posting_m, hint)
        if verdict is None:
            continue
        if verdict.apart:
            progress.warning(_said_apart(verdict.apart, looker))
        return verdict
    return None


def _starts(looker: Looker, shading: Shift, progress: Progress) -> Iterator[Look]:
    """Looks to go on from: where shading wants the coarse DEM if that is far and better, and where it lies."""
    first = looker.look(np.zeros(2), progress, parts=True)
    if shading.reliable and math.hypot(shading.east_m, shading.north_m) > looker.posting_m:
        there = looker.look(np.array((shading.east_m, shading.north_m)), progress, parts=True)
        if there is not None and (first is None or there.change < first.change):
            yield there
    if first is not None:
        yield first


def _around(looker: Looker, start: Look, progress: Progress) -> tuple[Look, tuple[Look, Look]] | None:
    """The look from a start, or from nearer where it is far off, and those from a step along each axis."""
    near = start
    for _ in range(MOST_STEPS):
        if math.hypot(*near.off_m) <= REACH * looker.posting_m:
            break
        nearer = looker.look(near.place_m + near.off_m / TYPICAL_RESPONSE, progress, parts=True)
        if nearer is None or nearer.change >= near.change:
            break
        near = nearer
    # Along the raster's own axes, so that a turned raster is looked at from the same places.
    places = [near.place_m + STEP * looker.posting_m * axis for axis in looker.axes.T]
    with ThreadPoolExecutor(2) as pool:
        right, up = pool.map(lambda place: looker.look(place, progress), places)
    return None if right is None or up is None else (near, (right, up))


def errors(move: Move) -> dict[str, float | None]:
    """Results: standard errors of a move, of both axes together and of each."""
    if move.covariance is None:
        return {"moved_error": None, "moved_error_east": None, "moved_error_north": None}
    (east, _), (_, north) = move.covariance
    return {
        "moved_error": math.sqrt(east + north),
        "moved_error_east": math.sqrt(east),
        "moved_error_north": math.sqrt(north),
    }


def said(move: Move) -> str:
    """One sentence about a move that was looked for."""
    found = errors(move)
    error = f"give or take {found['moved_error_east']:.1f} m east and {found['moved_error_north']:.1f} m north"
    if move.east_m == 0.0 and move.north_m == 0.0:
        return f"The coarse DEM stays where it is ({error}): no move is expected to make the heights better."
    return (
        f"The coarse DEM is moved by {move.east_m:+.1f} m east and {move.north_m:+.1f} m north ({error}), as far as "
        "that is expected to make the heights better."
    )


def _said_apart(apart: tuple[Wish, Wish], looker: Looker) -> str:
    """What the two parts of a scene that are furthest apart ask for, and where they lie."""
    text = " and ".join(
        f"{wish.move_m[0]:+.0f} m east and {wish.move_m[1]:+.0f} m north (give or take {wish.error_m:.0f} m) "
        f"{looker.where(wish.window)}"
        for wish in apart
    )
    return (
        f"The image does not lie on the coarse DEM in one piece: it asks for moves of {text}, so it is not "
        "orthorectified on this ground; give an image that is, or expect heights to be out of place by the difference."
    )


def fitted(looker: Looker, shading: Shift, progress: Progress) -> Move:
    """Where the coarse DEM is expected to serve best, said in the log; where it is, if the ground shows nothing."""
    found = fit(looker, shading, progress)
    if found is None:
        progress.info("The coarse DEM stays where it is: the scene is too small or too smooth to show its shift.")
        return Move()
    progress.info(said(found))
    return found

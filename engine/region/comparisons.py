"""Comparisons of the previews of overlapping frames, kept so that a run that is started again has them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..contract.progress import Progress
from ..raster.frame import Move
from ..scene.placing import made
from ..terrain.ties import Tie, tie
from .folder import Folder, digest_of
from .part import within
from .preview import Overlap, Preview, Shared, shared

ALONE = 0.7
"""Share of the time of a fit in which frames are looked at by themselves."""


@dataclass(frozen=True)
class Seen:
    """What two previews show of each other."""

    tie: Tie | None
    square: float
    count: int


class Comparisons:
    """Compares previews, or remembers."""

    def __init__(
        self, previews: Sequence[Preview | None], requests: Sequence[str], folder: Folder, progress: Progress
    ) -> None:
        self._previews, self._requests, self._folder, self._progress = previews, requests, folder, progress

    def at(self, found: Sequence[Overlap], moves: Sequence[Move], share: float, what: str) -> list[Seen | None]:
        """The comparisons of overlaps with the coarse DEM moved under each frame."""
        span = 0.5 * (1.0 - ALONE) / max(len(found), 1)
        seen = []
        for number, overlap in enumerate(found):
            here = share + span * number
            own = within(self._progress, here, here, f"Overlap {number + 1} of {len(found)}, {what}")
            seen.append(self._one(overlap, moves, own))
        return seen

    def _one(self, overlap: Overlap, moves: Sequence[Move], progress: Progress) -> Seen | None:
        pair = moves[overlap.one], moves[overlap.other]
        place = [[move.east_m, move.north_m] for move in pair]
        digest = digest_of([self._requests[overlap.one], self._requests[overlap.other], overlap.windows, place])
        name = f"pair {overlap.one:04} {overlap.other:04} {digest[:12]}"
        kept = self._folder.remembered(name, digest)
        if kept is None:
            found = shared(self._previews, overlap, pair, progress)
            kept = [] if found is None else _stored(found)
            self._folder.remember(name, digest, kept)
        if not kept:
            return None
        told, square, count = kept
        return Seen(None if told is None else Tie(np.array(told[0]), np.array(told[1])), square, count)


def _stored(found: Shared) -> list[Any]:
    seen = tie(found.one, found.other, found.gsd)
    if seen is None:
        return [None, *found.squares]
    shift, covariance = found.axes @ seen.shift_m, found.axes @ seen.covariance_m2 @ found.axes.T
    return [[shift.tolist(), covariance.tolist()], *found.squares]


def move_of(seen: Seen | None) -> Move | None:
    """By which the second image has to be moved to lie on the first, where that was found."""
    return None if seen is None or seen.tie is None else made(seen.tie.shift_m, seen.tie.covariance_m2)


def rms(seen: Sequence[Seen | None]) -> float | None:
    """Of the differences of all comparisons; None where there are none."""
    known = [one for one in seen if one is not None and one.count]
    total = sum(one.count for one in known)
    return math.sqrt(sum(one.square for one in known) / total) if total else None

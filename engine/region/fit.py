"""Fit the coarse DEM under all frames of a region together, before anything is made."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..contract.progress import Progress
from ..raster.frame import STILL, Move
from ..scene.placing import judged, made
from ..terrain.looks import Finding, Verdict
from ..terrain.placing import Estimate
from ..terrain.residual_shift import Array
from ..terrain.together import Link, adjust, apart, common_move
from .comparisons import ALONE, Comparisons, move_of, rms
from .folder import Folder, digest_of
from .frame import OWN_FAILURES
from .preview import Preview, overlaps

WORSE = 1.05
"""Factor on the difference of previews from which a fit together is called worse than fits one by one; less is within
what experts make of another surface."""

OUT_OF_PLACE = 0.1
"""Postings by which an image lies off the others that is worth a word; its DTM differs from theirs by that."""


@dataclass(frozen=True)
class Pair:
    """Two overlapping frames.

    Attributes
    ----------
    one, other : str
        Names.
    shift : Move or None
        By which the second image has to be moved to lie on the first; None where it was not found.
    rms_each_m, rms_fitted_m : float or None
        RMS difference of the previews with each fitted by itself, and as fitted in the end; None where they share
        too little known ground.
    """

    one: str
    other: str
    shift: Move | None
    rms_each_m: float | None
    rms_fitted_m: float | None


@dataclass(frozen=True)
class Fit:
    """Where the coarse DEM is moved to under each frame.

    Attributes
    ----------
    moves : list of Move
        In the order of the frames.
    each : list of Move or None
        By which each would be moved by itself; None for frames that do not show it.
    own : list of Move or None
        By how much each image is out of place by itself, as far as it is known.
    failed : dict
        By the number of a frame, why it cannot be used.
    notes : list of str
        What should be looked at.
    pairs : list of Pair
    rms_each_m, rms_fitted_m : float or None
        Over all pairs.
    """

    moves: list[Move]
    each: list[Move | None]
    own: list[Move | None]
    failed: dict[int, str]
    notes: list[str]
    pairs: list[Pair]
    rms_each_m: float | None
    rms_fitted_m: float | None


def fit(
    previews: list[Preview | None], requests: Sequence[str], way: str, folder: Folder, progress: Progress
) -> Fit:
    """Fit the places of the coarse DEM.

    Every frame is looked at by itself; every pair that overlaps is compared, with the coarse DEM where each frame
    by itself has it; the moves that fit all of this best are taken as far as they are expected to help. What was
    found is kept in the folder step by step.

    Parameters
    ----------
    previews : list of Preview or None
        None for frames that cannot be used.
    requests : sequence of str
        Digest of what decides each frame.
    way : str
        'together' or 'each'.
    folder : Folder
    progress : Progress
    """
    previews, failed = list(previews), {}
    verdicts: list[Verdict | None] = [None] * len(previews)
    for number, (preview, request) in enumerate(zip(previews, requests)):
        if preview is not None:
            progress.at(ALONE * number / len(previews), f"Looking at {preview.frame.name}", force=True)
            try:
                verdicts[number] = _alone(preview, request, folder)
            except OWN_FAILURES as error:
                previews[number], failed[number] = None, str(error)
    each = [None if verdict is None else made(verdict.move_m, verdict.covariance_m2) for verdict in verdicts]
    looks = Comparisons(previews, requests, folder, progress)
    start = [move or STILL for move in each]
    found = list(overlaps(previews, progress))
    seen = looks.at(found, start, ALONE, "as each wants it")
    moves: list[Move] = start
    own: list[Move | None] = [None] * len(previews)
    notes: list[str] = []
    after = seen
    if way == "together":
        links = [Link(o.one, o.other, s.tie) for o, s in zip(found, seen) if s is not None and s.tie is not None]
        together, out_of_place, notes = _together(previews, verdicts, links)
        fitted = looks.at(found, together, 0.5 + 0.5 * ALONE, "fitted together")
        level = [n for n, o in enumerate(found) if _alike(out_of_place[o.one], out_of_place[o.other], previews[o.one])]
        before, now = (rms([one[n] for n in level]) for one in (seen, fitted))
        if before is not None and now is not None and now > WORSE * before:
            notes.append(
                f"Fitted together, neighbours would differ more ({now:.2f} m) than fitted one by one ({before:.2f} m), "
                "so each frame is moved by itself."
            )
        else:
            moves, own, after = together, out_of_place, fitted
    names = ["" if preview is None else preview.frame.name for preview in previews]
    pairs = [
        Pair(names[o.one], names[o.other], move_of(s), rms([s]), rms([a]))
        for o, s, a in zip(found, seen, after)
    ]  # fmt: skip
    for note in notes:
        progress.warning(note)
    result = Fit(moves, each, own, failed, notes, pairs, rms(seen), rms(after))
    _say(result, way, progress)
    return result


def _alone(preview: Preview, request: str, folder: Folder) -> Verdict | None:
    """What a frame tells by itself."""
    name, digest = f"frame {preview.frame.name}", digest_of(request)
    kept = folder.remembered(name, digest)
    if kept is None:
        looker = preview.looker()
        if looker is None:
            preview.progress.info("Without the sun the image does not show the shift of the coarse DEM.")
        verdict = None if looker is None else judged(looker, preview.light.shading, preview.progress)
        kept = [] if verdict is None else _as_lists(verdict)
        folder.remember(name, digest, kept)
    if not kept:
        return None
    move, covariance, place, error, from_m, hint, steepness, change = kept
    estimate = Estimate(np.array(place), np.array(error))
    finding = Finding(
        estimate, np.array(from_m), None if hint is None else np.array(hint), np.array(steepness), change
    )
    return Verdict(np.array(move), np.array(covariance), finding)


def _as_lists(verdict: Verdict) -> list[Any]:
    finding = verdict.finding
    arrays = (verdict.move_m, verdict.covariance_m2, finding.estimate.place_m, finding.estimate.covariance_m2)
    hint = None if finding.hint_m is None else finding.hint_m.tolist()
    return [*(a.tolist() for a in arrays), finding.from_m.tolist(), hint, finding.steepness.tolist(), finding.change]


def _together(
    previews: Sequence[Preview | None], verdicts: Sequence[Verdict | None], links: Sequence[Link]
) -> tuple[list[Move], list[Move | None], list[str]]:
    """Moves of all frames, what each image is out of place by itself, and what should be looked at."""
    dems = list(dict.fromkeys(p.frame.scene.coarse_dem for p in previews if p is not None))
    number = [0 if p is None else dems.index(p.frame.scene.coarse_dem) for p in previews]
    findings = [None if verdict is None else verdict.finding for verdict in verdicts]
    names = ["" if p is None else p.frame.name for p in previews]
    told = adjust(findings, number, links)
    moves = [STILL] * len(previews)
    own: list[Move | None] = [None] * len(previews)
    notes: list[str] = []
    for dem, common in enumerate(told.common):
        members = [i for i, preview in enumerate(previews) if preview is not None and number[i] == dem]
        shown = [finding for i in members if (finding := findings[i]) is not None]
        if common is None:
            continue
        posting = float(np.median([p.posting_m for p, n in zip(previews, number) if p is not None and n == dem]))
        move, belief = common_move(common, shown, posting)
        for i in members:
            moves[i] = made(move + told.own_m[i], belief.about(move) + told.own_m2[i])
            own[i] = made(told.own_m[i], told.own_m2[i])
            asked, there = findings[i], common.place_m + told.own_m[i]
            if asked is not None and apart(asked.estimate, there):
                notes.append(
                    f"{names[i]} by itself asks for a move of the coarse DEM {_said(asked.estimate.place_m)}, but all "
                    f"frames together for one {_said(there)}; check that its image lies in its place."
                )
            elif math.hypot(*told.own_m[i]) > OUT_OF_PLACE * posting and apart(
                Estimate(told.own_m[i], told.own_m2[i]), np.zeros(2)
            ):
                notes.append(f"The image of {names[i]} lies out of place against the others, {_said(told.own_m[i])}.")
    return moves, own, notes


def _alike(one: Move | None, other: Move | None, preview: Preview | None) -> bool:
    """Whether two images lie alike, so that with right moves their DTMs agree."""
    if one is None or other is None or preview is None:
        return True
    return math.hypot(one.east_m - other.east_m, one.north_m - other.north_m) <= OUT_OF_PLACE * preview.posting_m


def _said(move_m: Array) -> str:
    return f"{move_m[0]:+.0f} m east and {move_m[1]:+.0f} m north"


def _say(result: Fit, way: str, progress: Progress) -> None:
    told = sum(move is not None for move in result.each)
    progress.info(
        f"{told} of {len(result.each)} frames show where the coarse DEM has to lie, and "
        f"{sum(pair.shift is not None for pair in result.pairs)} of {len(result.pairs)} overlaps how far two images "
        "lie apart."
    )
    if way == "together" and result.rms_each_m is not None and result.rms_fitted_m is not None:
        progress.info(
            f"Previews of neighbours differ by {result.rms_fitted_m:.2f} m (RMS) fitted together, by "
            f"{result.rms_each_m:.2f} m each fitted by itself."
        )

"""The frames of a region made, as far as they are not there already."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from typing import Any

from ..contract.progress import Progress
from ..contract.requests import TilingRequest
from ..experts.pack import Pack
from ..experts.runner import Runner
from ..raster import provenance
from ..raster.align import AlignedHeights
from ..raster.frame import STILL, Move
from ..raster.heights import HeightReader
from ..raster.reader import RasterReader
from ..scene.inputs import Inputs, tell
from ..scene.sun import find_sun, image_time
from .fit import Fit, fit
from .folder import Folder, Record, differences, digest_of
from .frame import OWN_FAILURES, make, request_of, tags_of
from .frame_figures import measure, whole
from .preview import Preview
from .table import Frame

SHARES = (0.05, 0.3, 0.9)
"""Of the progress bar: digests, fit, frames; the rest is the mosaic's."""


SAME = 0.2
"""Of the standard error of a move, within which another one is the same."""


class FrameWork:
    """Makes the frames of a region.

    Parameters
    ----------
    frames : sequence of Frame
    folder : Folder
    pack : Pack
    experts : callable
        Opens the experts, once, when they are needed.
    tiling : TilingRequest
    way : str
        'together', 'each' or 'none'.

    Attributes
    ----------
    made : int
        DTMs made in this run.
    fitted : dict
        What is told of the fit: ``moves``, ``each``, ``own``, ``pairs``, ``rms_each_m``, ``rms_fitted_m``, and of
        each image ``facts``, or why it ``failed``.
    """

    def __init__(
        self,
        frames: Sequence[Frame],
        folder: Folder,
        pack: Pack,
        experts: Callable[[], Runner],
        tiling: TilingRequest,
        way: str,
    ) -> None:
        self._frames, self._folder, self._tiling, self._way = frames, folder, tiling, way
        self._pack, self._open = str(pack), experts
        self._runner: Runner | None = None
        self.made = 0
        self.fitted: Record = {}

    @property
    def _experts(self) -> Runner:
        if self._runner is None:
            self._runner = self._open()
        return self._runner

    def run(self, progress: Progress) -> list[Record]:
        """Make what is missing, and tell of every frame, in the order of the table."""
        requests = []
        for number, frame in enumerate(self._frames):
            progress.at(SHARES[0] * number / len(self._frames), f"Looking at {frame.name}", force=True)
            requests.append(request_of(frame, self._tiling, self._pack))
        self.fitted = self._fitted(requests, progress)
        span = (SHARES[2] - SHARES[1]) / len(self._frames)
        records = []
        for number, (frame, request) in enumerate(zip(self._frames, requests)):
            first = SHARES[1] + span * number
            own = within(progress, first, first + span, frame.name)
            records.append(self._told(number, self._one(number, frame, request, own)))
        return records

    def _fitted(self, requests: Sequence[Record], progress: Progress) -> Record:
        """The fit of all frames, as it is kept."""
        digest = digest_of([self._way, requests])
        kept = self._folder.remembered("fit", digest)
        if kept is not None:
            progress.info("The fit of the coarse DEM is kept: no image and no setting changed.")
            return dict(kept)
        part = within(progress, SHARES[0], SHARES[1])
        with ExitStack() as stack:
            previews, facts, failed = self._previews(stack, part)
            count = len(self._frames)
            if self._way == "none":
                found = Fit([STILL] * count, [None] * count, [None] * count, {}, [], None, None)
            else:
                found = fit(previews, [digest_of(r) for r in requests], self._way, self._folder, part)
        failed.update(found.failed)
        result = {
            **{name: getattr(found, name) for name in ("rms_each_m", "rms_fitted_m")},
            **{name: [_listed(m) for m in getattr(found, name)] for name in ("moves", "each", "own")},
            "pairs": [{**asdict(pair), "shift": _listed(pair.shift)} for pair in found.pairs],
            "facts": facts,
            "failed": {str(number): reason for number, reason in failed.items()},
        }
        self._folder.remember("fit", digest, result)
        return result

    def _previews(
        self, stack: ExitStack, progress: Progress
    ) -> tuple[list[Preview | None], list[Record], dict[int, str]]:
        """All frames that can be opened, facts about each, and why others cannot."""
        dems: dict[str, HeightReader] = {}
        previews: list[Preview | None] = []
        facts: list[Record] = []
        failed: dict[int, str] = {}
        for number, frame in enumerate(self._frames):
            own = within(progress, 0.0, 0.0, frame.name)
            facts.append({})
            previews.append(None)
            try:
                image = stack.enter_context(RasterReader(frame.scene.image, frame.scene.saturation))
                facts[number] = _facts(frame, image)
                tell(image, own)
                path = frame.scene.coarse_dem
                if path not in dems:
                    reader = stack.enter_context(RasterReader(path))
                    dems[path] = HeightReader(reader, frame.scene.height_unit, progress.info, progress.warning)
                inputs = Inputs(image, AlignedHeights(dems[path], image.grid))
                previews[number] = Preview(frame, inputs, self._experts, self._tiling, own)
                image.rest()
            except OWN_FAILURES as error:
                failed[number] = str(error)
        return previews, facts, failed

    def _one(self, number: int, frame: Frame, request: Record, progress: Progress) -> Record:
        """The record of a frame, which is made where it is not there."""
        reason = self.fitted["failed"].get(str(number))
        if reason is not None:
            progress.warning(f"The frame is left out: {reason}")
            return _failed(reason)
        listed = self.fitted["moves"][number]
        kept = self._folder.record(frame.name)
        if kept is not None and self._holds(frame, kept, request, listed, progress):
            return kept
        asked = digest_of([request, listed])
        reason = self._folder.remembered(f"failed {frame.name}", asked)
        if reason is not None:
            progress.warning(f"The frame is left out, and was not tried again: {reason}")
            return _failed(reason)
        try:
            record = self._make(frame, request, listed, progress)
        except OWN_FAILURES as error:
            progress.warning(f"The frame is left out: {error}")
            self._folder.remember(f"failed {frame.name}", asked, str(error))
            return _failed(str(error))
        self.made += 1
        self._folder.store_record(frame.name, record)
        return record

    def _holds(self, frame: Frame, kept: Record, request: Record, listed: list[Any], progress: Progress) -> bool:
        """Whether the DTM that is there is what is asked for; says why not."""
        dtm = self._folder.dtm(frame.name)
        if kept["request"] != request:
            progress.info(f"The DTM is made anew: {differences(kept['request'], request)}.")
        elif not near(_move(kept["move"]), _move(listed)):
            told = " and ".join(f"{move[0]:+.2f} m east, {move[1]:+.2f} m north" for move in (kept["move"], listed))
            progress.info(f"The DTM is made anew: the coarse DEM is moved by another vector (before and now: {told}).")
        elif not dtm.is_file() or provenance.digest(str(dtm)) != kept["dtm_sha256"]:
            progress.info("The DTM is made anew: its file is gone or another one.")
        else:
            progress.info("The DTM is kept: nothing of it changed.")
            return True
        return False

    def _make(self, frame: Frame, request: Record, listed: list[Any], progress: Progress) -> Record:
        target, move = self._folder.dtm(frame.name), _move(listed)
        tags = tags_of(frame, request)
        made = make(frame, self._tiling, move, self._experts, target, tags, progress)
        figures = measure(str(target), frame.scene, move, progress)
        return {
            "status": "done",
            "reason": "",
            "request": request,
            "move": listed,
            "dtm_sha256": provenance.digest(str(target)),
            "coverage": made.coverage_percent,
            "low_pass_m": figures.low_pass_m,
            "bias_m": figures.bias_m,
            "outline": figures.outline,
        }

    def _told(self, number: int, record: Record) -> Record:
        """A record with what is known of the frame beside it."""
        frame, fitted = self._frames[number], self.fitted
        facts = fitted["facts"][number]
        moves = {
            "moved": record.get("move"),
            "alone": fitted["each"][number],
            "image_off": fitted["own"][number],
        }
        told: Record = {}
        for name, listed in moves.items():
            if listed is not None:
                move = _move(listed)
                told.update({f"{name}_east": move.east_m, f"{name}_north": move.north_m})
                if name == "moved" and move.covariance is not None:
                    told["error_east"], told["error_north"] = (move.covariance[i][i] ** 0.5 for i in (0, 1))
        outline = record.get("outline") or facts.get("outline")
        return {
            **facts,
            **told,
            **{key: value for key, value in record.items() if key not in ("request", "move")},
            "name": frame.name,
            "image": _base(frame.scene.image),
            "coarse_dem": _base(frame.scene.coarse_dem),
            "dtm": f"frames/{frame.name}.tif" if record["status"] == "done" else "",
            "priority": frame.priority,
            "outline": outline,
        }


def within(progress: Progress, first: float, last: float, name: str = "") -> Progress:
    """A part of a run: its share of the bar, and its name before what it says."""

    def said(text: str) -> str:
        return f"{name}: {text}" if name else text

    def cancelled() -> bool:
        progress.check()
        return False

    def log(level: str, text: str) -> None:
        (progress.warning if level == "warning" else progress.info)(said(text))

    return Progress(lambda share, text: progress.at(first + (last - first) * share, said(text)), log, cancelled)


def near(before: Move, now: Move) -> bool:
    """Whether a DTM made with one move is as good as one with another: within a part of its standard error.

    The fit of all moves changes a little with every frame that is added; the DTMs of the others need not.
    """
    if before.covariance is None or now.covariance is None:
        return (before.east_m, before.north_m) == (now.east_m, now.north_m)
    away = math.hypot(before.east_m - now.east_m, before.north_m - now.north_m)
    return away <= SAME * min(before.error_m or 0.0, now.error_m or 0.0)


def _failed(reason: str) -> Record:
    return {"status": "failed", "reason": reason}


def _facts(frame: Frame, image: RasterReader) -> Record:
    """What an image says of itself."""
    quiet, grid = Progress(), image.grid
    time = image_time(frame.sun.sun_time, image, quiet)
    sun = find_sun(frame.sun, image, quiet)
    return {
        "grid": [grid.wkt, list(grid.transform), grid.width, grid.height],
        "outline": whole(grid),
        "time": "" if time is None else f"{time.moment:%Y-%m-%dT%H:%M:%S}",
        "sun_azimuth": None if sun is None else sun.azimuth_deg,
        "sun_incidence": None if sun is None else sun.incidence_deg,
    }


def _listed(move: Move | None) -> list[Any] | None:
    return None if move is None else [move.east_m, move.north_m, move.covariance]


def _move(listed: Sequence[Any]) -> Move:
    east, north, covariance = listed
    return Move(east, north, None if covariance is None else (tuple(covariance[0]), tuple(covariance[1])))


def _base(path: str) -> str:
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]

"""The frames of a region made, as far as they are not there already."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from typing import Any

from ..contract.progress import Progress
from ..contract.requests import TilingRequest
from ..errors import MmoedtmError
from ..raster import provenance
from ..raster.align import AlignedHeights
from ..raster.frame import STILL
from ..raster.heights import HeightReader
from ..raster.reader import RasterReader
from ..scene.inputs import Inputs, tell
from ..scene.registration import by_hand
from .comparisons import ALONE
from .experts import Experts
from .fit import Fit, fit
from .folder import Folder, Record, differences, digest_of, unchanged
from .frame import OWN_FAILURES, request_of
from .frame_figures import measure
from .frame_record import facts_of, left_out, listed_of, move_of, near, told
from .part import within
from .preview import Preview
from .production import Order, Outcome, Production
from .table import Frame

SHARES = (0.05, 0.3, 0.9)
"""Of the progress bar: digests, fit, frames; the rest is the mosaic's."""


class FrameWork:
    """Makes the frames of a region.

    Parameters
    ----------
    frames : sequence of Frame
    folder : Folder
    experts : Experts
    tiling : TilingRequest
    way : str
        'together', 'each' or 'none'.
    layers : sequence of str
        Of ``ERROR_LAYERS``, which are wanted beside the DTMs.

    Attributes
    ----------
    made : int
        DTMs made in this run.
    fitted : dict
        What is told of the fit: ``moves``, ``each``, ``own``, ``notes``, ``pairs``, ``rms_each_m``, ``rms_fitted_m``,
        and of each image ``facts``, or why it ``failed``.
    """

    def __init__(
        self,
        frames: Sequence[Frame],
        folder: Folder,
        experts: Experts,
        tiling: TilingRequest,
        way: str,
        layers: Sequence[str] = (),
    ) -> None:
        self._frames, self._folder, self._tiling, self._way = frames, folder, tiling, way
        self._experts, self._layers = experts, layers
        self.made = 0
        self.fitted: Record = {}

    def run(self, progress: Progress) -> list[Record]:
        """Make what is missing, and tell of every frame, in the order of the table."""
        requests = []
        for number, frame in enumerate(self._frames):
            progress.at(SHARES[0] * number / len(self._frames), f"Looking at {frame.name}", force=True)
            requests.append(request_of(frame, self._tiling, self._experts.pack, self._experts.provider))
        self.fitted = self._fitted(requests, progress)
        records: dict[int, Record] = {}
        orders = []
        for number, (frame, request) in enumerate(zip(self._frames, requests)):
            there = self._there(number, frame, request, within(progress, SHARES[1], SHARES[1], frame.name))
            if there is None:
                orders.append((number, frame, request))
            else:
                records[number] = there
        span = (SHARES[2] - SHARES[1]) / max(len(orders), 1)
        wanted = []
        for place, (number, frame, request) in enumerate(orders):
            first = SHARES[1] + span * place
            own = within(progress, first, first + span, frame.name)
            wanted.append(Order(number, frame, request, move_of(self.fitted["moves"][number]), own))
        production = Production(self._experts, self._tiling, self._folder, self._layers)
        for order, outcome in production.run(wanted, progress):
            records[order.number] = self._recorded(order, outcome)
        return [told(frame, n, records[n], self.fitted) for n, frame in enumerate(self._frames)]

    def _fitted(self, requests: Sequence[Record], progress: Progress) -> Record:
        """The fit of all frames, as it is kept."""
        hands = [asdict(frame.hand) for frame in self._frames]
        digest = digest_of([self._way, requests, hands])
        kept = self._folder.remembered("fit", digest)
        if kept is not None:
            progress.info("The fit of the coarse DEM is kept: no image and no setting changed.")
            return dict(kept)
        part = within(progress, SHARES[0], SHARES[1])
        with ExitStack() as stack:
            previews, facts, failed = self._previews(stack, part)
            count = len(self._frames)
            if self._way == "none":
                found = Fit([STILL] * count, [None] * count, [None] * count, {}, [], [], None, None)
            else:
                found = fit(previews, [digest_of(r) for r in requests], self._way, self._folder, part)
        failed.update(found.failed)
        moves = [by_hand(f.hand, within(part, 1.0, 1.0, f.name)) or m for f, m in zip(self._frames, found.moves)]
        found = replace(found, moves=moves)
        result = {
            **{name: getattr(found, name) for name in ("rms_each_m", "rms_fitted_m", "notes")},
            **{name: [listed_of(m) for m in getattr(found, name)] for name in ("moves", "each", "own")},
            "pairs": [{**asdict(pair), "shift": listed_of(pair.shift)} for pair in found.pairs],
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
            share = ALONE * number / len(self._frames)
            own = within(progress, share, share, frame.name)
            facts.append({})
            previews.append(None)
            try:
                image = stack.enter_context(RasterReader(frame.scene.image, frame.scene.saturation))
                facts[number] = facts_of(frame, image)
                tell(image, own)
                path = frame.scene.coarse_dem
                if path not in dems:
                    reader = stack.enter_context(RasterReader(path))
                    dems[path] = HeightReader(reader, frame.scene.height_unit, progress.info, progress.warning)
                inputs = Inputs(image, AlignedHeights(dems[path], image.grid))
                previews[number] = Preview(frame, inputs, self._experts.runner, self._tiling, own)
                image.rest()
            except OWN_FAILURES as error:
                failed[number] = str(error)
        return previews, facts, failed

    def _there(self, number: int, frame: Frame, request: Record, progress: Progress) -> Record | None:
        """The record of a frame that is not to be made: one that is kept, or cannot be."""
        reason = self.fitted["failed"].get(str(number))
        if reason is not None:
            progress.warning(f"The frame is left out: {reason}")
            return left_out(reason)
        listed = self.fitted["moves"][number]
        kept = self._folder.record(frame.name)
        if kept is not None and self._holds(frame, kept, request, listed, progress):
            return kept
        reason = self._folder.remembered(f"failed {frame.name}", digest_of([request, listed]))
        if reason is not None:
            progress.warning(f"The frame is left out, and was not tried again: {reason}")
            return left_out(reason)
        return None

    def _holds(self, frame: Frame, kept: Record, request: Record, listed: list[Any], progress: Progress) -> bool:
        """Whether what is there of the frame is what is asked for; says why not."""
        digests = {self._folder.dtm(frame.name): kept["dtm_sha256"]}
        told = kept.get("layers", {})
        digests.update({self._folder.layer(frame.name, layer): told.get(layer) for layer in self._layers})
        if kept["request"] != request:
            progress.info(f"The DTM is made anew: {differences(kept['request'], request)}.")
        elif not near(move_of(kept["move"]), move_of(listed)):
            vectors = " and ".join(f"{move[0]:+.2f} m east, {move[1]:+.2f} m north" for move in (kept["move"], listed))
            progress.info(f"The DTM is made anew: another move of the coarse DEM (before and now: {vectors}).")
        elif None in digests.values():
            progress.info("The DTM is made anew: how sure it is was not written with it.")
        elif not unchanged(digests):
            progress.info("The DTM is made anew: its file, or one of its layers, is gone or another one.")
        else:
            progress.info("The DTM is kept: nothing of it changed.")
            return True
        return False

    def _recorded(self, order: Order, outcome: Outcome) -> Record:
        """Keep what came of a frame."""
        name, listed = order.frame.name, self.fitted["moves"][order.number]
        if isinstance(outcome, MmoedtmError):
            order.progress.warning(f"The frame is left out: {outcome}")
            self._folder.remember(f"failed {name}", digest_of([order.request, listed]), str(outcome))
            return left_out(str(outcome))
        target = str(self._folder.dtm(name))
        try:
            figures = measure(target, order.frame.scene, order.move, order.progress)
        except OWN_FAILURES as error:  # a DTM of a single pixel, say, that nothing can be compared with
            return self._recorded(order, error)
        record = {
            "status": "done",
            "reason": "",
            "request": order.request,
            "move": listed,
            "dtm_sha256": provenance.digest(target),
            "layers": {layer: provenance.digest(str(self._folder.layer(name, layer))) for layer in self._layers},
            "coverage": outcome.coverage_percent,
            "height_error_m": outcome.height_error_m,
            "slope_error_deg": outcome.slope_error_deg,
            "lit_percent": outcome.lit_percent,
            "low_pass_m": figures.low_pass_m,
            "bias_m": figures.bias_m,
            "outline": figures.outline,
            "posting_m": figures.posting_m,
            "light": None if figures.light is None else asdict(figures.light),
        }
        self.made += 1
        self._folder.store_record(name, record)
        return record

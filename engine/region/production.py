"""DTMs of many frames in one stream of blocks, so that workers have something to do while the next frame is planned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any, Union

from .. import __version__
from ..contract.progress import Progress
from ..contract.requests import TilingRequest
from ..contract.scratch import Scratch
from ..errors import MmoedtmError, OutputError, OverlapError
from ..files import whole_file
from ..raster.frame import Move
from ..reconstruct.assemble import Targets, Written, assemble
from ..reconstruct.block import Block
from ..reconstruct.executors import Done, Task, runs_on
from ..reconstruct.plan import ReconstructionPlan, Wanted
from ..reconstruct.planning import require_unchanged
from ..reconstruct.produce import kept_or_computed, name_of
from ..reconstruct.told import ERROR_LAYERS
from .experts import Experts
from .folder import Folder
from .frame import OWN_FAILURES, Job, planned
from .table import Frame


@dataclass(frozen=True, eq=False)
class Order:
    """A frame that is to be made.

    Attributes
    ----------
    number : int
        In the table.
    frame : Frame
    request : mapping
        What decides it.
    move : Move
        Of the coarse DEM.
    progress : Progress
        Of this frame.
    """

    number: int
    frame: Frame
    request: Mapping[str, Any]
    move: Move
    progress: Progress


Outcome = Union[Written, MmoedtmError]
"""What was written, or why nothing was."""


@dataclass(eq=False)
class _Work:
    """An order that is being worked on: its plan, its kept blocks, and what is to be closed when it is done."""

    order: Order
    job: Job
    scratch: Scratch
    kept: frozenset[int]
    stack: ExitStack
    given_up: bool = False


class Production:
    """Makes frames.

    A frame is planned when the executor asks for more blocks than the frames before it have; the blocks of all frames
    are one stream. Each DTM is written from its blocks as they come, and has its name when it is whole.

    Parameters
    ----------
    experts : Experts
    tiling : TilingRequest
    folder : Folder
    layers : sequence of str
        Of ``ERROR_LAYERS``, which are written beside the DTMs.
    """

    def __init__(self, experts: Experts, tiling: TilingRequest, folder: Folder, layers: Sequence[str]) -> None:
        self._experts, self._tiling, self._folder, self._layers = experts, tiling, folder, layers
        self._works: dict[ReconstructionPlan, _Work] = {}
        self._refused: list[tuple[Order, MmoedtmError]] = []

    def run(self, orders: Sequence[Order], progress: Progress) -> Iterator[tuple[Order, Outcome]]:
        """Each order with what came of it, as it is done; errors that are not of a frame's own inputs are raised."""
        if not orders:
            return
        computed = self._experts.executor.compute(self._tasks(orders), progress, _nothing)
        with ExitStack() as stack:
            stack.callback(self._close)
            stack.enter_context(closing(computed))
            for plan, group in groupby(computed, key=lambda done: done.task.plan):
                work = self._works.pop(plan)
                with work.stack:
                    yield work.order, self._written(work, group)
                yield from self._turned_away()
        yield from self._turned_away()

    def _turned_away(self) -> Iterator[tuple[Order, Outcome]]:
        while self._refused:
            yield self._refused.pop(0)

    def _close(self) -> None:
        for work in self._works.values():
            work.stack.close()

    def _tasks(self, orders: Sequence[Order]) -> Iterator[Task]:
        for order in orders:
            try:
                work = self._started(order)
            except OWN_FAILURES as error:
                self._refused.append((order, error))
                continue
            plan = work.job.plan
            for number in range(plan.blocks):
                if work.given_up:
                    break
                # The last is computed in any case: its coming says that the others are there.
                if number not in work.kept or number == plan.blocks - 1:
                    yield Task(plan, number)

    def _started(self, order: Order) -> _Work:
        job = planned(order.frame, order.request, self._tiling, order.move, self._experts, order.progress)
        job = replace(job, plan=replace(job.plan, wanted=Wanted(error=bool(self._layers))))
        provider = runs_on(self._experts.executor)
        scratch = Scratch(str(self._folder.blocks(order.frame.name)))
        stack = ExitStack()
        key = {"plan": job.plan.digest, "errors": str(job.plan.wanted.error), "provider": provider}
        stack.enter_context(scratch.opened({**key, "version of MMoEDTM": __version__}))
        last = job.plan.blocks - 1
        kept = frozenset(n for n in range(last) if scratch.has(name_of(n)))
        if kept:
            order.progress.info(f"{len(kept)} of {job.plan.blocks} blocks are there from an earlier run.")
        work = _Work(order, job, scratch, kept, stack)
        self._works[job.plan] = work
        return work

    def _written(self, work: _Work, computed: Iterator[Done]) -> Outcome:
        try:
            with ExitStack() as stack:
                targets = self._targets(work.order.frame.name, stack)
                blocks = self._blocks(work, computed)
                job = work.job
                written = assemble(job.plan, blocks, job.grid, targets, job.tags, work.order.progress)
                if written.tiles == 0:
                    raise OverlapError(
                        f"{work.order.frame.scene.image} and the coarse DEM have no valid pixel in common; give a DEM "
                        "that covers the image's data."
                    )
                require_unchanged(job.plan.sources)
        except OWN_FAILURES as error:
            work.given_up = True
            work.scratch.clear()
            return error
        name = work.order.frame.name
        self._folder.forget(self._folder.layer(name, one) for one in ERROR_LAYERS if one not in self._layers)
        work.scratch.clear()
        return written

    def _targets(self, name: str, stack: ExitStack) -> Targets:
        """Files of a frame that have their names when ``stack`` is closed, the DTM last."""
        dtm = stack.enter_context(_in_place_of(self._folder.dtm(name)))
        layers = {}
        for layer in self._layers:
            place = self._folder.layer(name, layer)
            place.parent.mkdir(exist_ok=True)
            layers[layer] = stack.enter_context(_in_place_of(place))
        return Targets(dtm, **layers)

    def _blocks(self, work: _Work, computed: Iterator[Done]) -> Iterator[Block]:
        plan, progress = work.job.plan, work.order.progress
        blocks = kept_or_computed(plan, work.kept, computed, self._experts.executor, work.scratch, progress)
        for number, block in enumerate(blocks, start=1):
            progress.at(number / plan.blocks, f"{number} of {plan.blocks} blocks")
            yield block


def _nothing(tiles: int) -> None:
    """Blocks are counted, not tiles."""


@contextmanager
def _in_place_of(target: Path) -> Iterator[str]:
    """A path to write to, which takes the target's name; errors name the target, not the file that is to become it."""
    with whole_file(str(target)) as partial:
        try:
            yield str(partial)
        except OutputError as error:
            raise OutputError(str(error).replace(str(partial), str(target))) from error

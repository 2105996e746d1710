"""One frame of a region made: its scene with a move that is given, its plan, its blocks, its DTM.

This is the one place of the room that knows how a DTM is reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from .. import __version__
from ..contract.progress import Progress
from ..contract.requests import Runtime, TilingRequest
from ..contract.scratch import Scratch
from ..contract.settings import flat
from ..errors import BodyError, LayerError, OutputError, OverlapError, ParameterError, RasterError
from ..experts.pack import Pack
from ..experts.runner import Runner
from ..files import whole_file
from ..raster import provenance
from ..raster.frame import Move
from ..raster.provenance import stamped
from ..reconstruct.assemble import Targets, assemble
from ..reconstruct.cluster import Cluster
from ..reconstruct.executors import Executor, Threads
from ..reconstruct.planning import plan_of, sources_of
from ..reconstruct.produce import blocks_of, facts_of
from ..scene.inputs import opened
from ..scene.scene import Choices, decide
from .table import Frame


class Experts:
    """The experts of this process, and who computes blocks with them: opened when there is something to do.

    Parameters
    ----------
    pack : Pack
    runtime : Runtime
    scheduler : str, optional
        Of a cluster; None for the threads of this process.
    stack : ExitStack
        Closes them.
    log : callable
        Told where they run.
    """

    def __init__(
        self, pack: Pack, runtime: Runtime, scheduler: str | None, stack: ExitStack, log: Callable[[str], None]
    ) -> None:
        self.pack = str(pack)
        self._pack, self._runtime, self._scheduler, self._stack, self._log = pack, runtime, scheduler, stack, log

    @cached_property
    def runner(self) -> Runner:
        """Of this process, which looks at previews."""
        runner = Runner(self._pack, self._runtime.provider, self._runtime.threads, self._log)
        self._stack.callback(runner.close)
        return runner

    @cached_property
    def executor(self) -> Executor:
        """Who computes blocks."""
        if self._scheduler is None:
            return Threads(self.runner)
        pack = str(self._pack.folder)
        return self._stack.enter_context(Cluster(self._scheduler, pack, self._runtime.provider, self._log))


OWN_FAILURES = (RasterError, BodyError, OverlapError, LayerError, ParameterError)
"""Errors that are of a frame's own inputs; others (a full disk, a provider that is absent) end the run."""


@dataclass(frozen=True)
class Made:
    """What is said of a DTM that was made."""

    tiles: int
    coverage_percent: float
    plan: str


def request_of(frame: Frame, tiling: TilingRequest, pack: str) -> dict[str, Any]:
    """All that decides a frame's DTM but its move: plain values by name, files by their digests."""
    scene = asdict(frame.scene)
    digests = {name: provenance.digest(scene.pop(name)) for name in ("image", "coarse_dem")}
    classes = None if frame.classes is None else provenance.digest(frame.classes)
    cut = {name: value for name, value in flat(tiling).items() if name != "pack"}
    own = {"contrast": frame.contrast, "classes": classes, "pack": pack, "software": __version__}
    return {**digests, **scene, **asdict(frame.sun), **cut, **own}


def input_tags(inputs: Mapping[str, str]) -> dict[str, str]:
    """Tags that name inputs by their files and digests."""
    return {
        f"MMOEDTM_INPUT_{name.upper()}": f"{Path(path).name} sha256 {provenance.digest(path)}"
        for name, path in inputs.items()
    }


def choices_of(frame: Frame, tiling: TilingRequest, move: Move) -> Choices:
    """What is decided for the scene of a frame."""
    return Choices(frame.sun, frame.contrast, move, frame.classes, tiling)


def make(
    frame: Frame,
    request: Mapping[str, Any],
    tiling: TilingRequest,
    move: Move,
    experts: Experts,
    target: Path,
    blocks: Path,
    progress: Progress,
) -> Made:
    """Make the DTM of a frame; it has its name when it is whole.

    Parameters
    ----------
    frame : Frame
    request : mapping
        As ``request_of`` gives it, for the tags.
    tiling : TilingRequest
    move : Move
        By which the coarse DEM is moved.
    experts : Experts
    target : Path
    blocks : Path
        Folder in which finished blocks are kept until the DTM is there.
    progress : Progress

    Raises
    ------
    MmoedtmError
        It cannot be made; the sentence says why.
    """
    with ExitStack() as stack:
        runner, executor = experts.runner, experts.executor
        inputs = stack.enter_context(opened(frame.scene, progress))
        scene = decide(inputs, choices_of(frame, tiling, move), runner, progress)
        sources = sources_of(frame.scene, frame.classes)
        plain = {name: value for name, value in request.items() if value is not None}
        for source in sources:
            plain.pop(source.role, None)
        plan = plan_of(scene, frame.scene, sources, str(runner.pack), plain)
        scratch = Scratch(str(blocks))
        key = {"plan": plan.digest, "provider": f"{executor.provider} of ONNX Runtime {runner.version}",
               "version of MMoEDTM": __version__}  # fmt: skip
        stack.enter_context(scratch.opened(key))
        partial = stack.enter_context(whole_file(str(target)))
        named = {one.role: f"{one.name} sha256 {one.sha256}" for one in sources}
        tags = stamped("reconstruct_region", plain, named, **facts_of(plan, executor.provider))
        try:
            made = blocks_of(plan, executor, scratch, progress)
            written = assemble(plan, made, inputs.image.grid, Targets(str(partial)), tags, progress)
        except OutputError as error:
            raise OutputError(str(error).replace(str(partial), str(target))) from error
        if written.tiles == 0:
            raise OverlapError(
                f"{frame.scene.image} and the coarse DEM have no valid pixel in common; give a DEM that covers the "
                "image's data."
            )
        stack.callback(scratch.clear)
    return Made(written.tiles, written.coverage_percent, plan.digest)

"""One frame of a region: what is asked for it, and its plan with a move that is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .. import __version__
from ..contract.progress import Progress
from ..contract.requests import TilingRequest
from ..contract.settings import flat
from ..errors import BodyError, LayerError, OverlapError, ParameterError, RasterError
from ..raster import provenance
from ..raster.frame import Move
from ..raster.grid import Grid
from ..raster.provenance import stamped
from ..reconstruct.plan import ReconstructionPlan
from ..reconstruct.planning import plan_of, sources_of
from ..reconstruct.produce import facts_of
from ..scene.inputs import opened
from ..scene.part import whole
from ..scene.scene import Choices, decide
from .experts import Experts
from .table import Frame

OWN_FAILURES = (RasterError, BodyError, OverlapError, LayerError, ParameterError)
"""Errors that are of a frame's own inputs; others (a full disk, a provider that is absent) end the run."""


def request_of(frame: Frame, tiling: TilingRequest, pack: str, provider: str) -> dict[str, Any]:
    """All that decides a frame's DTM but its move: plain values by name, files by their digests."""
    scene = asdict(frame.scene)
    digests = {name: provenance.digest(scene.pop(name)) for name in ("image", "coarse_dem")}
    classes = None if frame.classes is None else provenance.digest(frame.classes)
    cut = {name: value for name, value in flat(tiling).items() if name != "pack"}
    own = {"contrast": frame.contrast, "coarse_dem_error": frame.coarse_dem_error, "classes": classes, "pack": pack,
           "provider": provider, "software": __version__}  # fmt: skip
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


@dataclass(frozen=True, eq=False)
class Job:
    """A frame whose plan is made.

    Attributes
    ----------
    plan : ReconstructionPlan
    grid : Grid
        Of the image.
    tags : mapping
        Of the DTM but for what the plan decided.
    """

    plan: ReconstructionPlan
    grid: Grid
    tags: Mapping[str, str]


def planned(
    frame: Frame, request: Mapping[str, Any], tiling: TilingRequest, move: Move, experts: Experts, progress: Progress
) -> Job:
    """Decide everything about a frame, with a move that is given.

    Parameters
    ----------
    frame : Frame
    request : mapping
        As ``request_of`` gives it, for the tags.
    tiling : TilingRequest
    move : Move
        By which the coarse DEM is moved.
    experts : Experts
    progress : Progress

    Raises
    ------
    MmoedtmError
        Its inputs do not allow it; the sentence says why.
    """
    runner = experts.runner
    with opened(frame.scene, progress) as inputs:
        scene = decide(inputs, choices_of(frame, tiling, move), runner, progress)
        grid = inputs.image.grid
    sources = sources_of(frame.scene, frame.classes)
    roles = {source.role for source in sources}
    plain = {name: value for name, value in request.items() if value is not None and name not in roles}
    plan = plan_of(scene, frame.scene, whole(grid), sources, str(runner.pack), plain, frame.coarse_dem_error)
    named = {one.role: f"{one.name} sha256 {one.sha256}" for one in sources}
    tags = stamped("reconstruct_region", plain, named, **facts_of(plan, experts.executor.provider))
    return Job(plan, grid, tags)

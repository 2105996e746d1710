"""One frame of a region made: its scene with a move that is given, its plan, its blocks, its DTM.

This is the one place of the room that knows how a DTM is reconstructed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .. import __version__
from ..contract.progress import Progress
from ..contract.requests import TilingRequest
from ..errors import BodyError, LayerError, OutputError, OverlapError, ParameterError, RasterError
from ..experts.runner import Runner
from ..files import whole_file
from ..raster import provenance
from ..raster.frame import Move
from ..reconstruct.assemble import Targets, assemble
from ..reconstruct.block import Wanted, Workshop
from ..reconstruct.executors import in_threads
from ..reconstruct.plan import Light, ReconstructionPlan
from ..scene.inputs import opened
from ..scene.scene import Choices, decide
from .table import Frame

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
    cut = {name: value for name, value in asdict(tiling).items() if name != "pack"}
    own = {"contrast": frame.contrast, "classes": classes, "pack": pack, "software": __version__}
    return {**digests, **scene, **asdict(frame.sun), **cut, **own}


def tags_of(frame: Frame, request: Mapping[str, Any]) -> dict[str, str]:
    """Tags of a frame's DTM: what decides its pixels, and nothing else."""
    inputs = {"image": frame.scene.image, "coarse_dem": frame.scene.coarse_dem}
    if frame.classes is not None:
        inputs["classes"] = frame.classes
    plain = {name: value for name, value in request.items() if name not in inputs and value is not None}
    return {
        "SOFTWARE": f"MMoEDTM {__version__}",
        "MMOEDTM_OPERATION": "reconstruct_region",
        "MMOEDTM_PARAMETERS": json.dumps(plain, sort_keys=True),
        **input_tags(inputs),
    }


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
    tiling: TilingRequest,
    move: Move,
    experts: Runner,
    target: Path,
    tags: Mapping[str, str],
    progress: Progress,
) -> Made:
    """Make the DTM of a frame; it has its name when it is whole.

    Parameters
    ----------
    frame : Frame
    tiling : TilingRequest
    move : Move
        By which the coarse DEM is moved.
    experts : Runner
    target : Path
    tags : mapping
        That the file gets beside those of its plan.
    progress : Progress

    Raises
    ------
    MmoedtmError
        It cannot be made; the sentence says why.
    """
    with ExitStack() as stack:
        inputs = stack.enter_context(opened(frame.scene, progress))
        scene = decide(inputs, choices_of(frame, tiling, move), experts, progress)
        calibration, pack = scene.calibration, str(experts.pack)
        plan = ReconstructionPlan(
            frame.scene,
            (provenance.digest(frame.scene.image), provenance.digest(frame.scene.coarse_dem)),
            Light(scene.sun, calibration.offset, calibration.least_brightness),
            scene.move,
            scene.routing.plan,
            scene.routing.labels,
            pack,
        )
        workshop = Workshop(plan, scene.image, scene.coarse, experts, Wanted())
        own = {
            "MMOEDTM_PLAN": plan.digest,
            "MMOEDTM_TILE_HEIGHT": str(plan.tiles.tile_height),
            "MMOEDTM_TILE_WIDTH": str(plan.tiles.tile_width),
            "MMOEDTM_OVERLAP": str(plan.tiles.overlap),
            "MMOEDTM_SHIFT_EAST_M": f"{move.east_m:.2f}",
            "MMOEDTM_SHIFT_NORTH_M": f"{move.north_m:.2f}",
        }
        partial = stack.enter_context(whole_file(str(target)))
        try:
            blocks = in_threads(workshop, progress)
            written = assemble(plan, blocks, scene.image.grid, Targets(str(partial)), {**tags, **own})
        except OutputError as error:
            raise OutputError(str(error).replace(str(partial), str(target))) from error
        if written.tiles == 0:
            raise OverlapError(
                f"{frame.scene.image} and the coarse DEM have no valid pixel in common; give a DEM that covers the "
                "image's data."
            )
    return Made(written.tiles, written.coverage_percent, plan.digest)

"""The work of Reconstruct and of Plan: scene, plan, blocks, products."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import __version__
from ..archives.run import with_coarse_dem
from ..contract.progress import Progress
from ..contract.requests import DtmRequest
from ..contract.scratch import Scratch
from ..contract.settings import build, deciding
from ..errors import MmoedtmError, OverlapError, ParameterError
from ..experts.correct import no_errors
from ..experts.pack import load
from ..experts.runner import Runner
from ..raster.frame import STILL
from ..raster.provenance import asked
from ..raster.reader import RasterReader
from ..scene.class_products import cells_with_data, write_class_layer
from ..scene.inputs import grid_of, opened, without_pixels
from ..scene.part import decided_from, part_of
from ..scene.placing import errors
from ..scene.preview import one_tile
from ..scene.registration import by_hand
from ..scene.routing import frame_of
from ..scene.scene import Choices, decide
from . import plan_file
from .assemble import Targets
from .cluster import Cluster
from .executors import Executor, Threads, runs_on
from .on_worker import identity
from .plan import ReconstructionPlan, Wanted
from .planning import found_here, plan_of, require_unchanged, sources_of
from .produce import is_block, produce

if TYPE_CHECKING:
    from ..operations.plan import PlanSettings
    from ..operations.reconstruct import ReconstructSettings

PLAN = "plan"
"""The part of the kept blocks that holds what was decided."""


def reconstruct(settings: ReconstructSettings, progress: Progress) -> dict[str, Any]:
    """Decide the scene, or take what a plan has decided, compute its blocks and write the products."""
    begun = time.perf_counter()
    if not settings.plan:
        settings = replace(settings, request=with_coarse_dem(settings.request, progress))
    with ExitStack() as stack:
        pack = load(settings.request.tiling.pack)
        targets = Targets(
            settings.output,
            settings.output_spread,
            settings.output_tile_dtms,
            settings.output_error,
            settings.output_slope_error,
            settings.output_support,
        )
        wanted = targets.wanted
        if wanted.error and pack.error is None:
            raise no_errors(pack.manifest.name)
        runner = Runner(pack, settings.runtime.provider, settings.runtime.threads, progress.info)
        stack.callback(runner.close)
        scratch = Scratch(settings.execution.blocks)
        executor: Executor = Threads(runner)
        if settings.execution.scheduler:
            where, provider = settings.execution.scheduler, settings.runtime.provider
            executor = stack.enter_context(Cluster(where, pack.address, provider, identity(runner), progress))
        given, decided = _given_plan(settings, str(pack)), deciding(settings)
        if given is None:
            sources = sources_of(settings.request.scene, settings.request.classes)
            decided.update({f"{one.role}, its content": one.sha256 for one in sources})
        else:
            decided = {"plan": given.digest}
        key = _key(str(pack), executor, wanted, decided)
        # What was decided is not worth a folder in the user's way; finished blocks are.
        stack.enter_context(scratch.gone_on(key, settings.execution.resume, "blocks", is_block, progress))
        plan = given or _decided_plan(settings, scratch, runner, progress)
        plan = replace(plan, wanted=wanted)
        with RasterReader(plan.scene.image, plan.scene.saturation) as image:
            image.cut_to(plan.part.computed)
            if settings.output_tiles:
                seen = cells_with_data(image, plan.cells, progress)
                write_class_layer(settings.output_tiles, image.grid, plan.routing, seen)
            written = produce(plan, image.grid, targets, executor, scratch, progress)
            if written.tiles == 0:
                raise _no_data(image)
        require_unchanged(plan.sources)
        seconds = time.perf_counter() - begun
        progress.info(
            f"{written.tiles} tiles in {seconds:.1f} s, {executor.seconds:.1f} s of it inside the networks "
            f"({executor.provider})."
        )
    return {
        "provider_used": executor.provider,
        "tiles": written.tiles,
        "coverage": written.coverage_percent,
        "height_error": written.height_error_m,
        "slope_error": written.slope_error_deg,
        "lit": written.lit_percent,
        "moved_east": plan.move.east_m,
        "moved_north": plan.move.north_m,
        **errors(plan.move),
        "contrast_factor": plan.light.contrast,
        "contrast_reliable": plan.light.contrast is not None,
        "contrast_doubt": 100.0 * plan.light.doubt,
        "offset_removed": plan.light.offset,
        "plan_digest": plan.digest,
        "work": plan.work,
        "seconds": seconds,
        "inference_seconds": executor.seconds,
    }


def write_plan(settings: PlanSettings, progress: Progress) -> dict[str, Any]:
    """Decide the scene and write its plan."""
    settings = replace(settings, request=with_coarse_dem(settings.request, progress))
    with ExitStack() as stack:
        pack = load(settings.request.tiling.pack)
        runner = Runner(pack, settings.runtime.provider, settings.runtime.threads, progress.info)
        stack.callback(runner.close)
        plan = prepare(settings.request, asked(settings), runner, progress)
    with open(settings.output, "w", encoding="utf-8") as file:
        file.write(plan_file.encoded(plan))
    return {
        "plan_digest": plan.digest,
        "blocks": plan.blocks,
        "tiles": sum(len(plan.tiles_of(number)) for number in range(plan.blocks)),
        "work": plan.work,
        "moved_east": plan.move.east_m,
        "moved_north": plan.move.north_m,
        **errors(plan.move),
    }


def prepare(
    request: DtmRequest, asked_for: Mapping[str, Any], runner: Runner, progress: Progress
) -> ReconstructionPlan:
    """Decide everything about a scene, in seconds to a minute.

    Parameters
    ----------
    request : DtmRequest
    asked_for : mapping
        As ``ReconstructionPlan.asked``.
    runner : Runner
        The experts tell where they want the coarse DEM.
    progress : Progress

    Raises
    ------
    MmoedtmError
        The inputs do not allow it.
    """
    # By hand first: moves are no longer looked for where the user has found one.
    move = by_hand(request.coarse.hand, progress) or (None if request.coarse.apply_shift else STILL)
    choices = Choices(request.sun, request.contrast, move, request.classes, request.tiling)
    grid = grid_of(request.scene.image)
    part = part_of(request.scene, grid, frame_of(runner.pack.manifest, request.tiling))
    with opened(request.scene, progress, decided_from(part, grid, request.preview), move or STILL) as inputs:
        scene = decide(inputs, choices, runner, progress, part.computed)
        if request.preview:
            scene, part = one_tile(scene, part, progress)
        sources = sources_of(request.scene, request.classes)
        error_m = request.coarse.coarse_dem_error
        return plan_of(scene, request.scene, part, sources, str(runner.pack), asked_for, error_m)


def _given_plan(settings: ReconstructSettings, pack: str) -> ReconstructionPlan | None:
    """The plan that the run is given, with its inputs found here; None where there is none."""
    if not settings.plan:
        return None
    _require_nothing_else(settings)
    scene = settings.request.scene
    return found_here(plan_file.read(settings.plan), scene.image or None, scene.coarse_dem or None, pack, settings.plan)


def _decided_plan(
    settings: ReconstructSettings, scratch: Scratch, runner: Runner, progress: Progress
) -> ReconstructionPlan:
    """What an earlier run has decided, or else what is decided now and kept."""
    stored = scratch.get(PLAN)
    if stored is not None:
        progress.info("What an earlier run decided is taken over.")
        return plan_file.decoded(stored, str(scratch.folder))
    plan = prepare(settings.request, asked(settings), runner, progress)
    scratch.put(PLAN, plan_file.encoded(plan).encode("utf-8"))
    return plan


def _key(pack: str, executor: Executor, wanted: Wanted, decided: Mapping[str, Any]) -> dict[str, str]:
    """What makes two runs the same, byte by byte."""
    return {
        **{name: json.dumps(value) for name, value in decided.items()},
        "spread": str(wanted.spread),
        "single tiles": str(wanted.tiles),
        "errors": str(wanted.error),
        "experts": pack,
        "provider": runs_on(executor),
        "version of MMoEDTM": __version__,
    }


def _require_nothing_else(settings: ReconstructSettings) -> None:
    """Refuse what a plan has decided already.

    Raises
    ------
    ParameterError
    """
    own = {"plan": settings.plan}
    here = ("image", "coarse_dem", "pack")
    usual = deciding(build(type(settings), {**own, "output": settings.output}, "reconstruct"))
    odd = [name for name, value in deciding(settings).items() if name not in here and value != usual.get(name)]
    if odd:
        raise ParameterError(
            f"{settings.plan} has decided {', '.join(odd)} already; leave it out, or make another plan."
        )


def _no_data(image: RasterReader) -> MmoedtmError:
    """Say which input is to blame when no tile had both."""
    for top in range(0, image.grid.height, 256):
        if np.isfinite(image.read(top, 0, 256, image.grid.width)).any():
            return OverlapError(
                f"{image.path} and the coarse DEM have no valid pixel in common; give a DEM that covers the "
                "image's data."
            )
    return without_pixels(image)

"""The work of Reconstruct: scene, plan, blocks, products."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import numpy as np

from ..contract.progress import Progress
from ..errors import MmoedtmError, OverlapError, RasterError
from ..experts.pack import load
from ..experts.runner import Runner
from ..raster import provenance
from ..raster.frame import STILL, Sun
from ..raster.reader import RasterReader
from ..scene.class_products import tiles_with_data, write_class_layer
from ..scene.inputs import opened
from ..scene.placing import errors
from ..scene.scene import Choices, Scene, decide
from .assemble import Targets, assemble
from .block import Wanted, Workshop
from .executors import in_threads
from .plan import Light, ReconstructionPlan

if TYPE_CHECKING:
    from ..operations.reconstruct import ReconstructSettings


def reconstruct(settings: ReconstructSettings, progress: Progress) -> dict[str, Any]:
    """Decide the scene, compute its blocks and write the products."""
    begun = time.perf_counter()
    with ExitStack() as stack:
        inputs = stack.enter_context(opened(settings.scene, progress))
        pack = load(settings.tiling.pack)
        experts = Runner(pack, settings.runtime.provider, settings.runtime.threads, progress.info)
        stack.callback(experts.close)
        move = None if settings.apply_shift else STILL
        choices = Choices(settings.sun, settings.contrast, move, settings.classes, settings.tiling)
        scene = decide(inputs, choices, experts, progress)
        if settings.output_classes:
            seen = tiles_with_data(scene.image, scene.routing.plan, progress)
            write_class_layer(settings.output_classes, scene.image.grid, scene.routing, seen)
        plan = planned(settings, scene, str(pack))
        wanted = Wanted(spread=bool(settings.output_spread), tiles=bool(settings.output_tiles))
        workshop = Workshop(plan, scene.image, scene.coarse, experts, wanted)
        targets = Targets(settings.output, settings.output_spread, settings.output_tiles)
        sun = None if scene.sun is None else scene.sun.in_map(scene.image.grid)
        tags = _tags(settings, plan, sun, experts)
        written = assemble(plan, in_threads(workshop, progress), scene.image.grid, targets, tags)
        if written.tiles == 0:
            raise _no_data(scene.image)
        seconds = time.perf_counter() - begun
        progress.info(
            f"{written.tiles} tiles in {seconds:.1f} s, {experts.seconds:.1f} s of it inside ONNX Runtime "
            f"({experts.provider})."
        )
    contrast = scene.calibration.contrast
    return {
        "provider_used": experts.provider,
        "tiles": written.tiles,
        "coverage": written.coverage_percent,
        "moved_east": scene.move.east_m,
        "moved_north": scene.move.north_m,
        **errors(scene.move),
        "contrast_factor": contrast.factor if contrast.reliable else None,
        "contrast_reliable": contrast.reliable,
        "offset_removed": scene.calibration.offset,
        "seconds": seconds,
        "inference_seconds": experts.seconds,
    }


def planned(settings: ReconstructSettings, scene: Scene, pack: str) -> ReconstructionPlan:
    """The plan of a scene in which everything is decided."""
    request = settings.scene
    return ReconstructionPlan(
        request,
        (provenance.digest(request.image), provenance.digest(request.coarse_dem)),
        Light(scene.sun, scene.calibration.offset, scene.calibration.least_brightness),
        scene.move,
        scene.routing.plan,
        scene.routing.labels,
        pack,
    )


def _tags(
    settings: ReconstructSettings, plan: ReconstructionPlan, sun: Sun | None, experts: Runner
) -> dict[str, str]:
    inputs = {"image": settings.scene.image, "coarse_dem": settings.scene.coarse_dem}
    if settings.classes:
        inputs["classes"] = settings.classes
    light = {}
    if sun is not None:
        light = {"sun_azimuth": f"{sun.azimuth_deg:.4f}", "sun_incidence": f"{sun.incidence_deg:.4f}"}
    return provenance.tags(
        "reconstruct",
        settings,
        inputs,
        plan=plan.digest,
        pack=plan.pack,
        provider=experts.provider,
        tile_height=str(plan.tiles.tile_height),
        tile_width=str(plan.tiles.tile_width),
        overlap=str(plan.tiles.overlap),
        shift_east_m=f"{plan.move.east_m:.2f}",
        shift_north_m=f"{plan.move.north_m:.2f}",
        offset_removed=f"{plan.light.offset:.6g}",
        **light,
    )


def _no_data(image: RasterReader) -> MmoedtmError:
    """Say which input is to blame when no tile had both."""
    for top in range(0, image.grid.height, 256):
        if np.isfinite(image.read(top, 0, 256, image.grid.width)).any():
            return OverlapError(
                f"{image.path} and the coarse DEM have no valid pixel in common; give a DEM that covers the "
                "image's data."
            )
    return RasterError(f"{image.path} has no valid pixel (all are nodata or special values); give another image.")

"""The work of Build data set."""

from __future__ import annotations

import math
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..contract.progress import Progress
from ..errors import OverlapError
from ..experts.pack import load
from ..raster.align import AlignedHeights
from ..raster.frame import Move, Sun
from ..raster.heights import HeightReader
from ..raster.provenance import digest
from ..raster.reader import RasterReader
from ..scene.inputs import opened
from ..scene.registration import MOST_SHIFT_M, in_map, move_of, shading_shift
from ..scene.routing import route
from ..scene.sun import find_sun, require_sun
from ..terrain.shift import Shift, estimate_shift
from .dataset import TripletTile, append, flaw, split_of

if TYPE_CHECKING:
    from ..operations.build_dataset import BuildDatasetSettings

SHIFT_SAMPLES = 1024
"""Samples along the longer side from which the shift of the reference is estimated."""


def build_dataset(settings: BuildDatasetSettings, progress: Progress) -> dict[str, Any]:
    """Register, cut, clean and store one triplet."""
    with ExitStack() as stack:
        inputs = stack.enter_context(opened(settings.scene, progress))
        image, aligned = inputs.image, inputs.coarse
        reference = stack.enter_context(RasterReader(settings.reference))
        found = require_sun(find_sun(settings.sun, image, progress), "A data set")
        light = found.on(image.grid)
        sun = light.azimuth_deg, light.incidence_deg
        shift = shading_shift(image, aligned, light, progress)
        aligned = aligned.moved(move_of(shift, progress))
        heights = HeightReader(reference, settings.scene.height_unit, progress.info, progress.warning)
        truth, moved = _registered(image, AlignedHeights(heights, image.grid), heights, light, progress)
        manifest = load(settings.tiling.pack).manifest
        routing = route(aligned, manifest, settings.tiling, progress)
        progress.info(str(routing))
        gsd = math.sqrt(image.grid.gsd[0] * image.grid.gsd[1])
        plan = routing.plan
        tiles: list[TripletTile] = []
        steps = progress.steps(plan.shape[0] * plan.shape[1], "tiles")
        for row in range(plan.shape[0]):
            for tile in plan.row_of_tiles(row):
                progress.check()
                steps.advance()
                terrain = routing.terrain(tile.row, tile.column)
                inside = tile.top + plan.tile_height <= plan.height and tile.left + plan.tile_width <= plan.width
                if terrain is None or not inside:
                    continue
                window = tile.top, tile.left, plan.tile_height, plan.tile_width
                parts = image.read(*window), aligned.read(*window), truth.read(*window)
                if np.isfinite(parts[2]).any():
                    tiles.append(TripletTile(*parts, terrain, flaw(*parts, gsd)))
        if not tiles:
            raise OverlapError(
                f"{settings.reference} covers no whole tile of {plan.tile_height} x {plan.tile_width} pixels of the "
                "image; give a larger reference, or smaller tiles."
            )
        files = {"image": settings.scene.image, "coarse_dem": settings.scene.coarse_dem,
                 "reference": settings.reference}  # fmt: skip
        provenance = {
            "inputs": {name: f"{Path(path).name} sha256 {digest(path)}" for name, path in files.items()},
            "sun_azimuth_deg": sun[0],
            "sun_incidence_deg": sun[1],
            "shift_m": [shift.east_m, shift.north_m] if shift.reliable else None,
            "reference_shift_m": [moved.east_m, moved.north_m] if moved.reliable else None,
        }
        append(Path(settings.output), tiles, (*sun, gsd, aligned.posting_m), settings.region, provenance)
    left_out = sum(bool(tile.flaw) for tile in tiles)
    progress.info(f"{len(tiles) - left_out} tiles are added, {left_out} are left out.")
    return {
        "tiles": len(tiles) - left_out,
        "left_out": left_out,
        "split": ("training", "validation")[split_of(settings.region)],
        "shift_east": shift.east_m,
        "shift_north": shift.north_m,
        "shift_reliable": shift.reliable,
        "reference_shift_reliable": moved.reliable,
    }


def _registered(
    image: RasterReader, truth: AlignedHeights, heights: HeightReader, sun: Sun, progress: Progress
) -> tuple[AlignedHeights, Shift]:
    """The reference moved onto the image, as far as that is reliable."""
    grid = image.grid
    factor = max(2, math.ceil(max(grid.width, grid.height) / SHIFT_SAMPLES))
    brightness = image.block_means(factor)
    rows, columns = (n * factor for n in brightness.shape)
    half = factor // 2
    sampled = truth.read(half, half, rows - half, columns - half, factor)
    gsd = grid.gsd[0] * factor, grid.gsd[1] * factor
    found = in_map(estimate_shift(brightness, sampled, gsd, 2.0 * max(gsd), sun.azimuth_deg, sun.incidence_deg, MOST_SHIFT_M), grid)
    verdict = "reliable, and corrected" if found.reliable else f"not reliable: {found.reason}"
    progress.info(
        f"Shift of the reference to fit the image: {found.east_m:+.1f} m east, {found.north_m:+.1f} m north "
        f"({verdict})."
    )
    if not found.reliable:
        return truth, found
    return AlignedHeights(heights, grid, Move(found.east_m, found.north_m)), found

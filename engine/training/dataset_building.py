"""The work of Build data set."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import OverlapError
from ..experts.pack import load
from ..operations.cast_shadows import require_sun
from ..operations.progress import Progress
from ..operations.provenance import digest
from ..operations.registration import MOST_SHIFT_M, register
from ..operations.routing import route
from ..operations.sun_over_image import with_sun
from ..raster.align import AlignedHeights
from ..raster.heights import HeightReader
from ..raster.reader import RasterReader
from ..terrain.shift import Shift, estimate_shift
from .dataset import TripletTile, append, flaw, split_of

SHIFT_SAMPLES = 1024
"""Samples along the longer side from which the shift of the reference is estimated."""


def build_dataset(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Run Build data set; see ``operations.build_dataset`` for the parameters."""
    with ExitStack() as stack:
        image = stack.enter_context(RasterReader(values["image"]))
        coarse = stack.enter_context(RasterReader(values["coarse_dem"]))
        reference = stack.enter_context(RasterReader(values["reference"]))
        values = with_sun(values, image, progress)
        sun = require_sun(values["sun_azimuth"], values["sun_incidence"], "A data set")
        aligned, shift = register(image, coarse, values, progress, apply=True)
        heights = HeightReader(reference, values["height_unit"], progress.info)
        truth, moved = _registered(image, AlignedHeights(heights, image.grid), heights, sun, progress)
        manifest = load(values["pack"]).manifest
        routing = route(aligned, manifest, values, progress)
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
                f"{values['reference']} covers no whole tile of {plan.tile_height} x {plan.tile_width} pixels of the "
                "image; give a larger reference, or smaller tiles."
            )
        inputs = {name: f"{Path(values[name]).name} sha256 {digest(values[name])}"
                  for name in ("image", "coarse_dem", "reference")}  # fmt: skip
        provenance = {
            "inputs": inputs,
            "sun_azimuth_deg": sun[0],
            "sun_incidence_deg": sun[1],
            "shift_m": [shift.east_m, shift.north_m] if shift.reliable else None,
            "reference_shift_m": [moved.east_m, moved.north_m] if moved.reliable else None,
        }
        append(Path(values["output"]), tiles, (*sun, gsd, aligned.posting_m), values["region"], provenance)
    left_out = sum(bool(tile.flaw) for tile in tiles)
    progress.info(f"{len(tiles) - left_out} tiles are added, {left_out} are left out.")
    return {
        "output": values["output"],
        "tiles": len(tiles) - left_out,
        "left_out": left_out,
        "split": ("training", "validation")[split_of(values["region"])],
        "shift_east": shift.east_m,
        "shift_north": shift.north_m,
        "shift_reliable": shift.reliable,
        "reference_shift_reliable": moved.reliable,
    }


def _registered(
    image: RasterReader, truth: AlignedHeights, heights: HeightReader, sun: tuple[float, float], progress: Progress
) -> tuple[AlignedHeights, Shift]:
    """The reference moved onto the image, as far as that is reliable."""
    grid = image.grid
    factor = max(2, math.ceil(max(grid.width, grid.height) / SHIFT_SAMPLES))
    brightness = image.block_means(factor)
    rows, columns = (n * factor for n in brightness.shape)
    half = factor // 2
    sampled = truth.read(half, half, rows - half, columns - half, factor)
    gsd = grid.gsd[0] * factor, grid.gsd[1] * factor
    found = estimate_shift(brightness, sampled, gsd, 2.0 * max(gsd), *sun, MOST_SHIFT_M)
    verdict = "reliable, and corrected" if found.reliable else f"not reliable: {found.reason}"
    progress.info(
        f"Shift of the reference to fit the image: {found.east_m:+.1f} m east, {found.north_m:+.1f} m north "
        f"({verdict})."
    )
    if not found.reliable:
        return truth, found
    return AlignedHeights(heights, grid, (found.east_m, found.north_m)), found

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
from ..moon import TERRAINS
from ..operations.calibration import calibrate
from ..operations.cast_shadows import require_sun
from ..operations.progress import Progress
from ..operations.provenance import digest
from ..operations.registration import register
from ..operations.routing import Routing, route
from ..operations.sun_over_image import with_sun
from ..raster.align import AlignedHeights
from ..raster.frame import Sun
from ..raster.heights import HeightReader
from ..raster.reader import RasterReader
from .dataset import SPLITS, Appender, split_of
from .flaws import flaw
from .placing import Place, place
from .sample import Tile


def build_dataset(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Run Build data set; see ``operations.build_dataset`` for the parameters.

    Image, coarse DEM, sun, contrast and classes are decided as Reconstruct decides them, so that experts are
    trained on what they will be given. Tiles go to the disk as they are cut.
    """
    folder, region = Path(values["output"]), values["region"]
    with ExitStack() as stack:
        image = stack.enter_context(RasterReader(values["image"], values["saturation"]))
        coarse = stack.enter_context(RasterReader(values["coarse_dem"]))
        reference = stack.enter_context(RasterReader(values["reference"]))
        values = with_sun(values, image, progress)
        sun = Sun(*require_sun(values["sun_azimuth"], values["sun_incidence"], "A data set"), frame="raster")
        aligned, shift = register(image, coarse, values, progress, apply=True)
        _, offset = calibrate(image, aligned, values, progress)
        truth, placed = _placed(image, reference, sun, values, progress)
        routing = route(aligned, load(values["pack"]).manifest, values, progress)
        progress.info(str(routing))
        store = stack.enter_context(Appender(folder, region))
        _cut(image, offset, aligned, truth, routing, sun, store, progress)
        if store.tiles + sum(store.left_out.values()) == 0:
            raise OverlapError(
                f"{values['reference']} covers no whole tile of {routing.plan.tile_height} x "
                f"{routing.plan.tile_width} pixels of the image; give a larger reference, or smaller tiles."
            )
        provenance = {
            "inputs": {name: f"{Path(values[name]).name} sha256 {digest(values[name])}"
                       for name in ("image", "coarse_dem", "reference")},
            "sun_azimuth_deg": sun.azimuth_deg,
            "sun_incidence_deg": sun.incidence_deg,
            "offset_removed": offset,
            "shift_m": [shift.east_m, shift.north_m] if shift.reliable else None,
            "reference_shift_m": [placed.move.east_m, placed.move.north_m] if placed.reliable else None,
        }  # fmt: skip
        store.finish(provenance)
    left_out = sum(store.left_out.values())
    reasons = ", ".join(f"{count} for {reason}" for reason, count in sorted(store.left_out.items()))
    progress.info(
        f"{store.tiles} tiles are added to the {SPLITS[split_of(region)]} split, {left_out} are left out"
        f"{f' ({reasons})' if reasons else ''}."
    )
    return {
        "output": values["output"],
        "tiles": store.tiles,
        "left_out": left_out,
        "split": SPLITS[split_of(region)],
        "shift_east": shift.east_m,
        "shift_north": shift.north_m,
        "shift_reliable": shift.reliable,
        "reference_shift_reliable": placed.reliable,
    }


def _placed(
    image: RasterReader, reference: RasterReader, sun: Sun, values: Mapping[str, Any], progress: Progress
) -> tuple[AlignedHeights, Place]:
    """The reference on the image's grid, moved as far as that is expected to help."""
    truth = AlignedHeights(HeightReader(reference, values["height_unit"], progress.info), image.grid)
    progress.at(0.0, "Placing the reference", force=True)
    found = place(image, truth, sun)
    progress.info(f"Shift of the reference to fit the image: {found.reason}.")
    return truth.moved(found.move), found


def _cut(
    image: RasterReader,
    offset: float,
    aligned: AlignedHeights,
    truth: AlignedHeights,
    routing: Routing,
    sun: Sun,
    store: Appender,
    progress: Progress,
) -> None:
    """Cut every whole tile that the reference reaches, row by row."""
    plan = routing.plan
    middles = np.minimum(np.array(plan.tops, dtype=np.float64) + plan.tile_height / 2.0, plan.height)
    gsd_x, gsd_y = image.grid.ground_metres(middles)
    postings = aligned.posting_at(middles)
    steps = progress.steps(plan.shape[0] * plan.shape[1], "tiles")
    for row in range(plan.shape[0]):
        gsd = math.sqrt(gsd_x[row] * gsd_y[row])
        for tile in plan.row_of_tiles(row):
            progress.check()
            steps.advance()
            terrain = routing.terrain(tile.row, tile.column)
            inside = tile.top + plan.tile_height <= plan.height and tile.left + plan.tile_width <= plan.width
            if terrain is None or not inside:
                continue
            window = tile.top, tile.left, plan.tile_height, plan.tile_width
            heights = truth.read(*window)
            if not np.isfinite(heights).any():
                continue
            seen, base = image.read(*window) - np.float32(offset), aligned.read(*window)
            cut = Tile(seen, base, heights, gsd, float(postings[row]), sun.azimuth_deg, sun.incidence_deg,
                       TERRAINS.index(terrain))  # fmt: skip
            store.add(cut, flaw(seen, base, heights, gsd))

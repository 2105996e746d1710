"""The work of Build data set."""

from __future__ import annotations

import math
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..contract.progress import Progress
from ..contract.requests import TilingRequest
from ..errors import OverlapError
from ..experts.pack import load
from ..moon import TERRAINS
from ..raster.align import AlignedHeights
from ..raster.frame import Sun
from ..raster.heights import HeightReader
from ..raster.provenance import digest
from ..raster.reader import RasterReader
from ..scene.contrast import Calibration, calibrate
from ..scene.inputs import Inputs, opened
from ..scene.lamp import Lamp
from ..scene.registration import by_hand, move_of, registered, tell
from ..scene.routing import Routing, route
from ..scene.sun import find_sun, require_sun
from .dataset import SPLITS, Appender, split_of
from .flaws import flaw
from .reference import Place, place
from .sample import Tile

if TYPE_CHECKING:
    from ..operations.build_dataset import BuildDatasetSettings


def build_dataset(settings: BuildDatasetSettings, progress: Progress) -> dict[str, Any]:
    """Cut the tiles of one triplet.

    Image, coarse DEM, sun, contrast and classes are decided as Reconstruct decides them, so that experts are
    trained on what they will be given. Tiles go to the disk as they are cut.
    """
    folder, region = Path(settings.output), settings.region
    with ExitStack() as stack:
        inputs = stack.enter_context(opened(settings.scene, progress))
        image = inputs.image
        reference = stack.enter_context(RasterReader(settings.reference))
        sun = require_sun(find_sun(settings.sun, image, progress), "A data set").on(image.grid)
        shift = registered(image, inputs.coarse, sun, progress).shift
        tell(shift, progress)
        move = by_hand(settings.hand, progress) or move_of(shift, progress)
        aligned = inputs.coarse.moved(move)
        calibration = calibrate(image, aligned, Lamp(sun), settings.contrast, progress)
        heights = HeightReader(reference, settings.scene.height_unit, progress.info, progress.warning)
        truth, placed = _placed(image, AlignedHeights(heights, image.grid), sun, progress)
        tiling = TilingRequest(settings.pack, "paper", settings.sizes)  # samples of one size, whatever the image's
        routing = route(aligned, load(settings.pack).manifest, tiling, progress)
        progress.info(str(routing))
        store = stack.enter_context(Appender(folder, region))
        _cut(Inputs(image, aligned), calibration, truth, routing, sun, store, progress)
        if store.tiles + sum(store.left_out.values()) == 0:
            raise OverlapError(
                f"{settings.reference} covers no whole tile of {routing.plan.tile_height} x "
                f"{routing.plan.tile_width} pixels of the image; give a larger reference, or smaller tiles."
            )
        files = {"image": settings.scene.image, "coarse_dem": settings.scene.coarse_dem,
                 "reference": settings.reference}  # fmt: skip
        provenance = {
            "inputs": {name: f"{Path(path).name} sha256 {digest(path)}" for name, path in files.items()},
            "sun_azimuth_deg": sun.azimuth_deg,
            "sun_incidence_deg": sun.incidence_deg,
            "offset_removed": calibration.offset,
            "shift_m": [move.east_m, move.north_m] if shift.reliable or settings.hand.given else None,
            "shift_by_hand": settings.hand.given,
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
        "tiles": store.tiles,
        "left_out": left_out,
        "split": SPLITS[split_of(region)],
        "shift_east": shift.east_m,
        "shift_north": shift.north_m,
        "shift_reliable": shift.reliable,
        "moved_east": move.east_m,
        "moved_north": move.north_m,
        "reference_shift_reliable": placed.reliable,
    }


def _placed(image: RasterReader, truth: AlignedHeights, sun: Sun, progress: Progress) -> tuple[AlignedHeights, Place]:
    """The reference on the image's grid, moved as far as that is expected to help."""
    progress.at(0.0, "Placing the reference", force=True)
    found = place(image, truth, sun)
    progress.info(f"Shift of the reference to fit the image: {found.reason}.")
    return truth.moved(found.move), found


def _cut(
    inputs: Inputs,
    calibration: Calibration,
    truth: AlignedHeights,
    routing: Routing,
    sun: Sun,
    store: Appender,
    progress: Progress,
) -> None:
    """Cut every whole tile that the reference reaches, row by row."""
    plan, image, aligned = routing.plan, inputs.image, inputs.coarse
    middles = np.minimum(np.array(plan.tops, dtype=np.float64) + plan.tile_height / 2.0, plan.height)
    gsd_x, gsd_y = image.grid.ground_metres(middles)
    postings = aligned.posting_at(middles)
    steps = progress.steps(plan.shape[0] * plan.shape[1], "tiles")
    for row in range(plan.shape[0]):
        gsd = math.sqrt(gsd_x[row] * gsd_y[row])
        for tile in plan.row_of_cells(row):
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
            seen, base = image.read(*window) - np.float32(calibration.offset), aligned.read(*window)
            cut = Tile(seen, base, heights, gsd, float(postings[row]), sun, calibration.least_brightness,
                       TERRAINS.index(terrain))  # fmt: skip
            store.add(cut, flaw(seen, base, heights, gsd))

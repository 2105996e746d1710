"""The streaming core of Reconstruct: row of tiles by row of tiles, in bounded memory."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import MmoedtmError, OverlapError, RasterError
from ..experts.pack import Pack, load
from ..experts.runner import Runner, TileData, View
from ..raster.align import AlignedHeights
from ..raster.grid import Grid
from ..raster.reader import RasterReader
from ..raster.writer import RasterWriter, products
from ..terrain.shift import Shift
from ..tiling.blend import Blend
from ..tiling.plan import Tile, TilePlan
from . import provenance
from .awaiting import in_order
from .calibration import calibrate
from .expert_registration import Move, errors, fit, said
from .looker import Looker
from .progress import Progress
from .registration import register
from .routing import Routing, route, tiles_with_data, with_edited, write_class_layer
from .sun_over_image import with_sun
from .tile_folder import TileFolder

FloatArray = NDArray[np.float32]
BEST_LIGHT_DEG = (40.0, 60.0)
PRODUCTS = {
    "output": "height above 1737.4 km",
    "output_spread": "standard deviation between overlapping tiles",
}
"""Band descriptions of the raster products."""


@dataclass(frozen=True)
class Band:
    """One row of tiles: its data and the tiles that are being computed."""

    row: int
    top: int
    image: FloatArray
    coarse: FloatArray
    tiles: list[Tile]
    futures: list[Future[list[FloatArray]]]


class Source:
    """Bands of image and coarse heights; rows that two bands share are read once."""

    def __init__(self, image: RasterReader, aligned: AlignedHeights, plan: TilePlan) -> None:
        self._readers: list[Callable[..., FloatArray]] = [image.read, aligned.read]
        self._plan = plan
        self._bottom = 0
        self._kept: list[FloatArray] = []

    def band(self, top: int) -> tuple[FloatArray, FloatArray]:
        """Image and heights of the rows from ``top``, a tile high and at least a tile wide."""
        plan = self._plan
        width = max(plan.width, plan.tile_width)
        known = max(0, self._bottom - top) if self._kept else 0
        fresh = plan.tile_height - known
        parts = []
        for index, read in enumerate(self._readers):
            new = read(top + known, 0, fresh, width)
            parts.append(np.concatenate((self._kept[index][-known:], new)) if known else new)
        self._kept, self._bottom = parts, top + plan.tile_height
        return parts[0], parts[1]


def reconstruct(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Run the whole way; see ``operations.reconstruct`` for the parameters."""
    begun = time.perf_counter()
    pack = load(values["pack"])
    with ExitStack() as stack:
        image = stack.enter_context(RasterReader(values["image"], values["saturation"]))
        coarse = stack.enter_context(RasterReader(values["coarse_dem"]))
        runner = Runner(pack, values["provider"], values["threads"], progress.info)
        stack.callback(runner.close)
        values = with_sun(values, image, progress)
        aligned, shading = register(image, coarse, values, progress, apply=False)
        contrast, offset = calibrate(image, aligned, values, progress)
        _warn(image.grid, aligned, pack, values, progress)
        move = Move()
        if values["apply_shift"]:
            move = _fitted(image, offset, aligned, shading, runner, pack, values, progress)
            aligned = aligned.moved(move.east_m, move.north_m)
        routing = route(aligned, pack.manifest, values, progress)
        progress.info(str(routing))
        if values["classes"]:
            routing = with_edited(routing, values["classes"])
            counts = ", ".join(f"{n} {name}" for name, n in routing.counts().items())
            progress.info(f"Classes of the edited layer are used: {counts}.")
        tags = _tags(values, pack, runner, move, offset)
        result = _stream(values, image, offset, aligned, routing, runner, tags, progress)
        if values["output_classes"]:
            seen = tiles_with_data(image, routing.plan, progress)
            write_class_layer(values["output_classes"], image.grid, routing, seen)
        seconds = time.perf_counter() - begun
        progress.info(
            f"{result['tiles']} tiles in {seconds:.1f} s, {runner.seconds:.1f} s of it inside ONNX Runtime "
            f"({runner.provider})."
        )
    return {
        "output": values["output"],
        "output_classes": values["output_classes"],
        "output_spread": values["output_spread"],
        "output_tiles": values["output_tiles"],
        "provider_used": runner.provider,
        **result,
        "moved_east": move.east_m,
        "moved_north": move.north_m,
        **errors(move),
        "contrast_factor": contrast.factor if contrast.reliable else None,
        "contrast_reliable": contrast.reliable,
        "offset_removed": offset,
        "seconds": seconds,
        "inference_seconds": runner.seconds,
    }


def _fitted(
    image: RasterReader,
    offset: float,
    aligned: AlignedHeights,
    shading: Shift,
    runner: Runner,
    pack: Pack,
    values: Mapping[str, Any],
    progress: Progress,
) -> Move:
    """Where the experts want the coarse DEM, said in the log."""
    if values["sun_azimuth"] is None or values["sun_incidence"] is None:
        progress.info("The coarse DEM stays where it is: without the sun the image does not show its shift.")
        return Move()
    found = fit(Looker(image, offset, aligned, runner, pack.manifest, values), shading, progress)
    if found is None:
        progress.info("The coarse DEM stays where it is: the scene is too small or too smooth to show its shift.")
        return Move()
    progress.info(said(found))
    return found


def _tags(values: Mapping[str, Any], pack: Pack, runner: Runner, move: Move, offset: float) -> dict[str, str]:
    inputs = {"image": values["image"], "coarse_dem": values["coarse_dem"]}
    if values["classes"]:
        inputs["classes"] = values["classes"]
    return provenance.tags(
        "reconstruct",
        values,
        inputs,
        pack=f"{pack.manifest.name} {pack.manifest.version} sha256 {pack.digest}",
        provider=runner.provider,
        shift_east_m=f"{move.east_m:.2f}",
        shift_north_m=f"{move.north_m:.2f}",
        offset_removed=f"{offset:.6g}",
    )


def _warn(grid: Grid, aligned: AlignedHeights, pack: Pack, values: Mapping[str, Any], progress: Progress) -> None:
    """Say where an input lies outside of what the experts were trained for."""
    manifest = pack.manifest
    gsd_x, gsd_y = grid.gsd
    gsd = math.sqrt(gsd_x * gsd_y)
    progress.info(
        f"Pixels are {gsd_x:.2f} x {gsd_y:.2f} m on the ground; the coarse DEM has a post every "
        f"{aligned.posting_m:.1f} m."
    )
    low, high = manifest.gsd_range_m
    if not low <= gsd <= high:
        progress.warning(f"The experts were trained for {low:g} to {high:g} m per pixel, not {gsd:.2f} m.")
    low, high = manifest.posting_range_px
    if not low <= aligned.posting_px <= high:
        progress.warning(
            f"The experts were trained for coarse DEMs with a post every {low:g} to {high:g} pixels of the "
            f"image; here it is {aligned.posting_px:.1f}."
        )
    if max(gsd_x, gsd_y) / min(gsd_x, gsd_y) > 1.05:
        progress.warning(
            "Pixels are not square on the ground, which experts take them to be; slopes along one axis come out "
            "too steep. Reproject the image to square pixels for the best result."
        )
    incidence = values["sun_incidence"]
    if values["sun_azimuth"] is None or incidence is None:
        progress.warning(
            "The sun is not given, so the experts run without it; with azimuth and incidence the result is much better."
        )
    elif not BEST_LIGHT_DEG[0] <= incidence <= BEST_LIGHT_DEG[1]:
        why = "high sun shows little relief" if incidence < BEST_LIGHT_DEG[0] else "long shadows hide the ground"
        progress.warning(f"Incidence is {incidence:g} degrees; 40 to 60 is best, because {why}.")


def _stream(
    values: Mapping[str, Any],
    image: RasterReader,
    offset: float,
    aligned: AlignedHeights,
    routing: Routing,
    runner: Runner,
    tags: Mapping[str, str],
    progress: Progress,
) -> dict[str, Any]:
    grid, plan = image.grid, routing.plan
    blend = Blend(plan, spread=bool(values["output_spread"]))
    computed = covered = 0
    with ExitStack() as stack:
        writers: dict[str, RasterWriter] = {}

        def opened() -> Iterator[RasterWriter]:
            for name, text in PRODUCTS.items():
                if values[name]:
                    writers[name] = RasterWriter(values[name], grid, "m", text, tags)
                    yield writers[name]

        stack.enter_context(products(opened()))
        folder = stack.enter_context(TileFolder(values["output_tiles"], grid, tags))
        steps = progress.steps(plan.shape[0] * plan.shape[1], "tiles")
        sun = values["sun_azimuth"], values["sun_incidence"]
        for band in _bands(image, offset, aligned, routing, runner, sun, progress):
            valid = np.isfinite(band.image) & np.isfinite(band.coarse)
            results = in_order(band.futures, progress)
            for tile in band.tiles:
                correction = next(results)
                part = valid[:, tile.left : tile.left + plan.tile_width]
                blend.add(tile, correction, part)
                computed += 1
                if values["output_tiles"]:
                    folder.write(tile, _tile_heights(plan, tile, band, correction, part))
                steps.advance()
            steps.advance(plan.shape[1] - len(band.tiles))
            last = band.row == plan.shape[0] - 1
            bottom = plan.height if last else plan.tops[band.row + 1]
            rows, deviation = blend.take(bottom)
            heights = rows + band.coarse[: bottom - band.top, : plan.width]
            covered += int(np.isfinite(heights).sum())
            writers["output"].write(heights, band.top)
            if deviation is not None:
                writers["output_spread"].write(deviation, band.top)
        if computed == 0:
            raise _no_data(image)
    return {"tiles": computed, "coverage": 100.0 * covered / (plan.width * plan.height)}


def _no_data(image: RasterReader) -> MmoedtmError:
    """Say which input is to blame when no tile had both."""
    for top in range(0, image.grid.height, 256):
        if np.isfinite(image.read(top, 0, 256, image.grid.width)).any():
            return OverlapError(
                f"{image.path} and the coarse DEM have no valid pixel in common; give a DEM that covers the "
                "image's data."
            )
    return RasterError(f"{image.path} has no valid pixel (all are nodata or special values); give another image.")


def _bands(
    image: RasterReader,
    offset: float,
    aligned: AlignedHeights,
    routing: Routing,
    runner: Runner,
    sun: tuple[float | None, float | None],
    progress: Progress,
) -> Iterator[Band]:
    """Rows of tiles, one ahead: the next is read and started while one is being computed."""
    plan = routing.plan
    source = Source(image, aligned, plan)
    posting_m = aligned.posting_m
    middles = np.array(plan.tops, dtype=np.float64) + plan.tile_height / 2.0
    gsd_x, gsd_y = image.grid.ground_metres(np.minimum(middles, plan.height))
    waiting: Band | None = None
    for row, top in enumerate(plan.tops):
        progress.check()
        brightness, heights = source.band(top)
        brightness = brightness - np.float32(offset)
        known = np.isfinite(brightness) & np.isfinite(heights)
        both: NDArray[np.bool_] = np.logical_or.reduce(known, axis=0)
        gsd = math.sqrt(gsd_x[row] * gsd_y[row])
        view = View(gsd, posting_m / gsd, *sun)
        chosen, data = [], []
        for tile in plan.row_of_tiles(row):
            columns = slice(tile.left, tile.left + plan.tile_width)
            terrain = routing.terrain(row, tile.column)
            if terrain is None or not both[columns].any():
                continue
            chosen.append(tile)
            data.append(TileData(terrain, brightness[:, columns], heights[:, columns]))
        band = Band(row, top, brightness, heights, chosen, runner.submit(data, view))
        if waiting is not None:
            yield waiting
        waiting = band
    if waiting is not None:
        yield waiting


def _tile_heights(
    plan: TilePlan, tile: Tile, band: Band, correction: FloatArray, valid: NDArray[np.bool_]
) -> FloatArray:
    """Heights of one tile within the image."""
    height = min(plan.tile_height, plan.height - tile.top)
    width = min(plan.tile_width, plan.width - tile.left)
    coarse = band.coarse[:height, tile.left : tile.left + width]
    return np.where(valid[:height, :width], coarse + correction[:height, :width], np.float32(np.nan))

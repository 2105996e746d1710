"""Classify the tiles of an image by the relief of the coarse DEM. Shared by Classify and Reconstruct."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import ParameterError, RasterError
from ..experts.manifest import TILE_STEP, Manifest
from ..raster.align import AlignedHeights
from ..raster.grid import Grid
from ..raster.reader import RasterReader
from ..raster.writer import RasterWriter
from ..router.classes import CLASSES, CODES, ClassModel, fit
from ..router.mrf import minimise, posterior
from ..tiling.plan import TilePlan
from ..vector.class_layer import Cell, read_classes, write_cells
from .progress import Progress


@dataclass(frozen=True)
class Routing:
    """Class of every tile.

    Attributes
    ----------
    plan : TilePlan
    labels : (R, C) int array
        Index into CLASSES, -1 where the tile has no coarse heights.
    relief, probability : (R, C) float arrays
        Feature in metres; posterior of the label.
    model : ClassModel
    """

    plan: TilePlan
    labels: NDArray[np.intp]
    relief: NDArray[np.float64]
    probability: NDArray[np.float64]
    model: ClassModel

    def terrain(self, row: int, column: int) -> str | None:
        """Class of a tile, None where it has no heights."""
        label = int(self.labels[row, column])
        return CLASSES[label] if label >= 0 else None

    def counts(self) -> dict[str, int]:
        """Tiles of each class."""
        return {name: int((self.labels == i).sum()) for i, name in enumerate(CLASSES)}

    def __str__(self) -> str:
        means = ", ".join(f"{m:.0f} m" for m in self.model.means)
        counts = ", ".join(f"{n} {name}" for name, n in self.counts().items())
        return f"Terrain of {self.labels.size} tiles: {counts} (mean relief of the classes {means})."


def tile_plan(grid: Grid, manifest: Manifest, values: Mapping[str, Any]) -> TilePlan:
    """The plan that the parameters ask for, else the pack's."""
    height = values["tile_height"] or manifest.tile_height
    width = values["tile_width"] or manifest.tile_width
    if height % TILE_STEP or width % TILE_STEP:
        raise ParameterError(
            f"Tiles of {height} x {width} do not fit the experts; both sides must be multiples of {TILE_STEP}."
        )
    # Smaller tiles than the pack's may not hold its overlap; one that the user names is checked by the plan.
    overlap = min(manifest.overlap, min(height, width) // 2) if values["overlap"] is None else values["overlap"]
    return TilePlan(grid.height, grid.width, height, width, overlap)


def relief_of_tiles(aligned: AlignedHeights, plan: TilePlan, progress: Progress) -> NDArray[np.float64]:
    """Max - min of the coarse DEM in every tile (the paper's super-pixel), NaN without data.

    Sampled four times a posting: a bilinear surface has its extremes at posts.
    """
    stride = aligned.pixels_of_posting(4.0)
    relief = np.full(plan.shape, np.nan)
    for row, top in enumerate(plan.tops):
        progress.check()
        height = min(plan.tile_height, plan.height - top)
        band = aligned.read(top, 0, height, plan.width, stride)
        for tile in plan.row_of_tiles(row):
            first, last = -(-tile.left // stride), (tile.left + plan.tile_width - 1) // stride + 1
            part = band[:, first:last]
            known = part[np.isfinite(part)]
            if known.size:
                relief[row, tile.column] = float(known.max() - known.min())
    return relief


def route(aligned: AlignedHeights, manifest: Manifest, values: Mapping[str, Any], progress: Progress) -> Routing:
    """Fit the class model to the scene and label its tiles.

    Raises
    ------
    RasterError
        The coarse DEM has no heights on this ground.
    """
    plan = tile_plan(aligned.grid, manifest, values)
    gsd_x, gsd_y = aligned.grid.gsd
    ground = math.sqrt(plan.tile_height * gsd_y * plan.tile_width * gsd_x)
    progress.at(0.0, "Classifying tiles", force=True)
    relief = relief_of_tiles(aligned, plan, progress)
    if not np.isfinite(relief).any():
        raise RasterError("The coarse DEM has no valid heights on the ground of the image; give another DEM.")
    model = fit(relief, manifest.router.at(ground))
    unary = model.energies(relief)
    labels = minimise(unary)
    probability = posterior(unary, labels)
    labels = np.where(np.isfinite(relief), labels, -1)
    return Routing(plan, labels, relief, probability, model)


def with_edited(routing: Routing, layer: str) -> Routing:
    """The routing with the classes of an edited layer; tiles that it leaves out keep theirs."""
    labels = routing.labels.copy()
    for (row, column), terrain in read_classes(layer, routing.plan.shape, CLASSES).items():
        if labels[row, column] >= 0:
            labels[row, column] = CLASSES.index(terrain)
    return Routing(routing.plan, labels, routing.relief, routing.probability, routing.model)


def tiles_with_data(image: RasterReader, plan: TilePlan, progress: Progress) -> NDArray[np.bool_]:
    """Which tiles have at least one pixel of the image.

    Raises
    ------
    RasterError
        None has.
    """
    seen = np.zeros(plan.shape, dtype=bool)
    for row, top in enumerate(plan.tops):
        progress.check()
        band = np.isfinite(image.read(top, 0, plan.tile_height, plan.width))
        columns: NDArray[np.bool_] = np.logical_or.reduce(band, axis=0)
        for tile in plan.row_of_tiles(row):
            seen[row, tile.column] = bool(columns[tile.left : tile.left + plan.tile_width].any())
    if not seen.any():
        raise RasterError(f"{image.path} has no valid pixel (all are nodata or special values); give another image.")
    return seen


def write_class_layer(target: str, grid: Grid, routing: Routing, seen: NDArray[np.bool_]) -> None:
    """Write the rectangles of all tiles that have image and heights."""
    rows, columns = routing.plan.cell_edges()
    cells = [
        Cell(
            r, c, terrain, float(routing.relief[r, c]), float(routing.probability[r, c]),
            (rows[r], rows[r + 1], columns[c], columns[c + 1]),
        )
        for r in range(routing.plan.shape[0])
        for c in range(routing.plan.shape[1])
        if seen[r, c] and (terrain := routing.terrain(r, c))
    ]  # fmt: skip
    write_cells(target, grid, cells)


def write_class_raster(
    target: str, grid: Grid, routing: Routing, seen: NDArray[np.bool_], tags: Mapping[str, str]
) -> None:
    """Write the class codes (1 flat, 2 mountain, 3 crater, 0 none) on the image's grid."""
    rows, columns = routing.plan.cell_edges()
    codes = np.where(seen & (routing.labels >= 0), routing.labels + CODES[CLASSES[0]], 0).astype(np.uint8)
    widths = np.diff(columns)
    with RasterWriter(target, grid, "", "terrain class: 1 flat, 2 mountain, 3 crater", tags, "uint8") as writer:
        for r, (top, bottom) in enumerate(zip(rows[:-1], rows[1:])):
            line = np.repeat(codes[r], widths)
            writer.write(np.repeat(line[None], bottom - top, axis=0), top)

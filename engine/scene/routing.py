"""Classify the cells of an image by the relief of the coarse DEM. Shared by Classify and Reconstruct."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..contract.progress import Progress
from ..contract.requests import TilingRequest
from ..errors import ParameterError, RasterError
from ..experts.manifest import Manifest
from ..moon import TERRAINS
from ..raster.align import AlignedHeights
from ..raster.grid import Grid
from ..router.classes import ClassModel
from ..router.mrf import minimise, posterior
from ..tiling.plan import STEP, TilePlan, fitted
from ..vector.class_layer import read_classes

PAPER = (256, 320, 100)
"""Height, width and overlap of the paper's tiles (its section 3.1)."""


FRAME_PX = 96
"""Least frame of an area. In four areas of the sample the RMSE within 24 pixels of their border is, in the mean, 1.52
times that of a run of the whole image there without a frame, 1.10 times with 48 pixels, 1.00 with 96, 0.98 with 160."""


@dataclass(frozen=True)
class Routing:
    """Class of every cell.

    Attributes
    ----------
    plan : TilePlan
    labels : (R, C) int array
        Index into TERRAINS, -1 where the cell has no coarse heights.
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
        """Class of a cell, None where it has no heights."""
        label = int(self.labels[row, column])
        return TERRAINS[label] if label >= 0 else None

    def counts(self) -> dict[str, int]:
        """Cells of each class."""
        return {name: int((self.labels == i).sum()) for i, name in enumerate(TERRAINS)}

    def only(self, row: int, column: int) -> Routing:
        """The routing of one cell as a raster of its own, as far as the cell lies in this one."""
        plan, place = self.plan, (slice(row, row + 1), slice(column, column + 1))
        height, width = (min(side, length) for side, length in (
            (plan.tile_height, plan.height), (plan.tile_width, plan.width)))  # fmt: skip
        alone = TilePlan(height, width, plan.tile_height, plan.tile_width, plan.overlap)
        return Routing(alone, self.labels[place], self.relief[place], self.probability[place], self.model)

    def __str__(self) -> str:
        means = ", ".join(f"{m:.0f} m" for m in self.model.means)
        counts = ", ".join(f"{n} {name}" for name, n in self.counts().items())
        return f"Terrain of {self.labels.size} cells: {counts} (mean relief of the classes {means})."


def tile_plan(grid: Grid, manifest: Manifest, tiling: TilingRequest) -> TilePlan:
    """The plan that is asked for: the pack's, the paper's, or one of the sizes that are given.

    The pack's cells are fitted to the raster and merge to larger tiles; sizes that are given, and the paper's, are
    taken as they are, each cell a tile.

    Raises
    ------
    ParameterError
        The tiles do not fit the experts, or the overlap not the tiles.
    """
    sizes = tiling.sizes
    if manifest.fixed_tile:
        return _fixed(grid, manifest, tiling)
    if tiling.tiling == "pack" and not sizes.given:
        height, width = (
            fitted(length, side, manifest.overlap)
            for length, side in ((grid.height, manifest.tile_height), (grid.width, manifest.tile_width))
        )
        return TilePlan(grid.height, grid.width, height, width, manifest.overlap, manifest.cells_per_tile)
    usual = PAPER if tiling.tiling == "paper" else (manifest.tile_height, manifest.tile_width, manifest.overlap)
    height, width = sizes.tile_height or usual[0], sizes.tile_width or usual[1]
    if height % STEP or width % STEP:
        raise ParameterError(
            f"Tiles of {height} x {width} do not fit the experts; both sides must be multiples of {STEP}."
        )
    # Smaller tiles than usual may not hold the usual overlap; one that the user names is checked by the plan.
    overlap = min(usual[2], min(height, width) // 2) if sizes.overlap is None else sizes.overlap
    return TilePlan(grid.height, grid.width, height, width, overlap)


def _fixed(grid: Grid, manifest: Manifest, tiling: TilingRequest) -> TilePlan:
    """The plan for experts that take tiles of one size alone: that size, whatever the raster's."""
    height, width = manifest.tile_height, manifest.tile_width
    usual = PAPER if tiling.tiling == "paper" else (height, width, manifest.overlap)
    asked = tiling.sizes.tile_height or usual[0], tiling.sizes.tile_width or usual[1]
    if asked != (height, width):
        raise ParameterError(
            f"The pack {manifest.name} takes tiles of {height} x {width} pixels alone, not of {asked[0]} x {asked[1]}; "
            "leave the tile size empty, and the tiling at 'pack'."
        )
    overlap = usual[2] if tiling.sizes.overlap is None else tiling.sizes.overlap
    return TilePlan(grid.height, grid.width, height, width, overlap)


def frame_of(manifest: Manifest, tiling: TilingRequest) -> int:
    """Pixels about an area of interest that are computed too: twice what neighbouring tiles share.

    Up to about 64 pixels from its border a tile's heights are worse for the ground that it does not see (``FRAME_PX``).
    Where tiles meet, each counts less towards its border; at that of the computed ground nothing takes its place.
    """
    usual = PAPER[2] if tiling.tiling == "paper" else manifest.overlap
    return max(FRAME_PX, 2 * (usual if tiling.sizes.overlap is None else tiling.sizes.overlap))


def relief_of_cells(aligned: AlignedHeights, plan: TilePlan, progress: Progress) -> NDArray[np.float64]:
    """Max - min of the coarse DEM in every cell (the paper's super-pixel), NaN without data.

    Sampled four times a posting: a bilinear surface has its extremes at posts.
    """
    stride = aligned.pixels_of_posting(4.0)
    relief = np.full(plan.shape, np.nan)
    for row, top in enumerate(plan.tops):
        progress.check()
        height = min(plan.tile_height, plan.height - top)
        band = aligned.read(top, 0, height, plan.width, stride)
        for cell in plan.row_of_cells(row):
            first, last = -(-cell.left // stride), (cell.right - 1) // stride + 1
            part = band[:, first:last]
            known = part[np.isfinite(part)]
            if known.size:
                relief[row, cell.column] = float(known.max() - known.min())
    return relief


def route(aligned: AlignedHeights, manifest: Manifest, tiling: TilingRequest, progress: Progress) -> Routing:
    """Label the cells of a scene by the pack's class model for their ground size.

    Raises
    ------
    RasterError
        The coarse DEM has no heights on this ground.
    """
    plan = tile_plan(aligned.grid, manifest, tiling)
    gsd_x, gsd_y = aligned.grid.gsd
    ground = math.sqrt(plan.tile_height * gsd_y * plan.tile_width * gsd_x)
    progress.at(0.0, "Classifying cells", force=True)
    relief = relief_of_cells(aligned, plan, progress)
    if not np.isfinite(relief).any():
        raise RasterError("The coarse DEM has no valid heights on the ground of the image; give another DEM.")
    model = manifest.router.at(ground)
    unary = model.energies(relief)
    labels = minimise(unary)
    probability = posterior(unary, labels)
    labels = np.where(np.isfinite(relief), labels, -1)
    # As fine as anybody reads them; a plan keeps them as text.
    return Routing(plan, labels, np.round(relief, 3), np.round(probability, 4), model)


def with_edited(routing: Routing, layer: str) -> Routing:
    """The routing with the classes of an edited layer; cells that it leaves out keep theirs."""
    labels = routing.labels.copy()
    for (row, column), terrain in read_classes(layer, routing.plan.shape, routing.plan.cut, TERRAINS).items():
        if labels[row, column] >= 0:
            labels[row, column] = TERRAINS.index(terrain)
    return Routing(routing.plan, labels, routing.relief, routing.probability, routing.model)

"""The classes of cells as a layer and as a raster."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..contract.progress import Progress
from ..moon import CODES, TERRAINS
from ..raster.grid import Grid, Window
from ..raster.reader import RasterReader
from ..raster.writer import RasterWriter
from ..tiling.plan import TilePlan
from ..vector.class_layer import Cell, write_cells
from .inputs import without_pixels
from .routing import Routing

PAINTED_ROWS = 256
"""Rows that are written in one go."""


def cells_with_data(image: RasterReader, plan: TilePlan, progress: Progress) -> NDArray[np.bool_]:
    """Which cells have at least one pixel of the image.

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
        for cell in plan.row_of_cells(row):
            seen[row, cell.column] = bool(columns[cell.left : cell.right].any())
    if not seen.any():
        raise without_pixels(image)
    return seen


def write_class_layer(target: str, grid: Grid, routing: Routing, seen: NDArray[np.bool_]) -> None:
    """Write the rectangles of all cells that have image and heights."""
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
    write_cells(target, grid, cells, routing.plan.cut)


def write_class_raster(
    target: str,
    grid: Grid,
    routing: Routing,
    seen: NDArray[np.bool_],
    tags: Mapping[str, str],
    progress: Progress,
    inside: Window | None = None,
) -> None:
    """Write the class codes (1 flat, 2 mountain, 3 crater, 0 none) on the image's grid, or in a window of it."""
    codes = np.where(seen & (routing.labels >= 0), routing.labels + CODES[TERRAINS[0]], 0).astype(np.uint8)
    text = "terrain class: 1 flat, 2 mountain, 3 crater"
    with RasterWriter(target, grid, "", text, tags, "uint8", progress, inside) as writer:
        _paint(writer, routing.plan, codes)


def write_relief_raster(
    target: str, grid: Grid, routing: Routing, tags: Mapping[str, str], progress: Progress
) -> None:
    """Write the relief of the cells, metres, on the grid that they cut."""
    text = "relief of a tile: highest minus lowest height"
    with RasterWriter(target, grid, "m", text, tags, progress=progress) as writer:
        _paint(writer, routing.plan, routing.relief.astype(np.float32))


def _paint(writer: RasterWriter, plan: TilePlan, values: NDArray[Any]) -> None:
    """Write the value of each cell to its pixels."""
    rows, columns = plan.cell_edges()
    widths = np.diff(columns)
    for r, (top, bottom) in enumerate(zip(rows[:-1], rows[1:])):
        line = np.repeat(values[r], widths)
        for first in range(top, bottom, PAINTED_ROWS):
            writer.write(np.repeat(line[None], min(PAINTED_ROWS, bottom - first), axis=0), first)

"""The layer of frames and the report of a region, gathered from what is known of its frames."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import ExitStack

import numpy as np

from ..contract.progress import Progress
from ..files import whole_file
from ..raster.grid import Grid
from ..raster.nearest import nearest
from ..raster.reader import RasterReader
from ..reconstruct.support import MEANINGS
from ..reconstruct.told import ERROR_LAYERS
from ..reports.region import Footprint, RegionMap, write_region
from ..reports.region_errors import DrawnErrors
from .folder import Folder, Record
from .frame_layer import outline_in, write_frames
from .frame_record import grid_of

MOST_DRAWN = 1000
"""Pixels along the longer side of the map."""


def write_products(
    folder: Folder,
    layers: Sequence[str],
    records: Sequence[Record],
    fitted: Record,
    joined: Record,
    progress: Progress,
) -> None:
    """Write the layer and the report.

    Parameters
    ----------
    folder : Folder
        Where the mosaic is, and they are to be.
    layers : sequence of str
        Of ``ERROR_LAYERS``, that the mosaic has.
    records : sequence of dict
        What is known of each frame.
    fitted, joined : dict
        What is told of the fit and of the mosaic.
    progress : Progress
    """
    progress.at(0.97, "Writing the layer of frames and the report", force=True)
    with RasterReader(str(folder.mosaic())) as reader:
        grid = reader.grid
        factor = max(1, math.ceil(max(grid.width, grid.height) / MOST_DRAWN))
        heights = reader.block_means(factor)
    errors = _errors(folder, factor) if layers else None
    shapes = [_shape(grid, record) for record in records]
    with whole_file(str(folder.layer_of_frames)) as partial:
        write_frames(f"{partial}|layername={folder.layer_of_frames.stem}", grid, shapes, records)
    prints = [
        Footprint(record["name"], record["status"], _kilometres(grid, shape))
        for record, shape in zip(records, shapes)
        if shape is not None
    ]
    x, y = grid.gsd
    drawn = RegionMap(heights, (x * factor, y * factor), prints, errors)
    with whole_file(str(folder.report)) as partial:
        write_region(partial, records, fitted, joined, drawn)


def _errors(folder: Folder, factor: int) -> DrawnErrors:
    """The layers of the mosaic in blocks of pixels: means, and of classes the one in the middle."""
    with ExitStack() as stack:
        height, slope, support = (stack.enter_context(RasterReader(str(folder.mosaic(name)))) for name in ERROR_LAYERS)
        whole = 0, 0, support.grid.height, support.grid.width
        classes = np.nan_to_num(nearest(support, support.grid, whole, factor)).astype(np.uint8)
        return DrawnErrors(height.block_means(factor), slope.block_means(factor), classes, MEANINGS)


def _shape(grid: Grid, record: Record) -> tuple[np.ndarray, np.ndarray] | None:
    if not record.get("outline") or "grid" not in record:
        return None
    x, y = outline_in(grid, grid_of(record), record["outline"])
    return (x, y) if bool(np.isfinite(x).all() and np.isfinite(y).all()) else None


def _kilometres(grid: Grid, shape: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Corners (n, 2) in kilometres to the right and down of the first corner of the mosaic."""
    columns, rows = grid.from_crs(*shape)
    x, y = grid.gsd
    return np.column_stack((columns * x, rows * y)) / 1000.0

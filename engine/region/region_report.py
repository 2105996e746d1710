"""The layer of frames and the report of a region, gathered from what is known of its frames."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ..contract.progress import Progress
from ..files import whole_file
from ..raster.grid import Grid
from ..raster.reader import RasterReader
from ..reports.region import Footprint, RegionMap, write_region
from .folder import Record
from .frame_layer import outline_in, write_frames

MOST_DRAWN = 1000
"""Pixels along the longer side of the map."""


def write_products(
    layer: Path,
    report: Path,
    mosaic: Path,
    records: Sequence[Record],
    fitted: Record,
    joined: Record,
    progress: Progress,
) -> None:
    """Write the layer and the report.

    Parameters
    ----------
    layer, report : Path
        Targets.
    mosaic : Path
        Of the DTMs.
    records : sequence of dict
        What is known of each frame.
    fitted, joined : dict
        What is told of the fit and of the mosaic.
    progress : Progress
    """
    progress.at(0.97, "Writing the layer of frames and the report", force=True)
    with RasterReader(str(mosaic)) as reader:
        grid = reader.grid
        factor = max(1, math.ceil(max(grid.width, grid.height) / MOST_DRAWN))
        heights = reader.block_means(factor)
    shapes = [_shape(grid, record) for record in records]
    with whole_file(str(layer)) as partial:
        write_frames(f"{partial}|layername={layer.stem}", grid, shapes, records)
    prints = [
        Footprint(record["name"], record["status"], _kilometres(grid, shape))
        for record, shape in zip(records, shapes)
        if shape is not None
    ]
    x, y = grid.gsd
    drawn = RegionMap(heights, (x * factor, y * factor), prints)
    with whole_file(str(report)) as partial:
        write_region(partial, records, fitted, joined, drawn)


def _shape(grid: Grid, record: Record) -> tuple[np.ndarray, np.ndarray] | None:
    if not record.get("outline") or "grid" not in record:
        return None
    wkt, transform, width, height = record["grid"]
    a, b, c, d, e, f = transform
    x, y = outline_in(grid, Grid(wkt, (a, b, c, d, e, f), width, height), record["outline"])
    return (x, y) if bool(np.isfinite(x).all() and np.isfinite(y).all()) else None


def _kilometres(grid: Grid, shape: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Corners (n, 2) in kilometres to the right and down of the first corner of the mosaic."""
    columns, rows = grid.from_crs(*shape)
    x, y = grid.gsd
    return np.column_stack((columns * x, rows * y)) / 1000.0

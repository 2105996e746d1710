"""What is measured of a frame's DTM when it is there: how it keeps to the coarse DEM, and where it has heights."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import spatial

from ..contract.progress import Progress
from ..contract.requests import SceneRequest
from ..errors import ParameterError
from ..raster.align import AlignedHeights
from ..raster.frame import Move, Sun
from ..raster.grid import Grid
from ..raster.heights import HeightReader
from ..raster.reader import RasterReader
from ..terrain.long_waves import block_means, block_size, low_pass_rms
from ..tiling.bands import bands
from .lights import lights

BAND = 512
MOST_CORNERS = 64
"""Of an outline that is kept."""

Corners = list[tuple[float, float]]
"""Columns and rows on the grid of the image, 0 an edge."""


@dataclass(frozen=True)
class FrameFigures:
    """Figures of a DTM.

    Attributes
    ----------
    low_pass_m : float or None
        RMS of what it differs from the moved coarse DEM by under a Gaussian of one posting.
    bias_m : float or None
        Mean of what it differs by.
    outline : list of (column, row)
        Convex outline of the ground with heights.
    posting_m : float
        Of the coarse DEM there.
    light : Sun or None
        In the map, as the DTM tells it; None where it tells none that it could be put together by.
    """

    low_pass_m: float | None
    bias_m: float | None
    outline: Corners
    posting_m: float
    light: Sun | None


def measure(dtm: str, scene: SceneRequest, move: Move, progress: Progress) -> FrameFigures:
    """Read a DTM once, with the coarse DEM where it was moved to."""
    with RasterReader(dtm) as reader, RasterReader(scene.coarse_dem) as coarse:
        grid = reader.grid
        heights = HeightReader(reader, "auto", lambda text: None)
        aligned = AlignedHeights(HeightReader(coarse, scene.height_unit, lambda text: None), grid, move)
        step = block_size(aligned.posting_px)
        band = step * max(1, BAND // step)
        apart, known = [], []
        for row, height in bands(grid.height, band):
            progress.check()
            values = heights.read(row, 0, height, grid.width)
            apart.append(block_means(values - aligned.read(row, 0, height, grid.width), step))
            known.append(_ends(np.isfinite(values), row))
        light = _light(reader)
    low_pass = low_pass_rms(apart, aligned.posting_px / step)
    whole = np.concatenate([part.ravel() for part in apart])
    whole = whole[np.isfinite(whole)]
    bias = float(whole.mean(dtype=np.float64)) if whole.size else None
    outline = _outline(np.concatenate(known))
    return FrameFigures(low_pass if math.isfinite(low_pass) else None, bias, outline, aligned.posting_m, light)


def _light(dtm: RasterReader) -> Sun | None:
    try:
        return lights([dtm], None)[0]
    except ParameterError:
        return None


def whole(grid: Grid) -> Corners:
    """The outline of an image."""
    return [(0.0, 0.0), (float(grid.width), 0.0), (float(grid.width), float(grid.height)), (0.0, float(grid.height))]


def _ends(known: np.ndarray, top: int) -> np.ndarray:
    """Corners of the first and last known pixels of some rows: no others can lie on a convex outline."""
    rows = np.flatnonzero(known.any(axis=1))
    first, last = known[rows].argmax(axis=1), known.shape[1] - known[rows][:, ::-1].argmax(axis=1)
    ends = [np.column_stack((column, top + rows + below)) for column in (first, last) for below in (0, 1)]
    return np.concatenate(ends).astype(np.float64)


def _outline(points: np.ndarray) -> Corners:
    """Convex outline of corners of pixels, of which there are at least four, not on one line."""
    if not len(points):
        return []
    vertices = spatial.ConvexHull(points).vertices
    step = math.ceil(len(vertices) / MOST_CORNERS)
    return [(float(x), float(y)) for x, y in points[vertices[::step]]]

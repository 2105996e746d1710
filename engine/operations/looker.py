"""Image and experts on coarser pixels, to look at the ground from places of the coarse DEM."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..arrays import FloatArray
from ..experts.manifest import Manifest
from ..experts.runner import Runner, TileData, View
from ..raster.align import AlignedHeights
from ..raster.reader import RasterReader
from ..terrain.agreement import Part, windows
from ..terrain.looks import Look
from ..terrain.photometry import central_gradient
from ..terrain.placing import Array, steepness
from ..terrain.residual_shift import Evidence
from ..tiling.blend import Blend
from ..tiling.plan import Tile
from .awaiting import in_order
from .progress import Progress
from .routing import route

Window = tuple[slice, slice]

POSTING_PX = 12.0
"""Pixels to a posting that the fit is made with: as few as hold its band, because time goes with their square."""

MOST_PIXELS = 2**20
"""Of a larger scene the middle is looked at: 85 postings each way tell enough, and memory stays small."""

DARK = 0.1
"""Of the brightness of the brightest tenth: less is shadow, of which an expert only guesses."""

LEAST_LIT = 0.1
"""Share of the image out of shadow from which a look tells anything."""

LEAST_SHARE = 0.05
"""Of the pixels looked at that need both brightness and height."""

LEAST_EXTENT = 6.0
"""Postings across the scene; the outer two on each side tell nothing."""


class Looker:
    """Image and experts on coarser pixels, to try places of the coarse DEM on.

    Parameters
    ----------
    image : RasterReader
    offset : float
        Taken off the image.
    aligned : AlignedHeights
        The coarse DEM where its file has it.
    runner : Runner
    manifest : Manifest
        Of the runner's pack.
    values : mapping
        Parameters: the sun, which is known, and the tiling.
    posting_px : float
        Pixels to a posting that it is looked at with, or more.
    """

    def __init__(
        self,
        image: RasterReader,
        offset: float,
        aligned: AlignedHeights,
        runner: Runner,
        manifest: Manifest,
        values: Mapping[str, Any],
        posting_px: float = POSTING_PX,
    ) -> None:
        factor = max(1, math.floor(aligned.posting_px / max(posting_px, manifest.posting_range_px[0])))
        whole = image.grid.coarser(factor)
        height, width = _middle(whole.height, whole.width)
        row, column = (whole.height - height) // 2, (whole.width - width) // 2
        self._grid = whole.window(row, column, height, width)
        self.posting_m = aligned.posting_m
        self._posting_px = aligned.posting_px / factor
        window = row * factor, column * factor, height * factor, width * factor
        self._factor, self._corner = factor, window[:2]
        self._image = image.block_means(factor, window) - np.float32(offset)
        self._lit = _lit(self._image)
        self._aligned, self._runner, self._manifest, self._values = aligned, runner, manifest, values

    def look(self, place: Array, progress: Progress, parts: bool = False) -> Look | None:
        """How far the coarse DEM, moved to a place, still is from the detail that the experts see.

        Parameters
        ----------
        place : (2,) array
            Metres east and north by which it is moved.
        progress : Progress
        parts : bool
            Whether the parts of a large scene are looked at by themselves as well.

        Returns
        -------
        Look or None
            None where the ground does not show it.
        """
        found = self.surfaces(place, progress)
        if found is None:
            return None
        evidence = Evidence(*found, self._grid.gsd, self.posting_m, float(self._values["sun_azimuth"]))
        shift = evidence.shift()
        if shift is None:
            return None
        split = []
        for window in windows(evidence.shape, evidence.postings) if parts else ():
            part = evidence.shift(window)
            if part is not None:
                split.append(Part(window, np.array((part.east_m, part.north_m)), part.covariance_m2))
        seen = np.array((shift.east_m, shift.north_m))
        steep = steepness(central_gradient(found[0], *self._grid.gsd))
        return Look(place, seen, shift.covariance_m2, self._lit, shift.change, steep, tuple(split))

    def where(self, window: Window) -> str:
        """Where in the image a window of what is looked at lies."""
        (top, bottom), (left, right) = (
            (first + self._factor * part.start, first + self._factor * part.stop)
            for first, part in zip(self._corner, window)
        )
        return f"in rows {top} to {bottom} and columns {left} to {right} of the image"

    def surfaces(self, place: Array, progress: Progress) -> tuple[FloatArray, FloatArray] | None:
        """The coarse DEM moved to a place, and what the experts make of it; None where too little is known."""
        if min(self._image.shape) < LEAST_EXTENT * self._posting_px:
            return None
        east, north = (float(value) for value in place)
        progress.at(0.0, f"Looking at the coarse DEM {east:+.0f} m east, {north:+.0f} m north", force=True)
        aligned = self._aligned.moved(east, north, self._grid)
        coarse = aligned.read(0, 0, self._grid.height, self._grid.width)
        if (np.isfinite(coarse) & np.isfinite(self._image)).mean() < LEAST_SHARE:
            return None
        return coarse, coarse + self._corrections(aligned, coarse, progress)

    def _corrections(self, aligned: AlignedHeights, coarse: FloatArray, progress: Progress) -> FloatArray:
        routing = route(aligned, self._manifest, self._values, progress)
        plan = routing.plan
        size = max(plan.height, plan.tile_height), max(plan.width, plan.tile_width)
        brightness, heights = (_padded(values, size) for values in (self._image, coarse))
        tiles: list[tuple[Tile, NDArray[np.bool_]]] = []
        data = []
        for row in range(plan.shape[0]):
            for tile in plan.row_of_tiles(row):
                window = slice(tile.top, tile.top + plan.tile_height), slice(tile.left, tile.left + plan.tile_width)
                terrain = routing.terrain(row, tile.column)
                known = np.isfinite(brightness[window]) & np.isfinite(heights[window])
                if terrain is not None and known.any():
                    tiles.append((tile, known))
                    data.append(TileData(terrain, brightness[window], heights[window]))
        gsd = math.sqrt(self._grid.gsd[0] * self._grid.gsd[1])
        view = View(gsd, aligned.posting_m / gsd, self._values["sun_azimuth"], self._values["sun_incidence"])
        blend = Blend(plan)
        for (tile, known), correction in zip(tiles, in_order(self._runner.submit(data, view), progress)):
            blend.add(tile, correction, known)
        return blend.take(plan.height)[0]


def _lit(image: FloatArray) -> float:
    """Share of the known pixels that are not in shadow, at least LEAST_LIT."""
    known = image[np.isfinite(image)]
    if known.size == 0:
        return LEAST_LIT
    return max(LEAST_LIT, float(np.mean(known > DARK * np.quantile(known, 0.9))))


def _middle(height: int, width: int) -> tuple[int, int]:
    """Size of the middle of a scene that is looked at; the shorter side is kept as long as can be."""
    short = min(height, width, math.isqrt(MOST_PIXELS))
    long = min(max(height, width), MOST_PIXELS // short)
    return (short, long) if height < width else (long, short)


def _padded(values: FloatArray, size: tuple[int, int]) -> FloatArray:
    """Grown to a size with unknown pixels at the bottom and right."""
    missing = [(0, wanted - have) for wanted, have in zip(size, values.shape)]
    return np.pad(values, missing, constant_values=np.nan)

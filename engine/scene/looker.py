"""Looks at places of the coarse DEM: image and experts on coarser pixels, where trying costs little."""

from __future__ import annotations

import math
import threading

import numpy as np

from ..arrays import BoolArray, FloatArray
from ..contract.progress import Progress
from ..contract.requests import TilingRequest
from ..experts.awaiting import in_order
from ..experts.correct import TileData, View, cells_of
from ..experts.manifest import Manifest
from ..experts.runner import Runner
from ..raster.align import AlignedHeights
from ..raster.frame import Move, Sun
from ..raster.grid import Grid
from ..raster.reader import RasterReader
from ..terrain.agreement import Part, windows
from ..terrain.looks import Look
from ..terrain.photometry import central_gradient
from ..terrain.placing import steepness
from ..terrain.residual_shift import Array, Evidence, Seen
from ..tiling.blend import Blend
from ..tiling.plan import Tile
from .contrast import Calibration
from .routing import route

Window = tuple[slice, slice]

POSTING_PX = 12.0
"""Pixels to a posting that the fit is made with: as few as hold its band, because time goes with their square."""

MOST_PIXELS = 2**20
"""Of a larger scene the middle is looked at: 85 postings each way tell enough, and memory stays small."""

LEAST_SHARE = 0.05
"""Of the pixels looked at that need both brightness and height."""

LEAST_EXTENT = 6.0
"""Postings across the scene; the outer two on each side tell nothing."""


class Looker:
    """Image and experts on coarser pixels, to try places of the coarse DEM on.

    ``grid`` is that of its pixels.

    Parameters
    ----------
    image : RasterReader
    calibration : Calibration
        Of the whole image.
    aligned : AlignedHeights
        The coarse DEM where its file has it.
    runner : Runner
    manifest : Manifest
        Of the runner's pack.
    sun : Sun
        In the raster's frame.
    tiling : TilingRequest
    posting_px : float
        Pixels to a posting that it is looked at with, or more.
    part : (row, column, height, width), optional
        The part of the image that is looked at; its middle, or all of it, if not given.
    """

    def __init__(
        self,
        image: RasterReader,
        calibration: Calibration,
        aligned: AlignedHeights,
        runner: Runner,
        manifest: Manifest,
        sun: Sun,
        tiling: TilingRequest,
        posting_px: float = POSTING_PX,
        part: tuple[int, int, int, int] | None = None,
    ) -> None:
        factor = aligned.pixels_of_posting(max(posting_px, manifest.posting_range_px[0]))
        whole = image.grid.coarser(factor)
        if part is None:
            height, width = _middle(whole.height, whole.width)
            row, column = (whole.height - height) // 2, (whole.width - width) // 2
        else:
            row, column, height, width = (value // factor for value in part)
        self.grid = whole.window(row, column, height, width)
        self.posting_m = aligned.posting_m
        self._posting_px = aligned.posting_px / factor
        window = row * factor, column * factor, height * factor, width * factor
        self._factor, self._corner = factor, window[:2]
        self._image = image.block_means(factor, window) - np.float32(calibration.offset)
        self._least_brightness = calibration.least_brightness
        self._aligned, self._runner, self._manifest = aligned, runner, manifest
        self._sun, self._tiling = sun, tiling
        self._reading = threading.Lock()  # two places are looked at at a time, and files are read by one
        self.axes = _axes(self.grid)

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
        if min(self._image.shape) < LEAST_EXTENT * self._posting_px:
            return None
        found = self.surfaces(place, progress)
        if found is None:
            return None
        evidence = Evidence(*found, self.grid.gsd, self.posting_m, self._sun.azimuth_deg)
        seen = evidence.shift()
        if seen is None:
            return None
        split = []
        for window in windows(evidence.shape, evidence.postings) if parts else ():
            part = evidence.shift(window)
            if part is not None:
                split.append(Part(window, self._in_map(part)))
        steep = self.axes @ steepness(central_gradient(found[0], *self.grid.gsd)) @ self.axes.T
        return Look(place, self._in_map(seen), evidence.change, steep, tuple(split))

    def _in_map(self, seen: Seen) -> Seen:
        """What is seen along the axes of the raster, along those of the map."""
        return Seen(seen.views_m @ self.axes.T, self.axes @ seen.sampling_m2 @ self.axes.T)

    def where(self, window: Window) -> str:
        """Where in the image a window of what is looked at lies."""
        (top, bottom), (left, right) = (
            (first + self._factor * part.start, first + self._factor * part.stop)
            for first, part in zip(self._corner, window)
        )
        return f"in rows {top} to {bottom} and columns {left} to {right} of the image"

    def surfaces(self, place: Array, progress: Progress) -> tuple[FloatArray, FloatArray] | None:
        """The coarse DEM moved to a place, and what the experts make of it; None where too little is known."""
        east, north = (float(value) for value in place)
        progress.at(0.0, f"Looking at the coarse DEM {east:+.0f} m east, {north:+.0f} m north", force=True)
        with self._reading:
            aligned = self._aligned.moved(Move(east, north), self.grid)
            coarse = aligned.read(0, 0, self.grid.height, self.grid.width)
        if (np.isfinite(coarse) & np.isfinite(self._image)).mean() < LEAST_SHARE:
            return None
        return coarse, coarse + self._corrections(aligned, coarse, progress)

    def _corrections(self, aligned: AlignedHeights, coarse: FloatArray, progress: Progress) -> FloatArray:
        with self._reading:
            routing = route(aligned, self._manifest, self._tiling, progress)
        plan = routing.plan
        brightness, heights = (_padded(values, plan.extent) for values in (self._image, coarse))
        tiles: list[tuple[Tile, BoolArray]] = []
        data = []
        for tile in plan.tiles(routing.labels, range(plan.shape[0])):
            window = slice(tile.top, tile.bottom), slice(tile.left, tile.right)
            terrain = routing.terrain(tile.row, tile.column)
            known = np.isfinite(brightness[window]) & np.isfinite(heights[window])
            if terrain is not None and known.any():
                tiles.append((tile, known))
                data.append(TileData(terrain, brightness[window], heights[window], cells_of(plan, tile)))
        gsd = math.sqrt(self.grid.gsd[0] * self.grid.gsd[1])
        view = View(gsd, aligned.posting_m / gsd, self._sun, self._least_brightness)
        blend = Blend(plan)
        for (tile, known), correction in zip(tiles, in_order(self._runner.submit(data, view), progress)):
            blend.add(tile, correction, known)
        return blend.take(plan.height).corrections()


def _axes(grid: Grid) -> Array:
    """Columns: where a metre to the right and a metre up in the raster lead in the map."""
    return np.array((grid.axes.to_map(1.0, 0.0), grid.axes.to_map(0.0, -1.0))).T


def _middle(height: int, width: int) -> tuple[int, int]:
    """Size of the middle of a scene that is looked at; the shorter side is kept as long as can be."""
    short = max(1, min(height, width, math.isqrt(MOST_PIXELS)))
    long = min(max(height, width), MOST_PIXELS // short)
    return (short, long) if height < width else (long, short)


def _padded(values: FloatArray, size: tuple[int, int]) -> FloatArray:
    """Grown to a size with unknown pixels at the bottom and right."""
    missing = [(0, wanted - have) for wanted, have in zip(size, values.shape)]
    return np.pad(values, missing, constant_values=np.nan)

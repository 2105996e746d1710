"""Fit the coarse DEM to the image by what the experts change in it.

Shading alone places a coarse DEM to some tenths of a posting, and on a slope of thirty degrees a tenth of a
posting is metres of height. What the experts make of a misplaced DEM differs from it by the shift times its
gradient, which places it several times better. A second look from the place that the first one gave shows how
far off the first was.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..experts.manifest import Manifest
from ..experts.runner import Runner, TileData, View
from ..raster.align import AlignedHeights
from ..raster.frame import Move
from ..raster.grid import Grid
from ..raster.reader import RasterReader
from ..terrain.residual_shift import ResidualShift, residual_shift
from ..terrain.shift import Shift
from ..tiling.blend import Blend
from ..tiling.plan import Tile
from .awaiting import in_order
from .progress import Progress
from .routing import route

FloatArray = NDArray[np.float32]

POSTING_PX = 12.0
"""Pixels to a posting that the fit is made with: as few as hold its band, because time goes with their square."""

MOST_PIXELS = 2**20
"""Of a larger scene the middle is looked at: 85 postings each way tell enough, and memory stays small."""

RESPONSE = 1.6
"""Metres that a metre of misplacement shows as: the experts' detail is steeper than the blurred coarse DEM. On
made scenes it is 0.5 to 2.2; a second look takes out what the mean of it leaves."""

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
    """

    def __init__(
        self,
        image: RasterReader,
        offset: float,
        aligned: AlignedHeights,
        runner: Runner,
        manifest: Manifest,
        values: Mapping[str, Any],
    ) -> None:
        factor = aligned.pixels_of_posting(max(POSTING_PX, manifest.posting_range_px[0]))
        whole = image.grid.coarser(factor)
        height, width = _middle(whole.height, whole.width)
        row, column = (whole.height - height) // 2, (whole.width - width) // 2
        self._grid = whole.window(row, column, height, width)
        self.posting_m = aligned.posting_m
        self._posting_px = aligned.posting_px / factor
        window = row * factor, column * factor, height * factor, width * factor
        self._image = image.block_means(factor, window) - np.float32(offset)
        self._aligned, self._runner, self._manifest, self._values = aligned, runner, manifest, values

    def look(self, place: NDArray[np.float64], progress: Progress) -> ResidualShift | None:
        """How far the coarse DEM, moved to a place, still is from the detail that the experts see.

        Parameters
        ----------
        place : (2,) array
            Metres east and north by which it is moved.

        Returns
        -------
        ResidualShift or None
            None where the ground does not show it.
        """
        if min(self._image.shape) < LEAST_EXTENT * self._posting_px:
            return None
        east, north = (float(value) for value in place)
        progress.at(0.0, f"Looking at the coarse DEM {east:+.0f} m east, {north:+.0f} m north", force=True)
        aligned = self._aligned.moved(Move(east, north), self._grid)
        coarse = aligned.read(0, 0, self._grid.height, self._grid.width)
        if (np.isfinite(coarse) & np.isfinite(self._image)).mean() < LEAST_SHARE:
            return None
        correction = self._corrections(aligned, coarse, progress)
        azimuth = float(self._values["sun_azimuth"])
        found = residual_shift(coarse, coarse + correction, self._grid.gsd, aligned.posting_m, azimuth)
        return None if found is None else _in_map(found, self._grid)

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


def fit(looker: Looker, shading: Shift, progress: Progress) -> Move | None:
    """Where the experts want the coarse DEM; None where the ground does not show it.

    Parameters
    ----------
    looker : Looker
    shading : Shift
        What shading alone says. Where it is beyond the experts' reach, it is looked at too, and the place
        where they change less is gone on from.
    """
    start = np.zeros(2)
    seen = looker.look(start, progress)
    if shading.reliable and math.hypot(shading.east_m, shading.north_m) > looker.posting_m:
        other = np.array((shading.east_m, shading.north_m))
        there = looker.look(other, progress)
        if there is not None and (seen is None or there.change < seen.change):
            start, seen = other, there
    if seen is None:
        return None
    moved, _ = _step(np.zeros(2), seen)
    seen = looker.look(start + moved, progress)
    if seen is None:
        return None
    moved, covariance = _step(moved, seen)
    # To a centimetre, so that rounding that differs between machines does not reach the heights.
    east, north = (round(float(value), 2) for value in start + moved)
    (a, b), (c, d) = covariance.tolist()
    return Move(east, north, ((a, b), (c, d)))


def _in_map(found: ResidualShift, grid: Grid) -> ResidualShift:
    """A shift that was found along the axes of a raster, along those of the map."""
    (a, b), (c, d) = found.covariance_m2.tolist()
    move = Move(found.east_m, found.north_m, ((a, b), (c, d)), "raster").in_map(grid)
    return ResidualShift(move.east_m, move.north_m, np.array(move.covariance), found.change)


def _step(moved: NDArray[np.float64], seen: ResidualShift) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The whole move (east, north) after one more look, as far as it is known, and its covariance."""
    east, north = moved + np.array((seen.east_m, seen.north_m)) / RESPONSE
    whole = ResidualShift(float(east), float(north), seen.covariance_m2 / RESPONSE**2, seen.change)
    return np.array(whole.shrunk()), whole.covariance_m2


def _middle(height: int, width: int) -> tuple[int, int]:
    """Size of the middle of a scene that is looked at; the shorter side is kept as long as can be."""
    short = min(height, width, math.isqrt(MOST_PIXELS))
    long = min(max(height, width), MOST_PIXELS // short)
    return (short, long) if height < width else (long, short)


def _padded(values: FloatArray, size: tuple[int, int]) -> FloatArray:
    """Grown to a size with unknown pixels at the bottom and right."""
    missing = [(0, wanted - have) for wanted, have in zip(size, values.shape)]
    return np.pad(values, missing, constant_values=np.nan)

"""A source about some ground: its files on one lattice of posts, read as one raster."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import ArchiveError
from ..raster.grid import Grid
from ..raster.union import place_on
from .footprint import Footprint
from .pieces import RemoteRaster, Window, clipped
from .reading import Reading
from .sources import DemSource, Tile


@dataclass(frozen=True)
class Sheet:
    """A window of the lattice of a source.

    Attributes
    ----------
    source : DemSource
    grid : Grid
        Of the window.
    parts : tuple of (RemoteRaster, top, left)
        Files, and the row and column of the window at which each begins.
    """

    source: DemSource
    grid: Grid
    parts: tuple[tuple[RemoteRaster, int, int], ...]

    def windows(self) -> list[tuple[RemoteRaster, Window]]:
        """What is needed of each file."""
        whole = [(part, (-top, -left, self.grid.height, self.grid.width)) for part, top, left in self.parts]
        return [(part, inside) for part, window in whole if (inside := clipped(window, part.grid)) is not None]

    def read(self, row: int, column: int, height: int, width: int) -> NDArray[np.float32]:
        """Heights in metres of a part of the window; NaN where the source has none."""
        out: NDArray[np.float32] = np.full((height, width), np.nan, dtype=np.float32)
        for part, top, left in self.parts:
            values = part.read(row - top, column - left, height, width)
            known = np.isfinite(values)
            out[known] = values[known]
        self._limit(out, row, column)
        return out

    def _limit(self, heights: NDArray[np.float32], row: int, column: int) -> None:
        """Take away what lies beyond the latitude of a polar source, in the corners of its square."""
        parameters = self.grid.crs.to_dict()
        if parameters.get("proj") != "stere":
            return
        south = float(parameters.get("lat_0", 90.0)) < 0.0
        limit = self.source.extent[3] if south else -self.source.extent[1]
        # Two posts more, from which those within are interpolated.
        most = 2.0 * self.grid.radius * math.tan(math.radians(90.0 + limit) / 2.0) + 2.0 * abs(self.grid.transform[0])
        height, width = heights.shape
        x, y = self.grid.to_crs(
            np.arange(width, dtype=np.float64)[None, :] + (column + 0.5),
            np.arange(height, dtype=np.float64)[:, None] + (row + 0.5),
        )
        heights[np.hypot(x, y) > most] = np.nan


def sheet(source: DemSource, footprint: Footprint, margin_m: float, reading: Reading) -> Sheet:
    """A source about some ground, its files opened.

    Raises
    ------
    ArchiveError
        A file cannot be opened, or does not fit beside the others.
    OverlapError
        The map of the source does not have this ground.
    """
    tiles = source.tiles()
    longitude, latitude = footprint.places()
    middle = int(np.argmax([_count(tile, longitude, latitude) for tile in tiles]))
    first = reading.opened(source, tiles[middle])
    top, left, height, width = footprint.window_on(first.grid, margin_m)
    grid = first.grid.window(top, left, height, width)
    parts = [(first, -top, -left)]
    for number, tile in enumerate(tiles):
        if number != middle and _touches(tile.box, footprint, margin_m):
            part = reading.opened(source, tile)
            place = place_on(grid, part.grid, part.url)
            if not place.on_lattice:
                raise ArchiveError(
                    f"{part.url} does not lie on the posts of {first.url}; correct the table of sources."
                )
            parts.append((part, place.top, place.left))
    return Sheet(source, grid, tuple(parts))


def _count(tile: Tile, longitude: np.ndarray, latitude: np.ndarray) -> int:
    west, south, east, north = tile.box
    across = (longitude - west) % 360.0 < east - west
    return int((across & (latitude >= south) & (latitude < north)).sum())


def _touches(box: tuple[float, float, float, float], footprint: Footprint, margin_m: float) -> bool:
    """Whether a tile may have some of the ground or of its margin; rather too often than not."""
    return any(_box_touches(box, grid, margin_m) for grid in footprint.grids)


def _box_touches(box: tuple[float, float, float, float], grid: Grid, margin_m: float) -> bool:
    longitude, latitude = Footprint((grid,), "").places()
    west, south, east, north = box
    # Between places of the lattice lies more ground than they tell.
    reach = _spread(latitude) / 16.0 + math.degrees(margin_m / grid.radius)
    low, high = float(latitude.min()) - reach, float(latitude.max()) + reach
    if low > north or high < south:
        return False
    middle = _middle(longitude)
    off = (longitude - middle + 180.0) % 360.0 - 180.0
    least = math.cos(math.radians(min(max(abs(low), abs(high)), 89.9)))
    half = float(np.abs(off).max()) * 17.0 / 16.0 + math.degrees(margin_m / grid.radius) / least
    centre = (west + east) / 2.0
    apart = abs((middle - centre + 180.0) % 360.0 - 180.0)
    return apart <= half + (east - west) / 2.0


def _spread(values: np.ndarray) -> float:
    return float(values.max() - values.min())


def _middle(longitude: Sequence[float] | np.ndarray) -> float:
    """Middle of longitudes, round the Moon."""
    angles = np.radians(np.asarray(longitude))
    return math.degrees(math.atan2(float(np.sin(angles).sum()), float(np.cos(angles).sum())))

"""The ground that a coarse DEM is wanted for: that of images, or an extent in degrees."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import OverlapError, ParameterError
from ..raster.crs import as_wkt
from ..raster.grid import Grid
from ..raster.reach import places
from ..raster.union import place_on
from .pieces import Window

SIDE = 33
"""Places along each side of a grid from which its ground is told."""

GEOGRAPHIC = "IAU_2015:30100"


@dataclass(frozen=True)
class Footprint:
    """Ground on the Moon.

    Attributes
    ----------
    grids : tuple of Grid
        That cover it.
    name : str
        For messages.
    """

    grids: tuple[Grid, ...]
    name: str

    def places(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Longitudes and latitudes in degrees all over it, (n,) arrays."""
        found = [_places(grid) for grid in self.grids]
        return np.concatenate([lon for lon, _ in found]), np.concatenate([lat for _, lat in found])

    @property
    def gsd_m(self) -> float:
        """Size of a pixel, the largest of several."""
        return max(grid.ground_size.mean_m for grid in self.grids)

    def window_on(self, grid: Grid, margin_m: float) -> Window:
        """Window of a grid, gone on beyond its borders, that holds it with a margin.

        Raises
        ------
        OverlapError
            The map of the grid does not have this ground, or some of it lies on the other side of the Moon.
        """
        found = [place_on(grid, own, self.name) for own in self.grids]
        if grid.turn_columns is not None:
            # Several images lie about the first one, the short way round.
            turn = round(grid.turn_columns)
            first = found[0].left + found[0].width / 2.0
            lefts = [p.left - turn * round((p.left + p.width / 2.0 - first) / turn) for p in found]
        else:
            lefts = [p.left for p in found]
        top, left = min(p.top for p in found), min(lefts)
        bottom = max(p.top + p.height for p in found)
        right = max(at + p.width for at, p in zip(lefts, found))
        edges = np.array([float(top), float(bottom)])
        metres_x, metres_y = grid.ground_metres(edges)
        across, down = (max(1, math.ceil(margin_m / max(float(m.min()), 0.1))) for m in (metres_x, metres_y))
        top, bottom = _within_map(grid, top - down, bottom + down)
        left, width = left - across, right - left + 2 * across
        if grid.turn_columns is not None:
            width = min(width, round(grid.turn_columns))
        return top, left, bottom - top, width


def _within_map(grid: Grid, top: int, bottom: int) -> tuple[int, int]:
    """Rows that a map has: a cylinder ends at its poles."""
    if grid.turn_columns is None:
        return top, bottom
    quarter = grid.turn_columns * abs(grid.transform[0] / grid.transform[4]) / 4.0
    equator = grid.transform[5] / abs(grid.transform[4])
    return max(top, round(equator - quarter)), min(bottom, round(equator + quarter))


def _places(grid: Grid) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    columns, rows = np.meshgrid(np.linspace(0.0, grid.width, SIDE), np.linspace(0.0, grid.height, SIDE))
    longitude, latitude = places(grid, columns.ravel(), rows.ravel())
    known = np.isfinite(longitude) & np.isfinite(latitude)
    return longitude[known], latitude[known]


def of_images(grids: Sequence[Grid], names: Sequence[str]) -> Footprint:
    """The ground of images."""
    return Footprint(tuple(grids), names[0] if len(names) == 1 else f"{len(names)} images")


def of_extent(text: str) -> Footprint:
    """The ground of an extent.

    Parameters
    ----------
    text : str
        ``west,south,east,north`` in degrees, east positive; east may be less than west, over the antimeridian.

    Raises
    ------
    ParameterError
        It is none.
    """
    try:
        west, south, east, north = (float(part) for part in text.split(","))
        fits = all(map(math.isfinite, (west, south, east, north)))
    except ValueError:
        fits = False
    if not fits or not (-360 <= west <= 360 and -360 <= east <= 360 and -90 <= south < north <= 90):
        raise ParameterError(
            f"extent is {text!r}, but must be west,south,east,north in degrees, like 3.1,26.0,3.9,26.6; south lies "
            "below north, and latitudes lie within 90."
        )
    width = (east - west) % 360.0 or 360.0
    cells = 64
    transform = (width / cells, 0.0, west, 0.0, (south - north) / cells, north)
    return Footprint((Grid(as_wkt(GEOGRAPHIC), transform, cells, cells),), f"the extent {text}")


def nothing_there(footprint: Footprint, names: str) -> OverlapError:
    """The error for ground that no source has."""
    return OverlapError(
        f"{names} has no heights for the ground of {footprint.name}; choose another source, or give a coarse DEM."
    )

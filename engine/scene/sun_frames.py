"""The sun over the middle of a raster in the frame of its map: from the sub-solar point, or from true north."""

from __future__ import annotations

import math

import numpy as np

from ..raster.frame import Sun
from ..raster.grid import Grid
from ..terrain.sun_position import incidence, onward, towards

STEP_DEG = 1e-3
"""Length of the step towards the sun whose direction in the map is measured: 30 m."""


def at_centre(grid: Grid, subsolar: tuple[float, float]) -> Sun:
    """The sun over the middle of an image under a sub-solar point (latitude, longitude)."""
    longitude, latitude = middle(grid)
    return Sun(map_azimuth(grid, latitude, longitude, subsolar), incidence(latitude, longitude, subsolar))


def from_true_north(grid: Grid, bearing_deg: float) -> float:
    """Azimuth in the map, at the middle of a grid, of one that counts clockwise from true north there."""
    longitude, latitude = middle(grid)
    return map_azimuth(grid, latitude, longitude, onward(latitude, longitude, bearing_deg, 90.0))


def middle(grid: Grid) -> tuple[float, float]:
    """Longitude and latitude of the middle of a grid."""
    longitude, latitude = grid.longitude_latitude(np.array(grid.width / 2.0), np.array(grid.height / 2.0))
    return float(longitude), float(latitude)


def map_azimuth(grid: Grid, latitude: float, longitude: float, sun: tuple[float, float]) -> float:
    """Direction to the sun in the map at a place, clockwise from map north in true ground metres.

    Found by going a step on the sphere and looking where it leads in the map, so it needs no formula
    for the convergence of the projection and holds at the poles.
    """
    there = towards(latitude, longitude, sun, STEP_DEG)
    columns, rows = grid.from_longitude_latitude(np.array([longitude, there[1]]), np.array([latitude, there[0]]))
    gsd_x, gsd_y = grid.gsd
    right, down = float(columns[1] - columns[0]) * gsd_x, float(rows[1] - rows[0]) * gsd_y
    return grid.map_azimuth(math.degrees(math.atan2(right, -down))) % 360.0

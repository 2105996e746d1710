"""How the axes of a raster lie in its map, as unit vectors on the ground. Standard library only."""

from __future__ import annotations

import math
from dataclasses import dataclass

Vector = tuple[float, float]


@dataclass(frozen=True)
class Axes:
    """Directions on the ground, (east, north) in the map, of a step to the right and of one downwards.

    The two need be neither at right angles nor right-handed: rasters may be mirrored or transposed, and the
    pixels of a turned raster in a map of unequal scales are rhombs.
    """

    right: Vector
    down: Vector

    @classmethod
    def of(cls, right: Vector, down: Vector) -> Axes:
        """From steps of any length; what is a billionth off an axis is rounding, and lies on it."""
        return cls(_unit(*right), _unit(*down))

    @property
    def are_north_up(self) -> bool:
        """Whether columns run east and rows run south in the map."""
        return self.right == (1.0, 0.0) and self.down == (0.0, -1.0)

    @property
    def are_straight(self) -> bool:
        """Whether rows run along x of the CRS and columns along y, either way."""
        return self.right[1] == 0.0 and self.down[0] == 0.0

    def to_raster(self, east: float, north: float) -> Vector:
        """Metres to the right and downwards of a vector given in the map."""
        (rx, ry), (dx, dy) = self.right, self.down
        turn = rx * dy - ry * dx
        return (east * dy - north * dx) / turn, (rx * north - ry * east) / turn

    def to_map(self, right: float, down: float) -> Vector:
        """Metres east and north of a vector given in the raster."""
        (rx, ry), (dx, dy) = self.right, self.down
        return right * rx + down * dx, right * ry + down * dy

    def raster_azimuth(self, azimuth_deg: float) -> float:
        """Direction in the raster, clockwise from the top, of one from map north.

        As it is where the raster is north-up, else in [0, 360).
        """
        if self.are_north_up:
            return azimuth_deg
        angle = math.radians(azimuth_deg)
        right, down = self.to_raster(math.sin(angle), math.cos(angle))
        return math.degrees(math.atan2(right, -down)) % 360.0

    def map_azimuth(self, azimuth_deg: float) -> float:
        """Direction from map north of one in the raster; the inverse of ``raster_azimuth``."""
        if self.are_north_up:
            return azimuth_deg
        angle = math.radians(azimuth_deg)
        east, north = self.to_map(math.sin(angle), -math.cos(angle))
        return math.degrees(math.atan2(east, north)) % 360.0


def _unit(x: float, y: float) -> Vector:
    length = math.hypot(x, y)
    x, y = (0.0 if abs(v) < 1e-9 * length else v for v in (x, y))
    length = math.hypot(x, y)
    return x / length, y / length

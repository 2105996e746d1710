"""Values that carry their frame: the sun, a shift, a size on the ground. Standard library only.

Two frames are told apart. The map's: east and north are the axes of the CRS, and azimuths count clockwise from
north, which is up in the CRS (near a pole this is not true north). The raster's: east is along a row to the
right and north is along a column to the top, and azimuths count clockwise from the top. They are the same for
rasters that are stored north-up. Both are in ground metres, so that neither depends on the scale of the map.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Optional

if TYPE_CHECKING:
    from .grid import Grid

Frame = Literal["map", "raster"]

Covariance = tuple[tuple[float, float], tuple[float, float]]
"""Of (east, north) in square metres."""


@dataclass(frozen=True)
class Sun:
    """Where the sun stands over an image, or what stands for it in permanent shadow.

    Attributes
    ----------
    azimuth_deg : float
        Direction to the sun, clockwise from north of the frame.
    incidence_deg : float
        Angle between the sun and the local vertical.
    frame : 'map' or 'raster'
    scattered : bool
        Whether it stands for sunlit ground along the horizon, whose scattered light casts no sharp shadows.
    """

    azimuth_deg: float
    incidence_deg: float
    frame: Frame = "map"
    scattered: bool = False

    def on(self, grid: Grid) -> Sun:
        """The same sun in the frame of a raster, as arrays need it."""
        if self.frame == "raster":
            return self
        return replace(self, azimuth_deg=grid.raster_azimuth(self.azimuth_deg), frame="raster")

    def in_map(self, grid: Grid) -> Sun:
        """The same sun in the frame of the map that a raster lies in, as users read it."""
        if self.frame == "map":
            return self
        return replace(self, azimuth_deg=grid.map_azimuth(self.azimuth_deg), frame="map")


@dataclass(frozen=True)
class Move:
    """A shift in ground metres; by default things stay where they are.

    Attributes
    ----------
    east_m, north_m : float
        Along the axes of the frame.
    covariance : 2 x 2 tuple, optional
        Of (east, north) in square metres, where the shift is an estimate.
    frame : 'map' or 'raster'
    """

    east_m: float = 0.0
    north_m: float = 0.0
    covariance: Optional[Covariance] = None
    frame: Frame = "map"

    @property
    def error_m(self) -> float | None:
        """Standard error of both axes together; None where the covariance is not known."""
        return None if self.covariance is None else math.sqrt(self.covariance[0][0] + self.covariance[1][1])

    def on(self, grid: Grid) -> tuple[float, float]:
        """The shift in columns and rows of a raster."""
        if self.frame == "map":
            return grid.pixels_of(self.east_m, self.north_m)
        gsd_x, gsd_y = grid.gsd
        return self.east_m / gsd_x, -self.north_m / gsd_y

    def covariance_on(self, grid: Grid) -> Covariance | None:
        """Covariance along the columns' and the rows' step of a raster, in square metres; None where it is unknown."""
        if self.covariance is None:
            return None
        if self.frame == "map":
            rows = list(zip(grid.axes.to_raster(1.0, 0.0), grid.axes.to_raster(0.0, 1.0)))
        else:
            rows = [(1.0, 0.0), (0.0, -1.0)]
        return _turned(self.covariance, rows)

    def in_map(self, grid: Grid) -> Move:
        """The same shift in the frame of the map that a raster lies in, with its covariance."""
        if self.frame == "map":
            return self
        # Columns of the matrix of this change of axes: where one metre to the right and one to the top lead.
        right, top = grid.axes.to_map(1.0, 0.0), grid.axes.to_map(0.0, -1.0)
        rows = list(zip(right, top))
        east, north = (row[0] * self.east_m + row[1] * self.north_m for row in rows)
        if self.covariance is None:
            return Move(east, north)
        return Move(east, north, _turned(self.covariance, rows))


def _turned(covariance: Covariance, rows: Sequence[tuple[float, float]]) -> Covariance:
    """A covariance in other axes: ``rows`` are those of the matrix of the change."""
    (a, b), (c, d) = covariance

    def term(one: tuple[float, float], other: tuple[float, float]) -> float:
        return one[0] * (a * other[0] + b * other[1]) + one[1] * (c * other[0] + d * other[1])

    return (term(rows[0], rows[0]), term(rows[0], rows[1])), (term(rows[1], rows[0]), term(rows[1], rows[1]))


STILL = Move()
"""Nothing is moved."""


@dataclass(frozen=True)
class GroundSize:
    """Ground metres along the columns' and the rows' step of a raster."""

    x_m: float
    y_m: float

    @property
    def mean_m(self) -> float:
        """Geometric mean: the side of a square of the same ground."""
        return math.sqrt(self.x_m * self.y_m)

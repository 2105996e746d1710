"""Where pixels lie: a CRS, an affine and a size, with true ground metres per pixel."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.warp import transform as transform_points

from ..moon import RADIUS_M
from .axes import Axes
from .crs import semi_major_axis
from .cylinder import Cylinder, cylinder
from .frame import GroundSize

MOON_RADIUS_M = RADIUS_M

Window = tuple[int, int, int, int]
"""(row, column, height, width) in pixels."""


@dataclass(frozen=True)
class Grid:
    """Geometry of a raster.

    Attributes
    ----------
    wkt : str
        CRS as WKT.
    transform : tuple of 6 floats
        Affine from (column, row) of pixel corners to CRS units: a, b, c, d, e, f.
    width, height : int
        Columns and rows.
    whole : (row, column, height, width), optional
        Of a part of a raster: the raster as the part counts its pixels, so that the part is measured where the whole
        is, and gives the same values. None for a grid that stands for itself.
    """

    wkt: str
    transform: tuple[float, float, float, float, float, float]
    width: int
    height: int
    whole: Window | None = None

    @property
    def origin(self) -> tuple[int, int]:
        """Row and column of the upper left pixel of the raster that this is a part of; zeros for a whole one."""
        return self.whole[:2] if self.whole else (0, 0)

    @property
    def middle(self) -> tuple[float, float]:
        """Column and row at which the grid is measured: the middle, of a part that of the whole."""
        row, column, height, width = self.whole or (0, 0, self.height, self.width)
        return column + width / 2.0, row + height / 2.0

    @cached_property
    def affine(self) -> Affine:
        """The transform as an ``affine.Affine``."""
        return Affine(*self.transform)

    @cached_property
    def crs(self) -> CRS:
        """The CRS."""
        return CRS.from_wkt(self.wkt)

    @cached_property
    def radius(self) -> float:
        """Radius of the body in metres."""
        return semi_major_axis(self.wkt) or MOON_RADIUS_M

    @cached_property
    def _geographic(self) -> CRS:
        return CRS.from_proj4(f"+proj=longlat +R={self.radius} +no_defs")

    def window(self, row: int, column: int, height: int, width: int) -> Grid:
        """Grid of some pixels of this one, which stands for itself."""
        a, b, c, d, e, f = self.transform
        moved = (a, b, c + a * column + b * row, d, e, f + d * column + e * row)
        return Grid(self.wkt, moved, width, height)

    def part(self, row: int, column: int, height: int, width: int) -> Grid:
        """Grid of a part of this one, which is measured as this one is."""
        top, left, *size = self.whole or (0, 0, self.height, self.width)
        whole = top - row, left - column, size[0], size[1]
        return replace(self.window(row, column, height, width), whole=whole)

    def coarser(self, factor: int) -> Grid:
        """Grid of the means of (factor, factor) pixels; what is left over at the right and bottom is cut."""
        a, b, c, d, e, f = self.transform
        larger = (a * factor, b * factor, c, d * factor, e * factor, f)
        return Grid(self.wkt, larger, self.width // factor, self.height // factor)

    def to_crs(self, columns: NDArray[np.float64], rows: NDArray[np.float64]) -> tuple[np.ndarray, np.ndarray]:
        """CRS coordinates of fractional pixel positions (0.5 is the centre of the first pixel)."""
        a, b, c, d, e, f = self.transform
        return a * columns + b * rows + c, d * columns + e * rows + f

    def longitude_latitude(
        self, columns: NDArray[np.float64], rows: NDArray[np.float64]
    ) -> tuple[np.ndarray, np.ndarray]:
        """Planetocentric longitude and latitude in degrees of fractional pixel positions."""
        x, y = self.to_crs(columns, rows)
        longitude, latitude = transform_points(self.crs, self._geographic, x.ravel(), y.ravel())
        return np.reshape(longitude, x.shape), np.reshape(latitude, y.shape)

    def from_longitude_latitude(
        self, longitude: NDArray[np.float64], latitude: NDArray[np.float64]
    ) -> tuple[np.ndarray, np.ndarray]:
        """Fractional columns and rows of places given in degrees, (n,) arrays."""
        x, y = (np.asarray(v) for v in transform_points(self._geographic, self.crs, longitude, latitude))
        return self.from_crs(x, y)

    def from_crs(
        self, x: NDArray[np.float64], y: NDArray[np.float64], about: float | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Fractional columns and rows of CRS coordinates.

        Longitudes are wrapped to the turn about this grid's middle, or about another x.
        """
        if self.period:
            if about is None:
                about = float(self.to_crs(np.array(self.width / 2.0), np.array(self.height / 2.0))[0])
            with np.errstate(invalid="ignore"):
                x = x - self.period * np.round((x - about) / self.period)
        inverse = ~self.affine
        return inverse.a * x + inverse.b * y + inverse.c, inverse.d * x + inverse.e * y + inverse.f

    @cached_property
    def _cylinder(self) -> Cylinder | None:
        return cylinder(self.crs, self.radius)

    @property
    def period(self) -> float | None:
        """Length of a full turn of longitude in the units of the CRS, where x is longitude."""
        return self._cylinder.turn if self._cylinder else None

    @cached_property
    def turn_columns(self) -> float | None:
        """Columns of a full turn of longitude; None where columns are not longitude."""
        return self.period / abs(self.affine.a) if self.period and self.axes.are_straight else None

    @cached_property
    def is_closed(self) -> bool:
        """Whether the last column is the neighbour of the first, as in a global raster."""
        # Labels round the size of a pixel, which is some hundredths of one over a whole turn.
        return self.turn_columns is not None and abs(self.turn_columns - self.width) < 0.1

    @cached_property
    def poles(self) -> tuple[bool, bool]:
        """Whether the first and the last row of a closed raster touch a pole."""
        pole = self._cylinder.pole if self._cylinder else None
        if pole is None or not self.is_closed or self.width % 2:
            return False, False
        _, _, _, _, e, f = self.transform
        first, last = (abs(abs(f + e * row) - pole) < 0.1 * abs(e) for row in (0, self.height))
        return first, last

    @cached_property
    def axes(self) -> Axes:
        """How rows and columns lie in the map, on the ground at the centre of the grid."""
        a, b, _, d, e, _ = self.transform
        straight = Axes.of((a, d), (b, e))
        if straight.are_straight:
            return straight
        metres_x, metres_y = self._metres_per_unit
        return Axes.of((a * metres_x, d * metres_y), (b * metres_x, e * metres_y))

    @cached_property
    def _metres_per_unit(self) -> tuple[float, float]:
        """True ground metres per unit of the CRS along x and y, at the centre of the grid."""
        x, y = (float(v) for v in self.to_crs(*(np.array(place) for place in self.middle)))
        half = 8.0 * math.sqrt(abs(self.affine.determinant))
        plane = Grid(self.wkt, (1.0, 0.0, 0.0, 0.0, 1.0, 0.0), 1, 1)
        ends = [(np.array([x + s * dx]), np.array([y + s * dy])) for dx, dy in ((half, 0.0), (0.0, half))
                for s in (-1.0, 1.0)]  # fmt: skip
        places = [plane.longitude_latitude(*end) for end in ends]
        along = [float(great_circle(places[i], places[i + 1], self.radius)[0]) for i in (0, 2)]
        return along[0] / (2.0 * half), along[1] / (2.0 * half)

    def pixels_of(self, east_m: float, north_m: float) -> tuple[float, float]:
        """Columns and rows of a vector in ground metres east and north in the map, at the centre of the grid."""
        right, down = self.axes.to_raster(east_m, north_m)
        return right / self.gsd[0], down / self.gsd[1]

    def raster_azimuth(self, map_azimuth_deg: float) -> float:
        """Azimuth in the raster, clockwise from the top along its columns in ground metres, of one from map north."""
        return self.axes.raster_azimuth(map_azimuth_deg)

    def map_azimuth(self, raster_azimuth_deg: float) -> float:
        """Azimuth from map north of one in the raster."""
        return self.axes.map_azimuth(raster_azimuth_deg)

    @property
    def turn_deg(self) -> float:
        """Azimuth from map north of the raster's upward direction, -180 to 180; zero for rasters that are north-up."""
        return (self.map_azimuth(0.0) + 180.0) % 360.0 - 180.0

    def ground_metres(
        self, rows: NDArray[np.float64], columns: NDArray[np.float64] | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """True ground metres per column and per row, at the middle column of the given rows, or at given columns.

        Great-circle lengths on the sphere between the edges of a pixel, so geographic grids and
        projections whose scale is not one come out right.

        Parameters
        ----------
        rows : (n,) array
            Fractional row positions.
        columns : (n,) array, optional
            Fractional column positions.

        Returns
        -------
        gsd_x, gsd_y : (n,) float64 arrays
        """
        rows = np.asarray(rows, dtype=np.float64)
        if columns is None:
            columns = np.full_like(rows, self.middle[0])
        lengths = []
        for right, down in ((1.0, 0.0), (0.0, 1.0)):
            dx, dy = right * self._base_px / 2.0, down * self._base_px / 2.0
            lengths.append(self._distance(columns - dx, rows - dy, columns + dx, rows + dy) / self._base_px)
        return lengths[0], lengths[1]

    @cached_property
    def _base_px(self) -> float:
        """Pixels over which metres are measured: enough to keep rounding in the angles out of the result.

        One alone where pixels are kilometres: there more would be an arc.
        """
        column, row = (np.array(place) for place in self.middle)
        along = [self._distance(column - x, row - y, column + x, row + y) for x, y in ((0.5, 0.0), (0.0, 0.5))]
        return 16.0 if max(float(length) for length in along) < 1000.0 else 1.0

    def _distance(self, column: np.ndarray, row: np.ndarray, to_column: np.ndarray, to_row: np.ndarray) -> np.ndarray:
        """Metres along the great circle between pixel positions."""
        return great_circle(
            self.longitude_latitude(column, row), self.longitude_latitude(to_column, to_row), self.radius
        )

    @cached_property
    def gsd(self) -> tuple[float, float]:
        """Ground metres per column and row at the centre of the grid."""
        x, y = self.ground_metres(np.array([self.middle[1]]))
        return float(x[0]), float(y[0])

    @property
    def ground_size(self) -> GroundSize:
        """Size of a pixel on the ground at the centre of the grid."""
        return GroundSize(*self.gsd)


def great_circle(
    first: tuple[np.ndarray, np.ndarray], second: tuple[np.ndarray, np.ndarray], radius: float
) -> np.ndarray:
    """Haversine distance in metres."""
    (lon1, lat1), (lon2, lat2) = np.radians(first), np.radians(second)
    h = np.sin((lat2 - lat1) / 2.0) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2.0) ** 2
    return np.asarray(2.0 * radius * np.arcsin(np.minimum(np.sqrt(h), 1.0)))


def same_grid(first: Grid, second: Grid) -> bool:
    """Whether two grids have the same size and the same pixels, to a thousandth of a pixel."""
    if (first.width, first.height) != (second.width, second.height):
        return False
    corners = np.array([0.0, first.width]), np.array([0.0, first.height])
    one, other = first.to_crs(*corners), second.to_crs(*corners)
    tolerance = 1e-3 * abs(first.affine.a or first.affine.b)
    return bool(np.allclose(one, other, rtol=0.0, atol=tolerance))

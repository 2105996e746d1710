"""Where pixels lie: a CRS, an affine and a size, with true ground metres per pixel."""

from __future__ import annotations

import math
import os
import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.errors import CRSError
from rasterio.warp import transform as transform_points
from rasterio.warp import transform_bounds

from ..errors import BodyError, RasterError

# Both bodies are checked here, by their radii; PROJ's own check trips over anonymous Moon CRSs.
os.environ.setdefault("PROJ_IGNORE_CELESTIAL_BODY", "YES")

MOON_RADIUS_M = 1_737_400.0
_MOON_LIMITS_M = (1_730_000.0, 1_745_000.0)
"""Radii that published lunar frames use (polar 1,735.97 km, equatorial 1,738.14 km) lie within."""


def semi_major_axis(wkt: str) -> float | None:
    """Semi-major axis of the ellipsoid in metres, or None when the WKT names none."""
    match = re.search(r'(?:SPHEROID|ELLIPSOID)\s*\[\s*"[^"]*"\s*,\s*([0-9.eE+]+)', wkt)
    return float(match.group(1)) if match else None


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
    """

    wkt: str
    transform: tuple[float, float, float, float, float, float]
    width: int
    height: int

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
        """Grid of a part of this one."""
        a, b, c, d, e, f = self.transform
        moved = (a, b, c + a * column + b * row, d, e, f + d * column + e * row)
        return Grid(self.wkt, moved, width, height)

    def coarser(self, factor: int) -> Grid:
        """Grid of the means of (factor, factor) pixels; what is left over at the right and bottom is cut."""
        a, b, c, d, e, f = self.transform
        larger = (a * factor, b * factor, c, d * factor, e * factor, f)
        return Grid(self.wkt, larger, self.width // factor, self.height // factor)

    def bounds_in(self, other: Grid) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of this grid in the CRS of another."""
        x, y = self.to_crs(np.array([0.0, self.width]), np.array([0.0, self.height]))
        box = float(x.min()), float(y.min()), float(x.max()), float(y.max())
        left, bottom, right, top = transform_bounds(self.crs, other.crs, *box, densify_pts=21)
        return left, bottom, right, top

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

    def from_crs(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[np.ndarray, np.ndarray]:
        """Fractional columns and rows of CRS coordinates, longitudes wrapped to this grid's turn."""
        if self.period:
            centre = self.to_crs(np.array(self.width / 2.0), np.array(self.height / 2.0))[0]
            x = x - self.period * np.round((x - centre) / self.period)
        inverse = ~self.affine
        return inverse.a * x + inverse.b * y + inverse.c, inverse.d * x + inverse.e * y + inverse.f

    @property
    def turn_deg(self) -> float:
        """Direction of the raster's columns, from bottom to top, clockwise from map north; zero for most."""
        _, b, _, _, e, _ = self.transform
        return math.degrees(math.atan2(-b, -e))

    @cached_property
    def period(self) -> float | None:
        """Length of a full turn of longitude in the units of the CRS, where x is longitude."""
        if self.crs.is_geographic:
            return 360.0
        parameters = self.crs.to_dict()
        if parameters.get("proj") == "eqc":
            scale = math.cos(math.radians(float(parameters.get("lat_ts", 0.0))))
            return 2.0 * math.pi * self.radius * scale
        return None

    def ground_metres(self, rows: NDArray[np.float64]) -> tuple[np.ndarray, np.ndarray]:
        """True ground metres per column and per row, at the middle column of the given rows.

        Great-circle lengths on the sphere between the edges of a pixel, so geographic grids and
        projections whose scale is not one come out right.

        Parameters
        ----------
        rows : (n,) array
            Fractional row positions.

        Returns
        -------
        gsd_x, gsd_y : (n,) float64 arrays
        """
        rows = np.asarray(rows, dtype=np.float64)
        middle = np.full_like(rows, self.width / 2.0)
        # A longer base than one pixel keeps rounding in the angles out of the result.
        half = 8.0
        lengths = []
        for dx, dy in ((half, 0.0), (0.0, half)):
            first = self.longitude_latitude(middle - dx, rows - dy)
            second = self.longitude_latitude(middle + dx, rows + dy)
            lengths.append(great_circle(first, second, self.radius) / (2.0 * half))
        return lengths[0], lengths[1]

    @cached_property
    def gsd(self) -> tuple[float, float]:
        """Ground metres per column and row at the centre of the grid."""
        x, y = self.ground_metres(np.array([self.height / 2.0]))
        return float(x[0]), float(y[0])


def great_circle(
    first: tuple[np.ndarray, np.ndarray], second: tuple[np.ndarray, np.ndarray], radius: float
) -> np.ndarray:
    """Haversine distance in metres."""
    (lon1, lat1), (lon2, lat2) = np.radians(first), np.radians(second)
    h = np.sin((lat2 - lat1) / 2.0) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2.0) ** 2
    return np.asarray(2.0 * radius * np.arcsin(np.minimum(np.sqrt(h), 1.0)))


def as_wkt(text: str) -> str:
    """WKT of a CRS given as an authority's code or in any notation that PROJ reads."""
    return str(CRS.from_user_input(text).to_wkt())


def require_moon(wkt: str, path: str) -> None:
    """Raise BodyError unless a CRS lies on the Moon.

    Named and anonymous CRSs are accepted alike: the radius decides.
    """
    radius = semi_major_axis(wkt)
    if radius is None:
        raise BodyError(
            f"{path} has a CRS without an ellipsoid, so its body is unknown; assign a lunar CRS "
            "(for example IAU_2015:30100) and run again."
        )
    if not _MOON_LIMITS_M[0] <= radius <= _MOON_LIMITS_M[1]:
        raise BodyError(
            f"{path} lies on a body of radius {radius / 1000:.1f} km, but the Moon's is 1737.4 km; "
            "give a raster in a lunar CRS, or correct the CRS if it is mislabelled."
        )


def same_grid(first: Grid, second: Grid) -> bool:
    """Whether two grids have the same size and the same pixels, to a thousandth of a pixel."""
    if (first.width, first.height) != (second.width, second.height):
        return False
    corners = np.array([0.0, first.width]), np.array([0.0, first.height])
    one, other = first.to_crs(*corners), second.to_crs(*corners)
    tolerance = 1e-3 * abs(first.affine.a or first.affine.b)
    return bool(np.allclose(one, other, rtol=0.0, atol=tolerance))


def parse_crs(crs: CRS | None, path: str) -> str:
    """WKT of a dataset's CRS; RasterError when it has none."""
    try:
        wkt = crs.to_wkt() if crs else ""
    except CRSError as error:
        raise RasterError(f"{path} has a CRS that cannot be read ({error}); assign a lunar CRS.") from error
    if not wkt or wkt.startswith("LOCAL_CS") or wkt.startswith("ENGCRS"):
        raise RasterError(
            f"{path} is not map-projected (it has no CRS); project it, or assign its lunar CRS, and run again."
        )
    return wkt

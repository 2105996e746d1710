"""Coordinate reference systems: whether they are the Moon's."""

from __future__ import annotations

import os
import re

from rasterio.crs import CRS
from rasterio.errors import CRSError

from ..errors import BodyError, RasterError
from ..moon import RADIUS_LIMITS_M

# Both bodies are checked here, by their radii; PROJ's own check trips over anonymous Moon CRSs.
os.environ.setdefault("PROJ_IGNORE_CELESTIAL_BODY", "YES")


def semi_major_axis(wkt: str) -> float | None:
    """Semi-major axis of the ellipsoid in metres, or None when the WKT names none."""
    match = re.search(r'(?:SPHEROID|ELLIPSOID)\s*\[\s*"[^"]*"\s*,\s*([0-9.eE+]+)', wkt)
    return float(match.group(1)) if match else None


def as_wkt(text: str) -> str:
    """WKT of a CRS given as an authority's code or in any notation that PROJ reads."""
    return str(CRS.from_user_input(text).to_wkt())


def from_wkt(text: str, path: str) -> CRS:
    """CRS that a user has set for a file; RasterError when it cannot be read."""
    try:
        return CRS.from_user_input(text)
    except CRSError as error:
        raise RasterError(
            f"The CRS that is set for {path} cannot be read ({error}); set its lunar CRS again."
        ) from error


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
    if not RADIUS_LIMITS_M[0] <= radius <= RADIUS_LIMITS_M[1]:
        raise BodyError(
            f"{path} lies on a body of radius {radius / 1000:.1f} km, but the Moon's is 1737.4 km; "
            "give one in a lunar CRS, or correct the CRS if it is mislabelled."
        )


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

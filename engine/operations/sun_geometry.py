"""Sun geometry: where the sun stood over an image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract import requests
from ..contract.declare import Operation, Result
from ..contract.settings import parameter
from .groups import GROUP_TERRAIN


@dataclass(frozen=True)
class SunGeometrySettings:
    """What Sun geometry is asked for."""

    image: str = requests.image()
    time: Optional[str] = parameter(
        "text",
        "Time of the image",
        "UTC, like 2010-09-24T03:57:51. Left empty, the sub-solar point or the time in the label, else the time in the "
        "product's name.",
        optional=True,
    )
    subsolar_latitude: Optional[float] = parameter(
        "number",
        "Sub-solar latitude",
        "Latitude where the sun stood overhead, as the image's page in the archive (LROC, ODE) lists it. Give it with "
        "the longitude, instead of a time.",
        optional=True,
        low=-2.0,
        high=2.0,
        unit="degrees",
    )
    subsolar_longitude: Optional[float] = parameter(
        "number",
        "Sub-solar longitude",
        "Longitude, east positive, where the sun stood overhead.",
        optional=True,
        low=-360.0,
        high=360.0,
        unit="degrees",
    )
    coarse_dem: Optional[str] = parameter(
        "raster",
        "Coarse DEM",
        "Elevation of the same ground, from whose slopes the azimuth is estimated.",
        optional=True,
    )
    height_unit: str = requests.height_unit()


OPERATION = Operation(
    name="sun_geometry",
    label="Sun geometry",
    group=GROUP_TERRAIN,
    help="Azimuth and incidence of the sun for a map-projected image, as Reconstruct DTM wants them: the azimuth "
    "clockwise from map north, which near a pole is not true north. From the time of the image (given, in its "
    "label or in its product's name), or from the sub-solar point, good to about 0.05 degrees. With a coarse DEM the "
    "azimuth is also estimated from the image itself, with its uncertainty: a check, or all there is when the time "
    "is unknown (the incidence stays unknown then).",
    settings=SunGeometrySettings,
    results=(
        Result("sun_azimuth", "number", "Sun azimuth, clockwise from map north (degrees)"),
        Result("sun_incidence", "number", "Sun incidence at the centre (degrees)"),
        Result("least_incidence", "number", "Least incidence over the image (degrees)"),
        Result("largest_incidence", "number", "Largest incidence over the image (degrees)"),
        Result("true_azimuth", "number", "Sun azimuth, clockwise from true north (degrees)"),
        Result("subsolar_latitude", "number", "Sub-solar latitude (degrees)"),
        Result("subsolar_longitude", "number", "Sub-solar longitude (degrees)"),
        Result("source", "text", "Source"),
        Result("estimated_azimuth", "number", "Azimuth estimated from the image (degrees from map north)"),
        Result("estimate_uncertainty", "number", "Its uncertainty (degrees, one sigma)"),
        Result("estimate_correlation", "number", "Correlation of the image with the terrain"),
        Result("estimate_reliable", "boolean", "The estimate is reliable"),
    ),
    run="scene.sun_geometry:sun_geometry",
)

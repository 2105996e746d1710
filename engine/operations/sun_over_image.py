"""The work of Sun geometry."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np

from ..errors import ParameterError
from ..raster.align import AlignedHeights
from ..raster.frame import Sun
from ..raster.grid import Grid
from ..raster.heights import HeightReader
from ..raster.reader import RasterReader
from ..terrain.sun_estimate import estimate_azimuth
from ..terrain.sun_position import bearing, incidence, subsolar_point, towards
from .progress import Progress
from .registration import common_scale

STEP_DEG = 1e-3
"""Length of the step towards the sun whose direction in the map is measured: 30 m."""


def sun_over_image(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Run Sun geometry; see ``operations.sun_geometry`` for the parameters."""
    with RasterReader(values["image"]) as reader:
        estimate = _estimated(values, reader, progress) if values["coarse_dem"] else {}
        sun = _subsolar(values, reader)
        if sun is None and not estimate:
            raise ParameterError(
                f"{reader.path} carries no time in its label; give the time of the image (UTC), the sub-solar point, "
                "or the coarse DEM for an estimate of the azimuth."
            )
        exact = _exact(reader.grid, *sun, progress) if sun is not None else {}
    progress.at(1.0, "Done", force=True)
    return {**exact, **estimate}


def _exact(grid: Grid, sun: tuple[float, float], source: str, progress: Progress) -> dict[str, Any]:
    """Azimuth and incidence under a sub-solar point (latitude, longitude)."""
    longitude, latitude = middle(grid)
    columns, rows = np.meshgrid(np.linspace(0, grid.width, 9), np.linspace(0, grid.height, 9))
    angles = [
        incidence(lat, lon, sun) for lon, lat in zip(*(v.ravel() for v in grid.longitude_latitude(columns, rows)))
    ]
    azimuth, angle = at_centre(grid, sun)
    true = bearing(latitude, longitude, sun)
    if max(angles) > 90.0:
        progress.warning(
            "The sun is below the horizon in a part of the image: that ground has no direct light, and the "
            "experts do not know it."
        )
    progress.info(
        f"Sun at azimuth {azimuth:.2f} degrees from map north ({true:.2f} from true north), incidence "
        f"{angle:.2f} degrees ({min(angles):.2f} to {max(angles):.2f} over the image), from {source}."
    )
    return {
        "sun_azimuth": azimuth,
        "sun_incidence": angle,
        "least_incidence": min(angles),
        "largest_incidence": max(angles),
        "true_azimuth": true,
        "subsolar_latitude": sun[0],
        "subsolar_longitude": sun[1],
        "source": source,
    }


def _estimated(values: Mapping[str, Any], image: RasterReader, progress: Progress) -> dict[str, Any]:
    """The azimuth that the image itself shows over the slopes of the coarse DEM."""
    with RasterReader(values["coarse_dem"]) as coarse:
        heights = HeightReader(coarse, values["height_unit"], progress.info)
        scale = common_scale(image, AlignedHeights(heights, image.grid))
    found = estimate_azimuth(scale.brightness, scale.coarse, scale.gsd_m, scale.posting_m)
    verdict = "reliable" if found.reliable else "not reliable"
    azimuth = image.grid.map_azimuth(found.azimuth_deg)
    progress.info(
        f"From the image over the slopes of the coarse DEM the sun stands at azimuth {azimuth:.1f} +/- "
        f"{found.uncertainty_deg:.1f} degrees from map north ({verdict}: correlation {found.correlation:.2f})."
    )
    return {
        "estimated_azimuth": azimuth,
        "estimate_uncertainty": found.uncertainty_deg,
        "estimate_correlation": found.correlation,
        "estimate_reliable": found.reliable,
    }


def with_sun(values: Mapping[str, Any], image: RasterReader, progress: Progress) -> Mapping[str, Any]:
    """The parameters with the sun of the image's label, where the user gives none and the label has a time.

    The azimuth comes back as the direction in the raster, clockwise from up along its columns: for a raster
    that is turned against its CRS this is not the azimuth from map north that users and labels give.
    """
    if values["sun_azimuth"] is not None:
        azimuth = image.grid.raster_azimuth(values["sun_azimuth"])
        if azimuth != values["sun_azimuth"]:
            progress.info(f"Columns of the raster do not run north: in it the sun stands at azimuth {azimuth:.2f}.")
        return {**values, "sun_azimuth": azimuth}
    if values["sun_incidence"] is not None or image.label_time is None:
        return values
    sun = subsolar_point(_moment(image.label_time, f"the label of {image.path}"))
    azimuth, angle = at_centre(image.grid, sun)
    progress.info(
        f"The sun is taken from the time {image.label_time} in the label of the image: azimuth {azimuth:.2f}, "
        f"incidence {angle:.2f} degrees."
    )
    if angle >= 90.0:
        progress.warning(
            "By its label the sun was below the horizon, so it is left out; give the sun if this is wrong."
        )
        return values
    return {**values, "sun_azimuth": Sun(azimuth, angle).on(image.grid).azimuth_deg, "sun_incidence": angle}


def at_centre(grid: Grid, sun: tuple[float, float]) -> tuple[float, float]:
    """Azimuth from map north and incidence in the middle of an image under a sub-solar point."""
    longitude, latitude = middle(grid)
    return map_azimuth(grid, latitude, longitude, sun), incidence(latitude, longitude, sun)


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


def _subsolar(values: Mapping[str, Any], reader: RasterReader) -> tuple[tuple[float, float], str] | None:
    """Sub-solar point (latitude, longitude) and where it comes from; None when nothing tells it."""
    latitude, longitude = values["subsolar_latitude"], values["subsolar_longitude"]
    if (latitude is None) != (longitude is None):
        raise ParameterError("The sub-solar point needs both latitude and longitude; give the other one too.")
    if latitude is not None and longitude is not None:
        if values["time"]:
            raise ParameterError("Both a time and a sub-solar point are given; give one of them.")
        return (latitude, longitude), "the given sub-solar point"
    if values["time"]:
        return subsolar_point(_moment(values["time"], "time")), "the given time"
    label = reader.label_time
    if label is None:
        return None
    return subsolar_point(_moment(label, f"the label of {reader.path}")), f"the time {label} of the label"


def _moment(text: str, name: str) -> datetime:
    try:
        return datetime.fromisoformat(text.strip().rstrip("Z"))
    except ValueError as error:
        raise ParameterError(f"{name} is {text!r}, but must be a UTC time like 2010-09-24T03:57:51.") from error

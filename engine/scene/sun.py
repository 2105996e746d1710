"""Where the sun stood over an image: as it is given, or as the image's time says."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from ..contract.progress import Progress
from ..contract.requests import SunRequest
from ..errors import ParameterError
from ..products.clocks import time_in_name
from ..raster.frame import Sun
from ..raster.grid import Grid
from ..raster.reader import RasterReader
from ..terrain.sun_position import incidence, subsolar_point, towards

STEP_DEG = 1e-3
"""Length of the step towards the sun whose direction in the map is measured: 30 m."""


@dataclass(frozen=True)
class ImageTime:
    """A moment (UTC), and what tells it."""

    moment: datetime
    source: str


def find_sun(request: SunRequest, image: RasterReader, progress: Progress) -> Sun | None:
    """The sun over the middle of an image, in the map's frame; None without direct sun, or where nothing tells it.

    Angles that are given come first, then a time that is given, then what the image tells. A sun that is left
    out on purpose is not looked for.

    Raises
    ------
    ParameterError
        The request contradicts itself, or a time cannot be read.
    """
    azimuth, angle = request.sun_azimuth, request.sun_incidence
    if request.sun == "none":
        if azimuth is not None or angle is not None or request.sun_time:
            raise ParameterError(
                "The sun is given and yet said to be none; leave out its angles and time, or set sun to auto."
            )
        progress.info("There is no direct sun, as asked for.")
        return None
    if azimuth is not None and angle is not None:
        return Sun(azimuth, angle)
    if azimuth is not None or angle is not None:
        have, lack = ("azimuth", "incidence") if angle is None else ("incidence", "azimuth")
        raise ParameterError(f"The sun's {have} is given without its {lack}; give both, or neither.")
    found = image_time(request.sun_time, image, progress)
    return None if found is None else _from_time(found, image.grid, progress)


def require_sun(sun: Sun | None, what: str) -> Sun:
    """The sun, or a clear error.

    Raises
    ------
    ParameterError
        It is not known.
    """
    if sun is None:
        raise ParameterError(
            f"{what} needs the sun's azimuth and incidence, and nothing tells the time of the image to take them "
            "from; give both. An image of permanent shadow has no direct sun: leave this measure out."
        )
    return sun


def image_time(given: str | None, image: RasterReader, progress: Progress) -> ImageTime | None:
    """The time given, else that of the image's label, else that of its product's name; None where nothing tells it."""
    if given:
        return ImageTime(parsed(given, "The time of the image"), "the given time")
    if image.label_time_problem is not None:
        progress.warning(image.label_time_problem)
    label = image.label_time
    if label is not None:
        return ImageTime(parsed(label, f"The time in the label of {image.path}"), f"the time {label} of the label")
    named = time_in_name(Path(image.path).name)
    if named is not None:
        return ImageTime(named, f"the time {named:%Y-%m-%dT%H:%M:%S} that the product's name tells")
    return None


def parsed(text: str, name: str) -> datetime:
    """A UTC time as people and labels write it.

    Raises
    ------
    ParameterError
        It is none.
    """
    try:
        return datetime.fromisoformat(text.strip().rstrip("Z"))
    except ValueError as error:
        raise ParameterError(f"{name} is {text!r}, but must be a UTC time like 2010-09-24T03:57:51.") from error


def _from_time(found: ImageTime, grid: Grid, progress: Progress) -> Sun | None:
    sun = at_centre(grid, subsolar_point(found.moment))
    progress.info(
        f"The sun is taken from {found.source}: azimuth {sun.azimuth_deg:.2f}, incidence {sun.incidence_deg:.2f} "
        "degrees."
    )
    if sun.incidence_deg >= 90.0:
        progress.warning(
            f"By {found.source} the sun was below the horizon, so it is left out; give the sun if this is wrong."
        )
        return None
    return sun


def at_centre(grid: Grid, subsolar: tuple[float, float]) -> Sun:
    """The sun over the middle of an image under a sub-solar point (latitude, longitude)."""
    longitude, latitude = middle(grid)
    return Sun(map_azimuth(grid, latitude, longitude, subsolar), incidence(latitude, longitude, subsolar))


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

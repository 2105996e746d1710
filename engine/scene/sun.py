"""Where the sun stood over an image: as it is given, as its label says, or as its time does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..contract.progress import Progress
from ..contract.requests import SunRequest
from ..errors import ParameterError
from ..products.clocks import time_in_name
from ..products.families import SHADOWCAM
from ..raster.frame import Sun
from ..raster.provenance import LIGHT, SCATTERED
from ..raster.reader import RasterReader
from ..terrain.sun_position import subsolar_point
from .label_sun import label_sun
from .pairing import camera_of
from .sun_frames import at_centre


@dataclass(frozen=True)
class ImageTime:
    """A moment (UTC), and what tells it."""

    moment: datetime
    source: str


@dataclass(frozen=True)
class Sunlight:
    """The sun over the middle of an image in the map's frame, and words about what tells it."""

    sun: Sun
    source: str


def find_sun(request: SunRequest, image: RasterReader, progress: Progress) -> Sun | None:
    """The sun over the middle of an image, in the map's frame; None without direct sun, or where nothing tells it.

    See ``sunlight``.
    """
    found = sunlight(request, image, progress)
    return None if found is None else found.sun


def sunlight(request: SunRequest, image: RasterReader, progress: Progress) -> Sunlight | None:
    """The sun, and what tells it.

    In this order: angles that are given, a time that is given, angles of the label, the time of the label, the time
    that the product's name tells. A sun that is left out on purpose is not looked for.

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
    if is_scattered(request, image):
        progress.info("The image is of permanent shadow, which has no direct sun.")
        return None
    if azimuth is not None and angle is not None:
        return Sunlight(Sun(azimuth, angle), "the angles given")
    if azimuth is not None or angle is not None:
        have, lack = ("azimuth", "incidence") if angle is None else ("incidence", "azimuth")
        raise ParameterError(f"The sun's {have} is given without its {lack}; give both, or neither.")
    if not request.sun_time:
        stated = label_sun(image, progress)
        if stated is not None:
            return _above_horizon(Sunlight(*stated), progress)
    time = image_time(request.sun_time, image, progress)
    if time is None:
        return None
    return _above_horizon(Sunlight(at_centre(image.grid, subsolar_point(time.moment)), time.source), progress)


def is_scattered(request: SunRequest, image: RasterReader) -> bool:
    """Whether the ground is lit by scattered light alone: as is asked for, else as ShadowCam's and made images tell."""
    if request.sun != "auto":
        return request.sun == "scattered"
    given = (request.sun_azimuth, request.sun_incidence, request.sun_time)
    if any(one not in (None, "") for one in given):
        return False
    return camera_of(image) == SHADOWCAM or image.tag(LIGHT) == SCATTERED


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


def _above_horizon(found: Sunlight, progress: Progress) -> Sunlight | None:
    """Say it; None where the sun was below the horizon."""
    sun = found.sun
    progress.info(
        f"The sun is taken from {found.source}: azimuth {sun.azimuth_deg:.2f}, incidence {sun.incidence_deg:.2f} "
        "degrees."
    )
    if sun.incidence_deg >= 90.0:
        progress.warning(
            f"By {found.source} the sun was below the horizon, so it is left out; give the sun if this is wrong."
        )
        return None
    return found

"""Light a DTM: the image that a camera would take of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract import requests
from ..contract.declare import Operation, Result
from ..contract.light_request import LightRequest, azimuths, incidences
from ..contract.settings import group, parameter
from .groups import GROUP_TRAINING


@dataclass(frozen=True)
class LightDtmSettings:
    """What Light a DTM is asked for."""

    dtm: str = parameter(
        "raster",
        "DTM",
        "Heights on the Moon.",
    )
    height_unit: str = requests.height_unit()
    sun_incidences: tuple[float, ...] = incidences("60")
    sun_azimuths: tuple[float, ...] = azimuths("315")
    light: LightRequest = group(LightRequest)
    albedo_map: Optional[str] = parameter(
        "raster",
        "Map of the albedo",
        "A raster on any lunar grid, interpolated bilinearly, by which the albedo is multiplied. Where it is not known "
        "the image has no data.",
        optional=True,
        advanced=True,
    )
    pixel_size: Optional[float] = parameter(
        "number",
        "Pixel size",
        "Ground metres per pixel of the image. Pixels that are larger than the DTM's have the mean of what lies in "
        "them; for smaller ones the DTM is interpolated by cubic splines. Left empty, the DTM's own.",
        optional=True,
        low=0.01,
        high=100000.0,
        unit="metres",
    )
    output: str = parameter(
        "raster_target",
        "Image",
        "Reflectance under the first sun.",
    )
    output_lit: Optional[str] = parameter(
        "raster_target",
        "Penumbra",
        "Share of the Sun's disc seen from every pixel under the first sun, 0 in full shadow to 1.",
        optional=True,
        advanced=True,
        style="lit",
    )
    output_folder: Optional[str] = parameter(
        "folder_target",
        "Folder for the images under all suns",
        "An image for each sun, and a table of them for Reconstruct region (frames.csv). Needed where there are "
        "several suns.",
        optional=True,
    )


OPERATION = Operation(
    name="light_dtm",
    label="Light a DTM",
    group=GROUP_TRAINING,
    help="Makes the image that a camera would take of a DTM under a given sun, looking straight down: reflectance by "
    "Lunar-Lambert, Hapke or Lambert, cast shadows with penumbra, scattered light, albedo, pixels of any size, and the "
    "blur and noise of LROC's NAC. For several suns it makes an image for each. The same seed gives the same pixels.",
    settings=LightDtmSettings,
    results=(
        Result("images", "number", "Images"),
        Result("pixel_size", "number", "Pixel size (m)"),
        Result("shadow_percent", "number", "Pixels in shadow under the first sun (%)"),
        Result("signal_to_noise", "number", "Signal to noise of level ground under the first sun"),
        Result("seconds", "number", "Seconds in all"),
    ),
    run="measures.light.run:light_dtm",
)

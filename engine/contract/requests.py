"""What users ask for in groups that several operations share. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from ..products.units import HEIGHT_UNITS
from .settings import parameter

PROVIDERS = ("auto", "cpu", "cuda", "tensorrt", "directml", "coreml", "openvino")


def image(**options: Any) -> Any:
    """The field of an image to reconstruct from."""
    return parameter(
        "raster",
        "Image",
        "Map-projected lunar image with one band (LROC NAC, ShadowCam; I/F, radiance or 8 bit), in any format that "
        "planetary archives use.",
        **options,
    )


def height_unit() -> Any:
    """The field of the unit in which heights are stored."""
    return parameter(
        "choice",
        "Unit of heights",
        "Unit of the stored heights. Automatic takes the unit, scale and offset of the label or of the file, else "
        "recognises kilometres by their range and LOLA's integer products, which hold half-metres, by their name. What "
        "is assumed is said.",
        default="auto",
        advanced=True,
        choices=("auto", *HEIGHT_UNITS),
    )


def saturation() -> Any:
    """The field of the brightness from which an image is saturated."""
    return parameter(
        "number",
        "Saturated from",
        "Brightness from which the image is saturated; such pixels are taken for nodata. ShadowCam images, exposed "
        "for permanent shadow, saturate where the sun shines.",
        optional=True,
        advanced=True,
    )


def apply_shift() -> Any:
    """The field that asks for the coarse DEM to be moved by what shading says."""
    return parameter(
        "boolean",
        "Correct the shift between DEM and image",
        "Move the coarse DEM by the estimated shift, if the estimate is reliable. The estimate needs the sun "
        "and is reported in any case.",
        default=False,
    )


def contrast() -> Any:
    """The field that says what to do about the contrast of an image."""
    return parameter(
        "choice",
        "Contrast of the image",
        "Experts read slopes from contrast, so it has to be right. 'as it is' trusts the image, which is right for "
        "calibrated I/F and radiance. 'from the DEM' makes the contrast what the slopes of the coarse DEM ask for, "
        "if the estimate is reliable; display stretches and logarithms need it. 'auto' does so only where the image "
        "is plainly off, by more than a quarter.",
        default="auto",
        advanced=True,
        choices=("auto", "as it is", "from the DEM"),
    )


@dataclass(frozen=True)
class SceneRequest:
    """An image, and the coarse DEM of its ground."""

    image: str = image()
    coarse_dem: str = parameter(
        "raster",
        "Coarse DEM",
        "Elevation of the same ground (SLDEM2015, LOLA, ...), in any CRS on the Moon. Heights above the "
        "1737.4 km sphere.",
    )
    height_unit: str = height_unit()
    saturation: Optional[float] = saturation()


@dataclass(frozen=True)
class SunRequest:
    """The sun as it is asked for: given, to be found, or none on purpose."""

    sun: str = parameter(
        "choice",
        "Sun",
        "Automatic takes the angles or the time given, else what the image's label says, else the time in its "
        "product's name. 'none' is for ground in permanent shadow, which has no direct sun whatever the label says.",
        default="auto",
        choices=("auto", "none"),
    )
    sun_azimuth: Optional[float] = parameter(
        "number",
        "Sun azimuth",
        "Direction to the sun, degrees clockwise from map north (up in the image's CRS). Left empty, it comes from "
        "the time of the image.",
        optional=True,
        low=-360.0,
        high=360.0,
        unit="degrees",
    )
    sun_incidence: Optional[float] = parameter(
        "number",
        "Sun incidence",
        "Angle between the sun and the local vertical, degrees (0 overhead, 90 on the horizon). Left empty, it comes "
        "from the time of the image.",
        optional=True,
        low=0.0,
        high=89.9,
        unit="degrees",
    )
    sun_time: Optional[str] = parameter(
        "text",
        "Time of the image",
        "UTC, like 2010-09-24T03:57:51, where the angles are not known. Left empty, the label's, or that of the "
        "product's name.",
        optional=True,
        advanced=True,
    )


@dataclass(frozen=True)
class TilingRequest:
    """The experts, and how the image is cut for them."""

    pack: str = parameter(
        "text",
        "Expert pack",
        "Name of a shipped pack or the folder of another one.",
        default="lunar-1",
        advanced=True,
    )
    tile_height: Optional[int] = parameter(
        "integer",
        "Tile height",
        "Rows of a tile, a multiple of 16. Left empty, the pack's.",
        optional=True,
        advanced=True,
        low=64,
        high=4096,
        unit="pixels",
    )
    tile_width: Optional[int] = parameter(
        "integer",
        "Tile width",
        "Columns of a tile, a multiple of 16. Left empty, the pack's.",
        optional=True,
        advanced=True,
        low=64,
        high=4096,
        unit="pixels",
    )
    overlap: Optional[int] = parameter(
        "integer",
        "Tile overlap",
        "Pixels that neighbouring tiles share. Left empty, the pack's.",
        optional=True,
        advanced=True,
        low=0,
        high=2048,
        unit="pixels",
    )


@dataclass(frozen=True)
class Runtime:
    """How the experts are run; what comes out does not depend on it but for rounding."""

    provider: str = parameter(
        "choice",
        "Run on",
        "Where the experts run. Automatic takes a GPU when there is one. A provider asked for by name that is absent "
        "is an error. openvino is for processors that compute in bfloat16: about two thirds of the time, heights that "
        "differ by centimetres.",
        default="auto",
        choices=PROVIDERS,
        runtime=True,
    )
    threads: int = parameter(
        "integer",
        "Tiles at a time",
        "Tiles computed at the same time on a CPU; 0 for one per core. The result does not depend on it.",
        default=0,
        advanced=True,
        low=0,
        high=256,
        runtime=True,
    )

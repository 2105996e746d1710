"""Describe: what a file is, and what would come of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract import requests
from ..contract.declare import Operation, Result
from ..contract.requests import SarBands
from ..contract.settings import group, parameter
from .groups import GROUP_TERRAIN


@dataclass(frozen=True)
class DescribeSettings:
    """What Describe is asked for."""

    input: str = parameter(
        "raster",
        "Input",
        "The file: an image, a DEM, a label, in any format that planetary archives use; raw frames as well.",
    )
    coarse_dem: Optional[str] = parameter(
        "raster",
        "Coarse DEM",
        "Elevation of the same ground, to hear what Reconstruct DTM would make of the two.",
        optional=True,
    )
    use_as: str = parameter(
        "choice",
        "Use as",
        "What the file is meant for: one that cannot be used so is an error. A chain asks this before it computes "
        "anything. 'auto' only describes.",
        default="auto",
        choices=("auto", "image", "coarse DEM", "SAR"),
    )
    sar_unit: str = requests.sar_unit()
    bands: SarBands = group(SarBands)
    height_unit: str = requests.height_unit()
    pack: str = requests.pack()
    output: Optional[str] = parameter(
        "file_target",
        "Card",
        "The card: a page for the browser (HTML), in one file.",
        optional=True,
        suffix="html",
    )


OPERATION = Operation(
    name="describe",
    label="Describe a file",
    group=GROUP_TERRAIN,
    help="Says what a file is, by its label, its name and its header: product and camera, lunar frame (mean Earth or "
    "principal axes), unit, scale and special values, pixels on the ground, time, sun, view, the traps known of its "
    "kind, and what Reconstruct DTM would make of it. With a coarse DEM it looks at the pair: coverage, postings, "
    "frames, and whether the image contradicts its sun. Nothing is computed but a preview.",
    settings=DescribeSettings,
    results=(
        Result("family", "text", "Product family"),
        Result("camera", "text", "Camera"),
        Result("product_id", "text", "Product identifier"),
        Result("holds", "text", "Holds (image or elevation)"),
        Result("lunar_frame", "text", "Lunar frame"),
        Result("emission_angle", "number", "Emission angle (degrees)"),
        Result("parallax_from", "number", "Emission angle from which relief is a pixel out of place (degrees)"),
        Result("unit", "text", "Unit"),
        Result("scale", "number", "Scale of the stored values"),
        Result("offset", "number", "Offset of the stored values"),
        Result("special_values", "text", "Values that are no measurements"),
        Result("pixel_size", "number", "Pixel size on the ground (m)"),
        Result("start", "text", "Start (UTC)"),
        Result("stop", "text", "Stop (UTC)"),
        Result("sun_azimuth", "number", "Sun azimuth, clockwise from map north (degrees)"),
        Result("sun_incidence", "number", "Sun incidence (degrees)"),
        Result("sun_source", "text", "What tells the sun"),
        Result("map", "text", "Map"),
        Result("traps", "text", "What to look out for"),
        Result("usable", "boolean", "Reconstruct DTM takes it"),
        Result("verdict", "text", "What would come of it"),
    ),
    run="measures.describe.run:describe",
)

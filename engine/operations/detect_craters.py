"""Detect craters: outlines with diameter, depth and score from an image or a DTM, and their size-frequency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract import requests
from ..contract.area_request import AreaRequest, counts
from ..contract.declare import Operation, Result
from ..contract.report_targets import report
from ..contract.requests import SunRequest
from ..contract.settings import group, parameter
from .groups import GROUP_MEASURES


@dataclass(frozen=True)
class DetectCratersSettings:
    """What Detect craters is asked for."""

    image: Optional[str] = parameter(
        "raster",
        "Image",
        "Map-projected image with one band, in which craters are looked for. Needs the sun.",
        optional=True,
    )
    dtm: Optional[str] = parameter(
        "raster",
        "DTM",
        "Heights of the same ground, in any CRS on the Moon. Without an image craters are looked for in it; with one "
        "it gives the depths.",
        optional=True,
    )
    sun: SunRequest = group(SunRequest)
    smallest: Optional[float] = parameter(
        "number",
        "Smallest diameter",
        "Smaller craters are left out. Left empty, 8 pixels, from which on most are found.",
        optional=True,
        low=0.1,
        high=1000000.0,
        unit="metres",
    )
    largest: Optional[float] = parameter(
        "number",
        "Largest diameter",
        "Larger craters are left out. Left empty, half of the shorter side of the raster.",
        optional=True,
        low=0.1,
        high=1000000.0,
        unit="metres",
    )
    least_score: float = parameter(
        "number",
        "Least score",
        "Score from which a place is a crater: the share of such places on made scenes that are one. Lower, and more "
        "worn craters are found, and more of what is none.",
        default=0.55,
        advanced=True,
        low=0.1,
        high=0.99,
    )
    areas: AreaRequest = group(AreaRequest)
    height_unit: str = requests.height_unit()
    output: str = parameter(
        "vector_target",
        "Craters",
        "Circles with diameter, score and, where there is a DTM, depth and depth over diameter.",
        style="craters",
    )
    output_areas: Optional[str] = counts("craters")
    output_table: Optional[str] = parameter(
        "file_target",
        "Size-frequency",
        "Craters of at least each diameter, their density with its error, and the equilibrium density, for all of the "
        "ground and for each area, as CSV.",
        optional=True,
        suffix="csv",
    )
    output_report: Optional[str] = report(optional=True)


OPERATION = Operation(
    name="detect_craters",
    label="Detect craters",
    group=GROUP_MEASURES,
    help="Finds craters in an image under its sun, or in a DTM, by their likeness to model craters, fresh and worn, of "
    "every size from 8 pixels on. Writes circles with diameter and score, with the depth where there is a DTM, and "
    "draws the size-frequency distribution with lines of production and equilibrium. Counts craters by area where a "
    "layer of areas is given. The circles can go into Measure craters as they are. In images the sun should stand low: "
    "incidence 45 to 80 degrees.",
    settings=DetectCratersSettings,
    results=(
        Result("craters", "number", "Craters found"),
        Result("craters_per_km2", "number", "Craters per square kilometre"),
        Result("median_diameter", "number", "Median diameter (m)"),
        Result("with_depth", "number", "Craters with a depth"),
        Result("depth_diameter", "number", "Median depth over diameter"),
        Result("areas_counted", "number", "Areas counted"),
    ),
    run="measures.craters.detect:detect_craters",
)

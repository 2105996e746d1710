"""Slope and roughness of a DTM."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract import requests
from ..contract.declare import Operation, Result
from ..contract.settings import parameter
from .groups import GROUP_MEASURES


@dataclass(frozen=True)
class SlopeRoughnessSettings:
    """What Slope and roughness is asked for."""

    input: str = parameter(
        "raster",
        "DTM",
        "Heights on the Moon, in any lunar CRS.",
    )
    height_unit: str = requests.height_unit()
    extent: Optional[str] = requests.extent()
    window: int = parameter(
        "integer",
        "Window of the variance",
        "Side of the square in which the variance of the slope is taken, an odd number.",
        default=5,
        advanced=True,
        low=3,
        high=51,
        unit="pixels",
    )
    shade_azimuth: float = parameter(
        "number",
        "Azimuth of the hillshade",
        "Direction that the light of the hillshade comes from, degrees clockwise from north.",
        default=315.0,
        advanced=True,
        low=-360.0,
        high=360.0,
        unit="degrees",
    )
    shade_altitude: float = parameter(
        "number",
        "Altitude of the hillshade",
        "Height of the light of the hillshade, degrees above the horizon.",
        default=45.0,
        advanced=True,
        low=1.0,
        high=90.0,
        unit="degrees",
    )
    output: str = parameter(
        "raster_target",
        "Slope",
        "Steepness of the ground in degrees.",
        style="slope",
    )
    output_variance: Optional[str] = parameter(
        "raster_target",
        "Slope variance",
        "Variance of the slope in the window, degrees squared: the roughness of the ground.",
        optional=True,
        style="slope_variance",
    )
    output_deviation: Optional[str] = parameter(
        "raster_target",
        "Standard deviation of slope",
        "Root of the slope variance, in degrees.",
        optional=True,
        style="slope_deviation",
    )
    output_hillshade: Optional[str] = parameter(
        "raster_target",
        "Hillshade",
        "The DTM as lit from one side, 1 (dark) to 255 (bright).",
        optional=True,
        style="hillshade",
    )


OPERATION = Operation(
    name="slope_roughness",
    label="Slope and roughness",
    group=GROUP_MEASURES,
    help="Slope in degrees (Horn's method, with true ground metres per pixel), the variance of the slope around each "
    "pixel in degrees squared (the roughness of the MMoEDTM paper, which is not the 'roughness' of GDAL), its root, "
    "and a hillshade. All depend on the distance over which slopes are taken, the baseline: two pixels of the "
    "DTM. The baseline is written into each file.",
    settings=SlopeRoughnessSettings,
    results=(
        Result("baseline", "number", "Baseline of the slope (m)"),
        Result("median_slope", "number", "Median slope (degrees)"),
    ),
    run="measures.slope.run:slope_roughness",
)

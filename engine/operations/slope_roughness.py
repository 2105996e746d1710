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
        "Heights on the Moon.",
    )
    height_unit: str = requests.height_unit()
    window: int = parameter(
        "integer",
        "Window of the variance",
        "Side of the window, odd.",
        default=5,
        advanced=True,
        low=3,
        high=51,
        unit="pixels",
    )
    shade_azimuth: float = parameter(
        "number",
        "Azimuth of the hillshade",
        "Degrees clockwise from north.",
        default=315.0,
        advanced=True,
        low=-360.0,
        high=360.0,
        unit="degrees",
    )
    shade_altitude: float = parameter(
        "number",
        "Altitude of the hillshade",
        "Degrees above the horizon.",
        default=45.0,
        advanced=True,
        low=1.0,
        high=90.0,
        unit="degrees",
    )
    output: str = parameter(
        "raster_target",
        "Slope",
        "Degrees.",
        style="slope",
    )
    output_variance: Optional[str] = parameter(
        "raster_target",
        "Slope variance",
        "Degrees squared.",
        optional=True,
        style="slope_variance",
    )
    output_deviation: Optional[str] = parameter(
        "raster_target",
        "Standard deviation of slope",
        "Degrees.",
        optional=True,
        style="slope_deviation",
    )
    output_hillshade: Optional[str] = parameter(
        "raster_target",
        "Hillshade",
        "1 to 255.",
        optional=True,
        style="hillshade",
    )


OPERATION = Operation(
    name="slope_roughness",
    label="Slope and roughness",
    group=GROUP_MEASURES,
    help="Slope in degrees (Horn, with true ground metres per pixel), the variance of slope in a 5 x 5 window in "
    "degrees squared (the roughness of the MMoEDTM paper; not the max - min 'roughness' of GDAL), its square root, and "
    "a hillshade. All depend on the baseline, which is two pixels of the DTM and is written into each file.",
    settings=SlopeRoughnessSettings,
    results=(
        Result("baseline", "number", "Baseline of the slope (m)"),
        Result("median_slope", "number", "Median slope (degrees)"),
    ),
    run="measures.slope.run:slope_roughness",
)

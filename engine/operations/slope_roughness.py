"""Slope and roughness of a DTM."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import shared
from ..contract.declare import Operation, Parameter, Result
from ..contract.progress import Progress


def run(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Write the maps that were asked for."""
    from ..measures.slope.run import slope_maps

    return slope_maps(values, progress)


OPERATION = Operation(
    name="slope_roughness",
    label="Slope and roughness",
    group=shared.GROUP_MEASURES,
    help="Slope in degrees (Horn, with true ground metres per pixel), the variance of slope in a 5 x 5 window in "
    "degrees squared (the roughness of the MMoEDTM paper; not the max - min 'roughness' of GDAL), its square "
    "root, and a hillshade. All depend on the baseline, which is two pixels of the DTM and is written into each "
    "file.",
    parameters=(
        Parameter("input", "raster", "DTM", "Heights on the Moon."),
        shared.HEIGHT_UNIT,
        Parameter(
            "window", "integer", "Window of the variance", "Side of the window, odd.", default=5, advanced=True,
            low=3, high=51, unit="pixels",
        ),
        Parameter(
            "shade_azimuth", "number", "Azimuth of the hillshade", "Degrees clockwise from north.", default=315.0,
            advanced=True, low=-360.0, high=360.0, unit="degrees",
        ),
        Parameter(
            "shade_altitude", "number", "Altitude of the hillshade", "Degrees above the horizon.", default=45.0,
            advanced=True, low=1.0, high=90.0, unit="degrees",
        ),
        Parameter("output", "raster_target", "Slope", "Degrees.", style="slope"),
        Parameter(
            "output_variance", "raster_target", "Slope variance", "Degrees squared.", optional=True,
            style="slope_variance",
        ),
        Parameter(
            "output_deviation", "raster_target", "Standard deviation of slope", "Degrees.", optional=True,
            style="slope_deviation",
        ),
        Parameter(
            "output_hillshade", "raster_target", "Hillshade", "1 to 255.", optional=True, style="hillshade",
        ),
    ),
    results=(
        Result("baseline", "number", "Baseline of the slope (m)"),
        Result("median_slope", "number", "Median slope (degrees)"),
    ),
    run=run,
)  # fmt: skip

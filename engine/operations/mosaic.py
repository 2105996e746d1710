"""Mosaic: DTM tiles or strips into one."""

from __future__ import annotations

from dataclasses import dataclass

from ..contract import requests
from ..contract.declare import Operation, Result
from ..contract.settings import parameter
from .groups import GROUP_TERRAIN


@dataclass(frozen=True)
class MosaicSettings:
    """What Mosaic DTMs is asked for."""

    input: tuple[str, ...] = parameter(
        "rasters",
        "DTMs",
        "Two or more DTMs, on the Moon.",
    )
    height_unit: str = requests.height_unit()
    overlap: int = parameter(
        "integer",
        "Width of the transition",
        "Pixels over which a weight rises from the border of an input; 0 takes the first input that has a value.",
        default=100,
        low=0,
        high=4096,
        unit="pixels",
    )
    output: str = parameter(
        "raster_target",
        "Mosaic",
        "GeoTIFF of heights in metres.",
        style="dtm",
    )


OPERATION = Operation(
    name="mosaic",
    label="Mosaic DTMs",
    group=GROUP_TERRAIN,
    help="Puts any number of DTM tiles or strips (several NAC frames, left and right) into one. In the overlaps the "
    "inputs are weighted by linear gradients that fall towards the border of each; values that only one input has "
    "are kept. The grid is that of the first input, extended over all; inputs on another grid are resampled "
    "bilinearly.",
    settings=MosaicSettings,
    results=(
        Result("inputs", "number", "Inputs"),
        Result("coverage", "number", "Pixels with a height (%)"),
        Result("overlap_rms", "number", "RMS difference of overlapping inputs (m)"),
    ),
    run="region.mosaic:mosaic",
)

"""Mosaic: DTM tiles or strips into one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

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
    extent: Optional[str] = requests.extent()
    overlap: int = parameter(
        "integer",
        "Width of the transition",
        "Pixels over which a weight rises from the border of an input; 0 takes the first input that has a value.",
        default=100,
        low=0,
        high=4096,
        unit="pixels",
    )
    combine: str = parameter(
        "choice",
        "Where inputs overlap",
        "'blend' weighs each input by the distance to its border. 'priority' puts the first input of the list on top, "
        "then the second, and so on; each passes into what lies below it over the width of the transition, inside of "
        "its border, and is left as it is further in.",
        default="blend",
        choices=("blend", "priority"),
    )
    coarse_dem: Optional[str] = parameter(
        "raster",
        "Coarse DEM beneath",
        "Elevation of the same ground (SLDEM2015, LOLA, ...), in any CRS on the Moon. It fills the gaps, and levels "
        "are tied to it. The grid is not extended to it.",
        optional=True,
    )
    fill: bool = parameter(
        "boolean",
        "Fill gaps from the coarse DEM",
        "Where no input has a height, take that of the coarse DEM beneath, moved near the inputs by what it differs "
        "from them there; the move fades over the width of the transition (512 pixels at most). Heights of the inputs "
        "are kept.",
        default=True,
        advanced=True,
    )
    level: str = parameter(
        "choice",
        "Level the inputs",
        "Bring overlapping inputs to one level before they are put together, by least squares over the differences of "
        "all pairs: by an offset each, or by an offset and a tilt. The corrections sum up to zero, or are tied to the "
        "coarse DEM where one is given. They are reported.",
        default="none",
        choices=("none", "offset", "offset and tilt"),
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
    "inputs are weighted by linear gradients that fall towards the border of each, or the first one lies on top; "
    "values that only one input has are kept. Inputs can be levelled against one another, and gaps filled from a "
    "coarse DEM. The grid is that of the first input, extended over all; inputs on another grid are resampled "
    "bilinearly.",
    settings=MosaicSettings,
    results=(
        Result("inputs", "number", "Inputs"),
        Result("coverage", "number", "Pixels with a height (%)"),
        Result("filled", "number", "Pixels filled from the coarse DEM (%)"),
        Result("overlap_rms", "number", "RMS difference of overlapping inputs (m)"),
        Result("groups", "number", "Groups of inputs that overlap one another"),
        Result("level_rms_before", "number", "RMS difference of overlapping inputs before levelling (m)"),
        Result("level_rms_after", "number", "RMS difference of overlapping inputs after levelling (m)"),
        Result("corrections", "text", "Correction of each input: offset at its middle, tilt"),
    ),
    run="region.mosaic:mosaic",
)

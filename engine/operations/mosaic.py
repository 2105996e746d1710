"""Mosaic: DTM tiles or strips into one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import shared
from ..contract.declare import Operation, Parameter, Result
from ..contract.progress import Progress


def run(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Blend the inputs over their union."""
    from ..region.mosaic import mosaic

    return mosaic(values, progress)


OPERATION = Operation(
    name="mosaic",
    label="Mosaic DTMs",
    group=shared.GROUP_TERRAIN,
    help="Puts any number of DTM tiles or strips (several NAC frames, left and right) into one. In the overlaps "
    "the inputs are weighted by linear gradients that fall towards the border of each; values that only one "
    "input has are kept. The grid is that of the first input, extended over all; inputs on another grid are "
    "resampled bilinearly.",
    parameters=(
        Parameter("input", "rasters", "DTMs", "Two or more DTMs, on the Moon."),
        shared.HEIGHT_UNIT,
        Parameter(
            "overlap", "integer", "Width of the transition",
            "Pixels over which a weight rises from the border of an input; 0 takes the first input that has a "
            "value.", default=100, low=0, high=4096, unit="pixels",
        ),
        Parameter(
            "output", "raster_target", "Mosaic", "GeoTIFF of heights in metres.", style="dtm",
        ),
    ),
    results=(
        Result("inputs", "number", "Inputs"),
        Result("coverage", "number", "Pixels with a height (%)"),
        Result("overlap_rms", "number", "RMS difference of overlapping inputs (m)"),
    ),
    run=run,
)  # fmt: skip

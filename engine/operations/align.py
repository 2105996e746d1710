"""Align: a coarse DEM on the grid of an image."""

from __future__ import annotations

from dataclasses import dataclass

from ..contract import requests
from ..contract.declare import Operation, Result
from ..contract.requests import HandMove, SceneRequest, SunRequest
from ..contract.settings import group, parameter
from .groups import GROUP_TERRAIN


@dataclass(frozen=True)
class AlignSettings:
    """What Align coarse DEM is asked for."""

    scene: SceneRequest = group(SceneRequest)
    sun: SunRequest = group(SunRequest)
    apply_shift: bool = requests.apply_shift()
    hand: HandMove = group(HandMove)
    output: str = parameter(
        "raster_target",
        "Aligned DEM",
        "GeoTIFF of heights in metres on the image's grid.",
        style="dtm",
    )


OPERATION = Operation(
    name="align",
    label="Align coarse DEM",
    group=GROUP_TERRAIN,
    help="Brings a coarse DEM of any lunar CRS onto the grid of an image, and estimates how far the two lie apart: "
    "the DEM, shaded under the image's sun, is correlated with the image at the scales that both resolve. The shift "
    "is reported in metres, with whether it is reliable, and applied only when asked for and reliable. A move by hand "
    "is applied as it is given, with the estimate reported beside it.",
    settings=AlignSettings,
    results=(
        Result("shift_east", "number", "Estimated shift east (m)"),
        Result("shift_north", "number", "Estimated shift north (m)"),
        Result("shift_reliable", "boolean", "Shift is reliable"),
        Result("shift_correlation", "number", "Correlation at the shift"),
        Result("moved_east", "number", "Coarse DEM moved east (m)"),
        Result("moved_north", "number", "Coarse DEM moved north (m)"),
        Result("coverage", "number", "Pixels with heights (%)"),
    ),
    run="scene.align:align",
)

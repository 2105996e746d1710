"""Measure craters: ellipse, depth, and how two DTMs differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract import requests
from ..contract.declare import Operation, Result
from ..contract.report_targets import report
from ..contract.settings import parameter
from .groups import GROUP_MEASURES


@dataclass(frozen=True)
class MeasureCratersSettings:
    """What Measure craters is asked for."""

    dtm: str = parameter(
        "raster",
        "DTM",
        "Heights to measure in.",
    )
    craters: str = parameter(
        "vector",
        "Craters",
        "Rough outlines, or points in their middle, in any CRS on the Moon.",
    )
    diameter: Optional[float] = parameter(
        "number",
        "Diameter of points",
        "Rough diameter of craters that are given as points.",
        optional=True,
        low=1.0,
        high=1000000.0,
        unit="metres",
    )
    other: Optional[str] = parameter(
        "raster",
        "Second DTM",
        "Another DTM of the same ground, to compare.",
        optional=True,
    )
    height_unit: str = requests.height_unit()
    output: str = parameter(
        "vector_target",
        "Craters with their measures",
        "The fitted ellipses with axes, ratio, depth and depth over diameter.",
        style="craters",
    )
    output_report: Optional[str] = report(optional=True)


OPERATION = Operation(
    name="measure_craters",
    label="Measure craters",
    group=GROUP_MEASURES,
    help="Fits an ellipse to the rim of every crater in a DTM and measures the ratio of its axes, its depth from rim "
    "to floor and depth over diameter. Craters are given as rough outlines, or as points with a diameter. With a "
    "second DTM both are measured and compared.",
    settings=MeasureCratersSettings,
    results=(
        Result("craters_measured", "number", "Craters measured"),
        Result("axis_ratio", "number", "Mean ratio of major to minor axis"),
        Result("depth_diameter", "number", "Mean depth over diameter"),
        Result("other_axis_ratio", "number", "Mean ratio of axes in the second DTM"),
        Result("other_depth_diameter", "number", "Mean depth over diameter in the second DTM"),
        Result("depth_difference", "number", "Mean absolute difference of depths (m)"),
    ),
    run="measures.craters.run:measure_craters",
)

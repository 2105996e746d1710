"""Measure craters: ellipse, depth, and how two DTMs differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import shared
from ..contract.declare import Operation, Parameter, Result
from ..contract.progress import Progress


def run(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Fit every crater in every DTM."""
    from ..measures.craters.run import measure_craters

    return measure_craters(values, progress)


OPERATION = Operation(
    name="measure_craters",
    label="Measure craters",
    group=shared.GROUP_MEASURES,
    help="Fits an ellipse to the rim of every crater in a DTM and measures the ratio of its axes, its depth from "
    "rim to "
    "floor and depth over diameter. Craters are given as rough outlines, or as points with a diameter. With a second "
    "DTM both are measured and compared.",
    parameters=(
        Parameter("dtm", "raster", "DTM", "Heights to measure in."),
        Parameter("craters", "vector", "Craters", "Rough outlines, or points in their middle, in any CRS on the Moon."),
        Parameter(
            "diameter", "number", "Diameter of points", "Rough diameter of craters that are given as points.",
            optional=True, low=1.0, high=1e6, unit="m",
        ),
        Parameter("other", "raster", "Second DTM", "Another DTM of the same ground, to compare.", optional=True),
        shared.HEIGHT_UNIT,
        Parameter(
            "output", "vector_target", "Craters with their measures",
            "The fitted ellipses with axes, ratio, depth and depth over diameter.", style="craters",
        ),
        Parameter("output_report", "file_target", "Report", "One HTML page.", optional=True, suffix="html"),
    ),
    results=(
        Result("craters_measured", "number", "Craters measured"),
        Result("axis_ratio", "number", "Mean ratio of major to minor axis"),
        Result("depth_diameter", "number", "Mean depth over diameter"),
        Result("other_axis_ratio", "number", "Mean ratio of axes in the second DTM"),
        Result("other_depth_diameter", "number", "Mean depth over diameter in the second DTM"),
        Result("depth_difference", "number", "Mean absolute difference of depths (m)"),
    ),
    run=run,
)  # fmt: skip

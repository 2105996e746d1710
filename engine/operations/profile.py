"""Profile: heights and slopes along lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import shared
from ..contract.declare import Operation, Parameter, Result
from ..contract.progress import Progress


def run(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Sample the DTMs along the lines."""
    from ..measures.profiles.run import profile

    return profile(values, progress)


OPERATION = Operation(
    name="profile",
    label="Profiles along lines",
    group=shared.GROUP_MEASURES,
    help="Samples any number of DTMs along the lines of a layer: height and slope against the distance in ground "
    "metres, as a table and a plot. With two or more DTMs, the mean absolute and the largest difference of the "
    "others from the first. DTMs and lines may be in different CRSs on the Moon.",
    parameters=(
        Parameter("lines", "vector", "Lines", "Line layer in any CRS on the Moon."),
        Parameter("input", "rasters", "DTMs", "One or more DTMs; the first is the one that others are compared with."),
        Parameter(
            "spacing",
            "number",
            "Spacing of samples",
            "Metres between samples; slopes are taken over two of them. Left empty, the pixel of the finest DTM.",
            optional=True,
            low=0.01,
            high=100000.0,
            unit="metres",
        ),
        shared.HEIGHT_UNIT,
        Parameter(
            "output",
            "file_target",
            "Table",
            "CSV with the line's number, distance, longitude, latitude, and height and slope in each DTM.",
            suffix="csv",
        ),
        Parameter(
            "output_plot",
            "file_target",
            "Plot",
            "Picture of the profiles (the first six lines).",
            optional=True,
            suffix="png",
        ),
    ),
    results=(
        Result("lines_sampled", "number", "Lines"),
        Result("samples", "number", "Samples"),
        Result("length", "number", "Length of all lines (m)"),
        Result("baseline", "number", "Baseline of the slope (m)"),
        Result("mean_difference", "number", "Largest mean absolute difference from the first DTM (m)"),
        Result("largest_difference", "number", "Largest difference from the first DTM (m)"),
    ),
    run=run,
)

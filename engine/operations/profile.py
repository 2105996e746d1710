"""Profile: heights and slopes along lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract import requests
from ..contract.declare import Operation, Result
from ..contract.settings import parameter
from .groups import GROUP_MEASURES


@dataclass(frozen=True)
class ProfileSettings:
    """What Profiles along lines is asked for."""

    lines: str = parameter(
        "vector",
        "Lines",
        "Line layer in any CRS on the Moon.",
    )
    input: tuple[str, ...] = parameter(
        "rasters",
        "DTMs",
        "One or more DTMs; the first is the one that others are compared with.",
    )
    spacing: Optional[float] = parameter(
        "number",
        "Spacing of samples",
        "Metres between samples; slopes are taken over two of them. Left empty, the pixel of the finest DTM.",
        optional=True,
        low=0.01,
        high=100000.0,
        unit="metres",
    )
    height_unit: str = requests.height_unit()
    output: str = parameter(
        "file_target",
        "Table",
        "CSV with the line's number, distance, longitude, latitude, and height and slope in each DTM.",
        suffix="csv",
    )
    output_plot: Optional[str] = parameter(
        "file_target",
        "Plot",
        "Picture of the profiles (the first six lines).",
        optional=True,
        suffix="png",
    )


OPERATION = Operation(
    name="profile",
    label="Profiles along lines",
    group=GROUP_MEASURES,
    help="Samples any number of DTMs along the lines of a layer: height and slope against the distance in ground "
    "metres, as a table and a plot. With two or more DTMs, the mean absolute and the largest difference of the others "
    "from the first. DTMs and lines may be in different CRSs on the Moon.",
    settings=ProfileSettings,
    results=(
        Result("lines_sampled", "number", "Lines"),
        Result("samples", "number", "Samples"),
        Result("length", "number", "Length of all lines (m)"),
        Result("baseline", "number", "Baseline of the slope (m)"),
        Result("mean_difference", "number", "Largest mean absolute difference from the first DTM (m)"),
        Result("largest_difference", "number", "Largest difference from the first DTM (m)"),
    ),
    run="measures.profiles.run:profile",
)

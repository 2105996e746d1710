"""Layer of the craters that were found."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...raster.grid import Grid
from ...vector.layer import ring, write_layer
from .candidates import Candidate

CORNERS = 48
"""Vertices of an outline."""


@dataclass(frozen=True)
class FoundCrater:
    """A crater, and its depth below the rim in metres where a DTM tells it."""

    place: Candidate
    depth_m: float | None


def write_found(target: str, grid: Grid, craters: Sequence[FoundCrater], with_depth: bool) -> None:
    """Write circles on the ground, as Measure craters takes them.

    Parameters
    ----------
    target : str
    grid : Grid
        That they were found on.
    craters : sequence of FoundCrater
    with_depth : bool
        Whether there is a DTM, and so the fields of the depth.
    """
    angles = np.arange(CORNERS) * (2.0 * math.pi / CORNERS)
    places = [crater.place for crater in craters]
    # Pixels of a geographic grid, or of one far from its standard parallel, have another width in every row.
    middles = np.array([(one.row, one.column) for one in places], dtype=np.float64).reshape(-1, 2)
    across, down = grid.ground_metres(middles[:, 0], middles[:, 1])
    outlines = [
        ring(*grid.to_crs(one.column + one.diameter_m / 2.0 / wide * np.cos(angles),
                          one.row + one.diameter_m / 2.0 / tall * np.sin(angles)))
        for one, wide, tall in zip(places, across, down)
    ]  # fmt: skip
    diameters = np.array([one.diameter_m for one in places], dtype=np.float64)
    columns: dict[str, NDArray[Any]] = {
        "crater": np.arange(1, len(craters) + 1, dtype=np.int32),
        "diameter_m": diameters.round(3),
        "score": np.array([one.score for one in places], dtype=np.float64).round(4),
    }
    if with_depth:
        depths = np.array([math.nan if c.depth_m is None else c.depth_m for c in craters], dtype=np.float64)
        columns["depth_m"] = depths.round(3)
        columns["depth_diameter"] = (depths / np.maximum(diameters, 1e-9)).round(4)
    write_layer(target, grid.wkt, "Polygon", outlines, columns)

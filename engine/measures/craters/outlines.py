"""Layer of measured craters: their fitted ellipses with what was measured."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...raster.grid import Grid
from ...vector.layer import ring, write_layer
from .in_dtm import metres_at
from .shape import CraterShape

CORNERS = 72
MEASURES = ("major_m", "minor_m", "axis_ratio", "turn_deg", "diameter_m", "depth_m", "depth_diameter", "rim_share")


@dataclass(frozen=True)
class MeasuredCrater:
    """A crater that was found in every DTM.

    Attributes
    ----------
    number : int
        As given.
    centre : (float, float)
        Column and row of the rough centre on the grid of the first DTM.
    shapes : mapping
        By 'dtm' and 'other'.
    """

    number: int
    centre: tuple[float, float]
    shapes: Mapping[str, CraterShape]


def write_craters_layer(target: str, grid: Grid, craters: Sequence[MeasuredCrater]) -> None:
    """Write the ellipses of the first DTM with the measures of both; ``craters`` are not empty."""
    columns: dict[str, NDArray[Any]] = {"crater": np.array([c.number for c in craters], dtype=np.int32)}
    for name, prefix in (("dtm", ""), ("other", "other_")):
        if name in craters[0].shapes:
            shapes = [c.shapes[name] for c in craters]
            for field in MEASURES:
                columns[prefix + field] = np.array([getattr(shape, field) for shape in shapes]).round(4)
            # Counter-clockwise from east, as the shape counts it from the right of the raster.
            turns = [90.0 - grid.map_azimuth(90.0 - shape.turn_deg) for shape in shapes]
            columns[prefix + "turn_deg"] = (np.array(turns) % 180.0).round(4)
    outlines = [_ellipse(grid, c.centre, c.shapes["dtm"]) for c in craters]
    write_layer(target, grid.wkt, "Polygon", outlines, columns)


def _ellipse(grid: Grid, centre: tuple[float, float], shape: CraterShape) -> bytes:
    angles = np.arange(CORNERS) * (2.0 * math.pi / CORNERS)
    turn = math.radians(shape.turn_deg)
    u, v = shape.major_m / 2.0 * np.cos(angles), shape.minor_m / 2.0 * np.sin(angles)
    right = shape.x + u * math.cos(turn) - v * math.sin(turn)
    up = shape.y + u * math.sin(turn) + v * math.cos(turn)
    across, down = metres_at(grid, centre)
    return ring(*grid.to_crs(centre[0] + right / across, centre[1] - up / down))

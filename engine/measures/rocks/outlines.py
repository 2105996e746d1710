"""Layer of rocks: circles with diameter, height and confidence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...arrays import DoubleArray
from ...raster.grid import Grid
from ...vector.layer import ring, write_layer
from .rock import Rock

CORNERS = 24
"""Vertices of an outline."""


def diameters(rocks: Sequence[Rock]) -> DoubleArray:
    """Diameters in metres, (n,)."""
    return np.array([rock.diameter_m for rock in rocks], dtype=np.float64)


def write_rocks_layer(target: str, grid: Grid, rocks: Sequence[Rock]) -> None:
    """Write the outlines of rocks that were found on a grid."""
    angles = np.arange(CORNERS) * (2.0 * math.pi / CORNERS)
    shapes = []
    for rock in rocks:
        radius = rock.diameter_m / 2.0
        columns = rock.column + 0.5 + radius / grid.gsd[0] * np.cos(angles)
        rows = rock.row + 0.5 + radius / grid.gsd[1] * np.sin(angles)
        shapes.append(ring(*grid.to_crs(columns, rows)))
    fields: dict[str, NDArray[Any]] = {
        "rock": np.arange(1, len(rocks) + 1, dtype=np.int32),
        "diameter_m": diameters(rocks).round(3),
        "height_m": np.array([rock.height_m for rock in rocks], dtype=np.float64).round(3),
        "confidence": np.array([rock.confidence for rock in rocks], dtype=np.float64).round(3),
    }
    write_layer(target, grid.wkt, "Polygon", shapes, fields)

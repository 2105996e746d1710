"""The layer of the frames of a region: a polygon and the facts of each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..raster.align import positions_on
from ..raster.grid import Grid
from ..vector.layer import ring, write_layer
from .folder import Record

TEXTS = ("name", "image", "coarse_dem", "dtm", "status", "reason", "time")
NUMBERS = (
    "sun_azimuth", "sun_incidence", "priority", "moved_east", "moved_north", "error_east", "error_north",
    "alone_east", "alone_north", "image_off_east", "image_off_north", "coverage", "low_pass_m", "bias_m",
    "height_error_m", "slope_error_deg", "lit_percent",
)  # fmt: skip
"""Fields of the layer; degrees, metres and percent."""


def outline_in(grid: Grid, image: Grid, outline: Sequence[Sequence[float]]) -> tuple[np.ndarray, np.ndarray]:
    """Corners of a frame, given on the grid of its image, as coordinates in the CRS of another grid."""
    columns, rows = (np.array(values, dtype=np.float64) for values in zip(*outline))
    at = positions_on(image, grid, columns, rows)
    return grid.to_crs(*at)


def write_frames(target: str, grid: Grid, shapes: Sequence[tuple[np.ndarray, np.ndarray] | None],
                 rows: Sequence[Record]) -> None:  # fmt: skip
    """Write the layer.

    Parameters
    ----------
    target : str
        GeoPackage.
    grid : Grid
        Whose CRS it has.
    shapes : sequence of (x, y)
        Corners of each frame in that CRS; None where the image could not be opened, which has no geometry then.
    rows : sequence of dict
        Facts by field; None where unknown.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    columns: dict[str, Any] = {name: np.array([_text(row.get(name)) for row in rows], dtype=object) for name in TEXTS}
    for name in NUMBERS:
        columns[name] = np.array([_number(row.get(name)) for row in rows], dtype=np.float64)
    geometry = [None if shape is None else ring(*shape) for shape in shapes]
    write_layer(target, grid.wkt, "Polygon", geometry, columns)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)

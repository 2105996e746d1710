"""Measures of Evaluate by square of 256 pixels."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ...raster.grid import Grid
from ...vector.class_layer import rectangle
from ...vector.layer import write_layer
from ..relit import CorrelationSums, Pairs

FloatArray = NDArray[np.float32]
CELL = 256
"""Side of a square in pixels."""


@dataclass
class CellMeasures:
    """Sums of one square: squared errors and their number, and the light."""

    squares: float = 0.0
    count: int = 0
    light: CorrelationSums = field(default_factory=CorrelationSums)


def _squares(first: int, height: int, width: int) -> Iterator[tuple[tuple[int, int], slice, slice]]:
    """Place of each square that a band touches, with its rows in the band and its columns."""
    for r in range(first // CELL, (first + height - 1) // CELL + 1):
        rows = slice(max(r * CELL - first, 0), min((r + 1) * CELL - first, height))
        for c in range(-(-width // CELL)):
            yield (r, c), rows, slice(c * CELL, min((c + 1) * CELL, width))


def add_errors(cells: dict[tuple[int, int], CellMeasures], error: FloatArray, first: int) -> None:
    for place, rows, columns in _squares(first, *error.shape):
        known = error[rows, columns]
        known = known[np.isfinite(known)].astype(np.float64)
        if known.size:
            cell = cells.setdefault(place, CellMeasures())
            cell.squares += float((known**2).sum())
            cell.count += known.size


def add_light(cells: dict[tuple[int, int], CellMeasures], pairs: Pairs, first: int, inner: slice) -> None:
    parts = tuple(part[inner] for part in pairs)
    for place, rows, columns in _squares(first, *parts[0].shape):
        cells.setdefault(place, CellMeasures()).light.add(tuple(part[:, columns] for part in parts), rows)


def worst(cells: Mapping[tuple[int, int], CellMeasures], most: int) -> list[tuple[int, int]]:
    """Rows and columns of the squares with the largest error of heights; without a reference, of those that explain the
    image's detail least."""
    errors = {place: math.sqrt(cell.squares / cell.count) for place, cell in cells.items() if cell.count}
    if not errors:
        details = {place: -cell.light.correlations()[1] for place, cell in cells.items()}
        errors = {place: value for place, value in details.items() if math.isfinite(value)}
    return sorted(errors, key=lambda place: -errors[place])[:most]


def write_cells(target: str, grid: Grid, cells: Mapping[tuple[int, int], CellMeasures]) -> None:
    places = sorted(cells)
    shapes = [
        rectangle(grid, (r * CELL, min((r + 1) * CELL, grid.height), c * CELL, min((c + 1) * CELL, grid.width)))
        for r, c in places
    ]
    found = [cells[place] for place in places]
    light = np.array([cell.light.correlations() for cell in found]).reshape(-1, 2)
    columns = {
        "row": np.array([r for r, _ in places], dtype=np.int32),
        "column": np.array([c for _, c in places], dtype=np.int32),
        "rmse_m": np.array([math.sqrt(c.squares / c.count) if c.count else math.nan for c in found]),
        "relit": light[:, 0],
        "relit_detail": light[:, 1],
    }
    write_layer(target, grid.wkt, "Polygon", shapes, columns)

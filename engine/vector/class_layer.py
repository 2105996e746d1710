"""The layer of terrain classes: one rectangle for each tile, written and read back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import LayerError
from ..raster.grid import Grid
from .layer import read_layer, ring, write_layer

NEEDED = ("row", "column", "class")
"""Fields that an edited layer has to keep."""


@dataclass(frozen=True)
class Cell:
    """A tile's rectangle (first and last pixel edges) and what the router says of it."""

    row: int
    column: int
    terrain: str
    relief_m: float
    posterior: float
    edges: tuple[int, int, int, int]


def write_cells(target: str, grid: Grid, cells: Sequence[Cell], cut: str) -> None:
    """Write cells beside the target and rename.

    Parameters
    ----------
    target : str
    grid : Grid
    cells : sequence of Cell
    cut : str
        How the raster is cut into cells; each feature says it, so that a layer is not taken for one of another tiling.

    Raises
    ------
    OutputError
        The target cannot be written.
    """
    columns = {
        "row": np.array([c.row for c in cells], dtype=np.int32),
        "column": np.array([c.column for c in cells], dtype=np.int32),
        "class": np.array([c.terrain for c in cells], dtype=object),
        "relief_m": np.array([round(c.relief_m, 3) for c in cells], dtype=np.float64),
        "posterior": np.array([round(c.posterior, 4) for c in cells], dtype=np.float64),
        "cut": np.array([cut] * len(cells), dtype=object),
    }
    write_layer(target, grid.wkt, "Polygon", [rectangle(grid, cell.edges) for cell in cells], columns)


def read_classes(path: str, shape: tuple[int, int], cut: str, known: Sequence[str]) -> dict[tuple[int, int], str]:
    """Class of each tile of an edited layer.

    Parameters
    ----------
    path : str
        Any vector file, ``PATH|layername=NAME`` for one of several layers.
    shape : (int, int)
        Rows and columns of the tile plan.
    cut : str
        As ``write_cells`` was told it.
    known : sequence of str
        Valid classes.

    Raises
    ------
    LayerError
        The file cannot be read, lacks the fields row, column, class, holds nulls or contradictions in them, or does
        not fit the plan.
    """
    _, _, fields = read_layer(path, None, False)
    missing = [name for name in NEEDED if name not in fields]
    if missing:
        raise LayerError(
            f"{path} lacks the field(s) {', '.join(missing)}; give a layer written by Classify, edited or not."
        )
    classes: dict[tuple[int, int], str] = {}
    for number, (row, column, terrain) in enumerate(zip(fields["row"], fields["column"], fields["class"]), start=1):
        place = _whole(row), _whole(column)
        if place[0] is None or place[1] is None:
            raise LayerError(
                f"Feature {number} of {path} has the row {row} and the column {column}, which are no whole numbers; "
                "give back the fields that Classify wrote."
            )
        if terrain not in known:
            said = "no class" if terrain is None or terrain != terrain else f"the class {terrain!r}"
            raise LayerError(f"{path} has {said} at row {place[0]}, column {place[1]}; use {', '.join(known)}.")
        if not (0 <= place[0] < shape[0] and 0 <= place[1] < shape[1]):
            raise LayerError(
                f"{path} has a tile at row {place[0]}, column {place[1]}, but this image has {shape[0]} x {shape[1]} "
                "tiles; classify this image with the same tile size and overlap."
            )
        if classes.setdefault((place[0], place[1]), str(terrain)) != terrain:
            raise LayerError(
                f"{path} has two classes at row {place[0]}, column {place[1]}, {classes[place[0], place[1]]} and "
                f"{terrain}; leave one of the features out."
            )
    for told in set(fields["cut"]) if "cut" in fields else ():
        if isinstance(told, str) and told not in ("", cut):
            raise LayerError(
                f"{path} is of {told}, but this image is cut into {cut}; classify it with the same tiling."
            )
    if not classes:
        raise LayerError(f"{path} holds no tiles; give a layer written by Classify, edited or not.")
    return classes


def _whole(value: Any) -> int | None:
    """A whole number; None for nulls, fractions and texts that are none."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return int(number) if number.is_integer() else None


def rectangle(grid: Grid, edges: tuple[int, int, int, int]) -> bytes:
    """Well-known binary of the rectangle between (top, bottom, left, right) pixel edges."""
    top, bottom, left, right = edges
    columns = np.array([left, right, right, left], dtype=np.float64)
    rows = np.array([top, top, bottom, bottom], dtype=np.float64)
    return ring(*grid.to_crs(columns, rows))

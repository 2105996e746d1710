"""Named areas of a vector layer."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..arrays import DoubleArray
from ..errors import LayerError
from ..raster.grid import Grid
from ..raster.reach import positions
from .layer import read_layer
from .shapes import POLYGON, plane, read_shapes

MOST_AREAS = 50
PARTS = 16
"""Pieces that each side of a polygon is cut into, because a straight line of one map is bent in another."""


@dataclass(frozen=True)
class Area:
    """One or more polygons of one name.

    Attributes
    ----------
    name : str
    rings : tuple of (n, 2) arrays
        Outer rings, in the CRS of the layer.
    """

    name: str
    rings: tuple[DoubleArray, ...]

    def on(self, layer: Grid, grid: Grid) -> tuple[DoubleArray, ...]:
        """Columns and rows of the rings on a grid, 0 the edge of its first pixel.

        Corners that the projection of the grid does not reach are left out, and so are rings without three others.
        """
        found = []
        for ring in self.rings:
            steps = np.arange(PARTS) / PARTS
            x, y = (ring[:, None] + steps[:, None] * (np.roll(ring, -1, axis=0) - ring)[:, None]).reshape(-1, 2).T
            columns, rows = positions(grid, *layer.longitude_latitude(x, y))
            known = np.isfinite(columns)
            columns, rows = columns[known], rows[known]
            if grid.turn_columns and columns.size:
                # In one piece, and of its turns the one about the middle of the grid.
                columns = np.unwrap(columns, period=grid.turn_columns)
                middle = (columns.min() + columns.max() - grid.width) / 2.0
                columns = columns - grid.turn_columns * np.round(middle / grid.turn_columns)
            if columns.size >= 3:
                found.append(np.column_stack((columns, rows)))
        return tuple(found)


def read_areas(path: str, field: str) -> tuple[list[Area], Grid]:
    """The areas of a layer in its order, and the unit grid of its CRS.

    Parameters
    ----------
    path : str
        Any vector file, ``PATH|layername=NAME`` for one of several layers.
    field : str
        That holds the names; features without one, and all where the layer has no such field, have their number.

    Raises
    ------
    LayerError
        The file cannot be read, has no CRS, holds no polygons or others than polygons, or too many areas.
    BodyError
        Its CRS is not on the Moon.
    """
    shapes, wkt = read_shapes(path, (POLYGON,))
    _, _, fields = read_layer(path, None, False)
    names = fields.get(field)
    rings: dict[str, list[DoubleArray]] = {}
    for shape in shapes:
        name = None if names is None else _text(names[shape.feature - 1])
        rings.setdefault(name or str(shape.feature), []).append(shape.vertices)
    if len(rings) > MOST_AREAS:
        raise LayerError(f"{path} has {len(rings)} areas, but tables are made of at most {MOST_AREAS}; leave some out.")
    return [Area(name, tuple(parts)) for name, parts in rings.items()], plane(wkt)


def _text(value: object) -> str | None:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    return " ".join(str(value).split()) or None

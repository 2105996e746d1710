"""Polygons and points of a vector layer, as places on other grids."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..raster.grid import Grid
from ..raster.reach import positions
from .shapes import POINT, POLYGON, plane, read_shapes


@dataclass(frozen=True)
class Place:
    """A polygon (its outer ring) or a point (one vertex).

    Attributes
    ----------
    number : int
        Place in the layer, from 1.
    vertices : (n, 2) array
        Coordinates in the CRS of the layer.
    """

    number: int
    vertices: NDArray[np.float64]

    def on(self, layer: Grid, grid: Grid) -> NDArray[np.float64]:
        """(n, 2) columns and rows of the vertices on a grid, 0 the edge of its first pixel.

        NaN where the projection of the grid does not reach.
        """
        x, y = self.vertices.T
        return np.column_stack(positions(grid, *layer.longitude_latitude(x, y)))


@dataclass(frozen=True)
class Places:
    """The places of a layer, and the unit grid of its CRS."""

    items: list[Place]
    plane: Grid


def read_places(path: str) -> Places:
    """Polygons and points of a layer; parts of multi-geometries become places of their own.

    Raises
    ------
    LayerError
        The file cannot be read, has no CRS, holds neither polygons nor points or others than these, or a vertex is
        nowhere on the Moon.
    BodyError
        Its CRS is not on the Moon.
    """
    shapes, wkt = read_shapes(path, (POLYGON, POINT))
    return Places([Place(i + 1, shape.vertices) for i, shape in enumerate(shapes)], plane(wkt))

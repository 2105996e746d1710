"""Polygons and points of a vector layer, in degrees of longitude and latitude."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import LayerError
from ..raster.grid import Grid
from .layer import lunar_geometries

POINT, POLYGON, MULTI_POINT, MULTI_POLYGON = 1, 3, 4, 6


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
        """(n, 2) columns and rows of the vertices on a grid, 0 the edge of its first pixel."""
        x, y = self.vertices.T
        columns, rows = grid.from_longitude_latitude(*layer.longitude_latitude(x, y))
        return np.column_stack((columns, rows))


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
        The file cannot be read, has no CRS, or holds neither polygons nor points.
    BodyError
        Its CRS is not on the Moon.
    """
    geometries, wkt, kind = lunar_geometries(path)
    parts = [part for geometry in geometries for part in _parts(geometry)]
    if not parts:
        raise LayerError(f"{path} holds no polygons or points ({kind}, {len(geometries)} features); "
                         "give a layer with at least one.")  # fmt: skip
    # The unit grid of the layer's CRS: its pixel coordinates are the coordinates of the layer.
    plane = Grid(wkt, (1.0, 0.0, 0.0, 0.0, 1.0, 0.0), 1, 1)
    return Places([Place(i + 1, part) for i, part in enumerate(parts)], plane)


def _parts(geometry: bytes) -> list[NDArray[np.float64]]:
    return _read(geometry, 0)[0]


def _read(geometry: bytes, start: int) -> tuple[list[NDArray[np.float64]], int]:
    """Vertices of the places in a well-known binary from ``start``, and where it ends."""
    order = "<" if geometry[start] == 1 else ">"
    (kind,) = struct.unpack_from(f"{order}I", geometry, start + 1)
    at = start + 5
    if kind == POINT:
        vertex = np.frombuffer(geometry, f"{order}f8", 2, at).reshape(1, 2).astype(np.float64)
        return ([vertex] if np.isfinite(vertex).all() else []), at + 16
    if kind == POLYGON:
        (rings,) = struct.unpack_from(f"{order}I", geometry, at)
        at += 4
        outer: list[NDArray[np.float64]] = []
        for index in range(rings):
            (count,) = struct.unpack_from(f"{order}I", geometry, at)
            values = np.frombuffer(geometry, f"{order}f8", 2 * count, at + 4).reshape(count, 2)
            if index == 0 and count >= 4:
                outer.append(values[:-1].astype(np.float64))
            at += 4 + 16 * count
        return outer, at
    if kind in (MULTI_POINT, MULTI_POLYGON):
        (count,) = struct.unpack_from(f"{order}I", geometry, at)
        at += 4
        parts: list[NDArray[np.float64]] = []
        for _ in range(count):
            found, at = _read(geometry, at)
            parts += found
        return parts, at
    return [], at

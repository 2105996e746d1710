"""Lines of a vector layer."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import LayerError
from .layer import lunar_geometries

LINE, MULTI_LINE = 2, 5


@dataclass(frozen=True)
class Line:
    """One line: its place in the layer (from 1) and its vertices, (n, 2) in CRS units."""

    number: int
    vertices: NDArray[np.float64]


def read_lines(path: str) -> tuple[list[Line], str]:
    """Lines of a layer and its CRS as WKT; the parts of a multi-line become lines.

    Parameters
    ----------
    path : str
        Any vector file, ``PATH|layername=NAME`` for one of several layers.

    Raises
    ------
    LayerError
        The file cannot be read, has no CRS, or holds no lines.
    BodyError
        Its CRS is not on the Moon.
    """
    geometries, wkt, kind = lunar_geometries(path)
    parts = [part for geometry in geometries for part in _parts(geometry)]
    lines = [Line(i + 1, part) for i, part in enumerate(p for p in parts if len(p) > 1)]
    if not lines:
        raise LayerError(f"{path} holds no lines ({kind}); give a line layer with at least one line.")
    return lines, wkt


def _parts(geometry: bytes) -> list[NDArray[np.float64]]:
    """Vertices of the lines in a well-known binary; none for other kinds."""
    order = "<" if geometry[0] == 1 else ">"
    kind, count = struct.unpack_from(f"{order}II", geometry, 1)
    if kind == LINE:
        return [_vertices(geometry, 5, order)[0]]
    if kind != MULTI_LINE:
        return []
    parts, offset = [], 9
    for _ in range(count):
        part, offset = _vertices(geometry, offset + 5, order)
        parts.append(part)
    return parts


def _vertices(geometry: bytes, offset: int, order: str) -> tuple[NDArray[np.float64], int]:
    (count,) = struct.unpack_from(f"{order}I", geometry, offset)
    values = np.frombuffer(geometry, dtype=f"{order}f8", count=2 * count, offset=offset + 4)
    return values.reshape(count, 2).astype(np.float64), offset + 4 + 16 * count

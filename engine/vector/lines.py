"""Lines of a vector layer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .shapes import LINE, read_shapes


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
        The file cannot be read, has no CRS, holds no lines or others than lines, or a vertex is nowhere on the Moon.
    BodyError
        Its CRS is not on the Moon.
    """
    shapes, wkt = read_shapes(path, (LINE,))
    return [Line(i + 1, shape.vertices) for i, shape in enumerate(shapes)], wkt

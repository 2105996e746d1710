"""A raster at the sizes of pixel that its craters need, window by window."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ...arrays import FloatArray
from ...raster.grid import Grid
from ...raster.known_means import known_means

FINEST_PX = 12.0
"""Pixels across the smallest crater of every octave but the first; the largest has twice as many."""

STEP = 2.0**0.25
"""Between diameters that are matched."""

WINDOW = 512
"""Side of a window in pixels of its octave, without what is read about it."""

READ_AT_ONCE = 1 << 22
"""Pixels of the raster that are averaged in one go."""


class Surface(Protocol):
    """A raster, or heights on its grid."""

    grid: Grid

    def read(self, row: int, column: int, height: int, width: int) -> FloatArray:
        """A window, NaN where unknown."""


@dataclass(frozen=True)
class Octave:
    """Diameters that are looked for in means of (factor, factor) pixels.

    Attributes
    ----------
    factor : int
    diameters_m : tuple of float
        With two more at each end. Of a crater between two octaves the best diameter may be beyond the end of both, so
        that each looks one further; the outermost only says that a crater has another size.
    """

    factor: int
    diameters_m: tuple[float, ...]


@dataclass(frozen=True)
class Part:
    """A window of an octave: its first row and column and its size, in means."""

    row: int
    column: int
    height: int
    width: int


def octaves(smallest_m: float, largest_m: float, pixel_m: float) -> list[Octave]:
    """The octaves for diameters between two, the finest first."""
    count = max(1, math.ceil(math.log(largest_m / smallest_m) / math.log(STEP) - 1e-9))
    together: dict[int, list[float]] = {}
    for index in range(count + 1):
        diameter = smallest_m * STEP**index
        level = max(0, math.floor(math.log2(diameter / pixel_m / FINEST_PX)))
        together.setdefault(2**level, []).append(diameter)
    return [
        Octave(factor, (sizes[0] / STEP**2, sizes[0] / STEP, *sizes, sizes[-1] * STEP, sizes[-1] * STEP**2))
        for factor, sizes in together.items()
    ]


def parts(grid: Grid, octave: Octave, window: int = WINDOW) -> Iterator[Part]:
    """The windows of an octave, row by row, all of one size; the last ones may reach beyond the raster."""
    height, width = (-(-size // octave.factor) for size in (grid.height, grid.width))
    for row in range(0, height, window):
        for column in range(0, width, window):
            yield Part(row, column, min(window, height), min(window, width))


def read_means(surface: Surface, octave: Octave, part: Part, margin: tuple[int, int]) -> FloatArray:
    """Means over the pixels of an octave in a window, with rows and columns about it; NaN where too few are known."""
    factor = octave.factor
    top, left = part.row - margin[0], part.column - margin[1]
    height, width = part.height + 2 * margin[0], part.width + 2 * margin[1]
    if factor == 1:
        return surface.read(top, left, height, width)
    out = np.full((height, width), np.nan, dtype=np.float32)
    rows = max(1, READ_AT_ONCE // (width * factor * factor))
    for first in range(0, height, rows):
        count = min(rows, height - first)
        values = surface.read((top + first) * factor, left * factor, count * factor, width * factor)
        out[first : first + count] = known_means(values, factor)
    return out

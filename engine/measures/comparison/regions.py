"""The ground that figures are given for: all of it, and the areas of a layer."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...arrays import BoolArray, DoubleArray
from ...raster.fill import inside
from ...raster.grid import Grid
from ...vector.areas import read_areas

BLOCK = (512, 4096)
"""Rows and columns that are read in one go."""

WHOLE = ""
"""Name of the region that is all of the ground."""


@dataclass(frozen=True)
class Window:
    """A rectangle of pixels."""

    top: int
    left: int
    height: int
    width: int

    def common(self, other: Window) -> Window | None:
        """What two have in common; None where that is nothing."""
        top, left = max(self.top, other.top), max(self.left, other.left)
        height = min(self.top + self.height, other.top + other.height) - top
        width = min(self.left + self.width, other.left + other.width) - left
        return Window(top, left, height, width) if height > 0 and width > 0 else None


@dataclass(frozen=True)
class Region:
    """A part of the grid.

    Attributes
    ----------
    name : str
        WHOLE for all of it.
    window : Window
        In which it lies.
    rings : tuple of (n, 2) arrays, optional
        Columns and rows of its outlines; None where it is all of the window.
    """

    name: str
    window: Window
    rings: tuple[DoubleArray, ...] | None = None

    def mask(self, window: Window) -> BoolArray:
        """Which pixels of a window belong to it."""
        if self.rings is None:
            return np.ones((window.height, window.width), dtype=bool)
        return inside(self.rings, window.top, window.left, window.height, window.width)


def regions_of(grid: Grid, areas: str | None, field: str) -> list[Region]:
    """All of the ground, then the areas of a layer, in its order.

    Areas that lie beside the grid have an empty window.
    """
    whole = Window(0, 0, grid.height, grid.width)
    found = [Region(WHOLE, whole)]
    if areas is None:
        return found
    named, layer = read_areas(areas, field)
    for area in named:
        rings = area.on(layer, grid)
        found.append(Region(area.name, _window(rings).common(whole) or Window(0, 0, 0, 0), rings))
    return found


def _window(rings: Sequence[DoubleArray]) -> Window:
    if not rings:
        return Window(0, 0, 0, 0)
    corners = np.concatenate(rings)
    left, top = (math.floor(v) for v in corners.min(axis=0))
    right, bottom = (math.ceil(v) for v in corners.max(axis=0))
    return Window(top, left, bottom - top, right - left)


def blocks(grid: Grid) -> Iterator[Window]:
    """The blocks of a grid, row by row."""
    for top in range(0, grid.height, BLOCK[0]):
        for left in range(0, grid.width, BLOCK[1]):
            yield Window(top, left, min(BLOCK[0], grid.height - top), min(BLOCK[1], grid.width - left))


def by_block(rows: DoubleArray, columns: DoubleArray) -> Iterator[NDArray[np.intp]]:
    """Indices of positions, those of one block together; positions are finite."""
    places = np.floor(rows / BLOCK[0]).astype(np.int64), np.floor(columns / BLOCK[1]).astype(np.int64)
    order = np.lexsort((rows, places[1], places[0]))
    change = (np.diff(places[0][order]) != 0) | (np.diff(places[1][order]) != 0)
    yield from (part for part in np.split(order, np.flatnonzero(change) + 1) if part.size)

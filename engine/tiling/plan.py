"""The tile plan: cells of one size spread evenly over a raster, and the tiles that neighbouring cells merge to.

A cell is a window that the router gives a class to: the paper's super-pixel. A tile is what an expert computes in
one go: a cell, or a rectangle of neighbouring cells of one class. Tiles overlap by what cells do; the larger they
are, the fewer pixels are computed twice. As a tile has one class, no pixel is computed by two experts but for the
overlap, in which their heights are blended.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..errors import ParameterError

STEP = 16
"""Sides of tiles are multiples of this: the networks halve them four times."""


@dataclass(frozen=True)
class Tile:
    """What an expert computes in one go.

    Attributes
    ----------
    row, column : int
        Of its first cell.
    rows, columns : int
        Cells down and across.
    top, left, height, width : int
        Pixels; a tile may reach beyond a raster that is smaller than a cell.
    """

    row: int
    column: int
    rows: int
    columns: int
    top: int
    left: int
    height: int
    width: int

    @property
    def bottom(self) -> int:
        """First row of the raster below it."""
        return self.top + self.height

    @property
    def right(self) -> int:
        """First column of the raster to the right of it."""
        return self.left + self.width


@dataclass(frozen=True)
class TilePlan:
    """Cells that cover a raster.

    Attributes
    ----------
    height, width : int
        Size of the raster in pixels.
    tile_height, tile_width : int
        Size of a cell. A raster smaller than a cell has one that reaches beyond it.
    overlap : int
        Pixels that neighbours share at least.
    most : (int, int)
        Cells down and across that a tile has at most.
    """

    height: int
    width: int
    tile_height: int
    tile_width: int
    overlap: int
    most: tuple[int, int] = (1, 1)

    def __post_init__(self) -> None:
        smaller = min(self.tile_height, self.tile_width)
        if not 0 <= self.overlap <= smaller // 2:
            raise ParameterError(
                f"The overlap of {self.overlap} pixels does not fit tiles of {self.tile_height} x "
                f"{self.tile_width}; choose 0 to {smaller // 2}."
            )

    @cached_property
    def tops(self) -> list[int]:
        """First row of each row of cells."""
        return _starts(self.height, self.tile_height, self.overlap)

    @cached_property
    def lefts(self) -> list[int]:
        """First column of each column of cells."""
        return _starts(self.width, self.tile_width, self.overlap)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of cells."""
        return len(self.tops), len(self.lefts)

    @property
    def cut(self) -> str:
        """How the raster is cut into cells, in words: layers of cells say it."""
        rows, columns = self.shape
        return f"{rows} x {columns} cells of {self.tile_height} x {self.tile_width} pixels that share {self.overlap}"

    @property
    def extent(self) -> tuple[int, int]:
        """Rows and columns of pixels within reach of the tiles, which may be more than the raster has."""
        sides = (self.height, self.tile_height), (self.width, self.tile_width)
        height, width = (max(math.ceil(length / STEP) * STEP, side) for length, side in sides)
        return height, width

    def row_of_cells(self, row: int) -> Iterator[Tile]:
        """The cells of one row as tiles of their own, from left to right."""
        top = self.tops[row]
        for column, left in enumerate(self.lefts):
            yield Tile(row, column, 1, 1, top, left, self.tile_height, self.tile_width)

    def tiles(self, labels: NDArray[np.intp], rows: range) -> list[Tile]:
        """Tiles of some rows of cells, each a rectangle of cells of one class.

        Rows of cells are taken together as many at a time as a tile may have, so that the tiles are the same whatever
        rows are asked for.

        Parameters
        ----------
        labels : (R, C) int array
            Class of every cell; cells with a negative one have no tile.
        rows : range
            Rows of cells, from a multiple of ``most[0]`` on.
        """
        together = (
            range(first, min(first + self.most[0], rows.stop)) for first in range(rows.start, rows.stop, self.most[0])
        )
        return [tile for some in together for tile in self._merged(labels, some)]

    def _merged(self, labels: NDArray[np.intp], rows: range) -> Iterator[Tile]:
        """From the upper left on, the largest rectangle of one class that the cells to the right and below allow."""
        free = labels[rows.start : rows.stop] >= 0
        tops, lefts = self.tops, self.lefts
        for row, column in np.ndindex(*free.shape):
            if not free[row, column]:
                continue
            same = free[row:, column:] & (labels[rows[row] : rows.stop, column:] == labels[rows[row], column])
            down, across = _largest(same[:, : self.most[1]])
            free[row : row + down, column : column + across] = False
            top, height = _span(tops, rows[row], down, self.tile_height)
            left, width = _span(lefts, column, across, self.tile_width)
            yield Tile(rows[row], column, down, across, top, left, height, width)

    def cells_of(self, tile: Tile) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """First row of each row of a tile's cells, and first column of each column, in pixels of the tile."""
        tops = (top - tile.top for top in self.tops[tile.row : tile.row + tile.rows])
        lefts = (left - tile.left for left in self.lefts[tile.column : tile.column + tile.columns])
        return tuple(tops), tuple(lefts)

    def extent_of(self, rows: range) -> tuple[int, int]:
        """First row of the raster that tiles of some rows of cells reach, and the first below all of them."""
        top, height = _span(self.tops, rows.start, len(rows), self.tile_height)
        return top, min(top + height, self.height)

    def alone(self, cell: Tile) -> tuple[range, range]:
        """Rows and columns of the raster in a cell that no tile without it reaches, whatever neighbours merge to."""
        rows = _alone(self.tops, cell.row, self.tile_height, self.most[0], self.height)
        return rows, _alone(self.lefts, cell.column, self.tile_width, self.most[1], self.width)

    def cell_edges(self) -> tuple[list[int], list[int]]:
        """Row and column edges of the cells: the raster shared out to them at mid-overlap."""
        rows = _edges(self.tops, self.tile_height, self.height)
        return rows, _edges(self.lefts, self.tile_width, self.width)


def fitted(length: int, side: int, overlap: int) -> int:
    """The side of as many cells as ``side`` asks for, made smaller until they hardly overlap by more than they must.

    Parameters
    ----------
    length, side, overlap : int
        Pixels; the side is a multiple of STEP.
    """
    count = max(1, math.ceil((length - overlap) / (side - overlap)))
    least = max(2 * overlap, (length - overlap) / count + overlap)
    return min(side, math.ceil(least / STEP) * STEP)


def _starts(length: int, side: int, overlap: int) -> list[int]:
    """Even steps, but for the last whole multiples of what is common to STEP and the overlap: cells merge to tiles
    whose sides are multiples of STEP where the overlap is one."""
    if length <= side:
        return [0]
    steps = math.ceil((length - side) / (side - overlap))
    unit = math.gcd(STEP, overlap)
    inner = [math.ceil(i * (length - side) / steps / unit) * unit for i in range(steps)]
    return [*inner, length - side]


def _span(starts: list[int], first: int, count: int, side: int) -> tuple[int, int]:
    """Start and length of a tile along one axis; the last grows back, over its neighbour, to a multiple of STEP."""
    end = starts[first + count - 1] + side
    length = side if count == 1 else math.ceil((end - starts[first]) / STEP) * STEP
    return max(0, min(starts[first], end - length)), length


def _alone(starts: list[int], place: int, side: int, most: int, length: int) -> range:
    first = starts[place - 1] + side if place else starts[place]
    after = range(1, min(most, len(starts) - 1 - place) + 1)
    # The last tile may grow back, over its neighbour.
    return range(first, min((_span(starts, place + 1, count, side)[0] for count in after), default=length))


def _largest(same: NDArray[np.bool_]) -> tuple[int, int]:
    """Size of the largest rectangle of true values that begins in the upper left; of two, the wider."""
    best, widest = (1, 1), same.shape[1]
    for down in range(1, same.shape[0] + 1):
        line = same[down - 1, :widest]
        widest = widest if line.all() else int(np.argmin(line))
        if widest == 0:
            break
        if down * widest > best[0] * best[1]:
            best = (down, widest)
    return best


def _edges(starts: list[int], side: int, length: int) -> list[int]:
    inner = [(start + previous + side) // 2 for previous, start in zip(starts[:-1], starts[1:])]
    return [0, *inner, length]

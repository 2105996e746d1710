"""The tile plan: equal tiles with a fixed overlap, the last ones moved back to the edge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..errors import ParameterError


@dataclass(frozen=True)
class Tile:
    """One tile: its place in the plan and its upper left pixel."""

    row: int
    column: int
    top: int
    left: int


@dataclass(frozen=True)
class TilePlan:
    """Tiles that cover a raster.

    Attributes
    ----------
    height, width : int
        Size of the raster in pixels.
    tile_height, tile_width : int
        Size of a tile. A raster smaller than a tile has one tile that reaches beyond it.
    overlap : int
        Pixels that neighbours share; the last tile of a row or column may share more.
    """

    height: int
    width: int
    tile_height: int
    tile_width: int
    overlap: int

    def __post_init__(self) -> None:
        smaller = min(self.tile_height, self.tile_width)
        if not 0 <= self.overlap <= smaller // 2:
            raise ParameterError(
                f"The overlap of {self.overlap} pixels does not fit tiles of {self.tile_height} x "
                f"{self.tile_width}; choose 0 to {smaller // 2}."
            )

    @property
    def tops(self) -> list[int]:
        """First row of each row of tiles."""
        return _starts(self.height, self.tile_height, self.overlap)

    @property
    def lefts(self) -> list[int]:
        """First column of each column of tiles."""
        return _starts(self.width, self.tile_width, self.overlap)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of tiles."""
        return len(self.tops), len(self.lefts)

    def row_of_tiles(self, row: int) -> Iterator[Tile]:
        """Tiles of one row, from left to right."""
        top = self.tops[row]
        for column, left in enumerate(self.lefts):
            yield Tile(row, column, top, left)

    def cell_edges(self) -> tuple[list[int], list[int]]:
        """Row and column edges of the cells: the raster shared out to tiles at mid-overlap."""
        rows = _edges(self.tops, self.tile_height, self.height)
        return rows, _edges(self.lefts, self.tile_width, self.width)


def _starts(length: int, tile: int, overlap: int) -> list[int]:
    if length <= tile:
        return [0]
    starts = list(range(0, length - tile, tile - overlap))
    starts.append(length - tile)
    return starts


def _edges(starts: list[int], tile: int, length: int) -> list[int]:
    inner = [(start + previous + tile) // 2 for previous, start in zip(starts[:-1], starts[1:])]
    return [0, *inner, length]

"""A block of the DTM: some rows of tiles, a pure function of the plan and the block's number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

import numpy as np

from ..arrays import BoolArray, FloatArray
from ..contract.progress import Progress
from ..experts.awaiting import in_order
from ..experts.correct import TileData, View, cells_of
from ..experts.runner import Runner
from ..raster.align import AlignedHeights
from ..raster.reader import RasterReader
from ..tiling.blend import Blend, Sums
from ..tiling.plan import Tile
from .plan import ReconstructionPlan
from .rows import RowReader, Rows


@dataclass(frozen=True)
class TileHeights:
    """Heights of a single tile within the image, in metres, NaN where unknown."""

    tile: Tile
    heights: FloatArray


@dataclass(frozen=True)
class Edge:
    """Rows that a block shares with the one before or after it: both have a part of their tiles.

    Attributes
    ----------
    top : int
        First row.
    sums : Sums
        Of the block's own tiles.
    coarse : (h, width) array
        Coarse heights in metres.
    """

    top: int
    sums: Sums
    coarse: FloatArray


@dataclass(frozen=True)
class Block:
    """What a block gives.

    Attributes
    ----------
    above, below : Edge
        Rows that are shared; without rows where there is no block.
    heights : (h, width) array
        Of the rows between them, which no other block reaches: metres, NaN where unknown.
    spread : (h, width) array or None
        Metres between overlapping tiles, where it is wanted.
    computed : int
        Tiles that had data.
    tiles : tuple of TileHeights
        Where they are wanted.
    """

    above: Edge
    heights: FloatArray
    spread: FloatArray | None
    below: Edge
    computed: int
    tiles: tuple[TileHeights, ...] = ()


@dataclass(frozen=True)
class Group:
    """Tiles of one row of tiles and one height, as they share their view, and their corrections to come."""

    tiles: Sequence[Tile]
    corrections: Sequence[Future[list[FloatArray]]]


@dataclass(frozen=True)
class Started:
    """A block that is being computed."""

    number: int
    data: Rows
    known: BoolArray
    groups: Sequence[Group]
    skipped: int


class Workshop:
    """A plan with its inputs and experts open in this process, ready to compute any block of it.

    Parameters
    ----------
    plan : ReconstructionPlan
    image : RasterReader
    coarse : AlignedHeights
        In the plan's place.
    experts : Runner
    """

    def __init__(self, plan: ReconstructionPlan, image: RasterReader, coarse: AlignedHeights, experts: Runner) -> None:
        self.plan = plan
        self._experts = experts
        self._image, self._coarse = image, coarse
        self._rows = RowReader(image, plan.light.offset, coarse, plan.cells)

    def start(self, number: int) -> Started:
        """Read the data of a block and start its tiles."""
        top, bottom = self.plan.extent_of(number)
        tiles = self.plan.tiles_of(number)
        # A tile may reach beyond an image that is smaller than a cell.
        data = self._rows.read(top, max([bottom, *(tile.bottom for tile in tiles)]))
        known = data.known
        with_data = [tile for tile in tiles if known[tile.top - top : tile.bottom - top, tile.left : tile.right].any()]
        groups = [
            self._submit([tile for tile in with_data if (tile.top, tile.bottom) == span], data)
            for span in dict.fromkeys((tile.top, tile.bottom) for tile in with_data)
        ]
        return Started(number, data, known, groups, len(tiles) - len(with_data))

    def finish(self, started: Started, progress: Progress, advance: Callable[[int], None]) -> Block:
        """Wait for the tiles of a block that was started, and blend them.

        Parameters
        ----------
        started : Started
        progress : Progress
            Asked for a cancel while waiting.
        advance : callable
            Told how many tiles are done.
        """
        plan, wanted = self.plan.cells, self.plan.wanted
        top, bottom = self.plan.extent_of(started.number)
        coarse = started.data.coarse[: bottom - top, : plan.width]
        blend = Blend(plan, wanted.spread, top)
        singles: list[TileHeights] = []
        advance(started.skipped)
        for group in started.groups:
            for tile, correction in zip(group.tiles, in_order(group.corrections, progress)):
                part = started.known[tile.top - top : tile.bottom - top, tile.left : tile.right]
                blend.add(tile, correction, part)
                if wanted.tiles:
                    inside = slice(0, bottom - tile.top), slice(0, plan.width - tile.left)
                    ground = coarse[tile.top - top : tile.bottom - top, tile.left : tile.right]
                    heights = np.where(part[inside], ground + correction[inside], np.float32(np.nan))
                    singles.append(TileHeights(tile, heights))
                advance(1)
        inner = self._inner(started.number)
        above = Edge(top, blend.take(inner.start), coarse[: inner.start - top])
        sums = blend.take(inner.stop)
        ground = coarse[inner.start - top : inner.stop - top]
        return Block(
            above,
            sums.corrections() + ground,
            sums.spread() if wanted.spread else None,
            Edge(inner.stop, blend.take(bottom), coarse[inner.stop - top :]),
            sum(len(group.tiles) for group in started.groups),
            tuple(singles),
        )

    def _inner(self, number: int) -> range:
        """Rows of the image that no other block reaches; those of ``above`` end where they begin."""
        top, bottom = self.plan.extent_of(number)
        first = self.plan.extent_of(number - 1)[1] if number else top
        last = self.plan.extent_of(number + 1)[0] if number + 1 < self.plan.blocks else bottom
        return range(first, last) if first < last else range(bottom, bottom)

    def _submit(self, tiles: Sequence[Tile], data: Rows) -> Group:
        inputs = []
        for tile in tiles:
            terrain = self.plan.routing.terrain(tile.row, tile.column)
            assert terrain is not None, "cells without a class have no tile"
            window = slice(tile.top - data.top, tile.bottom - data.top), slice(tile.left, tile.right)
            cells = cells_of(self.plan.cells, tile)
            inputs.append(TileData(terrain, data.image[window], data.coarse[window], cells))
        return Group(tiles, self._experts.submit(inputs, self._view(tiles)))

    def _view(self, tiles: Iterable[Tile]) -> View:
        """Geometry and light of tiles of one row, taken at its middle."""
        tile = next(iter(tiles))
        middle = np.array([min((tile.top + tile.bottom) / 2.0, self.plan.cells.height)])
        gsd_x, gsd_y = self._image.grid.ground_metres(middle)
        gsd = float(np.sqrt(gsd_x * gsd_y)[0])
        light = self.plan.light
        azimuth, incidence = (None, None) if light.sun is None else (light.sun.azimuth_deg, light.sun.incidence_deg)
        return View(gsd, float(self._coarse.posting_at(middle)[0]) / gsd, azimuth, incidence, light.least_brightness)

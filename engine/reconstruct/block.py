"""A block of the DTM: some rows of tiles, a pure function of the plan and the block's number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

import numpy as np

from ..arrays import BoolArray, FloatArray
from ..contract.progress import Progress
from ..experts.awaiting import in_order
from ..experts.correct import TileData, View
from ..experts.runner import Runner
from ..raster.align import AlignedHeights
from ..raster.reader import RasterReader
from ..tiling.blend import Blend, Sums
from ..tiling.plan import Tile, TilePlan
from .plan import ReconstructionPlan
from .rows import RowReader, Rows


@dataclass(frozen=True)
class TileHeights:
    """Heights of a single tile within the image, in metres, NaN where unknown."""

    tile: Tile
    heights: FloatArray


@dataclass(frozen=True)
class Block:
    """What a block gives.

    Attributes
    ----------
    top : int
        First row of the image that its tiles reach.
    sums : Sums
        Of its tiles, over all rows that they reach; rows that it shares with other blocks want theirs too.
    coarse : (h, width) array
        Coarse heights of the same rows.
    computed : int
        Tiles that had data.
    tiles : tuple of TileHeights
        Where they were asked for.
    """

    top: int
    sums: Sums
    coarse: FloatArray
    computed: int
    tiles: tuple[TileHeights, ...]


@dataclass(frozen=True)
class Wanted:
    """What a block is to give beside heights."""

    spread: bool = False
    tiles: bool = False


@dataclass(frozen=True)
class StartedRow:
    """A row of tiles that is being computed."""

    row: int
    data: Rows
    known: BoolArray
    tiles: Sequence[Tile]
    corrections: Sequence[Future[list[FloatArray]]]


class Workshop:
    """A plan with its inputs and experts open in this process, ready to compute any block of it.

    Parameters
    ----------
    plan : ReconstructionPlan
    image : RasterReader
    coarse : AlignedHeights
        In the plan's place.
    experts : Runner
    wanted : Wanted
    """

    def __init__(
        self, plan: ReconstructionPlan, image: RasterReader, coarse: AlignedHeights, experts: Runner, wanted: Wanted
    ) -> None:
        self.plan = plan
        self._experts = experts
        self._wanted = wanted
        self._rows = RowReader(image, plan.light.offset, coarse, plan.tiles)
        middles = np.array(plan.tiles.tops, dtype=np.float64) + plan.tiles.tile_height / 2.0
        middles = np.minimum(middles, plan.tiles.height)
        gsd_x, gsd_y = image.grid.ground_metres(middles)
        self._gsd = np.sqrt(gsd_x * gsd_y)
        self._posting = coarse.posting_at(middles)

    def start(self, number: int) -> list[StartedRow]:
        """Read the data of a block and start its tiles."""
        return [self._start_row(row) for row in self.plan.rows_of(number)]

    def finish(self, rows: Sequence[StartedRow], progress: Progress, advance: Callable[[int], None]) -> Block:
        """Wait for the tiles of a block that was started, and blend them.

        Parameters
        ----------
        rows : sequence of StartedRow
        progress : Progress
            Asked for a cancel while waiting.
        advance : callable
            Told how many tiles are done.
        """
        plan = self.plan.tiles
        top = plan.tops[rows[0].row]
        blend = Blend(plan, self._wanted.spread, top)
        singles: list[TileHeights] = []
        for started in rows:
            advance(plan.shape[1] - len(started.tiles))
            for tile, correction in zip(started.tiles, in_order(started.corrections, progress)):
                part = started.known[:, tile.left : tile.left + plan.tile_width]
                blend.add(tile, correction, part)
                if self._wanted.tiles:
                    singles.append(TileHeights(tile, _heights(plan, tile, started.data.coarse, correction, part)))
                advance(1)
        bottom = min(plan.tops[rows[-1].row] + plan.tile_height, plan.height)
        computed = sum(len(started.tiles) for started in rows)
        return Block(top, blend.take(bottom), _joined(rows, plan, top, bottom), computed, tuple(singles))

    def _start_row(self, row: int) -> StartedRow:
        plan = self.plan.tiles
        data = self._rows.read(row)
        known = data.known
        columns_known = np.logical_or.reduce(known, axis=0)
        gsd = float(self._gsd[row])
        light = self.plan.light
        azimuth, incidence = (None, None) if light.sun is None else (light.sun.azimuth_deg, light.sun.incidence_deg)
        view = View(gsd, float(self._posting[row]) / gsd, azimuth, incidence, light.least_brightness)
        tiles, inputs = [], []
        for tile in plan.row_of_tiles(row):
            columns = slice(tile.left, tile.left + plan.tile_width)
            terrain = self.plan.terrain(row, tile.column)
            if terrain is None or not columns_known[columns].any():
                continue
            tiles.append(tile)
            inputs.append(TileData(terrain, data.image[:, columns], data.coarse[:, columns]))
        return StartedRow(row, data, known, tiles, self._experts.submit(inputs, view))


def _joined(rows: Sequence[StartedRow], plan: TilePlan, top: int, bottom: int) -> FloatArray:
    """Coarse heights of the rows of the image that a block reaches."""
    out = np.empty((bottom - top, plan.width), dtype=np.float32)
    for started in rows:
        first = plan.tops[started.row] - top
        part = started.data.coarse[: bottom - top - first, : plan.width]
        out[first : first + len(part)] = part
    return out


def _heights(plan: TilePlan, tile: Tile, coarse: FloatArray, correction: FloatArray, known: BoolArray) -> FloatArray:
    """Heights of one tile within the image."""
    height = min(plan.tile_height, plan.height - tile.top)
    width = min(plan.tile_width, plan.width - tile.left)
    metres = coarse[:height, tile.left : tile.left + width] + correction[:height, :width]
    return np.where(known[:height, :width], metres, np.float32(np.nan))

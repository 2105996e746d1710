"""A block of the DTM: some rows of tiles, a pure function of the plan and the block's number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

import numpy as np

from ..arrays import BoolArray, FloatArray
from ..contract.progress import Progress
from ..experts.awaiting import in_order
from ..experts.correct import Judged, TileData, View, cells_of
from ..experts.runner import Runner
from ..raster.align import AlignedHeights
from ..raster.frame import Sun
from ..raster.reader import RasterReader
from ..terrain import dark_ground
from ..tiling.blend import Blend, Sums, TileError
from ..tiling.plan import Tile
from .plan import ReconstructionPlan, Wanted
from .rows import RowReader, Rows
from .support import Classes, Limits, mean_brightness, seen, support


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
    seen : (h, width) uint8 array or None
        What the inputs say of the pixels (``support.seen``), where errors are told.
    """

    top: int
    sums: Sums
    coarse: FloatArray
    seen: Classes | None = None


@dataclass(frozen=True)
class Surfaces:
    """What is known of some rows when nothing more comes to them, as its products hold it.

    Attributes
    ----------
    heights : (h, width) array
        Metres, NaN where unknown.
    spread : (h, width) array or None
        Metres between overlapping tiles, where it is wanted.
    height_error, slope_error : (h, width) arrays or None
        Standard deviations in metres and in degrees, where they are wanted.
    support : (h, width) uint8 array or None
        Classes of ``support``, where errors are told.
    """

    heights: FloatArray
    spread: FloatArray | None = None
    height_error: FloatArray | None = None
    slope_error: FloatArray | None = None
    support: Classes | None = None

    @classmethod
    def of(cls, sums: Sums, coarse: FloatArray, seen: Classes | None, wanted: Wanted) -> Surfaces:
        """Out of the sums of all tiles that reach the rows."""
        heights = sums.corrections() + coarse
        spread = sums.spread() if wanted.spread else None
        if seen is None:
            return cls(heights, spread)
        height_error, slope_error = sums.errors()
        return cls(heights, spread, height_error, slope_error, support(seen, sums.raking(), np.isfinite(heights)))


@dataclass(frozen=True)
class Block:
    """What a block gives.

    Attributes
    ----------
    above, below : Edge
        Rows that are shared; without rows where there is no block.
    inner : Surfaces
        Of the rows between them, which no other block reaches.
    computed : int
        Tiles that had data.
    tiles : tuple of TileHeights
        Where they are wanted.
    """

    above: Edge
    inner: Surfaces
    below: Edge
    computed: int
    tiles: tuple[TileHeights, ...] = ()


@dataclass(frozen=True)
class Group:
    """Tiles of one row of tiles, one height and one light, as they share their view, and their corrections to come:
    alone, or with how sure they are."""

    tiles: Sequence[Tile]
    corrections: Sequence[Future[list[FloatArray]]] = ()
    judged: Sequence[Future[list[Judged]]] = ()

    def found(self, progress: Progress) -> Iterator[tuple[Tile, FloatArray, TileError | None]]:
        """Tiles with their corrections in metres, in order, as they come."""
        if self.judged:
            for tile, one in zip(self.tiles, in_order(self.judged, progress)):
                yield tile, one.metres, one.error
        else:
            for tile, correction in zip(self.tiles, in_order(self.corrections, progress)):
                yield tile, correction, None


@dataclass(frozen=True)
class Started:
    """A block that is being computed."""

    number: int
    data: Rows
    known: BoolArray
    seen: Classes | None
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
        self._rows = RowReader(image, plan.light.offset, coarse, plan.cells, plan.wanted.error, plan.kept is not None)

    def start(self, number: int) -> Started:
        """Read the data of a block and start its tiles."""
        top, bottom = self.plan.extent_of(number)
        tiles = self.plan.tiles_of(number)
        # A tile may reach beyond an image that is smaller than a cell.
        data = self._rows.read(top, max([bottom, *(tile.bottom for tile in tiles)]))
        known = data.known
        with_data = [tile for tile in tiles if known[tile.top - top : tile.bottom - top, tile.left : tile.right].any()]
        alike: dict[tuple[int, int, Sun | None], list[Tile]] = {}
        for tile in with_data:
            alike.setdefault((tile.top, tile.bottom, self._sun(tile)), []).append(tile)
        groups = [self._submit(tiles, data) for tiles in alike.values()]
        seen = self._seen(data, bottom) if self.plan.wanted.error else None
        return Started(number, data, known, seen, groups, len(tiles) - len(with_data))

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
        blend = Blend(plan, wanted.spread, top, wanted.error)
        singles: list[TileHeights] = []
        advance(started.skipped)
        for group in started.groups:
            for tile, correction, error in group.found(progress):
                part = started.known[tile.top - top : tile.bottom - top, tile.left : tile.right]
                blend.add(tile, correction, part, error)
                if wanted.tiles:
                    inside = slice(0, bottom - tile.top), slice(0, plan.width - tile.left)
                    ground = coarse[tile.top - top : tile.bottom - top, tile.left : tile.right]
                    heights = np.where(part[inside], ground + correction[inside], np.float32(np.nan))
                    singles.append(TileHeights(tile, heights))
                advance(1)
        inner = self._inner(started.number)
        parts = slice(0, inner.start - top), slice(inner.start - top, inner.stop - top), slice(inner.stop - top, None)
        classes = [None if started.seen is None else started.seen[part] for part in parts]
        above = Edge(top, blend.take(inner.start), coarse[parts[0]], classes[0])
        surfaces = Surfaces.of(blend.take(inner.stop), coarse[parts[1]], classes[1], wanted)
        return Block(
            above,
            surfaces,
            Edge(inner.stop, blend.take(bottom), coarse[parts[2]], classes[2]),
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
            smooth = None if data.smooth is None else data.smooth[window]
            inputs.append(TileData(terrain, data.image[window], data.coarse[window], cells, smooth))
        view = self._view(tiles)
        if self.plan.wanted.error:
            return Group(tiles, judged=self._experts.submit_judged(inputs, view))
        return Group(tiles, self._experts.submit(inputs, view))

    def _seen(self, data: Rows, bottom: int) -> Classes:
        """What the inputs say of the rows of a block."""
        rows = slice(0, bottom - data.top), slice(0, self.plan.cells.width)
        at = np.arange(data.top, bottom, dtype=np.float64) + 0.5
        gsd = np.sqrt(np.prod(self._image.grid.ground_metres(at), axis=0))
        light, limits = self.plan.light, Limits.of(self._experts.pack.manifest)
        sun = light.over(0.0, 0.0)
        outside = limits.passed(gsd, self._coarse.posting_at(at) / gsd, None if sun is None else sun.incidence_deg)
        saturated = None if data.saturated is None else data.saturated[rows]
        first, last = dark_ground.aligned(data.top, bottom)
        around = self._image.read(first, 0, last - first, self.plan.cells.width) - np.float32(light.offset)
        dark = dark_ground.in_shadow(around, mean_brightness(light))[data.top - first : bottom - first]
        return seen(data.image[rows], data.coarse[rows], saturated, dark, outside)

    def _sun(self, tile: Tile) -> Sun | None:
        """The sun over the middle of a tile."""
        row, column = self.plan.part.computed[:2]
        return self.plan.light.over(row + (tile.top + tile.bottom) / 2.0, column + (tile.left + tile.right) / 2.0)

    def _view(self, tiles: Iterable[Tile]) -> View:
        """Geometry and light of tiles of one row, taken at its middle."""
        tile = next(iter(tiles))
        middle = np.array([min((tile.top + tile.bottom) / 2.0, self.plan.cells.height)])
        gsd_x, gsd_y = self._image.grid.ground_metres(middle)
        gsd = float(np.sqrt(gsd_x * gsd_y)[0])
        light = self.plan.light
        posting = float(self._coarse.posting_at(middle)[0]) / gsd
        place = self.plan.move.covariance_on(self._image.grid)
        if place is not None:
            (a, b), (c, d) = (np.array(place) / gsd**2).tolist()
            place = (a, b), (c, d)
        kept_px = None if self.plan.kept is None else self.plan.kept * posting
        stated = self.plan.coarse_dem_error_m
        return View(gsd, posting, self._sun(tile), light.least_brightness, place, kept_px, stated, light.doubt)

"""Blocks become products: rows that several blocks share are summed, and each row is written once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np

from ..arrays import FloatArray
from ..contract.progress import Progress
from ..raster.grid import Grid
from ..raster.writer import RasterWriter, products
from ..tiling.blend import Blend
from .block import Block
from .plan import ReconstructionPlan
from .tile_folder import TileFolder


@dataclass(frozen=True)
class Targets:
    """Where the products of a run are written; None for one that is not wanted."""

    heights: str
    spread: str | None = None
    tiles: str | None = None


@dataclass(frozen=True)
class Written:
    """What was written: tiles that had data, and the share of the pixels that have a height."""

    tiles: int
    coverage_percent: float


def assemble(
    plan: ReconstructionPlan,
    blocks: Iterable[Block],
    grid: Grid,
    targets: Targets,
    tags: Mapping[str, str],
    progress: Progress,
) -> Written:
    """Write the products of a plan from its blocks, which come in their order.

    Raises
    ------
    OutputError
        A product cannot be written.
    """
    tiles = plan.tiles
    total = Blend(tiles, spread=targets.spread is not None)
    computed = covered = 0
    with ExitStack() as stack:
        written: dict[str, RasterWriter] = {}

        def opened() -> Iterator[RasterWriter]:
            for name, path, text in (
                ("heights", targets.heights, "height above 1737.4 km"),
                ("spread", targets.spread, "standard deviation between overlapping tiles"),
            ):
                if path:
                    written[name] = RasterWriter(path, grid, "m", text, tags, progress=progress)
                    yield written[name]

        stack.enter_context(products(opened()))
        folder = TileFolder(targets.tiles, grid, tags) if targets.tiles else None
        coarse = _Coarse()
        for number, block in enumerate(blocks):
            computed += block.computed
            if folder is not None:
                for single in block.tiles:
                    folder.write(single.tile, single.heights)
            total.merge(block.top, block.sums)
            coarse.add(block)
            following = plan.rows_of(number + 1)
            bottom = tiles.tops[following[0]] if following else tiles.height
            top = coarse.top
            sums = total.take(bottom)
            heights = sums.corrections() + coarse.take(bottom)
            covered += int(np.isfinite(heights).sum())
            written["heights"].write(heights, top)
            if "spread" in written:
                written["spread"].write(sums.spread(), top)
    return Written(computed, 100.0 * covered / (tiles.width * tiles.height))


class _Coarse:
    """Coarse heights of the rows that are not written yet."""

    def __init__(self) -> None:
        self.top = 0
        self._rows: FloatArray | None = None

    def add(self, block: Block) -> None:
        if self._rows is None:
            self._rows = block.coarse
            return
        have = self.top + len(self._rows) - block.top
        self._rows = np.concatenate((self._rows, block.coarse[have:]))

    def take(self, bottom: int) -> FloatArray:
        assert self._rows is not None, "blocks are added before rows are taken"
        taken, self._rows = self._rows[: bottom - self.top], self._rows[bottom - self.top :]
        self.top = bottom
        return taken

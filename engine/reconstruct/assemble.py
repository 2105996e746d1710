"""Blocks become products: rows that two blocks share are summed, and each row is written once."""

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
from .block import Block, Edge
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

    Parameters
    ----------
    plan : ReconstructionPlan
    blocks : iterable of Block
    grid : Grid
        Of the part of the image that is computed.
    targets : Targets
    tags : mapping
    progress : Progress

    Raises
    ------
    OutputError
        A product cannot be written.
    """
    computed = 0
    with ExitStack() as stack:
        written: dict[str, RasterWriter] = {}

        def opened() -> Iterator[RasterWriter]:
            for name, path, text in (
                ("heights", targets.heights, "height above 1737.4 km"),
                ("spread", targets.spread, "standard deviation between overlapping tiles"),
            ):
                if path:
                    written[name] = RasterWriter(
                        path, grid, "m", text, tags, progress=progress, inside=plan.part.inside
                    )
                    yield written[name]

        stack.enter_context(products(opened()))
        folder = TileFolder(targets.tiles, grid, tags) if targets.tiles else None
        seam = _Seam(plan)
        for number, block in enumerate(blocks):
            computed += block.computed
            if folder is not None:
                for single in block.tiles:
                    folder.write(single.tile, single.heights)
            seam.add(block.above)
            following = plan.extent_of(number + 1)[0] if number + 1 < plan.blocks else plan.cells.height
            for top, heights, spread in (
                seam.take(min(following, block.above.top + len(block.above.coarse))),
                (block.below.top - len(block.heights), block.heights, block.spread),
            ):
                if len(heights) == 0:
                    continue
                written["heights"].write(heights, top)
                if "spread" in written:
                    assert spread is not None, "the plan wants it"
                    written["spread"].write(spread, top)
            seam.add(block.below)
    kept = written["heights"]
    return Written(computed, 100.0 * kept.known / (kept.grid.width * kept.grid.height))


class _Seam:
    """Rows that blocks share and that are not written yet."""

    def __init__(self, plan: ReconstructionPlan) -> None:
        self._plan = plan
        self._spread = plan.wanted.spread
        self._top = 0
        self._sums = Blend(plan.cells, self._spread)
        self._coarse = np.empty((0, plan.cells.width), dtype=np.float32)

    def add(self, edge: Edge) -> None:
        """Add the part that a block has in its shared rows."""
        if len(edge.coarse) == 0:
            return
        if len(self._coarse) == 0:
            self._top, self._coarse = edge.top, edge.coarse
            self._sums = Blend(self._plan.cells, self._spread, edge.top)
        else:
            self._coarse = np.concatenate((self._coarse, edge.coarse[self._top + len(self._coarse) - edge.top :]))
        self._sums.merge(edge.top, edge.sums)

    def take(self, bottom: int) -> tuple[int, FloatArray, FloatArray | None]:
        """First row, heights and spread of the rows up to ``bottom`` (not included), to which nothing more comes."""
        top, count = self._top, max(0, bottom - self._top) if len(self._coarse) else 0
        coarse, self._coarse = self._coarse[:count], self._coarse[count:]
        sums = self._sums.take(top + count)
        self._top = top + count
        return top, sums.corrections() + coarse, sums.spread() if self._spread else None

"""Blocks become products: rows that two blocks share are summed, and each row is written once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np

from ..contract.progress import Progress
from ..raster.grid import Grid, Window
from ..raster.writer import RasterWriter, products
from ..tiling.blend import Blend
from .block import Block, Edge, Surfaces
from .plan import ReconstructionPlan, Wanted
from .support import MEANINGS
from .tile_folder import TileFolder
from .told import ERROR_LAYERS, Told

LAYERS = {
    "heights": ("m", "height above 1737.4 km"),
    "spread": ("m", "standard deviation between overlapping tiles"),
    "height_error": ("m", "standard deviation of height"),
    "slope_error": ("deg", "standard deviation of slope"),
    "support": ("", ", ".join(f"{number} {text}" for number, text in enumerate(MEANINGS, 1))),
}
"""Rasters that a run can write: the unit and the description of their bands."""

EXCLUDED = "the coarse DEM's own errors in waves longer than about seven of its postings"
"""What a stated error does not hold where nobody says what the coarse DEM's is: the experts leave these waves as they
are, and an image does not show them."""


@dataclass(frozen=True)
class Targets:
    """Where the products of a run are written; None for one that is not wanted."""

    heights: str
    spread: str | None = None
    tiles: str | None = None
    height_error: str | None = None
    slope_error: str | None = None
    support: str | None = None

    @property
    def wanted(self) -> Wanted:
        """What has to be computed for them."""
        error = bool(self.height_error or self.slope_error or self.support)
        return Wanted(bool(self.spread), bool(self.tiles), error)


@dataclass(frozen=True)
class Written:
    """What was written.

    Attributes
    ----------
    tiles : int
        That had data.
    coverage_percent : float
        Share of the pixels that have a height.
    height_error_m, slope_error_deg : float or None
        RMS of the stated standard deviations, where they are told.
    lit_percent : float or None
        Share of the heights that rest on light that was seen.
    """

    tiles: int
    coverage_percent: float
    height_error_m: float | None = None
    slope_error_deg: float | None = None
    lit_percent: float | None = None


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
    told = Told()
    with ExitStack() as stack:
        written: dict[str, RasterWriter] = {}

        def opened() -> Iterator[RasterWriter]:
            for name, (unit, text) in LAYERS.items():
                path = getattr(targets, name)
                if path:
                    kind = "uint8" if name == "support" else "float32"
                    more = {**tags, **(held(plan.coarse_dem_error_m) if name == "height_error" else {})}
                    written[name] = RasterWriter(path, grid, unit, text, more, kind, progress, plan.part.inside)
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
            for top, surfaces in (
                seam.take(min(following, block.above.top + len(block.above.coarse))),
                (block.below.top - len(block.inner.heights), block.inner),
            ):
                if len(surfaces.heights) == 0:
                    continue
                told.add(_inside(surfaces, top, plan.part.inside))
                for name, writer in written.items():
                    writer.write(getattr(surfaces, name), top)
            seam.add(block.below)
    kept = written["heights"]
    coverage = 100.0 * kept.known / (kept.grid.width * kept.grid.height)
    return Written(computed, coverage, **told.figures(kept.known))


def held(coarse_dem_error_m: float | None) -> dict[str, str]:
    """Of the coarse DEM's errors, in the tags of the heights' errors."""
    if coarse_dem_error_m is None:
        return {"error_without": EXCLUDED}
    return {"error_of_coarse_dem_m": f"{coarse_dem_error_m:g}"}


def _inside(surfaces: Surfaces, top: int, inside: Window) -> dict[str, np.ndarray]:
    """The layers of errors of some rows, from a row of the plan's grid on, within what is written."""
    row, column, height, width = inside
    part = slice(max(0, row - top), max(0, row + height - top)), slice(column, column + width)
    layers = {name: getattr(surfaces, name) for name in ERROR_LAYERS}
    return {name: layer[part] for name, layer in layers.items() if layer is not None}


class _Seam:
    """Rows that blocks share and that are not written yet."""

    def __init__(self, plan: ReconstructionPlan) -> None:
        self._plan = plan
        self._top = 0
        self._sums = self._blend(0)
        self._coarse = np.empty((0, plan.cells.width), dtype=np.float32)
        self._seen = np.empty((0, plan.cells.width), dtype=np.uint8) if plan.wanted.error else None

    def add(self, edge: Edge) -> None:
        """Add the part that a block has in its shared rows."""
        if len(edge.coarse) == 0:
            return
        if len(self._coarse) == 0:
            self._top, self._coarse, self._seen = edge.top, edge.coarse, edge.seen
            self._sums = self._blend(edge.top)
        else:
            new = slice(self._top + len(self._coarse) - edge.top, None)
            self._coarse = np.concatenate((self._coarse, edge.coarse[new]))
            if self._seen is not None and edge.seen is not None:
                self._seen = np.concatenate((self._seen, edge.seen[new]))
        self._sums.merge(edge.top, edge.sums)

    def _blend(self, top: int) -> Blend:
        return Blend(self._plan.cells, self._plan.wanted.spread, top, self._plan.wanted.error)

    def take(self, bottom: int) -> tuple[int, Surfaces]:
        """First row and surfaces of the rows up to ``bottom`` (not included), to which nothing more comes."""
        top, count = self._top, max(0, bottom - self._top) if len(self._coarse) else 0
        coarse, self._coarse = self._coarse[:count], self._coarse[count:]
        sums = self._sums.take(top + count)
        self._top = top + count
        seen = None
        if self._seen is not None:
            seen, self._seen = self._seen[:count], self._seen[count:]
        return top, Surfaces.of(sums, coarse, seen, self._plan.wanted)

"""One pass over the bands of a DTM, in which everything about it is gathered."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from ...arrays import BoolArray, FloatArray
from ...contract.progress import Progress
from ...raster.align import AlignedHeights
from ...raster.known_means import KnownMeans
from ...raster.writer import RasterWriter
from ...terrain.long_waves import block_means, block_size
from ...tiling.bands import bands
from ..reach import shadow_reach
from ..relit import relight, smoothed_pairs
from .inputs import Inputs
from .pictures import ground
from .resolution import REACH_PX, WIDTHS_PX, LowPasses
from .slopes import Metres, metres_of, slope_of
from .squares import add_errors, add_light
from .sums import Sums

BAND = 512
MARGIN = REACH_PX
"""Rows about a band that its filters see; those that cast shadows come on top."""

MOST_RESOLUTION_PX = 16_000_000
"""Pixels from which the effective resolution is taken: bands are left out beyond."""


def step_of(inputs: Inputs) -> int:
    """Pixels on a side of the blocks that stand for long waves."""
    coarse = inputs.surfaces.coarse
    return block_size(coarse.posting_px) if coarse is not None else 1


def band_of(step: int) -> int:
    """Rows of a band, which blocks of long waves do not straddle."""
    return BAND if BAND % step == 0 else step * max(1, BAND // step)


def gather(inputs: Inputs, error_map: RasterWriter | None, progress: Progress) -> Sums:
    """Gather the sums of all measures, and write the map of errors if it is wanted."""
    return _Pass(inputs, error_map, progress).run()


class _Pass:
    """The pass: what all bands share."""

    def __init__(self, inputs: Inputs, error_map: RasterWriter | None, progress: Progress) -> None:
        self._inputs, self._grid, self._error_map, self._progress = inputs, inputs.grid, error_map, progress
        surfaces = inputs.surfaces
        named = {"reference": surfaces.reference, "coarse": surfaces.coarse, "tied": surfaces.tied}
        self._surfaces = {name: surface for name, surface in named.items() if surface is not None}
        compared = ["dtm", *(name for name in self._surfaces if name != "tied")]
        self._sums = Sums.empty(self._grid, list(inputs.candidates), compared)
        self._step = step_of(inputs)
        self._above = self._below = MARGIN
        if inputs.light is not None:
            factor = ground(self._grid).factor
            self._sums.seen = {n: KnownMeans(self._grid.height, self._grid.width, factor) for n in ("image", "lit")}
            reach = shadow_reach(AlignedHeights(inputs.dtm, self._grid), inputs.light.sun, progress)
            self._above, self._below = max(MARGIN, reach.above), max(MARGIN, reach.below)

    def run(self) -> Sums:
        grid = self._grid
        band = band_of(self._step)
        every = max(1, math.ceil(grid.width * grid.height / MOST_RESOLUTION_PX))
        steps = self._progress.steps(-(-grid.height // band), "parts")
        with ThreadPoolExecutor(2, "evaluate") as pool:
            for index, (row, height) in enumerate(bands(grid.height, band)):
                self._band(row, height, index % every == 0, pool)
                steps.advance()
        return self._sums

    def _band(self, row: int, height: int, fine: bool, pool: ThreadPoolExecutor) -> None:
        grid, sums, above = self._grid, self._sums, self._above
        top, rows = row - above, above + height + self._below
        heights = {"dtm": self._inputs.dtm.read(top, 0, rows, grid.width)}
        heights.update({name: s.read(top, 0, rows, grid.width) for name, s in self._surfaces.items()})
        inner = slice(above, above + height)
        near = slice(above - MARGIN, above + height + MARGIN)
        central = slice(MARGIN, MARGIN + height)
        about = {name: z[near] for name, z in heights.items()}
        if self._error_map is not None:
            self._error_map.write((about["dtm"] - about["reference"])[central], row)
        if "reference" in about and "coarse" in about and self._inputs.stated.heights is not None:
            sums.error_blocks.append(block_means((about["dtm"] - about["reference"])[central], self._step))
        same = self._common(about, central)
        if "reference" in same:
            self._errors(same, row, central, fine, pool)
            self._progress.check()
        for name, stripes in sums.stripes.items():
            stripes.add(same[name], central)
        sums.seams.add(heights["dtm"], row, inner)
        if "tied" in heights:
            sums.deviation.append(block_means((heights["dtm"] - heights["tied"])[inner], self._step))
        if self._inputs.light is not None:
            self._light(heights, row, inner, pool)
            self._progress.check()

    def _common(self, heights: Mapping[str, FloatArray], central: slice) -> dict[str, FloatArray]:
        """The surfaces that are compared with each other, on the pixels that all of them know; counts these."""
        names = list(self._sums.stripes)
        known: BoolArray = np.logical_and.reduce([np.isfinite(heights[name]) for name in names])
        own = np.isfinite(heights["dtm"])
        if "reference" in heights:
            own &= np.isfinite(heights["reference"])
        self._sums.pixels += int(own[central].sum())
        self._sums.compared += int(known[central].sum())
        return {name: np.where(known, heights[name], np.float32(np.nan)) for name in names}

    def _errors(
        self, heights: Mapping[str, FloatArray], row: int, central: slice, fine: bool, pool: ThreadPoolExecutor
    ) -> None:
        grid, reference = self._grid, heights["reference"]
        metres = metres_of(grid, row - MARGIN + 1, len(reference) - 2)
        terrain = None
        if self._inputs.classes is not None:
            terrain = self._inputs.classes.read(row, 0, central.stop - central.start, grid.width)
        ground = _Ground(reference, slope_of(reference, metres)[central], terrain, metres, central)
        names = list(self._inputs.candidates)
        _all(pool.submit(_against, self._sums, name, heights[name], ground) for name in names)
        if fine:
            passes = LowPasses(reference, central)
            held = [(self._sums.resolution[name], heights[name]) for name in names]
            _all(pool.submit(passes.add, index, held) for index in reversed(range(len(WIDTHS_PX))))  # slow ones first
        add_errors(self._sums.cells, (heights["dtm"] - reference)[central], row)

    def _light(self, heights: Mapping[str, FloatArray], row: int, inner: slice, pool: ThreadPoolExecutor) -> None:
        light, grid = self._inputs.light, self._grid
        assert light is not None
        seen = light.image.read(row - self._above, 0, len(heights["dtm"]), grid.width)
        names = list(self._inputs.candidates)
        # Each casts its shadows as a whole; they are compared where both and the image are known.
        lit = list(pool.map(lambda name: relight(heights[name], grid.gsd, light.sun), names))
        self._sums.seen["image"].add(seen[inner], row)
        self._sums.seen["lit"].add(lit[0][inner], row)
        known: BoolArray = np.logical_and.reduce([np.isfinite(seen), *(np.isfinite(one) for one in lit)])
        if not known.any():
            return
        pairs = list(pool.map(lambda one: smoothed_pairs(seen, one, known), lit))
        for name, pair in zip(names, pairs):
            self._sums.light[name].add(pair, inner)
        add_light(self._sums.cells, pairs[0], row, inner)


@dataclass(frozen=True)
class _Ground:
    """What candidates are held against in one band: reference heights and slopes with margins for filters.

    Attributes
    ----------
    reference : (h, w) array
        With margins.
    slope, terrain : arrays
        Of the band itself; codes of classes, or None.
    metres : two arrays
        Ground metres per column and row.
    central : slice
        Rows of the band in the window.
    """

    reference: FloatArray
    slope: FloatArray
    terrain: FloatArray | None
    metres: Metres
    central: slice


def _against(sums: Sums, name: str, candidate: FloatArray, ground: _Ground) -> None:
    """Add the errors of one candidate in a band; candidates have sums of their own."""
    error = (candidate - ground.reference)[ground.central]
    slope = slope_of(candidate, ground.metres)[ground.central]
    sums.errors[name].add(error, slope - ground.slope, ground.slope, ground.terrain)


def _all(tasks: Iterable[Future[None]]) -> None:
    for task in list(tasks):
        task.result()

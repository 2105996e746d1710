"""The streaming core of Evaluate."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..analysis.relit import relit_pairs
from ..analysis.report import write_report
from ..analysis.resolution import REACH_PX
from ..analysis.seams import SeamSums
from ..analysis.stripes import StripeSums
from ..errors import OverlapError, ParameterError
from ..experts.pack import load
from ..files import whole_file
from ..raster.align import AlignedHeights
from ..raster.frame import Move
from ..raster.grid import Grid, same_grid
from ..raster.heights import HeightReader
from ..raster.reader import RasterReader
from ..raster.writer import RasterWriter
from ..terrain.slope import horn_gradient, slope_degrees
from . import provenance
from .cast_shadows import ShadowReach, relief_of
from .evaluation_figures import Sums, block_size, candidates_of, figures_of, results_of
from .figures_file import write_figures
from .progress import Progress
from .routing import tile_plan
from .square_measures import add_errors, add_light, write_cells
from .sun_over_image import with_sun

FloatArray = NDArray[np.float32]
BAND = 512
MARGIN = REACH_PX
"""Rows about a band that its filters see; those that cast shadows come on top."""

MOST_RESOLUTION_PX = 16_000_000
"""Pixels from which the effective resolution is taken: bands are left out beyond."""


def evaluate(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Run Evaluate; see ``operations.evaluate`` for the parameters."""
    if values["output_error"] and not values["reference"]:
        raise ParameterError("An error map needs a reference; give one, or leave the error map out.")
    if not (values["reference"] or values["coarse_dem"] or values["image"]):
        raise ParameterError("Nothing to measure against; give a reference, the coarse DEM or the image.")
    with ExitStack() as stack:
        reader = stack.enter_context(RasterReader(values["dtm"]))
        dtm = HeightReader(reader, "auto", progress.info)
        surfaces = _surfaces(values, reader, stack, progress)
        image = _on_grid(values["image"], reader.grid, "give the image it was made from", stack, values["saturation"])
        classes = _on_grid(values["classes"], reader.grid, "classify the image it was made from", stack)
        if image is not None:
            values = with_sun(values, image, progress)
            if values["sun_azimuth"] is None or values["sun_incidence"] is None:
                progress.warning("The sun is not given, so the image is left out.")
                image = None
        plan = tile_plan(reader.grid, load(values["pack"]).manifest, values)
        writer = None
        if values["output_error"]:
            inputs = {"dtm": values["dtm"], "reference": values["reference"]}
            tags = provenance.tags("evaluate", values, inputs)
            writer = stack.enter_context(
                RasterWriter(values["output_error"], reader.grid, "m", "DTM minus reference", tags)
            )
        sums = _stream(dtm, surfaces, image, classes, values, writer, progress)
        figures = figures_of(sums, surfaces, image is not None, reader.grid, plan)
        if classes is not None and "reference" in surfaces:
            figures["by_terrain"] = {name: sums.errors[name].by_terrain() for name in candidates_of(surfaces)}
        if "reference" in surfaces and figures["against_reference"]["dtm"]["count"] == 0:
            raise OverlapError(f"{values['reference']} and the DTM have no valid pixel in common; give another one.")
        _write(values, figures, sums)
        if values["output_tiles"]:
            write_cells(values["output_tiles"], reader.grid, sums.cells)
    targets = ("output", "output_json", "output_error", "output_tiles")
    return {**{n: values[n] for n in targets}, **results_of(figures)}


def _surfaces(
    values: Mapping[str, Any], dtm: RasterReader, stack: ExitStack, progress: Progress
) -> dict[str, AlignedHeights]:
    """Reference and coarse DEM on the grid of the DTM, as far as they are given."""
    grid, (east, north) = dtm.grid, provenance.moved(dtm)
    surfaces: dict[str, AlignedHeights] = {}
    for name, parameter, cubic in (("reference", "reference", False), ("coarse", "coarse_dem", True)):
        if values[parameter]:
            other = stack.enter_context(RasterReader(values[parameter]))
            heights = HeightReader(other, values["height_unit"], progress.info)
            surfaces[name] = AlignedHeights(heights, grid, cubic=cubic)
            if cubic:
                # Long waves are held against the surface that Reconstruct ties them to.
                surfaces["bilinear"] = AlignedHeights(heights, grid, Move(east, north))
                if east or north:
                    progress.info(
                        f"The DTM was made of the coarse DEM moved by {east:+.1f} m east and {north:+.1f} m north; "
                        "its long waves are held against it there."
                    )
    return surfaces


def _on_grid(
    path: str | None, grid: Grid, cure: str, stack: ExitStack, saturation: float | None = None
) -> RasterReader | None:
    """A raster that has to lie on the grid of the DTM, if it is given."""
    if not path:
        return None
    reader = stack.enter_context(RasterReader(path, saturation))
    if not same_grid(reader.grid, grid):
        raise OverlapError(f"{reader.path} is not on the grid of the DTM; {cure}.")
    return reader


def _stream(
    dtm: HeightReader,
    surfaces: Mapping[str, AlignedHeights],
    image: RasterReader | None,
    classes: RasterReader | None,
    values: Mapping[str, Any],
    writer: RasterWriter | None,
    progress: Progress,
) -> Sums:
    grid, sums = dtm.grid, Sums()
    sums.stripes = {name: StripeSums(grid.width) for name in ("dtm", *surfaces) if name != "bilinear"}
    step = block_size(surfaces["coarse"]) if "coarse" in surfaces else 1
    band = BAND if BAND % step == 0 else step * max(1, BAND // step)
    sums.seams = SeamSums(grid.height, grid.width)
    above = below = MARGIN
    if image is not None:
        surface = AlignedHeights(dtm, grid)
        reach = ShadowReach(relief_of(surface, progress), *_sun(values), grid.gsd[1], progress)
        above, below = max(MARGIN, reach.above), max(MARGIN, reach.below)
    every = max(1, math.ceil(grid.width * grid.height / MOST_RESOLUTION_PX))
    steps = progress.steps(-(-grid.height // band), "bands")
    with ThreadPoolExecutor(2, "evaluate") as pool:
        for index, row in enumerate(range(0, grid.height, band)):
            height = min(band, grid.height - row)
            top, rows = row - above, above + height + below
            heights = dtm.read(top, 0, rows, grid.width)
            others = {name: surface.read(top, 0, rows, grid.width) for name, surface in surfaces.items()}
            inner = slice(above, above + height)
            near = slice(above - MARGIN, above + height + MARGIN)
            central = slice(MARGIN, MARGIN + height)
            candidates = {"dtm": heights, **({"coarse": others["coarse"]} if "coarse" in others else {})}
            if "reference" in others:
                reference = others["reference"][near]
                metres = _metres(grid, row - MARGIN + 1, len(reference) - 2)
                slope = _slope(reference, metres)[central]
                terrain = classes.read(row, 0, height, grid.width) if classes is not None else None
                ground = Ground(reference, slope, terrain, metres, central, index % every == 0)
                _all(pool.submit(_against, sums, name, z[near], ground) for name, z in candidates.items())
                error = (heights[near] - reference)[central]
                add_errors(sums.cells, error, row)
                if writer is not None:
                    writer.write(error, row)
                progress.check()
            for name, stripes in sums.stripes.items():
                stripes.add((heights if name == "dtm" else others[name])[near], central)
            sums.seams.add(heights, row, inner)
            if "coarse" in others:
                sums.deviation.append(_means((heights - others["bilinear"])[inner], step))
            if image is not None:
                seen = image.read(top, 0, rows, grid.width)

                lit = {n: pool.submit(relit_pairs, seen, z, grid.gsd, *_sun(values))
                       for n, z in candidates.items() if np.isfinite(z).any()}  # fmt: skip
                for name, task in lit.items():
                    sums.light[name].add(task.result(), inner)
                if "dtm" in lit:
                    add_light(sums.cells, lit["dtm"].result(), row, inner)
                progress.check()
            steps.advance()
    return sums


@dataclass(frozen=True)
class Ground:
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
    fine : bool
        Whether the effective resolution is taken from this band.
    """

    reference: FloatArray
    slope: FloatArray
    terrain: FloatArray | None
    metres: tuple[NDArray[np.float64], NDArray[np.float64]]
    central: slice
    fine: bool


def _against(sums: Sums, name: str, candidate: FloatArray, ground: Ground) -> None:
    """Add the errors of one candidate in a band; candidates have sums of their own."""
    error = (candidate - ground.reference)[ground.central]
    slope = _slope(candidate, ground.metres)[ground.central]
    sums.errors[name].add(error, slope - ground.slope, ground.slope, ground.terrain)
    if ground.fine:
        sums.resolution[name].add(candidate, ground.reference, ground.central)


def _all(tasks: Iterable[Future[None]]) -> None:
    for task in list(tasks):
        task.result()


def _sun(values: Mapping[str, Any]) -> tuple[float, float]:
    return float(values["sun_azimuth"]), float(values["sun_incidence"])


def _metres(grid: Grid, first: int, count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    rows = np.clip(np.arange(first, first + count, dtype=np.float64) + 0.5, 0.5, grid.height - 0.5)
    return grid.ground_metres(rows)


def _slope(heights: FloatArray, metres: tuple[NDArray[np.float64], NDArray[np.float64]]) -> FloatArray:
    """Horn's slope in degrees on the same pixels; NaN along the border."""
    out = np.full(heights.shape, np.nan, dtype=np.float32)
    out[1:-1, 1:-1] = slope_degrees(*horn_gradient(heights, *metres))
    return out


def _means(values: FloatArray, step: int) -> FloatArray:
    """Means of whole (step, step) blocks; NaN where a pixel is unknown."""
    rows, columns = values.shape[0] // step, values.shape[1] // step
    blocks = values[: rows * step, : columns * step].reshape(rows, step, columns, step)
    return np.asarray(blocks.mean(axis=(1, 3)), dtype=np.float32)


def _write(values: Mapping[str, Any], figures: Mapping[str, Any], sums: Sums) -> None:
    content = {"dtm": Path(values["dtm"]).name, **figures}
    with whole_file(values["output"]) as path:
        histograms = {n: s.histogram for n, s in sums.errors.items() if s.histogram.any()}
        write_report(path, content, histograms)
    if values["output_json"]:
        write_figures(values["output_json"], content)

"""The streaming core of Slope and roughness."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import ParameterError
from ..raster.grid import Grid
from ..raster.heights import HeightReader
from ..raster.reader import RasterReader
from ..raster.writer import RasterWriter, products
from ..terrain.slope import hillshade, horn_gradient, slope_degrees, slope_variance
from . import provenance
from .progress import Progress

BAND = 512
CHUNK = 512
"""Columns worked on at a time: the arrays of one chunk stay in the processor's cache."""

STEP_DEG = 0.05
"""Width of the bins from which the median slope is read."""

FloatArray = NDArray[np.float32]
Maps = dict[str, NDArray[Any]]


def slope_maps(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Run Slope and roughness; see ``operations.slope_roughness`` for the parameters."""
    size = values["window"]
    if size % 2 == 0:
        raise ParameterError(f"window is {size}, but must be odd.")
    wanted = {
        "output": ("degrees", "slope (Horn)"),
        "output_variance": ("degrees^2", f"variance of slope in {size} x {size} pixels"),
        "output_deviation": ("degrees", f"standard deviation of slope in {size} x {size} pixels"),
        "output_hillshade": ("", "hillshade"),
    }
    with ExitStack() as stack:
        reader = stack.enter_context(RasterReader(values["input"]))
        heights = HeightReader(reader, values["height_unit"], progress.info)
        grid = reader.grid
        gsd_x, gsd_y = grid.gsd
        baseline = gsd_x + gsd_y
        shade_azimuth = grid.raster_azimuth(values["shade_azimuth"])
        tags = provenance.tags("slope_roughness", values, {"input": values["input"]}, baseline_m=f"{baseline:.4f}")
        writers: dict[str, RasterWriter] = {}

        def opened() -> Iterator[RasterWriter]:
            for name, (unit, text) in wanted.items():
                if values[name]:
                    dtype = "uint8" if name == "output_hillshade" else "float32"
                    description = f"{text}, baseline {baseline:.2f} m" if unit else text
                    writers[name] = RasterWriter(values[name], grid, unit, description, tags, dtype)
                    yield writers[name]

        stack.enter_context(products(opened()))
        metres = grid.ground_metres(np.arange(grid.height, dtype=np.float64) + 0.5)
        pool = stack.enter_context(ThreadPoolExecutor(2, "slope"))
        histogram = np.zeros(int(90 / STEP_DEG) + 1, dtype=np.int64)
        steps = progress.steps(-(-grid.height // BAND), "bands")
        rows = range(0, grid.height, BAND)
        margin = size // 2 + 1

        def read(row: int) -> FloatArray:
            height = min(BAND, grid.height - row)
            return heights.read(row - margin, -margin, height + 2 * margin, grid.width + 2 * margin)

        beside = stack.enter_context(ThreadPoolExecutor(1, "raster"))
        coming = beside.submit(read, 0)
        writing: Future[None] | None = None
        for row in rows:
            progress.check()
            source = coming.result()
            if row + BAND < grid.height:
                coming = beside.submit(read, row + BAND)
            maps = _band(source, metres, row, grid, {**values, "shade_azimuth": shade_azimuth}, set(writers), pool, histogram)
            if writing is not None:
                writing.result()
            writing = beside.submit(_write, writers, maps, row)
            steps.advance()
        if writing is not None:
            writing.result()
    total = np.cumsum(histogram)
    median = float(np.searchsorted(total, total[-1] / 2.0) * STEP_DEG) if total[-1] else float("nan")
    return {**{n: values[n] for n in wanted}, "baseline": baseline, "median_slope": median}


def _write(writers: Mapping[str, RasterWriter], maps: Maps, row: int) -> None:
    for name, writer in writers.items():
        writer.write(maps[name], row)


def _band(
    source: FloatArray,
    metres: tuple[NDArray[np.float64], NDArray[np.float64]],
    row: int,
    grid: Grid,
    values: Mapping[str, Any],
    wanted: set[str],
    pool: ThreadPoolExecutor,
    histogram: NDArray[np.int64],
) -> Maps:
    """All maps of a band; chunks of columns go to two threads."""
    margin = values["window"] // 2
    height = source.shape[0] - 2 * margin - 2
    inner = np.clip(np.arange(row - margin, row + height + margin), 0, grid.height - 1)
    gsd_x, gsd_y = metres[0][inner], metres[1][inner]
    kinds = {n: np.uint8 if n == "output_hillshade" else np.float32 for n in wanted}
    maps = {n: np.empty((height, grid.width), dtype=kind) for n, kind in kinds.items()}

    def chunk(left: int) -> NDArray[np.int64]:
        width = min(CHUNK, grid.width - left)
        part = source[:, left : left + width + 2 * margin + 2]
        east, north = horn_gradient(part, gsd_x, gsd_y)
        slope = slope_degrees(east, north)
        middle = (slice(margin, margin + height), slice(margin, margin + width))
        columns = slice(left, left + width)
        own = slope[middle]
        maps["output"][:, columns] = own
        if "output_variance" in maps or "output_deviation" in maps:
            variance = slope_variance(slope, values["window"])
            if "output_variance" in maps:
                maps["output_variance"][:, columns] = variance
            if "output_deviation" in maps:
                maps["output_deviation"][:, columns] = np.sqrt(variance)
        if "output_hillshade" in maps:
            shade = hillshade(east[middle], north[middle], values["shade_azimuth"], values["shade_altitude"])
            maps["output_hillshade"][:, columns] = np.nan_to_num(shade, nan=0.0)
        # Every eighth pixel is enough for a median, and keeps it out of the way.
        some = own[::8, ::8].ravel()
        bins = (some[np.isfinite(some)] / STEP_DEG).astype(np.int64)
        return np.bincount(bins, minlength=histogram.size)

    for counts in pool.map(chunk, range(0, grid.width, CHUNK)):
        histogram += counts
    return maps

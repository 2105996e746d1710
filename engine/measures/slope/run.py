"""Slope and roughness, band by band: one is read and one written while one is worked on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import numpy as np

from ...arrays import FloatArray
from ...contract.progress import Progress
from ...errors import ParameterError
from ...raster import provenance
from ...raster.heights import HeightReader
from ...raster.reader import RasterReader
from ...raster.writer import RasterWriter, products
from .maps import Maps, Shade, SlopeHistogram, Wanted, maps_of_band

if TYPE_CHECKING:
    from ...operations.slope_roughness import SlopeRoughnessSettings

BAND = 512


def slope_roughness(settings: SlopeRoughnessSettings, progress: Progress) -> dict[str, Any]:
    """Slope of a DTM, the variance of slope and a hillshade.

    Raises
    ------
    ParameterError
        The window has no middle.
    """
    if settings.window % 2 == 0:
        raise ParameterError(f"window is {settings.window}, but must be odd.")
    with ExitStack() as stack:
        reader = stack.enter_context(RasterReader(settings.input, extent=settings.extent))
        heights = HeightReader(reader, settings.height_unit, progress.info, progress.warning)
        baseline = sum(reader.grid.gsd)
        writers: dict[str, RasterWriter] = {}
        stack.enter_context(products(_opened(settings, reader, baseline, writers, progress)))
        shade = Shade(reader.grid.raster_azimuth(settings.shade_azimuth), settings.shade_altitude)
        histogram = _stream(heights, Wanted(tuple(writers), settings.window, shade), writers, progress)
    return {"baseline": baseline, "median_slope": histogram.median()}


def _opened(
    settings: SlopeRoughnessSettings,
    reader: RasterReader,
    baseline: float,
    writers: dict[str, RasterWriter],
    progress: Progress,
) -> Iterator[RasterWriter]:
    """Writers of the maps that are wanted, put into ``writers`` as they are opened."""
    window = f"in {settings.window} x {settings.window} pixels, baseline {baseline:.2f} m"
    targets = {
        "slope": (settings.output, "degrees", f"slope (Horn), baseline {baseline:.2f} m"),
        "variance": (settings.output_variance, "degrees^2", f"variance of slope {window}"),
        "deviation": (settings.output_deviation, "degrees", f"standard deviation of slope {window}"),
        "hillshade": (settings.output_hillshade, "", "hillshade"),
    }
    tags = provenance.tags("slope_roughness", settings, {"input": settings.input}, baseline_m=f"{baseline:.4f}")
    for name, (target, unit, text) in targets.items():
        if target:
            kind = "uint8" if name == "hillshade" else "float32"
            writers[name] = RasterWriter(target, reader.grid, unit, text, tags, kind, progress)
            yield writers[name]


def _stream(
    heights: HeightReader, wanted: Wanted, writers: Mapping[str, RasterWriter], progress: Progress
) -> SlopeHistogram:
    grid, margin, histogram = heights.grid, wanted.margin, SlopeHistogram()
    # Rows beyond an area of a raster are read too, as far as the raster goes.
    above, _, whole, _ = grid.whole or (0, 0, grid.height, grid.width)
    first, last = max(-margin, above), min(grid.height + margin, above + whole) - 1
    metres = grid.ground_metres(np.arange(first, last + 1, dtype=np.float64) + 0.5)

    def read(row: int) -> FloatArray:
        height = min(BAND, grid.height - row)
        return heights.read(row - margin, -margin, height + 2 * margin, grid.width + 2 * margin)

    with ThreadPoolExecutor(2, "slope") as pool, ThreadPoolExecutor(1, "raster") as beside:
        coming = beside.submit(read, 0)
        writing: Future[None] | None = None
        steps = progress.steps(-(-grid.height // BAND), "parts")
        for row in range(0, grid.height, BAND):
            progress.check()
            source = coming.result()
            if row + BAND < grid.height:
                coming = beside.submit(read, row + BAND)
            rows = np.clip(np.arange(row - margin + 1, row - margin - 1 + len(source)), first, last) - first
            maps = maps_of_band(source, (metres[0][rows], metres[1][rows]), wanted, pool, histogram)
            if writing is not None:
                writing.result()
            writing = beside.submit(_write, writers, maps, row)
            steps.advance()
        if writing is not None:
            writing.result()
    return histogram


def _write(writers: Mapping[str, RasterWriter], maps: Maps, row: int) -> None:
    for name, writer in writers.items():
        writer.write(maps[name], row)

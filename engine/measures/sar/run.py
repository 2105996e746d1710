"""Roughness of a DTM against radar backscatter."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...arrays import FloatArray
from ...contract.progress import Progress
from ...errors import OverlapError, ParameterError
from ...files import whole_file
from ...raster import provenance
from ...raster.grid import Grid
from ...raster.heights import HeightReader
from ...raster.reader import RasterReader
from ...raster.writer import RasterWriter
from ...reports.figures_file import write_figures
from ...reports.sar import SarMaps, write_sar
from ...terrain.slope import horn_gradient, slope_degrees, slope_variance
from ...tiling.bands import bands
from .backscatter import SarFigures, compare, decibels, lee
from .shared_grid import RoughnessMeans, shared_window
from .unit import unit_of

if TYPE_CHECKING:
    from ...operations.compare_sar import CompareSarSettings

BAND = 512
VARIANCE_UNITS = ("degrees^2", "deg^2", "degree^2", "deg2", "degrees2")

Roughness = Callable[[int, int], FloatArray]
"""Slope variance of rows (first, count)."""


def compare_sar(settings: CompareSarSettings, progress: Progress) -> dict[str, Any]:
    """Compare the slope variance of a DTM, averaged over SAR pixels, with their backscatter.

    Raises
    ------
    ParameterError
        The window has no middle, or nothing tells the unit of the SAR.
    OverlapError
        The two have no valid ground in common.
    """
    if settings.window % 2 == 0:
        raise ParameterError(f"window is {settings.window}, but must be odd.")
    with ExitStack() as stack:
        reader = stack.enter_context(RasterReader(settings.input, extent=settings.extent))
        sar = stack.enter_context(RasterReader(settings.sar))
        is_dtm = _is_dtm(reader, settings.input_kind, progress)
        baseline = sum(reader.grid.gsd) if is_dtm else None
        if is_dtm:
            _warn(reader.grid, sar.grid, progress)
            heights = HeightReader(reader, settings.height_unit, progress.info, progress.warning)
            roughness = _variance(heights, settings.window)
        else:
            roughness = _stored(reader)
        unit = unit_of(sar, settings.sar_unit, progress)
        window, offset = shared_window(reader, sar)
        mean, enough = _averaged(roughness, reader.grid, window, progress).means()
        backscatter = sar.read(*offset, window.height, window.width)
        backscatter = _decibels(backscatter, unit, settings.speckle)
        known = enough & np.isfinite(backscatter)
        if not known.any():
            raise OverlapError(
                f"{settings.input} and {settings.sar} have no valid ground in common; give rasters of the same ground."
            )
        found = compare(mean[known], backscatter[known].astype(np.float64), settings.rough, settings.bright)
        content = _content(settings, found, baseline, sar.grid)
        with whole_file(settings.output) as path:
            shown = np.where(known, mean, np.nan), np.where(known, backscatter, np.nan)
            write_sar(path, content, SarMaps(*shown, found.roc.false_share, found.roc.true_share))
        if settings.output_json:
            write_figures(settings.output_json, content)
        if settings.output_roughness:
            tags = provenance.tags("compare_sar", settings, {"input": settings.input, "sar": settings.sar})
            text = "mean slope variance" + (f", baseline {baseline:.2f} m" if baseline else "")
            with RasterWriter(settings.output_roughness, window, "degrees^2", text, tags, progress=progress) as writer:
                writer.write(np.where(enough, mean, np.nan).astype(np.float32), 0)
    return {
        "pixels": found.pixels,
        "pearson": found.pearson,
        "spearman": found.spearman,
        "rough_bright": found.rough_bright_percent,
        "roc_area": found.roc.area,
        "best_threshold": found.roc.threshold,
        "baseline": baseline,
    }


def _is_dtm(reader: RasterReader, kind: str, progress: Progress) -> bool:
    if kind == "auto":
        kind = "slope variance" if reader.unit in VARIANCE_UNITS else "DTM"
        progress.info(f"{Path(reader.path).name} is taken for a {kind}.")
    return kind == "DTM"


def _warn(grid: Grid, sar: Grid, progress: Progress) -> None:
    if grid.gsd[0] > sar.gsd[0] * 1.01:
        progress.warning(
            f"The DTM's pixels ({grid.gsd[0]:.1f} m) are larger than the SAR's ({sar.gsd[0]:.1f} m); "
            "roughness then says little of the ground that the radar sees."
        )


def _variance(heights: HeightReader, size: int) -> Roughness:
    """Slope variance in windows of ``size`` pixels."""
    grid, half = heights.grid, size // 2
    margin = half + 1

    def read(row: int, height: int) -> FloatArray:
        surface = heights.read(row - margin, -margin, height + 2 * margin, grid.width + 2 * margin)
        rows = np.clip(np.arange(row - half, row + height + half) + 0.5, 0.5, grid.height - 0.5)
        return slope_variance(slope_degrees(*horn_gradient(surface, *grid.ground_metres(rows))), size)

    return read


def _stored(reader: RasterReader) -> Roughness:
    """Slope variance that a file holds."""
    return lambda row, height: reader.read(row, 0, height, reader.grid.width)


def _averaged(roughness: Roughness, grid: Grid, window: Grid, progress: Progress) -> RoughnessMeans:
    means = RoughnessMeans(grid, window)
    steps = progress.steps(-(-grid.height // BAND), "parts")
    for row, height in bands(grid.height, BAND):
        progress.check()
        means.add(roughness(row, height), row)
        steps.advance()
    return means


def _decibels(backscatter: FloatArray, unit: str, speckle: bool) -> FloatArray:
    """Backscatter in decibels, its speckle filtered in linear power if that is wanted."""
    if unit == "dB" and not speckle:
        return backscatter
    power = backscatter if unit == "linear power" else np.power(10.0, backscatter / 10.0).astype(np.float32)
    return decibels(lee(power) if speckle else power)


def _content(settings: CompareSarSettings, found: SarFigures, baseline: float | None, sar: Grid) -> dict[str, Any]:
    """All figures, as the report and the JSON give them."""
    return {
        "input": Path(settings.input).name,
        "sar": Path(settings.sar).name,
        "baseline_m": baseline,
        "window_px": settings.window,
        "sar_pixel_m": list(sar.gsd),
        "speckle_filter": settings.speckle,
        "rough_from_deg2": settings.rough,
        "bright_from_db": settings.bright,
        "pixels": found.pixels,
        "pearson_of_log_roughness": found.pearson,
        "spearman": found.spearman,
        "rough_percent": found.rough_percent,
        "rough_that_is_bright_percent": found.rough_bright_percent,
        "smooth_that_is_bright_percent": found.smooth_bright_percent,
        "roc_area": found.roc.area,
        "best_threshold_db": found.roc.threshold,
    }

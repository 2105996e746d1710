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
from ...raster.grid import Grid, Window
from ...raster.heights import HeightReader
from ...raster.reader import RasterReader
from ...raster.writer import RasterWriter
from ...reports.figures_file import write_figures
from ...reports.sar import SarMaps, write_sar
from ...terrain.slope import horn_gradient, slope_degrees, slope_variance
from ...tiling.bands import bands
from .backscatter import SarFigures, decibels, lee
from .places import Layers, figures_of, listed
from .shared_grid import RoughnessMeans, shared_window
from .stokes import Senses, Stokes, open_stokes
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
        sar = open_stokes(settings.sar, settings.bands, stack)
        is_dtm = _is_dtm(reader, settings.input_kind, progress)
        baseline = sum(reader.grid.gsd) if is_dtm else None
        if is_dtm:
            _warn(reader.grid, sar.s1.grid, progress)
            heights = HeightReader(reader, settings.height_unit, progress.info, progress.warning)
            roughness = _variance(heights, settings.window)
        else:
            roughness = _stored(reader)
        unit = unit_of(sar, settings.sar_unit, progress)
        if settings.output_cpr and (sar.s4 is None or unit == "dB"):
            raise ParameterError(
                f"{settings.sar} has no circular polarisation ratio, which needs S1 and S4 in linear power; leave its "
                "raster out, or say which bands these are."
            )
        window, offset = shared_window(reader, sar.s1)
        mean, enough = _averaged(roughness, reader.grid, window, progress).means()
        backscatter, senses = _radar(sar, (*offset, window.height, window.width), unit, settings.speckle, progress)
        known = enough & np.isfinite(backscatter)
        if not known.any():
            raise OverlapError(
                f"{settings.input} and {settings.sar} have no valid ground in common; give rasters of the same ground."
            )
        layers = Layers(np.where(known, mean, np.nan), np.where(known, backscatter, np.float32(np.nan)), senses)
        cpr = None if senses is None else senses.ratio
        limits = settings.rough, settings.bright
        areas = figures_of(layers, window, settings.areas, settings.name_field, limits, progress)
        found = areas[0].compared
        content = {**_content(settings, found, baseline, sar.s1.grid), "areas": listed(areas)}
        with whole_file(settings.output) as path:
            curve = found.roc.false_share, found.roc.true_share
            drawn = None if cpr is None else np.where(known, cpr, np.float32(np.nan))
            write_sar(path, content, SarMaps(layers.roughness, layers.backscatter, *curve, drawn))
        if settings.output_json:
            write_figures(settings.output_json, content)
        over = f", baseline {baseline:.2f} m" if baseline else ""
        for target, unit_said, text, values in (
            (settings.output_roughness, "degrees^2", f"mean slope variance{over}", np.where(enough, mean, np.nan)),
            (settings.output_cpr, "", "circular polarisation ratio", cpr),
        ):
            if target and values is not None:
                tags = provenance.tags("compare_sar", settings, {"input": settings.input, "sar": settings.sar})
                with RasterWriter(target, window, unit_said, text, tags, progress=progress) as writer:
                    writer.write(values.astype(np.float32), 0)
    return {
        "pixels": found.pixels,
        "pearson": found.pearson,
        "spearman": found.spearman,
        "rough_bright": found.rough_bright_percent,
        "roc_area": found.roc.area,
        "best_threshold": found.roc.threshold,
        "cpr": areas[0].cpr,
        "baseline": baseline,
    }


def _radar(
    sar: Stokes, window: Window, unit: str, speckle: bool, progress: Progress
) -> tuple[FloatArray, Senses | None]:
    """Backscatter in dB of a window of the SAR, and its powers in both senses where it has S4.

    Speckle is filtered in the powers of both senses, which are what the radar has received.
    """
    s1 = sar.s1.read(*window)
    if sar.s4 is None:
        return _decibels(s1, unit, speckle), None
    if unit == "dB":
        progress.warning(
            f"{sar.path} is in decibels, in which S4 has lost its sign, so the circular polarisation ratio is left out."
        )
        return _decibels(s1, unit, speckle), None
    senses = Senses.of(s1, sar.s4.read(*window))
    if speckle:
        senses = Senses(lee(senses.same), lee(senses.opposite))
    return decibels(senses.same + senses.opposite), senses


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

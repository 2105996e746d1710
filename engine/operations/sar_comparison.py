"""The streaming core of Compare with SAR."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..analysis.sar import SarFigures, compare, decibels, lee
from ..errors import OverlapError, ParameterError, RasterError
from ..files import whole_file
from ..raster.align import positions_on
from ..raster.grid import Grid
from ..raster.heights import HeightReader
from ..raster.reader import RasterReader
from ..raster.writer import RasterWriter
from ..reports.sar import SarMaps, write_sar
from ..terrain.slope import horn_gradient, slope_degrees, slope_variance
from . import provenance
from .cast_shadows import bands
from .figures_file import write_figures
from .progress import Progress

FloatArray = NDArray[np.float32]
BAND = 512
VARIANCE_UNITS = ("degrees^2", "deg^2", "degree^2", "deg2", "degrees2")
DECIBEL_UNITS = ("db", "decibel", "decibels")
LEAST_SHARE = 0.5
"""Share of a SAR pixel that roughness has to cover."""

MOST_SAR_PIXELS = 60_000_000


def compare_sar(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Run Compare with SAR; see ``operations.compare_sar`` for the parameters."""
    if values["window"] % 2 == 0:
        raise ParameterError(f"window is {values['window']}, but must be odd.")
    with ExitStack() as stack:
        reader = stack.enter_context(RasterReader(values["input"]))
        sar = stack.enter_context(RasterReader(values["sar"]))
        kind = values["input_kind"]
        if kind == "auto":
            kind = "slope variance" if reader.unit in VARIANCE_UNITS else "DTM"
            progress.info(f"{Path(values['input']).name} is taken for a {kind}.")
        baseline = sum(reader.grid.gsd) if kind == "DTM" else None
        if kind == "DTM":
            heights = HeightReader(reader, values["height_unit"], progress.info)
            if reader.grid.gsd[0] > sar.grid.gsd[0] * 1.01:
                progress.warning(
                    f"The DTM's pixels ({reader.grid.gsd[0]:.1f} m) are larger than the SAR's "
                    f"({sar.grid.gsd[0]:.1f} m); "
                    "roughness then says little of the ground that the radar sees."
                )
        window, offset = _shared_window(reader.grid, sar.grid, values)
        total = np.zeros(window.height * window.width)
        count = np.zeros(window.height * window.width)
        margin = values["window"] // 2 + 1
        grid = reader.grid
        steps = progress.steps(-(-grid.height // BAND), "bands")
        for row, height in bands(grid.height, BAND):
            progress.check()
            if kind == "DTM":
                surface = heights.read(row - margin, -margin, height + 2 * margin, grid.width + 2 * margin)
                roughness = _variance(surface, grid, row, height, values["window"])
            else:
                roughness = reader.read(row, 0, height, grid.width)
            _gather(roughness, grid, row, window, total, count)
            steps.advance()
        mean, enough = _mean(total, count, grid, window)
        backscatter = _decibels(sar, window, offset, values, progress)
        known = enough & np.isfinite(backscatter)
        if not known.any():
            raise OverlapError(
                f"{values['input']} and {values['sar']} have no valid ground in common; give rasters of the same "
                "ground."
            )
        found = compare(
            mean[known].astype(np.float64), backscatter[known].astype(np.float64), values["rough"], values["bright"]
        )
        content = _content(values, found, baseline, sar.grid)
        with whole_file(values["output"]) as path:
            shown = np.where(known, mean, np.nan), np.where(known, backscatter, np.nan)
            write_sar(path, content, SarMaps(*shown, found.roc.false_share, found.roc.true_share))
        if values["output_json"]:
            write_figures(values["output_json"], content)
        if values["output_roughness"]:
            tags = provenance.tags("compare_sar", values, {"input": values["input"], "sar": values["sar"]})
            text = "mean slope variance" + (f", baseline {baseline:.2f} m" if baseline else "")
            with RasterWriter(values["output_roughness"], window, "degrees^2", text, tags) as writer:
                writer.write(np.where(enough, mean, np.nan).astype(np.float32), 0)
    return {
        **{p: values[p] for p in ("output", "output_roughness", "output_json")},
        "pixels": found.pixels,
        "pearson": found.pearson,
        "spearman": found.spearman,
        "rough_bright": found.rough_bright_percent,
        "roc_area": found.roc.area,
        "best_threshold": found.roc.threshold,
        "baseline": baseline,
    }


def _shared_window(grid: Grid, sar: Grid, values: Mapping[str, Any]) -> tuple[Grid, tuple[int, int]]:
    """The part of the SAR grid that the input covers, and its first row and column."""
    columns, rows = np.meshgrid(np.linspace(0, grid.width, 65), np.linspace(0, grid.height, 65))
    at_columns, at_rows = positions_on(grid, sar, columns, rows)
    inside = np.isfinite(at_columns) & np.isfinite(at_rows)
    if inside.any():
        top, bottom = math.floor(at_rows[inside].min()), math.ceil(at_rows[inside].max())
        left, right = math.floor(at_columns[inside].min()), math.ceil(at_columns[inside].max())
        top, left = max(top, 0), max(left, 0)
        bottom, right = min(bottom, sar.height), min(right, sar.width)
        if top < bottom and left < right:
            if (bottom - top) * (right - left) > MOST_SAR_PIXELS:
                raise ParameterError(
                    f"The two rasters share {(bottom - top) * (right - left):,} SAR pixels, over {MOST_SAR_PIXELS:,}; "
                    "give a part of them."
                )
            return sar.window(top, left, bottom - top, right - left), (top, left)
    raise OverlapError(f"{values['sar']} does not cover any part of {values['input']}; give SAR of the same ground.")


def _variance(surface: FloatArray, grid: Grid, row: int, height: int, size: int) -> FloatArray:
    """Slope variance (height, width) of a window with a margin for it."""
    half = size // 2
    rows = np.clip(np.arange(row - half, row + height + half) + 0.5, 0.5, grid.height - 0.5)
    return slope_variance(slope_degrees(*horn_gradient(surface, *grid.ground_metres(rows))), size)


def _gather(
    roughness: FloatArray, grid: Grid, row: int, window: Grid, total: NDArray[np.float64], count: NDArray[np.float64]
) -> None:
    """Add every known pixel to the SAR pixel that holds its centre."""
    at_rows, at_columns = np.nonzero(np.isfinite(roughness))
    if at_rows.size == 0:
        return
    places = at_columns.astype(np.float64) + 0.5, at_rows.astype(np.float64) + row + 0.5
    columns, rows = positions_on(grid, window, *places)
    inside = (columns >= 0) & (columns < window.width) & (rows >= 0) & (rows < window.height)
    index = np.floor(rows[inside]).astype(np.int64) * window.width + np.floor(columns[inside]).astype(np.int64)
    values = roughness[at_rows[inside], at_columns[inside]]
    total += np.bincount(index, values, minlength=total.size)
    count += np.bincount(index, minlength=count.size)


def _mean(
    total: NDArray[np.float64], count: NDArray[np.float64], grid: Grid, window: Grid
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Mean roughness of each SAR pixel, and where enough of it is covered."""
    whole = (window.gsd[0] * window.gsd[1]) / (grid.gsd[0] * grid.gsd[1])
    enough = (count >= max(1.0, LEAST_SHARE * whole)).reshape(window.height, window.width)
    mean = (total / np.maximum(count, 1.0)).reshape(window.height, window.width)
    return mean, enough


def _decibels(
    sar: RasterReader, window: Grid, offset: tuple[int, int], values: Mapping[str, Any], progress: Progress
) -> FloatArray:
    """Backscatter of the shared window in decibels."""
    backscatter = sar.read(*offset, window.height, window.width)
    known = backscatter[np.isfinite(backscatter)]
    if known.size == 0:
        raise RasterError(
            f"{values['sar']} has no valid pixel on the ground of the other raster; give another SAR image."
        )
    unit = values["sar_unit"]
    if unit == "auto":
        unit = "dB" if sar.unit in DECIBEL_UNITS or float(known.min()) < 0.0 else ""
        if not unit:
            raise ParameterError(
                f"{values['sar']} does not say whether it holds decibels or linear power, and its values (from "
                f"{float(known.min()):.3g} to {float(known.max()):.3g}) could be either; choose the unit of the SAR."
            )
        progress.info("The SAR is taken to be in decibels.")
    power = backscatter if unit == "linear power" else np.power(10.0, backscatter / 10.0).astype(np.float32)
    if values["speckle"]:
        power = lee(power)
    elif unit == "dB":
        return backscatter
    return decibels(power)


def _content(values: Mapping[str, Any], found: SarFigures, baseline: float | None, sar: Grid) -> dict[str, Any]:
    return {
        "input": Path(values["input"]).name,
        "sar": Path(values["sar"]).name,
        "baseline_m": baseline,
        "window_px": values["window"],
        "sar_pixel_m": list(sar.gsd),
        "speckle_filter": bool(values["speckle"]),
        "rough_from_deg2": values["rough"],
        "bright_from_db": values["bright"],
        "pixels": found.pixels,
        "pearson_of_log_roughness": found.pearson,
        "spearman": found.spearman,
        "rough_percent": found.rough_percent,
        "rough_that_is_bright_percent": found.rough_bright_percent,
        "smooth_that_is_bright_percent": found.smooth_bright_percent,
        "roc_area": found.roc.area,
        "best_threshold_db": found.roc.threshold,
    }

"""The streaming core of Evaluate."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..analysis.error_sums import ErrorSums
from ..analysis.relit import CorrelationSums, relit_pairs
from ..analysis.report import write_report
from ..analysis.stripes import StripeSums
from ..errors import OverlapError, ParameterError
from ..files import whole_file
from ..raster.align import AlignedHeights
from ..raster.grid import Grid, same_grid
from ..raster.heights import HeightReader
from ..raster.reader import RasterReader
from ..raster.writer import RasterWriter
from ..terrain.slope import horn_gradient, slope_degrees
from . import provenance
from .progress import Progress
from .sun_over_image import with_sun

FloatArray = NDArray[np.float32]
BAND = 512
MARGIN = 96
"""Rows about a band that its filters see. Longer shadows than this, cast from outside, are cut."""

MISSING = {
    "reference": "errors of heights and slopes (give a reference)",
    "coarse": "the bicubic coarse DEM as baseline, and the deviation of the long waves (give the coarse DEM)",
    "light": "how well the DTM explains the image (give the image and the sun)",
}


@dataclass
class Sums:
    """Everything that is gathered over the bands."""

    errors: dict[str, ErrorSums] = field(default_factory=lambda: {"dtm": ErrorSums(), "coarse": ErrorSums()})
    light: dict[str, CorrelationSums] = field(
        default_factory=lambda: {"dtm": CorrelationSums(), "coarse": CorrelationSums()}
    )
    deviation: list[FloatArray] = field(default_factory=list)
    stripes: dict[str, StripeSums] = field(default_factory=dict)


def evaluate(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Run Evaluate; see ``operations.evaluate`` for the parameters."""
    if values["output_error"] and not values["reference"]:
        raise ParameterError("An error map needs a reference; give one, or leave the error map out.")
    if not (values["reference"] or values["coarse_dem"] or values["image"]):
        raise ParameterError("Nothing to measure against; give a reference, the coarse DEM or the image.")
    with ExitStack() as stack:
        reader = stack.enter_context(RasterReader(values["dtm"]))
        dtm = HeightReader(reader, "auto", progress.info)
        surfaces: dict[str, AlignedHeights] = {}
        for name, parameter, cubic in (("reference", "reference", False), ("coarse", "coarse_dem", True)):
            if values[parameter]:
                other = stack.enter_context(RasterReader(values[parameter]))
                heights = HeightReader(other, values["height_unit"], progress.info)
                surfaces[name] = AlignedHeights(heights, reader.grid, cubic=cubic)
                if cubic:
                    # Long waves are held against the surface that Reconstruct ties them to.
                    surfaces["bilinear"] = AlignedHeights(heights, reader.grid)
        image = None
        if values["image"]:
            image = stack.enter_context(RasterReader(values["image"]))
            if not same_grid(image.grid, reader.grid):
                raise OverlapError(f"{image.path} is not on the grid of the DTM; give the image it was made from.")
            values = with_sun(values, image, progress)
            if values["sun_azimuth"] is None or values["sun_incidence"] is None:
                progress.warning("The sun is not given, so the image is left out.")
                image = None
        writer = None
        if values["output_error"]:
            inputs = {"dtm": values["dtm"], "reference": values["reference"]}
            tags = provenance.tags("evaluate", values, inputs)
            writer = stack.enter_context(
                RasterWriter(values["output_error"], reader.grid, "m", "DTM minus reference", tags)
            )
        sums = _stream(dtm, surfaces, image, values, writer, progress)
        figures = _figures(sums, surfaces, image, reader.grid)
        if "reference" in surfaces and figures["against_reference"]["dtm"]["count"] == 0:
            raise OverlapError(f"{values['reference']} and the DTM have no valid pixel in common; give another one.")
        _write(values, figures, sums)
    return {**{n: values[n] for n in ("output", "output_json", "output_error")}, **_results(figures)}


def _stream(
    dtm: HeightReader,
    surfaces: Mapping[str, AlignedHeights],
    image: RasterReader | None,
    values: Mapping[str, Any],
    writer: RasterWriter | None,
    progress: Progress,
) -> Sums:
    grid, sums = dtm.grid, Sums()
    sums.stripes = {name: StripeSums(grid.width) for name in ("dtm", *surfaces) if name != "bilinear"}
    step = max(1, round(surfaces["coarse"].posting_px / 4.0)) if "coarse" in surfaces else 1
    band = BAND if BAND % step == 0 else step * max(1, BAND // step)
    steps = progress.steps(-(-grid.height // band), "bands")
    for row in range(0, grid.height, band):
        height = min(band, grid.height - row)
        top, rows = row - MARGIN, height + 2 * MARGIN
        heights = dtm.read(top, 0, rows, grid.width)
        others = {name: surface.read(top, 0, rows, grid.width) for name, surface in surfaces.items()}
        inner = slice(MARGIN, MARGIN + height)
        metres = _metres(grid, top + 1, rows - 2)
        if "reference" in others:
            slope = _slope(others["reference"], metres)[inner]
            for name, candidate in (("dtm", heights), ("coarse", others.get("coarse"))):
                if candidate is not None:
                    error = (candidate - others["reference"])[inner]
                    sums.errors[name].add(error, _slope(candidate, metres)[inner] - slope, slope)
            if writer is not None:
                writer.write((heights - others["reference"])[inner], row)
        for name, stripes in sums.stripes.items():
            stripes.add(heights if name == "dtm" else others[name], inner)
        if "coarse" in others:
            sums.deviation.append(_means((heights - others["bilinear"])[inner], step))
        if image is not None:
            seen = image.read(top, 0, rows, grid.width)
            sun = float(values["sun_azimuth"]), float(values["sun_incidence"])
            for name, candidate in (("dtm", heights), ("coarse", others.get("coarse"))):
                if candidate is not None and np.isfinite(candidate).any():
                    sums.light[name].add(relit_pairs(seen, candidate, grid.gsd, *sun), inner)
            progress.check()
        steps.advance()
    return sums


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


def _low_pass_rms(blocks: list[FloatArray]) -> float:
    """RMS of the deviation under a Gaussian of one posting (four blocks)."""
    deviation = np.concatenate(blocks)
    known = np.isfinite(deviation)
    if not known.any():
        return math.nan
    weight = ndimage.gaussian_filter(known.astype(np.float64), 4.0)
    smooth = ndimage.gaussian_filter(np.where(known, deviation, 0.0).astype(np.float64), 4.0)
    return float(np.sqrt(np.mean((smooth[known] / weight[known]) ** 2)))


def _figures(
    sums: Sums, surfaces: Mapping[str, AlignedHeights], image: RasterReader | None, grid: Grid
) -> dict[str, Any]:
    figures: dict[str, Any] = {
        "pixel_m": list(grid.gsd),
        "slope_baseline_m": grid.gsd[0] + grid.gsd[1],
        "not_measured": [],
    }
    figures["stripes"] = {name: stripes.figures() for name, stripes in sums.stripes.items()}
    candidates = ["dtm", "coarse"] if "coarse" in surfaces else ["dtm"]
    if "reference" in surfaces:
        figures["against_reference"] = {name: sums.errors[name].figures() for name in candidates}
        figures["by_slope_of_reference"] = {name: sums.errors[name].by_slope() for name in candidates}
    else:
        figures["not_measured"].append(MISSING["reference"])
    if "coarse" in surfaces:
        figures["coarse_posting_m"] = surfaces["coarse"].posting_m
        figures["low_pass_deviation_rms_m"] = _low_pass_rms(sums.deviation)
    else:
        figures["not_measured"].append(MISSING["coarse"])
    if image is not None:
        figures["relit_correlation"] = {
            name: dict(zip(("whole", "detail"), sums.light[name].correlations())) for name in candidates
        }
    else:
        figures["not_measured"].append(MISSING["light"])
    return figures


def _write(values: Mapping[str, Any], figures: Mapping[str, Any], sums: Sums) -> None:
    content = {"dtm": Path(values["dtm"]).name, **figures}
    with whole_file(values["output"]) as path:
        histograms = {n: s.histogram for n, s in sums.errors.items() if s.histogram.any()}
        write_report(path, content, histograms)
    if values["output_json"]:
        with whole_file(values["output_json"]) as path:
            path.write_text(json.dumps(plain(content), indent=2) + "\n", encoding="utf-8")


def plain(value: Any) -> Any:
    """Figures that are not numbers as null: JSON has no NaN."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _results(figures: Mapping[str, Any]) -> dict[str, Any]:
    against = figures.get("against_reference", {})
    light = figures.get("relit_correlation", {})
    found = {
        "rmse": against.get("dtm", {}).get("rmse_m"),
        "coarse_rmse": against.get("coarse", {}).get("rmse_m"),
        "slope_error": against.get("dtm", {}).get("slope_error_deg"),
        "coarse_slope_error": against.get("coarse", {}).get("slope_error_deg"),
        "low_pass_deviation": figures.get("low_pass_deviation_rms_m"),
        "relit_correlation": light.get("dtm", {}).get("whole"),
        "relit_detail_correlation": light.get("dtm", {}).get("detail"),
    }
    return {name: value for name, value in found.items() if value is not None}

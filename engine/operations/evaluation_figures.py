"""What Evaluate gathers over the bands, and the figures read off it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..analysis.error_sums import ErrorSums
from ..analysis.relit import CorrelationSums
from ..analysis.resolution import FWHM, ResolutionSums
from ..analysis.seams import SeamSums
from ..analysis.stripes import StripeSums
from ..raster.align import AlignedHeights
from ..raster.grid import Grid
from ..tiling.plan import TilePlan
from .square_measures import CellMeasures

FloatArray = NDArray[np.float32]

MISSING = {
    "reference": "errors of heights and slopes (give a reference)",
    "coarse": "the bicubic coarse DEM as baseline, and the deviation of the long waves (give the coarse DEM)",
    "light": "how well the DTM explains the image (give the image and the sun; in permanent shadow there is none)",
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
    resolution: dict[str, ResolutionSums] = field(
        default_factory=lambda: {"dtm": ResolutionSums(), "coarse": ResolutionSums()}
    )
    seams: SeamSums | None = None
    cells: dict[tuple[int, int], CellMeasures] = field(default_factory=dict)


def _low_pass_rms(blocks: list[FloatArray], posting: float) -> float:
    """RMS of the deviation under a Gaussian of one posting, given in blocks."""
    deviation = np.concatenate(blocks)
    known = np.isfinite(deviation)
    if not known.any():
        return math.nan
    weight = ndimage.gaussian_filter(known.astype(np.float64), posting)
    smooth = ndimage.gaussian_filter(np.where(known, deviation, 0.0).astype(np.float64), posting)
    return float(np.sqrt(np.mean((smooth[known] / weight[known]) ** 2)))


def figures_of(
    sums: Sums, surfaces: Mapping[str, AlignedHeights], lit: bool, grid: Grid, plan: TilePlan
) -> dict[str, Any]:
    figures: dict[str, Any] = {
        "pixel_m": list(grid.gsd),
        "slope_baseline_m": grid.gsd[0] + grid.gsd[1],
        "not_measured": [],
    }
    figures["stripes"] = {name: stripes.figures() for name, stripes in sums.stripes.items()}
    candidates = candidates_of(surfaces)
    figures["seams"] = _seams(sums, plan)
    if "reference" in surfaces:
        figures["against_reference"] = {name: sums.errors[name].figures() for name in candidates}
        pixel = math.sqrt(grid.gsd[0] * grid.gsd[1])
        figures["effective_resolution_m"] = {
            name: sums.resolution[name].width_px() * FWHM * pixel for name in candidates
        }
        figures["by_slope_of_reference"] = {name: sums.errors[name].by_slope() for name in candidates}
    else:
        figures["not_measured"].append(MISSING["reference"])
    if "coarse" in surfaces:
        coarse = surfaces["coarse"]
        figures["coarse_posting_m"] = coarse.posting_m
        figures["low_pass_deviation_rms_m"] = _low_pass_rms(sums.deviation, coarse.posting_px / block_size(coarse))
    else:
        figures["not_measured"].append(MISSING["coarse"])
    if lit:
        figures["relit_correlation"] = {
            name: dict(zip(("whole", "detail"), sums.light[name].correlations())) for name in candidates
        }
    else:
        figures["not_measured"].append(MISSING["light"])
    return figures


def block_size(coarse: AlignedHeights) -> int:
    """Pixels of the blocks whose means stand for the DTM in its low-pass: about a quarter of a posting."""
    return max(1, round(coarse.posting_px / 4.0 - 1e-3))


def candidates_of(surfaces: Mapping[str, AlignedHeights]) -> list[str]:
    return ["dtm", "coarse"] if "coarse" in surfaces else ["dtm"]


def _seams(sums: Sums, plan: TilePlan) -> float:
    """Kinks at the lines where tiles begin and end."""
    assert sums.seams is not None
    rows = [top for top in plan.tops if top] + [top + plan.tile_height for top in plan.tops]
    columns = [left for left in plan.lefts if left] + [left + plan.tile_width for left in plan.lefts]
    inside = [r for r in rows if 1 < r < plan.height - 1], [c for c in columns if 1 < c < plan.width - 1]
    return sums.seams.ratio(*inside)


def results_of(figures: Mapping[str, Any]) -> dict[str, Any]:
    against = figures.get("against_reference", {})
    light = figures.get("relit_correlation", {})
    found = {
        "rmse": against.get("dtm", {}).get("rmse_m"),
        "coarse_rmse": against.get("coarse", {}).get("rmse_m"),
        "slope_error": against.get("dtm", {}).get("slope_error_deg"),
        "coarse_slope_error": against.get("coarse", {}).get("slope_error_deg"),
        "effective_resolution": figures.get("effective_resolution_m", {}).get("dtm"),
        "coarse_effective_resolution": figures.get("effective_resolution_m", {}).get("coarse"),
        "seams": figures["seams"],
        "low_pass_deviation": figures.get("low_pass_deviation_rms_m"),
        "relit_correlation": light.get("dtm", {}).get("whole"),
        "relit_detail_correlation": light.get("dtm", {}).get("detail"),
    }
    return {name: value for name, value in found.items() if value is not None}

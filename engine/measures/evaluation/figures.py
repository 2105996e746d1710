"""The figures of Evaluate, read off what was gathered."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ...raster.grid import Grid
from ...reconstruct.support import MEANINGS
from ...terrain.long_waves import block_size, low_pass_rms
from ...tiling.plan import TilePlan
from .inputs import Inputs
from .resolution import FWHM
from .seams import lines_of
from .stated import MULTIPLES
from .sums import Sums

ONE = MULTIPLES.index(1.0)

MISSING = {
    "reference": "errors of heights and slopes (give a reference)",
    "coarse": "the bicubic coarse DEM as baseline, and the deviation of the long waves (give the coarse DEM)",
    "tiles": "seams (the DTM's tags do not tell its tiles; give tile height, width and overlap)",
    "waves": "whether stated errors of heights hold (give the coarse DEM: they are without its long waves)",
    "light": "how well the DTM explains the image (give the image and the sun; in permanent shadow there is none)",
}


def figures_of(sums: Sums, inputs: Inputs, plan: TilePlan | None) -> dict[str, Any]:
    """All figures, as the report and the JSON give them, with what could not be measured.

    Parameters
    ----------
    sums : Sums
    inputs : Inputs
    plan : TilePlan, optional
        Of the tiles that the DTM was made of, where it is known.
    """
    grid = inputs.grid
    figures: dict[str, Any] = {
        "pixel_m": list(grid.gsd),
        "slope_baseline_m": grid.gsd[0] + grid.gsd[1],
        "not_measured": [],
        "stripes": {name: stripes.figures() for name, stripes in sums.stripes.items()},
        "seams": math.nan if plan is None else sums.seams.ratio(*lines_of(plan)),
        "compared_percent": 100.0 * sums.compared / sums.pixels if sums.pixels else math.nan,
    }
    if plan is None:
        figures["not_measured"].append(MISSING["tiles"])
    if inputs.surfaces.reference is not None:
        figures.update(_against_reference(sums, grid, inputs.classes is not None))
    else:
        figures["not_measured"].append(MISSING["reference"])
    figures.update(_stated(sums, inputs, figures["not_measured"]))
    coarse = inputs.surfaces.coarse
    if coarse is not None:
        figures["coarse_posting_m"] = coarse.posting_m
        posting = coarse.posting_px / block_size(coarse.posting_px)
        figures["low_pass_deviation_rms_m"] = low_pass_rms(sums.deviation, posting)
    else:
        figures["not_measured"].append(MISSING["coarse"])
    if inputs.light is not None:
        figures["relit_correlation"] = {
            name: dict(zip(("whole", "detail"), light.correlations())) for name, light in sums.light.items()
        }
    else:
        figures["not_measured"].append(MISSING["light"])
    return figures


def _stated(sums: Sums, inputs: Inputs, not_measured: list[str]) -> dict[str, Any]:
    """Stated errors beside the true ones, and by support."""
    if inputs.stated.heights is not None and inputs.surfaces.reference is not None and "heights" not in sums.stated:
        not_measured.append(MISSING["waves"])
    if not sums.stated:
        return {}
    names = ["nothing known", *MEANINGS]
    return {
        "stated_errors": {
            name: {
                "multiples": list(MULTIPLES),
                **one.figures(),
                "by_support": {names[min(code, len(names) - 1)]: part for code, part in one.by_support().items()},
            }
            for name, one in sums.stated.items()
        },
        "stated_heights_without_long_waves": not inputs.stated.with_long_waves,
    }


def _against_reference(sums: Sums, grid: Grid, with_classes: bool) -> dict[str, Any]:
    pixel = math.sqrt(grid.gsd[0] * grid.gsd[1])
    figures: dict[str, Any] = {
        "against_reference": {name: errors.figures() for name, errors in sums.errors.items()},
        "effective_resolution_m": {name: r.width_px() * FWHM * pixel for name, r in sums.resolution.items()},
        "by_slope_of_reference": {name: errors.by_slope() for name, errors in sums.errors.items()},
    }
    if with_classes:
        figures["by_terrain"] = {name: errors.by_terrain() for name, errors in sums.errors.items()}
    return figures


def results_of(figures: Mapping[str, Any]) -> dict[str, Any]:
    """The results of the operation; None where not measured."""
    against = figures.get("against_reference", {})
    light = figures.get("relit_correlation", {})
    width = figures.get("effective_resolution_m", {})
    stated = {name: one["within_percent"][ONE] for name, one in figures.get("stated_errors", {}).items()}
    return {
        "rmse": against.get("dtm", {}).get("rmse_m"),
        "coarse_rmse": against.get("coarse", {}).get("rmse_m"),
        "slope_error": against.get("dtm", {}).get("slope_error_deg"),
        "coarse_slope_error": against.get("coarse", {}).get("slope_error_deg"),
        "effective_resolution": width.get("dtm"),
        "coarse_effective_resolution": width.get("coarse"),
        "seams": figures["seams"],
        "low_pass_deviation": figures.get("low_pass_deviation_rms_m"),
        "heights_within": stated.get("heights"),
        "slopes_within": stated.get("slopes"),
        "relit_correlation": light.get("dtm", {}).get("whole"),
        "relit_detail_correlation": light.get("dtm", {}).get("detail"),
    }

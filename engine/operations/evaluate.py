"""Evaluate: an honest report on a DTM."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import shared
from ..contract.declare import Operation, Parameter, Result
from ..contract.progress import Progress


def run(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Measure what the inputs allow and write the report."""
    from ..measures.evaluation.run import evaluate

    return evaluate(values, progress)


OPERATION = Operation(
    name="evaluate",
    label="Evaluate DTM",
    group=shared.GROUP_MEASURES,
    help="Measures a DTM against what is known: heights and slopes against a reference, with the bicubic coarse DEM "
    "beside it, and its effective resolution; kinks along its tile lines; how far its long waves stray from the "
    "coarse DEM; and, without any truth, how well it explains the "
    "image when it is lit under the image's sun. Give any of the inputs; the report says what could not be measured "
    "without the others.",
    parameters=(
        Parameter("dtm", "raster", "DTM", "The DTM to evaluate; everything is measured on its grid."),
        Parameter(
            "reference",
            "raster",
            "Reference",
            "Heights taken as true, in any CRS on the Moon; interpolated bilinearly.",
            optional=True,
        ),
        Parameter(
            "coarse_dem",
            "raster",
            "Coarse DEM",
            "The coarse DEM that the DTM was made from: the baseline, interpolated by cubic splines.",
            optional=True,
        ),
        Parameter(
            "image",
            "raster",
            "Image",
            "The image that the DTM was made from, on the same grid. Needs the sun.",
            optional=True,
        ),
        shared.SUN_AZIMUTH,
        shared.SUN_INCIDENCE,
        Parameter(
            "classes",
            "raster",
            "Terrain classes",
            "Raster of Classify terrain on the grid of the DTM: errors are then given by class too.",
            optional=True,
        ),
        shared.SATURATION,
        shared.HEIGHT_UNIT,
        *shared.TILING,
        Parameter("output", "file_target", "Report", "One self-contained HTML page.", suffix="html"),
        Parameter("output_json", "file_target", "Figures", "All figures as JSON.", optional=True, suffix="json"),
        Parameter(
            "output_error",
            "raster_target",
            "Error map",
            "DTM minus reference in metres. Needs the reference.",
            optional=True,
            style="error",
        ),
        Parameter(
            "output_tiles",
            "vector_target",
            "Measures by tile",
            "Squares of 256 pixels with the error of heights and the correlation of the re-lit DTM with the image.",
            optional=True,
            style="tile_measures",
        ),
    ),
    results=(
        Result("rmse", "number", "RMSE against the reference (m)"),
        Result("coarse_rmse", "number", "RMSE of the bicubic coarse DEM (m)"),
        Result("slope_error", "number", "Mean slope error (degrees)"),
        Result("coarse_slope_error", "number", "Mean slope error of the bicubic coarse DEM (degrees)"),
        Result("effective_resolution", "number", "Effective resolution against the reference (m)"),
        Result("coarse_effective_resolution", "number", "Effective resolution of the bicubic coarse DEM (m)"),
        Result("seams", "number", "Kinks at tile lines over those elsewhere"),
        Result("low_pass_deviation", "number", "RMS of the long waves' deviation from the coarse DEM (m)"),
        Result("relit_correlation", "number", "Correlation of the re-lit DTM with the image"),
        Result("relit_detail_correlation", "number", "The same of the detail"),
    ),
    run=run,
)

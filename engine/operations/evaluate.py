"""Evaluate: an honest report on a DTM."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract import requests
from ..contract.declare import Operation, Result
from ..contract.report_targets import figures, report
from ..contract.requests import SunRequest, TileSizes
from ..contract.settings import group, parameter
from .groups import GROUP_MEASURES


@dataclass(frozen=True)
class EvaluateSettings:
    """What Evaluate DTM is asked for."""

    dtm: str = parameter(
        "raster",
        "DTM",
        "The DTM to evaluate; everything is measured on its grid.",
    )
    reference: Optional[str] = parameter(
        "raster",
        "Reference",
        "Heights taken as true, in any CRS on the Moon.",
        optional=True,
    )
    coarse_dem: Optional[str] = parameter(
        "raster",
        "Coarse DEM",
        "The coarse DEM that the DTM was made from, to compare with.",
        optional=True,
    )
    image: Optional[str] = parameter(
        "raster",
        "Image",
        "The image that the DTM was made from, on the same grid. Needs the sun.",
        optional=True,
    )
    sun: SunRequest = group(SunRequest)
    classes: Optional[str] = parameter(
        "raster",
        "Terrain classes",
        "Raster of Classify terrain on the grid of the DTM: errors are then given by class too.",
        optional=True,
    )
    stated_height_error: Optional[str] = parameter(
        "raster",
        "Error of heights",
        "What Reconstruct wrote beside the DTM as error of heights: it is shown, and held against the true errors "
        "where there is a reference.",
        optional=True,
    )
    stated_slope_error: Optional[str] = parameter(
        "raster",
        "Error of slopes",
        "What Reconstruct wrote beside the DTM as error of slopes, likewise.",
        optional=True,
    )
    support: Optional[str] = parameter(
        "raster",
        "Support of heights",
        "What Reconstruct wrote beside the DTM as support of heights: it is shown, and stated errors are given by its "
        "classes too.",
        optional=True,
    )
    saturation: Optional[float] = requests.saturation()
    height_unit: str = requests.height_unit()
    extent: Optional[str] = requests.extent()
    sizes: TileSizes = group(TileSizes)
    output: str = report()
    output_json: Optional[str] = figures()
    output_error: Optional[str] = parameter(
        "raster_target",
        "Error map",
        "DTM minus reference in metres. Needs the reference.",
        optional=True,
        style="error",
    )
    output_measures: Optional[str] = parameter(
        "vector_target",
        "Measures by tile",
        "Polygon layer of squares of 256 pixels with the error of heights and the correlation of the DTM, lit again, "
        "with the image.",
        optional=True,
        style="tile_measures",
    )


OPERATION = Operation(
    name="evaluate",
    label="Evaluate DTM",
    group=GROUP_MEASURES,
    help="Measures a DTM against what is known: heights and slopes against a reference, with the interpolated coarse "
    "DEM beside it; the size of the smallest features that it gets right; kinks along the lines where tiles meet; how "
    "far its large forms stray from the coarse DEM; and, without any reference, how well it explains the image when it "
    "is lit under the image's sun. Errors that Reconstruct stated beside the DTM are shown, and held against the true "
    "ones. Give any of the inputs; the report says what could not be measured without the others.",
    settings=EvaluateSettings,
    results=(
        Result("rmse", "number", "RMSE against the reference (m)"),
        Result("coarse_rmse", "number", "RMSE of the bicubic coarse DEM (m)"),
        Result("slope_error", "number", "Mean slope error (degrees)"),
        Result("coarse_slope_error", "number", "Mean slope error of the bicubic coarse DEM (degrees)"),
        Result("effective_resolution", "number", "Effective resolution against the reference (m)"),
        Result("coarse_effective_resolution", "number", "Effective resolution of the bicubic coarse DEM (m)"),
        Result("seams", "number", "Kinks along tile lines over those elsewhere (1 without seams)"),
        Result("low_pass_deviation", "number", "RMS deviation of the large forms from the coarse DEM (m)"),
        Result("heights_within", "number", "Heights within one stated standard deviation (%)"),
        Result("slopes_within", "number", "Slopes within one stated standard deviation (%)"),
        Result("relit_correlation", "number", "Correlation of the re-lit DTM with the image"),
        Result("relit_detail_correlation", "number", "Correlation of the detail alone"),
    ),
    run="measures.evaluation.run:evaluate",
)

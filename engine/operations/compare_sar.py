"""Compare with SAR: roughness of the terrain against radar backscatter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import shared
from ..contract.declare import Operation, Parameter, Result
from ..contract.progress import Progress


def run(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Bring roughness onto the SAR grid and compare."""
    from ..measures.sar.run import compare_sar

    return compare_sar(values, progress)


OPERATION = Operation(
    name="compare_sar",
    label="Compare with SAR",
    group=shared.GROUP_MEASURES,
    help="Compares the roughness of a DTM, the variance of its slope in degrees squared, with radar backscatter "
    "such as "
    "the Stokes parameter S1 of Mini-RF. Roughness is averaged over each SAR pixel. Reports the Pearson and Spearman "
    "correlations, how much of the rough ground is bright in the radar, and how well the radar tells rough from smooth "
    "(ROC, area, best threshold). The baseline of the slopes stands beside every number, because roughness "
    "depends on it.",
    parameters=(
        Parameter("input", "raster", "DTM or slope variance", "A DTM, or a slope variance from Slope and roughness."),
        Parameter(
            "input_kind", "choice", "Input is", "What the first raster holds. Automatic goes by its unit: "
                                                "degrees^2 is a "
            "slope variance.", default="auto", choices=("auto", "DTM", "slope variance"),
        ),
        Parameter("sar", "raster", "SAR", "Radar backscatter with one band, in any CRS on the Moon."),
        Parameter(
            "sar_unit", "choice", "Unit of the SAR", "Linear power is turned into decibels. Automatic takes the "
                                                     "unit that "
            "the file declares, else decibels where values are negative; otherwise it asks.", default="auto",
            choices=("auto", "dB", "linear power"),
        ),
        Parameter("window", "integer", "Window of the variance", "Pixels along each side, odd. The paper takes 5.",
                  default=5, low=3, high=101, unit="pixels", advanced=True),
        Parameter("rough", "number", "Rough from", "Slope variance from which ground is rough. The paper takes 100.",
                  default=100.0, low=0.0, high=10000.0, unit="degrees^2"),
        Parameter("bright", "number", "Bright from", "Backscatter from which a pixel is bright. The paper takes 2.5.",
                  default=2.5, low=-100.0, high=100.0, unit="dB"),
        Parameter("speckle", "boolean", "Filter speckle", "Lee filter over 5 x 5 pixels of linear "
                                                          "power.", default=False),
        shared.HEIGHT_UNIT,
        Parameter("output", "file_target", "Report", "One self-contained HTML page.", suffix="html"),
        Parameter(
            "output_roughness", "raster_target", "Roughness on the SAR grid", "Mean slope variance in each SAR pixel.",
            optional=True, style="slope_variance",
        ),
        Parameter("output_json", "file_target", "Figures", "All figures as JSON.", optional=True, suffix="json"),
    ),
    results=(
        Result("pixels", "number", "SAR pixels compared"),
        Result("pearson", "number", "Pearson correlation"),
        Result("spearman", "number", "Spearman correlation"),
        Result("rough_bright", "number", "Share of rough ground that is bright (%)"),
        Result("roc_area", "number", "Area under the ROC curve"),
        Result("best_threshold", "number", "Best threshold of the SAR (dB)"),
        Result("baseline", "number", "Baseline of slopes (m)"),
    ),
    run=run,
)  # fmt: skip

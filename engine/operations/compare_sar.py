"""Compare with SAR: roughness of the terrain against radar backscatter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract import requests
from ..contract.area_request import name_field
from ..contract.declare import Operation, Result
from ..contract.report_targets import figures, report
from ..contract.requests import SarBands
from ..contract.settings import group, parameter
from .groups import GROUP_MEASURES


@dataclass(frozen=True)
class CompareSarSettings:
    """What Compare with SAR is asked for."""

    input: str = parameter(
        "raster",
        "DTM or slope variance",
        "A DTM, or a slope variance from Slope and roughness.",
    )
    input_kind: str = parameter(
        "choice",
        "Input is",
        "What the first raster holds. 'auto' goes by its unit: degrees^2 is a slope variance.",
        default="auto",
        choices=("auto", "DTM", "slope variance"),
    )
    sar: str = parameter(
        "raster",
        "SAR",
        "Radar backscatter, in any CRS on the Moon: one band, or the four of Mini-RF.",
    )
    bands: SarBands = group(SarBands)
    sar_unit: str = requests.sar_unit()
    window: int = parameter(
        "integer",
        "Window of the variance",
        "Pixels along each side, odd. The paper takes 5.",
        default=5,
        advanced=True,
        low=3,
        high=101,
        unit="pixels",
    )
    rough: float = parameter(
        "number",
        "Rough from",
        "Slope variance from which ground is rough. The paper takes 100.",
        default=100.0,
        low=0.0,
        high=10000.0,
        unit="degrees^2",
    )
    bright: float = parameter(
        "number",
        "Bright from",
        "Backscatter from which a pixel is bright. The paper takes 2.5.",
        default=2.5,
        low=-100.0,
        high=100.0,
        unit="dB",
    )
    speckle: bool = parameter(
        "boolean",
        "Filter speckle",
        "Lee filter over 5 x 5 pixels of linear power.",
        default=False,
    )
    areas: Optional[str] = parameter(
        "vector",
        "Areas",
        "Layer of polygons, such as fields of rocks and plains, each of which gets figures of its own. Polygons of one "
        "name are one area.",
        optional=True,
    )
    name_field: str = name_field()
    height_unit: str = requests.height_unit()
    extent: Optional[str] = requests.extent()
    output: str = report()
    output_roughness: Optional[str] = parameter(
        "raster_target",
        "Roughness on the SAR grid",
        "Mean slope variance in each SAR pixel.",
        optional=True,
        style="slope_variance",
    )
    output_cpr: Optional[str] = parameter(
        "raster_target",
        "Circular polarisation ratio",
        "(S1 - S4) / (S1 + S4) on the SAR grid: same over opposite sense, 0 to 1 on most ground, above 1 on some "
        "fields of rocks. Needs S1 and S4.",
        optional=True,
        style="cpr",
    )
    output_json: Optional[str] = figures()


OPERATION = Operation(
    name="compare_sar",
    label="Compare with SAR",
    group=GROUP_MEASURES,
    help="Compares the roughness of a DTM, the variance of its slope in degrees squared, with radar backscatter such "
    "as the Stokes parameter S1 of Mini-RF. Roughness is averaged over each SAR pixel. Reports, for all of the ground "
    "and for each area, the Pearson and Spearman correlations, how much of the rough ground is bright in the radar, "
    "and how well the radar tells rough from smooth (ROC, area, best threshold). The baseline of the slopes stands "
    "beside every number, because roughness depends on it.",
    settings=CompareSarSettings,
    results=(
        Result("pixels", "number", "SAR pixels compared"),
        Result("pearson", "number", "Pearson correlation"),
        Result("spearman", "number", "Spearman correlation"),
        Result("rough_bright", "number", "Share of rough ground that is bright (%)"),
        Result("roc_area", "number", "Area under the ROC curve"),
        Result("best_threshold", "number", "Best threshold of the SAR (dB)"),
        Result("cpr", "number", "Circular polarisation ratio of the mean powers"),
        Result("baseline", "number", "Baseline of slopes (m)"),
    ),
    run="measures.sar.run:compare_sar",
)

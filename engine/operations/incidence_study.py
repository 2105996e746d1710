"""Incidence study: under which sun a DTM comes back best from its image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract import requests
from ..contract.declare import Operation, Result
from ..contract.light_request import StudyLight, azimuths, incidences
from ..contract.report_targets import figures
from ..contract.requests import Runtime, TilingRequest
from ..contract.settings import group, parameter
from .groups import GROUP_MEASURES


@dataclass(frozen=True)
class IncidenceStudySettings:
    """What Incidence study is asked for."""

    dtm: str = parameter(
        "raster",
        "DTM",
        "Heights on the Moon that are taken for the ground: it is lit, reconstructed from its image, and held against "
        "itself. Pixels of 0.5 to 6 m, as the experts know them.",
    )
    height_unit: str = requests.height_unit()
    extent: Optional[str] = requests.extent()
    sun_incidences: tuple[float, ...] = incidences("18.85, 45, 62.61, 73.64")
    sun_azimuths: tuple[float, ...] = azimuths("315")
    light: StudyLight = group(StudyLight)
    coarse_dem: Optional[str] = parameter(
        "raster",
        "Coarse DEM",
        "A real coarse DEM of the same ground. Left empty, one is made from the DTM.",
        optional=True,
        advanced=True,
    )
    posting: float = parameter(
        "number",
        "Posting of the coarse DEM",
        "Metres between the posts of the coarse DEM that is made: 8 to 60 pixels of the DTM, as the experts know it. "
        "The paper took 9 pixels (18 m).",
        default=60.0,
        low=0.1,
        high=10000.0,
        unit="metres",
    )
    coarse_noise: float = parameter(
        "number",
        "Noise of the coarse DEM",
        "Standard deviation of the error of its posts.",
        default=1.0,
        advanced=True,
        low=0.0,
        high=100.0,
        unit="metres",
    )
    tiling: TilingRequest = group(TilingRequest)
    runtime: Runtime = group(Runtime)
    output: str = parameter(
        "file_target",
        "Report",
        "A page for the browser (HTML), in one file: curves, table, slope maps.",
        suffix="html",
    )
    output_table: Optional[str] = parameter(
        "file_target",
        "Table",
        "A row for each sun, and one for the coarse DEM.",
        optional=True,
        suffix="csv",
    )
    output_json: Optional[str] = figures()
    output_curve: Optional[str] = parameter(
        "file_target",
        "Curves",
        "Errors over the incidence.",
        optional=True,
        suffix="png",
    )
    output_panel: Optional[str] = parameter(
        "file_target",
        "Slope maps",
        "Images and slopes side by side, as the paper's figure 12.",
        optional=True,
        suffix="png",
    )
    output_folder: Optional[str] = parameter(
        "folder_target",
        "Folder for images and DTMs",
        "The image and the DTM of each sun, and the coarse DEM.",
        optional=True,
    )


OPERATION = Operation(
    name="incidence_study",
    label="Incidence study",
    group=GROUP_MEASURES,
    help="Says under which sun a DTM comes back best. The DTM is lit under each sun, as Light a DTM does, and "
    "reconstructed from its image and a coarse DEM that is made of it; the result is held against the DTM itself: "
    "errors of heights and slopes and effective resolution over the incidence, with the coarse DEM as the baseline. "
    "The four incidences of the paper are the default.",
    settings=IncidenceStudySettings,
    results=(
        Result("best_incidence", "number", "Incidence with the least slope error (degrees)"),
        Result("best_slope_error", "number", "Mean slope error there (degrees)"),
        Result("coarse_slope_error", "number", "Mean slope error of the bicubic coarse DEM (degrees)"),
        Result("best_height_incidence", "number", "Incidence with the least height error (degrees)"),
        Result("best_rmse", "number", "RMSE there (m)"),
        Result("coarse_rmse", "number", "RMSE of the bicubic coarse DEM (m)"),
        Result("good_from", "number", "Least incidence with a slope error within a tenth of the best (degrees)"),
        Result("good_to", "number", "Largest such incidence (degrees)"),
        Result("seconds", "number", "Seconds in all"),
    ),
    run="measures.incidence.run:incidence_study",
)

"""Compare DTMs: several DTMs of one ground against one reference, as in the paper's Table I."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract import requests
from ..contract.area_request import name_field
from ..contract.declare import Operation, Result
from ..contract.report_targets import figures, report
from ..contract.settings import group, parameter
from .groups import GROUP_MEASURES


@dataclass(frozen=True)
class PointsRequest:
    """Heights of points, and how they are held against a DTM."""

    points: Optional[str] = parameter(
        "file",
        "Reference as points",
        "Heights of points taken as true, as of a laser altimeter: a table of LOLA shots (CSV, with columns longitude, "
        "latitude and height or radius, or the RDR's own names), a layer of points with a field height or radius "
        "(GeoPackage, GeoJSON, Shapefile), or a binary RDR table (.DAT).",
        optional=True,
    )
    reach: float = parameter(
        "number",
        "Largest offset",
        "The offset between a DTM and the points is looked for up to this distance in every direction.",
        default=60.0,
        advanced=True,
        low=0.0,
        high=1000.0,
        unit="metres",
    )
    outliers: float = parameter(
        "number",
        "Outliers from",
        "A point whose height differs from every DTM by more than this many times the NMAD (a standard deviation that "
        "outliers do not change) is left out. Errors of one DTM alone are never left out where there are several.",
        default=6.0,
        advanced=True,
        low=2.0,
        high=1000.0,
        unit="NMAD",
    )


@dataclass(frozen=True)
class CompareDtmsSettings:
    """What Compare DTMs is asked for."""

    input: tuple[str, ...] = parameter(
        "rasters",
        "DTMs",
        "One or more DTMs of the same ground. Everything is measured on the grid of the first; others on another grid "
        "are interpolated bilinearly.",
    )
    labels: Optional[str] = parameter(
        "text",
        "Names of the DTMs",
        "A name for each DTM as tables show it, in their order, separated by semicolons. Left empty, the names of the "
        "files.",
        optional=True,
    )
    reference: Optional[str] = parameter(
        "raster",
        "Reference",
        "Heights taken as true, in any CRS on the Moon; interpolated bilinearly.",
        optional=True,
    )
    points: PointsRequest = group(PointsRequest)
    coarse_dem: Optional[str] = parameter(
        "raster",
        "Coarse DEM",
        "The coarse DEM that the DTMs were made from: the baseline, interpolated by cubic splines.",
        optional=True,
    )
    classes: Optional[str] = parameter(
        "raster",
        "Terrain classes",
        "Raster of Classify terrain on the grid of the first DTM: errors are then given by class too.",
        optional=True,
    )
    areas: Optional[str] = parameter(
        "vector",
        "Areas",
        "Layer of polygons, such as boxes, each of which gets a table of its own. Polygons of one name are one area; "
        "they may overlap; holes count as inside.",
        optional=True,
    )
    name_field: str = name_field()
    height_unit: str = requests.height_unit()
    output: str = report()
    output_csv: Optional[str] = parameter(
        "file_target",
        "Table",
        "A row for each area, terrain class and DTM, as CSV.",
        optional=True,
        suffix="csv",
    )
    output_json: Optional[str] = figures()


OPERATION = Operation(
    name="compare_dtms",
    label="Compare DTMs",
    group=GROUP_MEASURES,
    help="Measures any number of DTMs of one ground against one reference, as Table I of the MMoEDTM paper does: the "
    "share of pixels with an error under 2, 4 and 10 m, MAE, RMSE, bias, NMAD, slope error and effective resolution, "
    "for each terrain class and area, with the bicubic coarse DEM beside them, all on the pixels that every one of "
    "them has. The reference is a raster, or points such as LOLA shots: then outliers are left out, and the horizontal "
    "offset under which each DTM fits the points best is given with its standard error, and the errors with and "
    "without it.",
    settings=CompareDtmsSettings,
    results=(
        Result("dtms", "number", "DTMs"),
        Result("pixels", "number", "Pixels that all have in common"),
        Result("best", "text", "DTM with the least RMSE"),
        Result("rmse", "number", "Its RMSE (m)"),
        Result("coarse_rmse", "number", "RMSE of the bicubic coarse DEM (m)"),
        Result("shots", "number", "Points that all have in common, without outliers"),
        Result("shot_outliers", "number", "Points left out as outliers"),
        Result("best_at_shots", "text", "DTM with the least RMSE at the points"),
        Result("rmse_at_shots", "number", "Its RMSE at the points (m)"),
        Result("rmse_without_offset", "number", "The same with the horizontal offset taken off (m)"),
        Result("offset_east", "number", "How far it lies east of the points (m)"),
        Result("offset_north", "number", "How far it lies north of the points (m)"),
        Result("offset_error_east", "number", "Standard error of the offset east (m)"),
        Result("offset_error_north", "number", "Standard error of the offset north (m)"),
    ),
    run="measures.comparison.run:compare_dtms",
)

"""Reconstruct: a DTM at the image's resolution from one image and a coarse DEM."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract.declare import Operation, Result
from ..contract.requests import DtmRequest, Execution, Runtime
from ..contract.settings import group, parameter
from .groups import GROUP_TERRAIN


@dataclass(frozen=True)
class ReconstructSettings:
    """What Reconstruct DTM is asked for."""

    request: DtmRequest = group(DtmRequest)
    plan: Optional[str] = parameter(
        "plan",
        "Plan",
        "A file that Plan DTM wrote: what it decided is done. Image and coarse DEM then only have to be given where "
        "they lie elsewhere now.",
        optional=True,
        advanced=True,
    )
    runtime: Runtime = group(Runtime)
    execution: Execution = group(Execution)
    output: str = parameter(
        "raster_target",
        "DTM",
        "GeoTIFF of heights in metres above the 1737.4 km sphere.",
        style="dtm",
    )
    output_tiles: Optional[str] = parameter(
        "vector_target",
        "Tiles with terrain classes",
        "Polygon layer of the tiles with row, column, class, relief_m and posterior, as Classify terrain writes it.",
        optional=True,
        style="tiles",
    )
    output_spread: Optional[str] = parameter(
        "raster_target",
        "Spread of overlapping tiles",
        "Standard deviation in metres between the heights of overlapping tiles: small means that they agree. Zero "
        "where there is only one tile.",
        optional=True,
        style="spread",
    )
    output_error: Optional[str] = parameter(
        "raster_target",
        "Error of heights",
        "Standard deviation of each height in metres, as a network tells it from image, coarse DEM and DTM: two thirds "
        "of the heights lie within one of the truth. Errors of the coarse DEM in waves longer than about seven of its "
        "postings are in it only where the error of the coarse DEM is given.",
        optional=True,
        style="height_error",
    )
    output_slope_error: Optional[str] = parameter(
        "raster_target",
        "Error of slopes",
        "Standard deviation of each slope in degrees, over a baseline of two pixels.",
        optional=True,
        style="slope_error",
    )
    output_support: Optional[str] = parameter(
        "raster_target",
        "Support of heights",
        "What each height rests on: 1 lit and seen, 2 steep or raking light, 3 cast shadow, 4 saturated, 5 image "
        "missing (the coarse DEM alone is known, and the DTM has no height), 6 outside of what the experts know.",
        optional=True,
        style="support",
    )
    output_tile_dtms: Optional[str] = parameter(
        "folder_target",
        "Folder for the DTMs of single tiles",
        "One GeoTIFF for each tile, for Mosaic DTMs.",
        optional=True,
    )


OPERATION = Operation(
    name="reconstruct",
    label="Reconstruct DTM",
    group=GROUP_TERRAIN,
    help="Makes a digital terrain model at the resolution of one map-projected lunar image from the image and a coarse "
    "DEM. The image is cut into tiles; networks trained for flat, mountain and crater terrain make the heights of "
    "each, which are blended without seams and keep to the coarse DEM at its own scale. Give the sun's direction if "
    "you know it: it is worth more than anything else. Best light: incidence 50 to 75 degrees. Where the image or the "
    "DEM has no data, the DTM has none.",
    settings=ReconstructSettings,
    results=(
        Result("provider_used", "text", "Provider that ran"),
        Result("tiles", "number", "Tiles computed"),
        Result("coverage", "number", "Pixels with a height (%)"),
        Result("height_error", "number", "Error of heights, RMS of what is stated (m)"),
        Result("slope_error", "number", "Error of slopes, RMS of what is stated (degrees)"),
        Result("lit", "number", "Heights that rest on light that was seen (%)"),
        Result("moved_east", "number", "Coarse DEM moved east (m)"),
        Result("moved_north", "number", "Coarse DEM moved north (m)"),
        Result("moved_error", "number", "Standard error of the move, both axes (m)"),
        Result("moved_error_east", "number", "Standard error of the move east (m)"),
        Result("moved_error_north", "number", "Standard error of the move north (m)"),
        Result("contrast_factor", "number", "Contrast of the image over that of the shaded DEM"),
        Result("contrast_reliable", "boolean", "Contrast estimate is reliable"),
        Result("contrast_doubt", "number", "Doubt in the contrast that is used (%)"),
        Result("offset_removed", "number", "Taken off the image's brightness"),
        Result("plan_digest", "text", "Digest of the plan"),
        Result("work", "number", "Pixels computed for each pixel of the DTM"),
        Result("seconds", "number", "Seconds in all"),
        Result("inference_seconds", "number", "Seconds inside the networks"),
    ),
    run="reconstruct.run:reconstruct",
)

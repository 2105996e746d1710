"""Reconstruct: a DTM at the image's resolution from one image and a coarse DEM."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import shared
from .declare import Operation, Parameter, Result
from .progress import Progress

PROVIDERS = ("auto", "cpu", "cuda", "tensorrt", "directml", "coreml")


def run(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Align, classify, run each tile's expert, blend and write."""
    from .reconstruction import reconstruct

    return reconstruct(values, progress)


OPERATION = Operation(
    name="reconstruct",
    label="Reconstruct DTM",
    group=shared.GROUP_TERRAIN,
    help="Makes a digital terrain model at the resolution of one map-projected lunar image from the image and "
    "a coarse DEM. Tiles are routed to experts for flat, mountain and crater terrain; their results are "
    "blended without seams and tied to the coarse DEM at its own scale. Give the sun's direction if you know "
    "it: it is worth more than anything else. Best light: incidence 40 to 60 degrees. Where the image or the "
    "DEM has no data, the DTM has none.",
    parameters=(
        shared.IMAGE,
        shared.COARSE_DEM,
        shared.SUN_AZIMUTH,
        shared.SUN_INCIDENCE,
        Parameter(
            "apply_shift", "boolean", "Fit the coarse DEM to the image",
            "Move the coarse DEM to where the experts have least to change in it; on a slope each metre that it "
            "lies off is half a metre of height. The DTM then lies where the image does. Switch it off to keep "
            "the coarse DEM's own place, for example for neighbouring images that go into one mosaic. It needs the "
            "sun.",
            default=True,
        ),
        shared.HEIGHT_UNIT,
        shared.SATURATION,
        shared.CONTRAST,
        Parameter(
            "classes", "vector", "Edited tile layer",
            "A tile layer written by Classify terrain, with its field 'class' edited. Left empty, the router "
            "decides.", optional=True,
        ),
        Parameter(
            "provider", "choice", "Run on",
            "Where the experts run. Automatic takes a GPU when there is one. A provider asked for by name that "
            "is absent is an error.", default="auto", choices=PROVIDERS,
        ),
        *shared.TILING,
        Parameter(
            "threads", "integer", "Tiles at a time",
            "Tiles computed at the same time on a CPU; 0 for one per core. The result does not depend on it.",
            default=0, advanced=True, low=0, high=256,
        ),
        Parameter(
            "output", "raster_target", "DTM", "GeoTIFF of heights in metres above the 1737.4 km sphere.",
            style="dtm",
        ),
        Parameter(
            "output_classes", "vector_target", "Tiles with terrain classes",
            "Polygon layer of the tiles and their classes.", optional=True, style="tiles",
        ),
        Parameter(
            "output_spread", "raster_target", "Spread of overlapping tiles",
            "Standard deviation in metres between the experts where tiles overlap: small means that they agree. "
            "Zero where only one tile reaches.", optional=True, style="spread",
        ),
        Parameter(
            "output_tiles", "folder_target", "Folder for the DTMs of single tiles",
            "One GeoTIFF for each tile, for Mosaic DTMs.", optional=True,
        ),
    ),
    results=(
        Result("provider_used", "text", "Provider that ran"),
        Result("tiles", "number", "Tiles computed"),
        Result("coverage", "number", "Pixels with a height (%)"),
        Result("moved_east", "number", "Coarse DEM moved east (m)"),
        Result("moved_north", "number", "Coarse DEM moved north (m)"),
        Result("moved_error", "number", "Standard error of the move, both axes (m)"),
        Result("moved_error_east", "number", "Standard error of the move east (m)"),
        Result("moved_error_north", "number", "Standard error of the move north (m)"),
        Result("contrast_factor", "number", "Contrast of the image over that of the shaded DEM"),
        Result("contrast_reliable", "boolean", "Contrast estimate is reliable"),
        Result("offset_removed", "number", "Taken off the image's brightness"),
        Result("seconds", "number", "Seconds in all"),
        Result("inference_seconds", "number", "Seconds inside ONNX Runtime"),
    ),
    run=run,
)  # fmt: skip

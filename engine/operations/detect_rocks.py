"""Detect rocks: outlines with diameter and height from an image, a DTM or both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract import requests
from ..contract.area_request import AreaRequest, counts
from ..contract.declare import Operation, Result
from ..contract.requests import SunRequest
from ..contract.settings import group, parameter
from .groups import GROUP_MEASURES


@dataclass(frozen=True)
class DetectRocksSettings:
    """What Detect rocks is asked for."""

    image: Optional[str] = parameter(
        "raster",
        "Image",
        "Map-projected image with one band. Needs the sun.",
        optional=True,
    )
    dtm: Optional[str] = parameter(
        "raster",
        "DTM",
        "A DTM fine enough to show rocks, in any CRS on the Moon.",
        optional=True,
    )
    sun: SunRequest = group(SunRequest)
    smallest: Optional[float] = parameter(
        "number",
        "Smallest diameter",
        "Smaller rocks are left out. Left empty, 4 pixels.",
        optional=True,
        low=0.1,
        high=1000.0,
        unit="metres",
    )
    largest: Optional[float] = parameter(
        "number",
        "Largest diameter",
        "What is larger is taken for terrain. Left empty, 40 pixels.",
        optional=True,
        low=0.1,
        high=10000.0,
        unit="metres",
    )
    areas: AreaRequest = group(AreaRequest)
    height_unit: str = requests.height_unit()
    extent: Optional[str] = requests.extent()
    output: str = parameter(
        "vector_target",
        "Rocks",
        "Outlines with diameter, height and confidence; of the image where one is given, else of the DTM.",
        style="rocks",
    )
    output_dtm: Optional[str] = parameter(
        "vector_target",
        "Rocks of the DTM",
        "Outlines found in the DTM, where image and DTM are given.",
        optional=True,
        style="rocks_dtm",
    )
    output_areas: Optional[str] = counts("rocks")
    output_report: Optional[str] = parameter(
        "file_target",
        "Report",
        "Size-frequency and counts: a page for the browser (HTML), in one file.",
        optional=True,
        suffix="html",
    )


OPERATION = Operation(
    name="detect_rocks",
    label="Detect rocks",
    group=GROUP_MEASURES,
    help="Finds rocks in an image by their bright and dark sides along the sun, and in a DTM as blobs that stand out "
    "of the ground. Writes outlines with diameter and height, fits the Golombek-Rapp and power laws to the sizes, "
    "counts rocks by area where a layer of areas is given, and, where both image and DTM are given, counts how many of "
    "the image's rocks the DTM has. In images rocks of 6 "
    "pixels and more are found reliably; smaller ones blend into noise. Shadows need direct sun, best at incidence "
    "50 to 75 degrees.",
    settings=DetectRocksSettings,
    results=(
        Result("image_rocks", "number", "Rocks found in the image"),
        Result("dtm_rocks", "number", "Rocks found in the DTM"),
        Result("matched", "number", "Rocks of the image that the DTM has"),
        Result("power", "number", "Exponent b of N(>= D) ~ D^-b"),
        Result("covered", "number", "Share of the ground under rocks (k of Golombek and Rapp)"),
        Result("rocks_per_km2", "number", "Rocks per square kilometre"),
        Result("areas_counted", "number", "Areas counted"),
    ),
    run="measures.rocks.run:detect_rocks",
)

"""Detect rocks: outlines with diameter and height from an image, a DTM or both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import shared
from ..contract.declare import Operation, Parameter, Result
from ..contract.progress import Progress


def run(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Find rocks and count them by size."""
    from ..measures.rocks.run import detect_rocks

    return detect_rocks(values, progress)


OPERATION = Operation(
    name="detect_rocks",
    label="Detect rocks",
    group=shared.GROUP_MEASURES,
    help="Finds rocks in an image by their bright and dark sides along the sun, and in a DTM as blobs that stand "
    "out of "
    "the ground. Writes outlines with diameter and height, fits the Golombek-Rapp and power laws to the sizes, and, "
    "where both image and DTM are given, counts how many of the image's rocks the DTM has. In images rocks of 6 pixels "
    "and more are found reliably; smaller ones blend into noise. Shadows need direct sun, best at incidence 45 to 75 "
    "degrees.",
    parameters=(
        Parameter("image", "raster", "Image", "Map-projected image with one band. Needs the sun.", optional=True),
        Parameter("dtm", "raster", "DTM", "A DTM fine enough to show rocks, in any CRS on the Moon.", optional=True),
        shared.SUN_AZIMUTH,
        shared.SUN_INCIDENCE,
        Parameter(
            "smallest", "number", "Smallest diameter", "Rocks of less are left out. Left empty, 4 pixels.",
            optional=True, low=0.1, high=1000.0, unit="m",
        ),
        Parameter(
            "largest", "number", "Largest diameter", "What is larger is taken for terrain. Left empty, 40 pixels.",
            optional=True, low=0.1, high=10000.0, unit="m",
        ),
        shared.HEIGHT_UNIT,
        Parameter(
            "output", "vector_target", "Rocks",
            "Outlines with diameter, height and confidence; of the image where one is given, else of the DTM.",
            style="rocks",
        ),
        Parameter(
            "output_dtm", "vector_target", "Rocks of the DTM",
            "Outlines found in the DTM, where image and DTM are given.", optional=True, style="rocks",
        ),
        Parameter(
            "output_report", "file_target", "Report", "Size-frequency and counts on one HTML page.", optional=True,
            suffix="html",
        ),
    ),
    results=(
        Result("image_rocks", "number", "Rocks found in the image"),
        Result("dtm_rocks", "number", "Rocks found in the DTM"),
        Result("matched", "number", "Rocks of the image that the DTM has"),
        Result("power", "number", "Exponent b of N(>= D) ~ D^-b"),
        Result("covered", "number", "k of Golombek and Rapp"),
        Result("rocks_per_km2", "number", "Rocks per square kilometre"),
    ),
    run=run,
)  # fmt: skip

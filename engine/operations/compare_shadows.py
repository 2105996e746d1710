"""Compare shadows: pixel by pixel, image against DTM."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract import requests
from ..contract.declare import Operation, Result
from ..contract.report_targets import figures, report
from ..contract.requests import SunRequest
from ..contract.settings import group, parameter
from .groups import GROUP_MEASURES


@dataclass(frozen=True)
class CompareShadowsSettings:
    """What Compare shadows is asked for."""

    image: str = parameter(
        "raster",
        "Image",
        "Map-projected image with one band; everything is measured on its grid.",
    )
    dtm: str = parameter(
        "raster",
        "DTM",
        "The DTM to test, in any CRS on the Moon; interpolated bilinearly.",
    )
    sun: SunRequest = group(SunRequest)
    rocks: Optional[str] = parameter(
        "vector",
        "Rocks",
        "Outlines of rocks, drawn by hand or by Detect rocks, in any CRS on the Moon. Left empty, only the whole "
        "image is compared.",
        optional=True,
    )
    least_area: float = parameter(
        "number",
        "Smallest rock",
        "Rocks of a smaller outline are left out. The paper takes 50 m2.",
        default=0.0,
        advanced=True,
        low=0.0,
        high=1000000000.0,
        unit="m2",
    )
    shadows: str = parameter(
        "choice",
        "Shadows of the whole image",
        "Which shadows the masks, the picture and the results show. 'local' takes what is darker than a quarter of "
        "the lit ground around it. 'two classes' is the rule of the paper: the dark one of two K-means classes of "
        "brightness over the whole image; where shadows are few it finds none, or takes dark slopes for shadows. The "
        "report has the figures of both.",
        default="local",
        choices=("local", "two classes"),
    )
    saturation: Optional[float] = requests.saturation()
    height_unit: str = requests.height_unit()
    extent: Optional[str] = requests.extent()
    output: str = report()
    output_table: Optional[str] = parameter(
        "vector_target",
        "Rocks with their shadows",
        "The outlines with the figures of every rock. Needs rocks.",
        optional=True,
        style="shadow_rocks",
    )
    output_image_mask: Optional[str] = parameter(
        "raster_target",
        "Shadows of the image",
        "1 lit, 2 shadow, 0 unknown.",
        optional=True,
        style="shadows",
    )
    output_dtm_mask: Optional[str] = parameter(
        "raster_target",
        "Shadows of the DTM",
        "1 lit, 2 shadow, 0 unknown.",
        optional=True,
        style="shadows",
    )
    output_difference: Optional[str] = parameter(
        "raster_target",
        "Difference of the shadows",
        "1 lit in both, 2 shadow in both, 3 shadow in the image alone, 4 shadow in the DTM alone, 0 unknown.",
        optional=True,
        style="shadow_difference",
    )
    output_lit: Optional[str] = parameter(
        "raster_target",
        "Penumbra",
        "Share of the Sun's disc seen from every pixel of the DTM, 0 in full shadow to 1.",
        optional=True,
        advanced=True,
        style="lit",
    )
    output_json: Optional[str] = figures()


OPERATION = Operation(
    name="compare_shadows",
    label="Compare shadows",
    group=GROUP_MEASURES,
    help="Compares the shadows of an image with those that a DTM casts under the same sun: a check of heights and "
    "shapes that needs no other DTM. The DTM is lit under the sun of the image, with the shadows that it casts, and "
    "shadows are found in both by one rule. For the whole image that rule is: darker than a quarter of the lit ground "
    "around it; the figures by the rule of the paper, the dark one of two K-means classes of brightness, stand beside "
    "them. Around each rock it is the rule of the paper. For every rock: pixels in shadow in both, their difference, "
    "intersection over union and the distance of their centroids. Needs direct sun; images of permanent shadow are "
    "lit by scattered light and have nothing to compare.",
    settings=CompareShadowsSettings,
    results=(
        Result("image_shadow", "number", "Pixels of the image in shadow"),
        Result("dtm_shadow", "number", "Pixels of the DTM in shadow"),
        Result("difference", "number", "Difference of the counts (%)"),
        Result("iou", "number", "Intersection over union of all shadows"),
        Result("paper_image_shadow", "number", "Pixels of the image in shadow, by two classes"),
        Result("paper_dtm_shadow", "number", "Pixels of the DTM in shadow, by two classes"),
        Result("paper_difference", "number", "Difference of the counts by two classes (%)"),
        Result("paper_iou", "number", "Intersection over union by two classes"),
        Result("rocks_compared", "number", "Rocks compared"),
        Result("rock_difference_median", "number", "Median difference of the rocks' shadows (%)"),
        Result("rock_difference_90", "number", "90th percentile of the differences (%)"),
        Result("rock_iou_median", "number", "Median intersection over union of the rocks"),
    ),
    run="measures.shadows.run:compare_shadows",
)

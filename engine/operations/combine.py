"""Combine: DTMs of one ground from images under different suns into one that is better than each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract import requests
from ..contract.declare import Operation, Result
from ..contract.report_targets import report
from ..contract.settings import parameter
from .groups import GROUP_TERRAIN


@dataclass(frozen=True)
class CombineSettings:
    """What Combine DTMs is asked for."""

    input: tuple[str, ...] = parameter(
        "rasters",
        "DTMs",
        "Two or more DTMs of the same ground, each made from an image under another sun. All are laid on the first.",
    )
    suns: Optional[str] = parameter(
        "text",
        "Suns",
        "Azimuth (clockwise from map north) and incidence of the sun of each DTM's image in degrees, in the order of "
        "the DTMs, separated by semicolons: 292 58; 20 61. Left empty, they come from the tags that Reconstruct DTM "
        "writes.",
        optional=True,
    )
    errors: Optional[tuple[str, ...]] = parameter(
        "rasters",
        "Predicted errors",
        "For each DTM, in their order, a raster of the standard deviation of its heights in metres, as 'Error of "
        "heights' of Reconstruct DTM is: where it is larger, the DTM counts less.",
        optional=True,
        advanced=True,
    )
    height_unit: str = requests.height_unit()
    posting: float = parameter(
        "number",
        "Posting of the coarse DEM",
        "Distance of the posts of the coarse DEM that the DTMs were made from. Waves several times as long are the "
        "mean of the DTMs, shorter ones are put together by the directions of the light.",
        default=60.0,
        low=0.1,
        high=10000.0,
        unit="metres",
    )
    register: bool = parameter(
        "boolean",
        "Register the DTMs",
        "Find how far the DTMs lie apart, and move all but the first. Switched off, they are taken where they lie.",
        default=True,
        advanced=True,
    )
    grid: Optional[str] = parameter(
        "raster",
        "Grid",
        "A raster whose pixels the result has. Left empty, those of the first DTM.",
        optional=True,
        advanced=True,
    )
    resume: bool = requests.resume()
    blocks: str = requests.blocks()
    output: str = parameter(
        "raster_target",
        "Combined DTM",
        "GeoTIFF of heights in metres above the 1737.4 km sphere.",
        style="dtm",
    )
    output_error: Optional[str] = parameter(
        "raster_target",
        "Standard deviation of the heights",
        "Metres, from what the DTMs differ by. Errors that all DTMs have alike, as of the long waves of their coarse "
        "DEM, are not in it.",
        optional=True,
        style="height_error",
    )
    output_report: Optional[str] = report(optional=True)


OPERATION = Operation(
    name="combine",
    label="Combine DTMs",
    group=GROUP_TERRAIN,
    help="Puts DTMs of the same ground together that were made from images under different suns. An image shows slopes "
    "towards and away from its sun, and hardly those across; two suns about 90 degrees apart show both. The DTMs are "
    "laid on the first to a fraction of a pixel, then gradients of all are fitted by least squares, each DTM counting "
    "most along its own sun, less in its own shadows and where its predicted error is larger. Long waves are the mean "
    "of the DTMs. What one DTM has no data for, or shadow, the others fill. Images under nearly the same, or opposite, "
    "azimuths add little; a warning says so.",
    settings=CombineSettings,
    results=(
        Result("dtms", "number", "DTMs combined"),
        Result("coverage", "number", "Pixels with a height (%)"),
        Result("complement", "number", "Angle at which the suns complement each other best, 90 is ideal (degrees)"),
        Result("expected_gain", "number", "Expected slope error over that of the best DTM alone"),
        Result("moves", "text", "Move of each DTM to the first: metres east and north with standard error"),
        Result("difference_rms", "number", "RMS difference of the DTMs once registered (m)"),
        Result("mean_error", "number", "Mean standard deviation of the heights (m)"),
        Result("seconds", "number", "Seconds in all"),
    ),
    run="region.combine:combine",
)

"""Synthesize: a made lunar scene with known truth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import shared
from .declare import Operation, Parameter, Result
from .progress import Progress

TERRAINS = ("flat", "mountain", "crater")


def run(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Make the scene and write it."""
    from ..synthetic.synthesis import synthesize

    return synthesize(values, progress)


OPERATION = Operation(
    name="synthesize",
    label="Make a lunar scene",
    group=shared.GROUP_TRAINING,
    help="Makes a lunar scene whose truth is known: relief, craters and boulders by published laws, an image with "
    "cast shadows, albedo, camera blur and noise, and a coarse DEM with the blur, noise, shift and stripes of "
    "real ones. "
    "The same seed gives the same bytes. For testing, teaching and training.",
    parameters=(
        Parameter("terrain", "choice", "Terrain", "Kind of ground.", default="crater", choices=TERRAINS),
        Parameter("seed", "integer", "Seed", "Number of the scene.", default=1, low=0, high=2**31 - 1),
        Parameter("size", "integer", "Size", "Pixels along each side.", default=2048, low=64, high=8192, unit="pixels"),
        Parameter("gsd", "number", "Pixel size", "Ground metres per pixel.", default=2.0, low=0.1, high=20.0, unit="m"),
        Parameter("posting", "number", "Posting of the coarse DEM", "Metres between its posts.", default=60.0, low=1.0,
                  high=1000.0, unit="m"),
        Parameter("sun_azimuth", "number", "Sun azimuth", "Degrees clockwise from map "
                                                          "north.", default=315.0, low=-360.0,
                  high=360.0, unit="degrees"),
        Parameter("sun_incidence", "number", "Sun incidence", "Degrees from the vertical.", default=60.0, low=0.0,
                  high=89.0, unit="degrees"),
        Parameter("light", "choice", "Light", "Reflectance law of the ground, or light scattered into permanent "
                                              "shadow.",
                  default="Lunar-Lambert", choices=("Lunar-Lambert", "Hapke", "permanent shadow")),
        Parameter("output", "raster_target", "Image", "Reflectance."),
        Parameter("output_coarse", "raster_target", "Coarse DEM", "Heights in metres.", style="dtm"),
        Parameter("output_truth", "raster_target", "Truth", "True heights in metres on the image's grid.", style="dtm"),
    ),
    results=(
        Result("boulders", "number", "Boulders of at least two pixels"),
        Result("relief", "number", "Highest minus lowest ground (m)"),
        Result("shift_east", "number", "Coarse DEM lies so far west of its place (m)"),
        Result("shift_north", "number", "Coarse DEM lies so far south of its place (m)"),
        Result("seconds", "number", "Seconds in all"),
    ),
    run=run,
)  # fmt: skip

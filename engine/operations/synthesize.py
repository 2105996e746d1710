"""Synthesize: a made lunar scene with known truth."""

from __future__ import annotations

from dataclasses import dataclass

from ..contract.declare import Operation, Result
from ..contract.settings import parameter
from .groups import GROUP_TRAINING


@dataclass(frozen=True)
class SynthesizeSettings:
    """What Make a lunar scene is asked for."""

    terrain: str = parameter(
        "choice",
        "Terrain",
        "Kind of ground.",
        default="crater",
        choices=("flat", "mountain", "crater"),
    )
    seed: int = parameter(
        "integer",
        "Seed",
        "Number of the scene.",
        default=1,
        low=0,
        high=2147483647,
    )
    size: int = parameter(
        "integer",
        "Size",
        "Pixels along each side.",
        default=2048,
        low=64,
        high=8192,
        unit="pixels",
    )
    gsd: float = parameter(
        "number",
        "Pixel size",
        "Ground metres per pixel.",
        default=2.0,
        low=0.1,
        high=20.0,
        unit="metres",
    )
    posting: float = parameter(
        "number",
        "Posting of the coarse DEM",
        "Metres between its posts.",
        default=60.0,
        low=1.0,
        high=1000.0,
        unit="metres",
    )
    sun_azimuth: float = parameter(
        "number",
        "Sun azimuth",
        "Degrees clockwise from map north.",
        default=315.0,
        low=-360.0,
        high=360.0,
        unit="degrees",
    )
    sun_incidence: float = parameter(
        "number",
        "Sun incidence",
        "Degrees from the vertical.",
        default=60.0,
        low=0.0,
        high=89.0,
        unit="degrees",
    )
    light: str = parameter(
        "choice",
        "Light",
        "Reflectance law of the ground, or light scattered into permanent shadow.",
        default="Lunar-Lambert",
        choices=("Lunar-Lambert", "Hapke", "permanent shadow"),
    )
    realism: str = parameter(
        "choice",
        "Realism",
        "plain: craters as stamped, seen from the zenith, as the experts were trained on. realistic: diffused craters, "
        "elephant hide, terraces and streaks on slopes, an oblique view, and what a line scanner and a published map "
        "do to an image.",
        default="plain",
        choices=("plain", "realistic"),
    )
    output: str = parameter(
        "raster_target",
        "Image",
        "Reflectance.",
    )
    output_coarse: str = parameter(
        "raster_target",
        "Coarse DEM",
        "Heights in metres.",
        style="dtm",
    )
    output_truth: str = parameter(
        "raster_target",
        "Truth",
        "True heights in metres on the image's grid.",
        style="dtm",
    )


OPERATION = Operation(
    name="synthesize",
    label="Make a lunar scene",
    group=GROUP_TRAINING,
    help="Makes a lunar scene whose truth is known: relief, craters and boulders by published laws, an image with cast "
    "shadows, albedo, camera blur and noise, and a coarse DEM with the blur, noise, shift and stripes of real ones. "
    "The same seed gives the same bytes. For testing, teaching and training.",
    settings=SynthesizeSettings,
    results=(
        Result("boulders", "number", "Boulders of at least two pixels"),
        Result("relief", "number", "Highest minus lowest ground (m)"),
        Result("shift_east", "number", "How far the coarse DEM lies west of its place (m)"),
        Result("shift_north", "number", "How far the coarse DEM lies south of its place (m)"),
        Result("seconds", "number", "Seconds in all"),
    ),
    run="synthetic.synthesis:synthesize",
)

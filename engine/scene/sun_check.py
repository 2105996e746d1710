"""Whether the sun that is used can be the one that lights the image, by its light over the slopes of the coarse DEM."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..contract.progress import Progress
from ..raster.frame import Sun
from ..raster.grid import Grid
from ..terrain.azimuths import apart
from ..terrain.sun_estimate import AzimuthEstimate, estimate_azimuth
from .common_scale import CommonScale

MOST_OFF_DEG = 70.0
"""Between the azimuth that is used and the estimate, from which the sun is doubted. ``tests.benchmarks.sun_check``: of
882 reliable estimates on 1,000 made scenes (incidence 20 to 87 degrees) and 27 of real relief the one furthest off the
true sun lay 60 degrees off, the next 43. So a right sun is not doubted, and one that is turned by a quarter is."""

ODD_OFF_DEG = 45.0
"""From which it is worth a look: one of those 882."""


def estimated(scale: CommonScale) -> AzimuthEstimate:
    """The azimuth that the image shows over the slopes of the coarse DEM, in the raster's frame."""
    return estimate_azimuth(scale.brightness, scale.coarse, scale.gsd_m, scale.posting_m)


def doubted(sun: Sun, places: Sequence[CommonScale], grid: Grid, progress: Progress) -> bool:
    """Whether a reliable estimate, and those of the image's halves, contradict the sun; both azimuths are warned of.

    Parameters
    ----------
    sun : Sun
        In the raster's frame.
    places : sequence of CommonScale
        Image and coarse DEM where its file has it, and where shading under this sun wants it: postings off its place a
        DEM shows a light that is not there, so the place that fits the image best decides.
    grid : Grid
        Of the image.
    progress : Progress
    """
    found, place = max(((estimated(place), place) for place in places), key=lambda seen: seen[0].correlation)
    if not found.reliable:
        return False
    off = apart(found.azimuth_deg, sun.azimuth_deg)
    if off > ODD_OFF_DEG:
        # A stretch, or albedo, that changes across the image turns the estimates of its halves apart.
        halves = (estimated(half) for half in _halves(place))
        off = min([off, *(apart(half.azimuth_deg, sun.azimuth_deg) for half in halves if half.reliable)])
    if off <= ODD_OFF_DEG:
        return False
    used = sun.in_map(grid).azimuth_deg % 360.0
    both = (
        f"The sun that is used stands at azimuth {used:.0f} degrees from map north, but the image over the slopes of "
        f"the coarse DEM shows it at {grid.map_azimuth(found.azimuth_deg) % 360.0:.0f} (give or take "
        f"{found.uncertainty_deg:.0f})"
    )
    count = "Azimuths count clockwise from up in the map, towards the sun"
    if off <= MOST_OFF_DEG:
        progress.warning(f"{both}. {count}: look whether it is right; the run goes on with it.")
        return False
    progress.warning(
        f"{both}; heights will be wrong if that is right, and the coarse DEM is not moved to fit such light. {count}: "
        "check it, and run again."
    )
    return True


def _halves(scale: CommonScale) -> Iterator[CommonScale]:
    """Top, bottom, left and right."""
    height, width = scale.brightness.shape
    for rows, columns in ((slice(height // 2), slice(None)), (slice(height // 2, None), slice(None)),
                          (slice(None), slice(width // 2)), (slice(None), slice(width // 2, None))):  # fmt: skip
        yield replace(scale, brightness=scale.brightness[rows, columns], coarse=scale.coarse[rows, columns])


def offered(scale: CommonScale, grid: Grid) -> str:
    """A sentence about the azimuth that the image shows, where nothing tells the sun; empty where it shows none."""
    found = estimated(scale)
    if not found.reliable:
        return ""
    return (
        f" The image over the slopes of the coarse DEM shows the sun at azimuth "
        f"{grid.map_azimuth(found.azimuth_deg) % 360.0:.0f} (give or take {found.uncertainty_deg:.0f}); if the ground "
        "has direct sun, give that as its azimuth, with the incidence."
    )

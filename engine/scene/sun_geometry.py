"""The work of Sun geometry: where the sun stood over an image, from its time and from what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..contract.progress import Progress
from ..errors import ParameterError
from ..products.light import light_of
from ..raster.align import AlignedHeights
from ..raster.grid import Grid
from ..raster.heights import HeightReader
from ..raster.reader import RasterReader
from ..terrain.sun_estimate import estimate_azimuth
from ..terrain.sun_position import bearing, incidence, subsolar_point
from .common_scale import common_scale
from .inputs import tell
from .sun import image_time
from .sun_frames import at_centre, middle

if TYPE_CHECKING:
    from ..operations.sun_geometry import SunGeometrySettings

EXACT = (
    "sun_azimuth", "sun_incidence", "least_incidence", "largest_incidence", "true_azimuth", "subsolar_latitude",
    "subsolar_longitude", "source",
)  # fmt: skip
ESTIMATED = ("estimated_azimuth", "estimate_uncertainty", "estimate_correlation", "estimate_reliable")


def sun_geometry(settings: SunGeometrySettings, progress: Progress) -> dict[str, Any]:
    """Azimuth in the map and incidence from the time; the azimuth that the image shows over the coarse DEM.

    Raises
    ------
    ParameterError
        Nothing tells where the sun stood.
    """
    with RasterReader(settings.image) as image:
        tell(image, progress)
        estimate = dict.fromkeys(ESTIMATED)
        if settings.coarse_dem:
            with RasterReader(settings.coarse_dem) as coarse:
                heights = HeightReader(coarse, settings.height_unit, progress.info, progress.warning)
                estimate = _estimated(image, heights, progress)
        found = _subsolar(settings, image, progress)
        if found is None and not settings.coarse_dem:
            problem = image.label_time_problem or f"Nothing tells the time of {image.path}."
            raise ParameterError(
                f"{problem[:-1]}; give the time of the image (UTC), the sub-solar point, or "
                "the coarse DEM for an estimate of the azimuth."
            )
        exact = _exact(image.grid, *found, progress) if found is not None else dict.fromkeys(EXACT)
    progress.at(1.0, "Done", force=True)
    return {**exact, **estimate}


def _exact(grid: Grid, subsolar: tuple[float, float], source: str, progress: Progress) -> dict[str, Any]:
    """Azimuth and incidence under a sub-solar point (latitude, longitude)."""
    longitude, latitude = middle(grid)
    columns, rows = np.meshgrid(np.linspace(0, grid.width, 9), np.linspace(0, grid.height, 9))
    places = zip(*(v.ravel() for v in grid.longitude_latitude(columns, rows)))
    angles = [incidence(lat, lon, subsolar) for lon, lat in places]
    sun = at_centre(grid, subsolar)
    true = bearing(latitude, longitude, subsolar)
    if max(angles) > 90.0:
        progress.warning(
            "The sun is below the horizon in a part of the image: that ground has no direct light, and the "
            "experts do not know it."
        )
    progress.info(
        f"Sun at azimuth {sun.azimuth_deg:.2f} degrees from map north ({true:.2f} from true north), incidence "
        f"{sun.incidence_deg:.2f} degrees ({min(angles):.2f} to {max(angles):.2f} over the image), from {source}."
    )
    return dict(
        zip(EXACT, (sun.azimuth_deg, sun.incidence_deg, min(angles), max(angles), true, *subsolar, source), strict=True)
    )


def _estimated(image: RasterReader, heights: HeightReader, progress: Progress) -> dict[str, Any]:
    """The azimuth that the image itself shows over the slopes of the coarse DEM."""
    scale = common_scale(image, AlignedHeights(heights, image.grid))
    found = estimate_azimuth(scale.brightness, scale.coarse, scale.gsd_m, scale.posting_m)
    verdict = "reliable" if found.reliable else "not reliable"
    azimuth = image.grid.map_azimuth(found.azimuth_deg)
    progress.info(
        f"From the image over the slopes of the coarse DEM the sun stands at azimuth {azimuth:.1f} +/- "
        f"{found.uncertainty_deg:.1f} degrees from map north ({verdict}: correlation {found.correlation:.2f})."
    )
    return dict(zip(ESTIMATED, (azimuth, found.uncertainty_deg, found.correlation, found.reliable), strict=True))


def _subsolar(
    settings: SunGeometrySettings, image: RasterReader, progress: Progress
) -> tuple[tuple[float, float], str] | None:
    """Sub-solar point (latitude, longitude) and where it comes from; None when nothing tells it."""
    latitude, longitude = settings.subsolar_latitude, settings.subsolar_longitude
    if (latitude is None) != (longitude is None):
        raise ParameterError("The sub-solar point needs both latitude and longitude; give the other one too.")
    if latitude is not None and longitude is not None:
        if settings.time:
            raise ParameterError("Both a time and a sub-solar point are given; give one of them.")
        return (latitude, longitude), "the given sub-solar point"
    stated = light_of(image.label.keywords).subsolar if image.label and not settings.time else None
    if stated is not None:
        return stated, "the sub-solar point in the label"
    found = image_time(settings.time, image, progress)
    return None if found is None else (subsolar_point(found.moment), found.source)

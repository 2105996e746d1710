"""Light in permanent shadow: scattered by sunlit ground on the horizon, from where the image itself says.

A lit stretch of a crater's rim is a wide lamp low over the horizon. Experts are shown a sun in its middle: on made
scenes slopes come out much better with it than without any direction (``python3 build.py bench shadow``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..contract.progress import Progress
from ..contract.requests import SunRequest
from ..errors import ParameterError
from ..raster.align import AlignedHeights
from ..raster.frame import Sun
from ..raster.reader import RasterReader
from ..terrain.light_field import local_light
from .common_scale import CommonScale, common_scale
from .sun import find_sun, is_scattered
from .sun_check import estimated
from .turning_light import TurningLight

INCIDENCE_DEG = 70.0
"""Of a lit rim, where none is given. It is 10 to 20 degrees high over the floor of a crater a fifth as deep as wide,
but so wide a lamp shades slopes less than a sun in its middle; 68 did better than 75 on made scenes (six of each
terrain), and as the contrast is fitted to the coarse DEM, such differences are small."""

LEAST_CORRELATION, MOST_UNCERTAINTY_DEG = 0.4, 25.0
"""Of an estimate that is used: a direction that is 25 degrees off is much better than none. Within a posting of the
coarse DEM's place directions are right to some degrees; where it lies two postings off, the image no longer follows its
slopes, which this refuses but for scenes of a few postings."""


TURNED_DEG, TURNED_SHARE = 30.0, 0.05
"""Light turns across an image where so much of the ground that tells it has it so far off the mean."""


@dataclass(frozen=True)
class Lamp:
    """What lights an image, in the raster's frame: one sun, or light that turns; neither where it is not known."""

    sun: Sun | None
    turning: TurningLight | None = None

    @property
    def typical(self) -> Sun | None:
        """A sun of its kind."""
        return self.sun if self.turning is None else self.turning.at(0.0, 0.0)


def light_over(
    request: SunRequest,
    image: RasterReader,
    coarse: AlignedHeights,
    progress: Progress,
    scale: CommonScale | None = None,
) -> Lamp:
    """What lights an image: the sun, or what stands for scattered light.

    Parameters
    ----------
    request : SunRequest
    image : RasterReader
    coarse : AlignedHeights
        On the grid of the image.
    progress : Progress
    scale : CommonScale, optional
        Of the two, where it is there already.

    Raises
    ------
    ParameterError
        The request contradicts itself.
    """
    if not is_scattered(request, image):
        sun = find_sun(request, image, progress)
        return Lamp(None if sun is None else sun.on(image.grid))
    if request.sun_time:
        raise ParameterError(
            "The time of the image is given and yet its light is said to be scattered, which no time tells; leave one "
            "of the two out."
        )
    angle = INCIDENCE_DEG if request.sun_incidence is None else request.sun_incidence
    if request.sun_azimuth is not None:
        progress.info(f"Light is scattered, from azimuth {request.sun_azimuth:g} degrees as given.")
        return Lamp(Sun(request.sun_azimuth, angle, scattered=True).on(image.grid))
    return _shown(image, scale or common_scale(image, coarse), angle, progress)


def _shown(image: RasterReader, scale: CommonScale, incidence_deg: float, progress: Progress) -> Lamp:
    """From where the image shows its light over the slopes of the coarse DEM."""
    limits = LEAST_CORRELATION, MOST_UNCERTAINTY_DEG
    local = local_light(scale.brightness, scale.coarse, scale.gsd_m, scale.posting_m, *limits)
    told = np.radians(local.azimuth_deg[np.isfinite(local.azimuth_deg)].astype(np.float64))
    mean = math.atan2(np.sin(told).sum(), np.cos(told).sum())
    turned = np.cos(told - mean) < math.cos(math.radians(TURNED_DEG))
    if told.size and turned.mean() > TURNED_SHARE:
        factor = round(scale.gsd_m[0] / image.grid.gsd[0])
        step = local.step[0] * factor, local.step[1] * factor
        turning = TurningLight.of(local.filled(), (-image.whole[0], -image.whole[1]), step, incidence_deg)
        progress.info(
            "Light is scattered, and by the image over the slopes of the coarse DEM it turns across the image, "
            f"{turning}; each tile is computed under its own."
        )
        return Lamp(None, turning)
    found = estimated(scale)
    if found.correlation < LEAST_CORRELATION or found.uncertainty_deg > MOST_UNCERTAINTY_DEG:
        return Lamp(None)
    progress.info(
        f"Light is scattered; by the image over the slopes of the coarse DEM it comes from azimuth "
        f"{image.grid.map_azimuth(found.azimuth_deg) % 360.0:.0f} (give or take {found.uncertainty_deg:.0f} degrees)."
    )
    return Lamp(Sun(found.azimuth_deg, incidence_deg, "raster", scattered=True))

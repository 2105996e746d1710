"""Light in permanent shadow: scattered by sunlit ground on the horizon, from where the image itself says.

A lit stretch of a crater's rim is a wide lamp low over the horizon. Experts are shown a sun in its middle: on made
scenes slopes come out much better with it than without any direction (``python3 build.py bench shadow``).
"""

from __future__ import annotations

import numpy as np

from ..contract.progress import Progress
from ..raster.frame import Sun
from ..raster.reader import RasterReader
from ..terrain.azimuths import apart, mean
from ..terrain.light_field import local_light
from .common_scale import CommonScale
from .sun_check import estimated
from .turning_light import TurningLight

INCIDENCE_DEG = 70.0
"""Of a lit rim, where none is given. It is 10 to 20 degrees high over the floor of a crater a fifth as deep as wide,
but so wide a lamp shades slopes less than a sun in its middle; 68 did better than 75 on made scenes (six of each
terrain), and as the contrast is fitted to the coarse DEM, such differences are small. To take the one that explains the
contrast of the image helps where the ground falls away from its light, and was no better over thirty other scenes."""

LEAST_CORRELATION, MOST_UNCERTAINTY_DEG = 0.4, 25.0
"""Of an estimate that is used: a direction that is 25 degrees off is much better than none. Within a posting of the
coarse DEM's place directions are right to some degrees; where it lies two postings off, the image no longer follows its
slopes, which this refuses but for scenes of a few postings."""

TURNED_DEG, TURNED_SHARE = 30.0, 0.05
"""Light turns across an image where so much of the ground that tells it has it so far, and its uncertainty, off the
mean."""


def shown_light(
    image: RasterReader, scale: CommonScale, incidence_deg: float, progress: Progress
) -> Sun | TurningLight | None:
    """What stands for the light of an image, by the image over the slopes of the coarse DEM, in the raster's frame.

    Parameters
    ----------
    image : RasterReader
    scale : CommonScale
        Of the image and its coarse DEM.
    incidence_deg : float
    progress : Progress
        Told what it is.

    Returns
    -------
    Sun or TurningLight or None
        One sun, or one for each part where light turns across the image; None where the image does not show it.
    """
    limits = LEAST_CORRELATION, MOST_UNCERTAINTY_DEG
    local = local_light(scale.brightness, scale.coarse, scale.gsd_m, scale.posting_m, *limits)
    known = np.isfinite(local.azimuth_deg)
    told = local.azimuth_deg[known].astype(np.float64)
    off = apart(told, mean(told)) - local.uncertainty_deg[known]
    if told.size and (off > TURNED_DEG).mean() > TURNED_SHARE:
        step = local.step[0] * scale.factor, local.step[1] * scale.factor
        turning = TurningLight.of(local.filled(), (-image.whole[0], -image.whole[1]), step, incidence_deg)
        progress.info(
            "Light is scattered, and by the image over the slopes of the coarse DEM it turns across the image, "
            f"{turning}; each tile is computed under its own."
        )
        return turning
    found = estimated(scale)
    if found.correlation < LEAST_CORRELATION or found.uncertainty_deg > MOST_UNCERTAINTY_DEG:
        return None
    progress.info(
        f"Light is scattered; by the image over the slopes of the coarse DEM it comes from azimuth "
        f"{image.grid.map_azimuth(found.azimuth_deg) % 360.0:.0f} (give or take {found.uncertainty_deg:.0f} degrees)."
    )
    return Sun(found.azimuth_deg, incidence_deg, "raster", scattered=True)

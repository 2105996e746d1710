"""Made images in permanent shadow as inference shows them: with the contrast of the sun that stands for their light."""

from __future__ import annotations

import math

import numpy as np

from ..arrays import FloatArray
from ..raster.frame import Sun
from ..scene.scattered import INCIDENCE_DEG
from ..synthetic.laws import Laws
from ..synthetic.scene import Ground, light
from ..terrain.photometry import central_gradient, contrast_of_slopes

DIRECTION_SPREAD_DEG = 8.0
"""Standard deviation of what the image says of its light over the slopes of the coarse DEM (``scene.scattered``)."""

LAWS = Laws(permanent_shadow=True)


def seen(rng: np.random.Generator, ground: Ground, azimuth_deg: float) -> tuple[FloatArray, Sun]:
    """An image of ground in permanent shadow, with the contrast of the sun that stands for its light; and that sun.

    Parameters
    ----------
    rng : Generator
    ground : Ground
    azimuth_deg : float
        Towards the brighter of the two lit stretches of the rim, in the raster's frame.
    """
    image = light(rng, ground, azimuth_deg, INCIDENCE_DEG, LAWS)
    slopes = central_gradient(ground.height, ground.gsd, ground.gsd)
    design = np.stack([np.ones(image.size), *(slope.ravel() for slope in slopes)], axis=1)
    level, east, north = np.linalg.lstsq(design.T @ design, design.T @ image.ravel(), rcond=None)[0]
    azimuth = math.degrees(math.atan2(-east, -north)) + float(rng.normal(0.0, DIRECTION_SPREAD_DEG))
    mean = float(image.mean())
    factor = contrast_of_slopes(INCIDENCE_DEG) / max(math.hypot(east, north) / max(float(level), 1e-6), 1e-3)
    fitted = (image - np.float32(mean)) * np.float32(np.clip(factor, 0.5, 2.0)) + np.float32(mean)
    return np.asarray(fitted, dtype=np.float32), Sun(azimuth % 360.0, INCIDENCE_DEG, "raster", scattered=True)

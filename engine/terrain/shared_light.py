"""What two lights both show of a surface: how its slope along the one changes along the other."""

from __future__ import annotations

import math

from ..arrays import FloatArray
from .photometry import central_gradient


def shown_by_both(surface: FloatArray, azimuths_deg: tuple[float, float], gsd: tuple[float, float]) -> FloatArray:
    """Second derivative of a surface along two directions, one after the other.

    A wave is in it by the product of the cosines of its angles to both, so that what one of two suns does not show,
    and an expert has guessed, is left out: what is left, DTMs of both suns have alike.

    Parameters
    ----------
    surface : (H, W) array
        Metres, NaN where unknown.
    azimuths_deg : (float, float)
        Clockwise from the top of the raster.
    gsd : (float, float)
        Metres per column and row.

    Returns
    -------
    (H, W) float32 array
        Per metre; NaN where the surface or what it takes of its neighbours is unknown.
    """
    found = surface
    for azimuth in azimuths_deg:
        right, up = central_gradient(found, *gsd)
        angle = math.radians(azimuth)
        found = (math.sin(angle) * right + math.cos(angle) * up).astype(surface.dtype)
    return found

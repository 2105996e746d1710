"""Cast shadows by a sweep along the sun's direction: time linear in pixels.

The sweep walks rows away from the sun and carries the height of the shadow's upper edge: at each
row it is the larger of the terrain and the shadow one row nearer to the sun, taken where the ray
crosses that row (linear between columns), minus the descent of the ray over one step.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from .photometry import FloatArray

SUN_RADIUS_DEG = 0.2666
"""Half the apparent diameter of the Sun at 1 au (0.533 degrees)."""

LEAST_ELEVATION_DEG = 0.005
"""Of a limb of the Sun that shines along the ground."""


def _sweep(height: FloatArray, shift: float, descent: float) -> FloatArray:
    """Shadow height when the sun is beyond the first row.

    ``shift`` is the column offset towards the sun per row, within [-1, 1]; ``descent`` the metres
    by which a ray falls over one row.
    """
    rows, columns = height.shape
    shadow = np.full((rows, columns), -np.inf, dtype=np.float32)
    step = 1 if shift >= 0 else -1
    fraction = np.float32(abs(shift))
    edge = np.empty(columns + 1, dtype=np.float32)
    for row in range(1, rows):
        blocker = np.maximum(height[row - 1], shadow[row - 1])
        # The column next to the raster is taken as the border column: what lies outside is unknown.
        if step > 0:
            edge[:-1], edge[-1] = blocker, blocker[-1]
            near, far = edge[:-1], edge[1:]
        else:
            edge[1:], edge[0] = blocker, blocker[0]
            near, far = edge[1:], edge[:-1]
        shadow[row] = near + (far - near) * fraction - np.float32(descent)
    return shadow


def shadow_height(
    height: FloatArray, azimuth_deg: float, elevation_deg: float, gsd_x: float, gsd_y: float
) -> FloatArray:
    """Height of the shadow cast over every pixel by the terrain towards the sun.

    Parameters
    ----------
    height : (H, W) float32 array
        Heights in metres, without NaN.
    azimuth_deg, elevation_deg : float
        Sun, degrees clockwise from north and above the horizon.
    gsd_x, gsd_y : float
        Ground metres per column and row.

    Returns
    -------
    (H, W) float32 array
        A pixel is in shadow where this exceeds its height; -inf on the sunward border.
    """
    azimuth = math.radians(azimuth_deg)
    # Direction towards the sun in pixels per metre.
    right, up = math.sin(azimuth) / gsd_x, math.cos(azimuth) / gsd_y
    turned = abs(right) > abs(up)
    field = height.T if turned else height
    along, across = (-right, up) if turned else (up, right)
    # After the transpose rows run east and columns south.
    if turned:
        across = -up
    flipped = along < 0
    field = field[::-1] if flipped else field
    per_row = 1.0 / abs(along)
    shadow = _sweep(field, across * per_row, per_row * math.tan(math.radians(elevation_deg)))
    shadow = shadow[::-1] if flipped else shadow
    return shadow.T if turned else shadow


def lit_fraction(
    height: FloatArray, azimuth_deg: float, incidence_deg: float, gsd_x: float, gsd_y: float
) -> NDArray[np.float32]:
    """Share of the Sun's disc seen from every pixel, 0 (umbra) to 1, with a linear penumbra."""
    elevation = 90.0 - incidence_deg
    upper = shadow_height(height, azimuth_deg, max(elevation + SUN_RADIUS_DEG, 2.0 * LEAST_ELEVATION_DEG), gsd_x, gsd_y)
    lower = shadow_height(height, azimuth_deg, max(elevation - SUN_RADIUS_DEG, LEAST_ELEVATION_DEG), gsd_x, gsd_y)
    fraction = np.ones(height.shape, dtype=np.float32)
    reached = np.isfinite(lower)
    span = np.maximum(lower[reached] - upper[reached], 1e-6)
    fraction[reached] = np.clip((height[reached] - upper[reached]) / span, 0.0, 1.0)
    return fraction

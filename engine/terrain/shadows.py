"""Cast shadows by a sweep along the sun's direction: time linear in pixels.

The sweep walks rows away from the sun and carries the height of the shadow's upper edge: at each
row it is the larger of the terrain and the shadow one row nearer to the sun, taken where the ray
crosses that row (linear between columns), minus the descent of the ray over one step.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ..raster.frame import Sun
from .photometry import FloatArray

SUN_RADIUS_DEG = 0.2666
"""Half the apparent diameter of the Sun at 1 au (0.533 degrees)."""

LEAST_ELEVATION_DEG = 0.005
"""Of a limb of the Sun that shines along the ground."""

MOST_ELEVATION_DEG = 89.9
"""Of a limb of a Sun overhead; beyond the vertical rays would rise."""


def _sweep(
    height: FloatArray, shift: float, descent: float, away: FloatArray | None = None
) -> FloatArray:
    """Shadow height when the sun is beyond the first row.

    ``shift`` is the column offset towards the sun per row, within [-1, 1]; ``descent`` the metres
    by which a ray falls over one row. ``away`` is filled with the rows to the terrain that casts the shadow.
    """
    rows, columns = height.shape
    shadow = np.full((rows, columns), -np.inf, dtype=np.float32)
    edge, edge_away = (np.empty(columns + 1, dtype=np.float32) for _ in range(2))
    for row in range(1, rows):
        before, falling = height[row - 1], shadow[row - 1]
        shadow[row] = _crossed(np.maximum(before, falling), shift, edge) - np.float32(descent)
        if away is not None:
            rows_ago = np.where(falling > before, away[row - 1], np.float32(0.0))
            away[row] = _crossed(rows_ago, shift, edge_away) + np.float32(1.0)
    return shadow


def _crossed(line: FloatArray, shift: float, edge: FloatArray) -> FloatArray:
    """Values of a row where the rays to the next one cross it; ``edge`` is room for a column more."""
    # The column next to the raster is taken as the border column: what lies outside is unknown.
    if shift >= 0:
        edge[:-1], edge[-1] = line, line[-1]
        near, far = edge[:-1], edge[1:]
    else:
        edge[1:], edge[0] = line, line[0]
        near, far = edge[1:], edge[:-1]
    return np.asarray(near + (far - near) * np.float32(abs(shift)), dtype=np.float32)


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
    return _cast(height, azimuth_deg, elevation_deg, gsd_x, gsd_y)[0]


def _cast(
    height: FloatArray, azimuth_deg: float, elevation_deg: float, gsd_x: float, gsd_y: float, distant: bool = False
) -> tuple[FloatArray, FloatArray]:
    """``shadow_height``, and, if asked for, the ground metres to the terrain that casts it."""
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
    away = np.zeros(field.shape, dtype=np.float32) if distant else None
    shadow = _sweep(field, across * per_row, per_row * math.tan(math.radians(elevation_deg)), away)
    metres = shadow if away is None else away * np.float32(per_row)
    if flipped:
        shadow, metres = shadow[::-1], metres[::-1]
    return (shadow.T, metres.T) if turned else (shadow, metres)


def lit_fraction(
    height: FloatArray, azimuth_deg: float, incidence_deg: float, gsd_x: float, gsd_y: float
) -> NDArray[np.float32]:
    """Share of the Sun's disc seen from every pixel, 0 (umbra) to 1, linear in the elevation of the horizon.

    The horizon is the edge that shades the disc's lower limb: its elevation follows from how far the shadow stands
    over the pixel and from its distance. Where terrain shades the upper limb nothing is seen.
    """
    elevation = 90.0 - incidence_deg
    top = min(max(elevation + SUN_RADIUS_DEG, 2.0 * LEAST_ELEVATION_DEG), MOST_ELEVATION_DEG)
    bottom = max(elevation - SUN_RADIUS_DEG, LEAST_ELEVATION_DEG)  # 89.7 at most
    lower, away = _cast(height, azimuth_deg, bottom, gsd_x, gsd_y, distant=True)
    fraction = np.ones(height.shape, dtype=np.float32)
    shaded = lower > height
    horizon = math.tan(math.radians(bottom)) + (lower[shaded] - height[shaded]) / away[shaded]
    seen = (top - np.degrees(np.arctan(horizon))) / (top - bottom)
    fraction[shaded] = np.clip(seen, 0.0, 1.0)
    upper = shadow_height(height, azimuth_deg, top, gsd_x, gsd_y)
    fraction[upper > height] = 0.0
    return fraction


def lit_share(height: FloatArray, gsd: tuple[float, float], sun: Sun) -> FloatArray:
    """Share of the Sun's disc seen from every pixel; NaN where the height is unknown, which casts no shadow."""
    known = np.isfinite(height)
    if not known.any():
        return np.full(height.shape, np.nan, dtype=np.float32)
    filled = np.where(known, height, height[known].min())
    return np.where(known, lit_fraction(filled, sun.azimuth_deg, sun.incidence_deg, *gsd), np.float32(np.nan))

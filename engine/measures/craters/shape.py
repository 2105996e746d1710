"""Shape of a crater in a DTM: its rim as an ellipse, its depth."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

AZIMUTHS = 180
SEARCH = (0.6, 1.5)
"""Radii, over the given one, between which the rim is looked for."""

LEAST_RIM = 0.6
"""Share of the azimuths in which a rim has to be seen."""


@dataclass(frozen=True)
class CraterShape:
    """A fitted crater.

    Attributes
    ----------
    x, y : float
        Centre in metres from the given centre, east and north.
    major_m, minor_m : float
        Axes (diameters) of the rim.
    turn_deg : float
        Direction of the major axis, counter-clockwise from east.
    depth_m : float
        Mean height of the rim over the floor's lowest twentieth.
    rim_share : float
        Share of azimuths with a rim on the ellipse.
    """

    x: float
    y: float
    major_m: float
    minor_m: float
    turn_deg: float
    depth_m: float
    rim_share: float

    @property
    def axis_ratio(self) -> float:
        """Major over minor axis."""
        return self.major_m / self.minor_m

    @property
    def diameter_m(self) -> float:
        """Diameter of the circle of the same area."""
        return math.sqrt(self.major_m * self.minor_m)

    @property
    def depth_diameter(self) -> float:
        """Depth over diameter."""
        return self.depth_m / self.diameter_m


def measure(
    height: NDArray[np.float32], centre: tuple[float, float], radius_m: float, gsd: tuple[float, float]
) -> CraterShape | None:
    """Fit one crater.

    In each of 180 azimuths the rim is the highest point, over the plane through the surroundings, between
    0.6 and 1.5 of the given radius, refined by a parabola; an ellipse is fitted to these points by least
    squares (Halir & Flusser 1998), twice, the second time without points that stray by more than 2.5
    robust deviations.

    Parameters
    ----------
    height : (H, W) array
        Metres, NaN where unknown.
    centre : (float, float)
        Column and row of the rough centre, 0 the edge of the first pixel.
    radius_m : float
        Rough radius.
    gsd : (float, float)
        Ground metres per column and row.

    Returns
    -------
    CraterShape or None
        None where too little of a rim is seen.
    """
    pixel = math.sqrt(gsd[0] * gsd[1])
    step = 0.5 * pixel
    radii = np.arange(SEARCH[0] * radius_m, SEARCH[1] * radius_m + step, step)
    if radii.size < 3:
        return None  # a rim has a neighbour on either side
    angles = np.arange(AZIMUTHS) * (2.0 * math.pi / AZIMUTHS)
    east, north = np.cos(angles)[:, None] * radii, np.sin(angles)[:, None] * radii
    where = centre[1] - 0.5 - north / gsd[1], centre[0] - 0.5 + east / gsd[0]
    profiles = ndimage.map_coordinates(height.astype(np.float64), where, order=1, mode="constant", cval=np.nan)
    known = np.isfinite(profiles)
    if known.all(axis=1).mean() < LEAST_RIM:
        return None
    ramp = _plane(east, north, profiles, radii > 1.2 * radius_m)
    relief = np.where(known, profiles - (ramp[0] * east + ramp[1] * north), -np.inf)
    place = relief[:, 1:-1].argmax(axis=1) + 1
    line = np.arange(AZIMUTHS)
    low, middle, high = (relief[line, place + d] for d in (-1, 0, 1))
    with np.errstate(invalid="ignore"):
        bend = low - 2.0 * middle + high
        seen = known.all(axis=1) & (middle > low) & (middle >= high) & (bend < 0.0)
        rim = radii[place] + np.where(seen, 0.5 * (low - high) / np.where(bend < 0.0, bend, -1.0), 0.0) * step
    points = np.column_stack((rim * np.cos(angles), rim * np.sin(angles)))
    for _ in range(3):
        if seen.mean() < LEAST_RIM:
            return None
        ellipse = _ellipse(points[seen] / radius_m)
        if ellipse is None:
            return None
        x, y, a, b, turn = ellipse
        stray = _radial(points / radius_m, ellipse)
        spread = 1.4826 * float(np.median(np.abs(stray[seen])))
        seen = seen & (np.abs(stray) <= max(2.5 * spread, 0.5 * step / radius_m))
    floor = _floor(height, centre, (x * radius_m, y * radius_m), b * radius_m, ramp, gsd)
    depth = float(np.mean(middle[seen])) - floor
    return CraterShape(x * radius_m, y * radius_m, 2 * a * radius_m, 2 * b * radius_m, math.degrees(turn) % 180.0,
                       depth, float(seen.mean()))  # fmt: skip


def _plane(
    east: NDArray[np.float64], north: NDArray[np.float64], values: NDArray[np.float64], outside: NDArray[np.bool_]
) -> tuple[float, float]:
    """Gradient of the plane through the ground outside of the rim, by least squares."""
    x, y, z = (part[:, outside].ravel() for part in (east, north, values))
    known = np.isfinite(z)
    if known.sum() < 3:
        return 0.0, 0.0
    table = np.column_stack((x[known], y[known], np.ones(int(known.sum()))))
    solution = np.linalg.lstsq(table, z[known], rcond=None)[0]
    return float(solution[0]), float(solution[1])


def _ellipse(points: NDArray[np.float64]) -> tuple[float, float, float, float, float] | None:
    """Centre, semi-axes (larger first) and direction of the larger, by direct least squares."""
    x, y = points.T
    quadratic = np.column_stack((x * x, x * y, y * y))
    linear = np.column_stack((x, y, np.ones_like(x)))
    s1, s2, s3 = quadratic.T @ quadratic, quadratic.T @ linear, linear.T @ linear
    t = -np.linalg.solve(s3, s2.T)
    m = s1 + s2 @ t
    m = np.stack((m[2] / 2.0, -m[1], m[0] / 2.0))
    _, vectors = np.linalg.eig(m)
    vectors = np.real(vectors)
    proper = np.flatnonzero(4.0 * vectors[0] * vectors[2] - vectors[1] ** 2 > 0.0)
    if proper.size == 0:
        return None
    a, b, c = vectors[:, proper[0]]
    d, e, f = t @ np.array([a, b, c])
    matrix = np.array([[a, b / 2.0], [b / 2.0, c]])
    centre = -np.linalg.solve(2.0 * matrix, np.array([d, e]))
    scale = -(f + 0.5 * (d * centre[0] + e * centre[1]))
    values, axes = np.linalg.eigh(matrix / scale)
    if not (values > 0.0).all():
        return None
    semi = 1.0 / np.sqrt(values)
    turn = math.atan2(axes[1, 0], axes[0, 0])
    return float(centre[0]), float(centre[1]), float(semi[0]), float(semi[1]), turn


def _radial(points: NDArray[np.float64], ellipse: tuple[float, float, float, float, float]) -> NDArray[np.float64]:
    """Distance of points from the ellipse along the ray from its centre, outside positive."""
    x, y, a, b, turn = ellipse
    dx, dy = points[:, 0] - x, points[:, 1] - y
    u = dx * math.cos(turn) + dy * math.sin(turn)
    v = dy * math.cos(turn) - dx * math.sin(turn)
    ratio = np.hypot(u / a, v / b)
    return np.asarray(np.hypot(dx, dy) * (1.0 - 1.0 / np.maximum(ratio, 1e-9)))


def _floor(
    height: NDArray[np.float32],
    centre: tuple[float, float],
    moved: tuple[float, float],
    radius_m: float,
    ramp: tuple[float, float],
    gsd: tuple[float, float],
) -> float:
    """Lowest twentieth of the detrended heights within 0.7 of the smaller semi-axis."""
    rows, columns = np.indices(height.shape)
    east = (columns + 0.5 - centre[0]) * gsd[0]
    north = -(rows + 0.5 - centre[1]) * gsd[1]
    inside = np.hypot(east - moved[0], north - moved[1]) <= 0.7 * radius_m
    values = (height - ramp[0] * east - ramp[1] * north)[inside]
    values = values[np.isfinite(values)]
    return float(np.mean(np.sort(values)[: max(1, values.size // 20)])) if values.size else math.nan

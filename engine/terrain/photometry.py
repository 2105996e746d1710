"""Light on a height field: gradients, and the laws by which slopes reflect the sun."""

from __future__ import annotations

import math
from typing import Any, Callable

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]


def sun_vector(azimuth_deg: float, incidence_deg: float) -> tuple[float, float, float]:
    """Unit vector towards the sun as (east, north, up)."""
    azimuth, incidence = math.radians(azimuth_deg), math.radians(incidence_deg)
    return (
        math.sin(incidence) * math.sin(azimuth),
        math.sin(incidence) * math.cos(azimuth),
        math.cos(incidence),
    )


def _towards(azimuth_deg: float | FloatArray, incidence_deg: float) -> tuple[Any, Any, float]:
    """As ``sun_vector``, for one direction or for one of each pixel."""
    if isinstance(azimuth_deg, np.ndarray):
        azimuth, flat = np.radians(azimuth_deg), np.float32(math.sin(math.radians(incidence_deg)))
        return flat * np.sin(azimuth), flat * np.cos(azimuth), math.cos(math.radians(incidence_deg))
    return sun_vector(azimuth_deg, incidence_deg)


def limb_weight(phase_deg: float) -> float:
    """Weight L(g) of the Lommel-Seeliger term of the Lunar-Lambert law.

    L(g) = 1 - 0.019 g + 2.42e-4 g^2 - 1.46e-6 g^3, g in degrees (McEwen 1991, as used by
    Ames Stereo Pipeline), clipped to [0, 1].
    """
    g = phase_deg
    return min(1.0, max(0.0, 1.0 - 0.019 * g + 2.42e-4 * g**2 - 1.46e-6 * g**3))


def central_gradient(height: FloatArray, gsd_x: float, gsd_y: float) -> tuple[FloatArray, FloatArray]:
    """Central-difference gradient (dz/d east, dz/d north) of shape (H, W), one-sided at edges."""
    down, east = (np.asarray(part, dtype=np.float32) for part in np.gradient(height, gsd_y, gsd_x))
    return east, -down


def known_gradient(
    height: FloatArray, gsd_x: NDArray[np.float64], gsd_y: NDArray[np.float64]
) -> tuple[FloatArray, FloatArray]:
    """Gradient (dz/d east, dz/d north) as ``central_gradient``, one-sided also beside gaps.

    Parameters
    ----------
    height : (H, W) array
        Metres, NaN where unknown.
    gsd_x, gsd_y : (H,) arrays
        Ground metres per column and row of each row.

    Returns
    -------
    east, north : (H, W) float32 arrays
        NaN where the height is unknown, or both of its neighbours along the axis.
    """
    right, down = _mean_step(height, 1), _mean_step(height, 0)
    return right / gsd_x.astype(np.float32)[:, None], -down / gsd_y.astype(np.float32)[:, None]


def _mean_step(height: FloatArray, axis: int) -> FloatArray:
    """Mean of the steps from the pixel before and to the pixel after, of those that are known."""
    lines = height if axis == 0 else height.T
    gap = np.full((1, lines.shape[1]), np.nan, dtype=np.float32)
    step = np.diff(lines, axis=0)
    before, after = np.concatenate((gap, step)), np.concatenate((step, gap))
    mean = np.float32(0.5) * (before + after)
    mean = np.where(np.isnan(before), after, np.where(np.isnan(after), before, mean))
    return mean if axis == 0 else mean.T


def lunar_lambert(
    east: FloatArray, north: FloatArray, azimuth_deg: float | FloatArray, incidence_deg: float,
    weight: float | None = None,
) -> FloatArray:
    """Reflectance of a surface with the given gradient, seen from the nadir.

    R = 2 L(g) mu0 / (mu0 + mu) + (1 - L(g)) mu0, with mu0 = n.s, mu = n.z and the phase g equal
    to the incidence because the camera looks straight down.

    Parameters
    ----------
    east, north : (H, W) arrays
        Gradient, dimensionless.
    azimuth_deg : float or (H, W) array
    incidence_deg : float
        Direction of the sun in degrees, the same for all or that of each pixel.
    weight : float, optional
        L(g) where it is known better than by ``limb_weight`` of the incidence.

    Returns
    -------
    (H, W) array
        Reflectance with unit albedo; zero where the surface faces away from the sun.
    """
    sx, sy, sz = _towards(azimuth_deg, incidence_deg)
    if weight is None:
        weight = limb_weight(incidence_deg)
    mu = 1.0 / np.sqrt(1.0 + east * east + north * north)
    mu0 = np.maximum((sz - sx * east - sy * north) * mu, 0.0)
    return np.asarray(_lunar_lambert(mu0, mu, weight), dtype=np.float32)


def _lunar_lambert(mu0: NDArray[Any], mu: NDArray[Any], weight: float) -> NDArray[Any]:
    """By the cosines of the angles of the ground's vertical with the sun and with the camera."""
    return mu0 * (2.0 * weight / np.maximum(mu0 + mu, 1e-6) + (1.0 - weight))


def contrast_of_slopes(incidence_deg: float) -> float:
    """How strongly brightness answers to slopes along the light: -d ln R / d slope of level ground (Lunar-Lambert)."""
    step = 1e-2
    slopes = np.array([[-step, 0.0, step]])
    towards, level, away = lunar_lambert(slopes, np.zeros_like(slopes), 90.0, incidence_deg)[0].astype(np.float64)
    return float((towards - away) / (2.0 * step * level))


def incidence_of_contrast(incidence_deg: float, factor: float) -> float | None:
    """The incidence under which slopes make ``factor`` times the contrast that they make under the given one.

    Returns
    -------
    float or None
        Whole degrees; None where none from 1 to 88 degrees does within a tenth.
    """
    wanted = factor * contrast_of_slopes(incidence_deg)
    found = min(range(1, 89), key=lambda angle: abs(math.log(contrast_of_slopes(angle) / wanted)))
    return float(found) if abs(math.log(contrast_of_slopes(found) / wanted)) < 0.1 else None


def lambert(east: FloatArray, north: FloatArray, azimuth_deg: float, incidence_deg: float) -> FloatArray:
    """Lambert's reflectance: the cosine of the incidence on the slope.

    Parameters and return value as for ``lunar_lambert``.
    """
    sx, sy, sz = sun_vector(azimuth_deg, incidence_deg)
    mu = 1.0 / np.sqrt(1.0 + east * east + north * north)
    return np.asarray(np.maximum((sz - sx * east - sy * north) * mu, 0.0), dtype=np.float32)


HAPKE_W, HAPKE_B, HAPKE_C, HAPKE_B0, HAPKE_H = 0.33, 0.24, 0.40, 1.8, 0.07
"""Single-scattering albedo, width and asymmetry of the two-lobed phase function, strength and width of
the opposition surge: middle values of the Moon at 643 nm (Sato et al. 2014)."""


def hapke(east: FloatArray, north: FloatArray, azimuth_deg: float, incidence_deg: float) -> FloatArray:
    """Hapke's reflectance of a smooth surface seen from the nadir, over its value at zero phase.

    r = w / 4 mu0 / (mu0 + mu) [(1 + B(g)) P(g) + H(mu0) H(mu) - 1], with the two-lobed Henyey-Greenstein
    function P, the opposition surge B = B0 / (1 + tan(g / 2) / h) and H(x) = (1 + 2 x) / (1 + 2 x sqrt(1 - w))
    (Hapke 1993).

    Parameters and return value as for ``lunar_lambert``.
    """
    sx, sy, sz = sun_vector(azimuth_deg, incidence_deg)
    mu = 1.0 / np.sqrt(1.0 + east * east + north * north)
    mu0 = np.maximum((sz - sx * east - sy * north) * mu, 0.0)
    level = float(_hapke(np.array(1.0), np.array(1.0), 0.0))
    return np.asarray(_hapke(mu0, mu, math.radians(incidence_deg)) / level, dtype=np.float32)


def _hapke(mu0: NDArray[np.float64], mu: NDArray[np.float64], phase: float) -> NDArray[np.float64]:
    gamma = math.sqrt(1.0 - HAPKE_W)

    def lobe(sign: float) -> float:
        return (1.0 - HAPKE_B**2) / (1.0 + sign * 2.0 * HAPKE_B * math.cos(phase) + HAPKE_B**2) ** 1.5

    scatter = 0.5 * (1.0 + HAPKE_C) * lobe(-1.0) + 0.5 * (1.0 - HAPKE_C) * lobe(1.0)
    surge = HAPKE_B0 / (1.0 + math.tan(phase / 2.0) / HAPKE_H)
    many = (1.0 + 2.0 * mu0) / (1.0 + 2.0 * mu0 * gamma) * (1.0 + 2.0 * mu) / (1.0 + 2.0 * mu * gamma)
    return np.asarray(HAPKE_W / 4.0 * mu0 / (mu0 + mu + 1e-9) * ((1.0 + surge) * scatter + many - 1.0))


def seen_from(
    east: FloatArray,
    north: FloatArray,
    sun: tuple[float, float],
    view: tuple[float, float],
    limb_offset: float | None,
) -> FloatArray:
    """Reflectance seen from a direction other than the vertical.

    Parameters
    ----------
    east, north : (H, W) arrays
        Gradient, dimensionless.
    sun, view : (float, float)
        Azimuth, and angle with the vertical, of the directions towards the sun and the camera, degrees.
    limb_offset : float or None
        Lunar-Lambert, with so much added to L(g); without it Hapke.

    Returns
    -------
    (H, W) float32 array
        As ``lunar_lambert`` and ``hapke`` have it where the camera looks straight down.
    """
    towards, back = sun_vector(*sun), sun_vector(*view)
    norm = 1.0 / np.sqrt(1.0 + east * east + north * north)
    mu0, mu = (np.maximum((z - x * east - y * north) * norm, 0.0) for x, y, z in (towards, back))
    phase = math.acos(min(1.0, max(-1.0, sum(a * b for a, b in zip(towards, back)))))
    if limb_offset is None:
        seen = _hapke(mu0, mu, phase) / float(_hapke(np.array(1.0), np.array(1.0), 0.0))
    else:
        weight = min(1.0, max(0.0, limb_weight(math.degrees(phase)) + limb_offset))
        seen = _lunar_lambert(mu0, mu, weight)
    return np.asarray(seen, dtype=np.float32)


Law = Callable[[FloatArray, FloatArray, float, float], FloatArray]
"""Reflectance with unit albedo of a gradient (east, north) under a sun (azimuth, incidence)."""

LAWS: dict[str, Law] = {"Lunar-Lambert": lunar_lambert, "Hapke": hapke, "Lambert": lambert}
"""By the names that users choose from."""

"""What slopes look like close by: elephant hide, terraces of layers, streaks."""

from __future__ import annotations

import math

import numpy as np
from scipy import fft, ndimage

from .laws import Range
from .relief import FloatArray, self_affine

DIRECTIONS = 8
"""Of the patterns that are blended by the local direction of the slope."""

BAND = 0.5
"""Standard deviation of the wave number of a pattern over its middle."""

LEAST_WAVE_PX = 4.0
"""Of what an image can show."""


def oriented(rng: np.random.Generator, towards: FloatArray, wave_px: float, spread: float) -> FloatArray:
    """A random pattern of ridges, unit variance, that follow a field of directions.

    Noise in a band of wave numbers and within a sector of directions, for each of few directions; in each pixel those
    near the wanted one are blended.

    Parameters
    ----------
    rng : numpy.random.Generator
    towards : (H, H) array
        Direction across the ridges, radians from the columns' axis towards growing rows.
    wave_px : float
        Distance of ridges in pixels.
    spread : float
        Standard deviation of the direction in radians: the less, the longer the ridges.
    """
    size = towards.shape[0]
    full = fft.next_fast_len(size + math.ceil(4.0 * wave_px), real=True)
    ky, kx = fft.fftfreq(full)[:, None], fft.rfftfreq(full)[None, :]
    band = np.exp(-0.5 * ((np.hypot(ky, kx) * wave_px - 1.0) / BAND) ** 2)
    angle = np.arctan2(ky, kx)
    total, power = np.zeros(towards.shape, dtype=np.float32), np.zeros(towards.shape, dtype=np.float32)
    for index in range(DIRECTIONS):
        middle = index * math.pi / DIRECTIONS
        off = (angle - middle + math.pi / 2.0) % math.pi - math.pi / 2.0
        filtered = rng.standard_normal((full, kx.size)) + 1j * rng.standard_normal((full, kx.size))
        filtered *= band * np.exp(-0.5 * (off / spread) ** 2)
        part = fft.irfft2(filtered, s=(full, full))[:size, :size].astype(np.float32)
        weight = np.exp(4.0 * (np.cos(2.0 * (towards - np.float32(middle))) - 1.0))
        total += weight * part / float(part.std())
        power += weight * weight
    return np.asarray(total / np.sqrt(power), dtype=np.float32)


def fall(height: FloatArray, gsd: float, over_px: float) -> tuple[FloatArray, FloatArray]:
    """Slope (rise over run) of the ground under a Gaussian, and its direction in radians, as ``oriented`` takes it."""
    down, right = (ndimage.gaussian_filter(part, over_px, mode="nearest") for part in np.gradient(height, gsd))
    return np.hypot(down, right), np.arctan2(down, right)


def ramp(slope: FloatArray, low_deg: float, high_deg: float) -> FloatArray:
    """From zero at one slope to one at another, smoothly."""
    low, high = math.tan(math.radians(low_deg)), math.tan(math.radians(high_deg))
    share = np.clip((slope - low) / (high - low), 0.0, 1.0)
    return np.asarray(share * share * (3.0 - 2.0 * share), dtype=np.float32)


FULL_CREEP_DEG = 20.0
"""Slope from which on elephant hide is no stronger."""


def elephant_hide(
    rng: np.random.Generator, height: FloatArray, gsd: float, creep_deg: Range, creep_m: Range
) -> FloatArray:
    """Heights, in metres, of ridges across slopes, as creep leaves them; none where pixels are too large to show them.

    Parameters
    ----------
    rng : numpy.random.Generator
    height : (H, H) array
    gsd : float
    creep_deg, creep_m : Range
        As in ``Weathering``.
    """
    strength, wave = float(rng.uniform(*creep_deg)), float(rng.uniform(*creep_m))
    askew, spread = float(rng.normal(0.0, 0.3)), float(rng.uniform(0.5, 1.0))
    if wave < LEAST_WAVE_PX * gsd:
        return np.zeros_like(height)
    slope, direction = fall(height, gsd, 1.5 * wave / gsd)
    pattern = oriented(rng, direction + np.float32(askew), wave / gsd, spread)
    patches = self_affine(rng, height.shape[0], 0.7, 1.0, 1.0, 1.0)
    pattern *= np.clip(1.0 + 0.5 * patches / float(patches.std()), 0.2, 2.0)
    share = np.minimum(slope / np.float32(math.tan(math.radians(FULL_CREEP_DEG))), 1.0)
    tall = math.tan(math.radians(strength)) * wave / (2.0 * math.pi)
    return np.asarray(pattern * share * np.float32(tall), dtype=np.float32)


def terraces(
    rng: np.random.Generator, height: FloatArray, gsd: float, strength: float
) -> tuple[FloatArray, FloatArray]:
    """Heights to be added for layers that crop out on steep slopes, metres, and the pattern of their edges, -1 to 1.

    Layers are level but for slow undulations, and crop out in patches. A wave of the height z is added to the height,
    strength s / (2 pi) sin(2 pi z / s): the slope is changed by the share ``strength``, more where layers undulate.
    """
    thick = math.exp(rng.uniform(math.log(4.0), math.log(20.0)))
    size = height.shape[0]
    slow, patches = (
        ndimage.gaussian_filter(self_affine(rng, size, 0.9, 1.0, 1.0, 1.0), 2.0 * LEAST_WAVE_PX) for _ in range(2)
    )
    thick = max(thick, LEAST_WAVE_PX * gsd * math.tan(math.radians(30.0)))
    slope, _ = fall(height, gsd, LEAST_WAVE_PX)
    mask = ramp(slope, 18.0, 28.0) * np.clip(patches / float(patches.std()), 0.0, 1.0)
    level = height + slow * np.float32(0.5 * thick / float(slow.std()))
    phase = level * np.float32(2.0 * math.pi / thick)
    mask *= np.float32(0.5) * (1.0 + np.cos(phase * np.float32(0.29)))  # not every layer is hard
    added = mask * np.sin(phase) * np.float32(strength * thick / (2.0 * math.pi))
    return np.asarray(added, dtype=np.float32), np.asarray(mask * np.cos(phase), dtype=np.float32)


def streaks(rng: np.random.Generator, height: FloatArray, gsd: float, strength: float) -> FloatArray:
    """Brightness to be added where bright grains slid down steep slopes, in streaks along the gradient."""
    wide = math.exp(rng.uniform(math.log(5.0), math.log(20.0)))
    patches = self_affine(rng, height.shape[0], 0.8, 1.0, 1.0, 1.0)
    slope, direction = fall(height, gsd, wide)
    pattern = oriented(rng, direction + np.float32(math.pi / 2.0), wide, 0.08)
    there = ramp(slope, 15.0, 28.0) * np.clip(0.5 + patches / float(patches.std()), 0.0, 1.5)
    return np.asarray(there * np.clip(pattern + 0.3, -0.5, 2.5) * np.float32(strength), dtype=np.float32)

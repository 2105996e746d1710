"""Background relief: self-affine surfaces scaled to a target slope."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy import fft, ndimage

FloatArray = NDArray[np.float32]

REPOSE_DEG = 34.0
"""Angle of repose of lunar regolith, about 32 to 35 degrees."""


def self_affine(
    rng: np.random.Generator,
    size: int,
    hurst: float,
    rms_slope_deg: float,
    gsd: float,
    baseline: float,
) -> FloatArray:
    """Self-affine surface of (size, size) pixels.

    The power spectrum falls as k^-(2H + 2); Hurst exponents of the Moon lie in 0.7 to 0.95 at
    metre to hectometre scale (Cai & Fa 2020).

    Parameters
    ----------
    rng : numpy.random.Generator
    size : int
        Pixels along each side.
    hurst : float
        Hurst exponent.
    rms_slope_deg : float
        Root-mean-square slope at ``baseline`` metres.
    gsd, baseline : float
        Metres per pixel, and the length over which the slope is set.

    Returns
    -------
    (size, size) float32 array
        Heights in metres with zero mean.
    """
    # A quarter more than asked for, then cropped, so that opposite edges do not match.
    full = fft.next_fast_len(int(size * 1.25), real=True)
    ky = fft.fftfreq(full)[:, None]
    kx = fft.rfftfreq(full)[None, :]
    k = np.hypot(ky, kx)
    k[0, 0] = 1.0
    spectrum = rng.standard_normal((full, kx.size)) + 1j * rng.standard_normal((full, kx.size))
    spectrum *= k ** (-(hurst + 1.0))
    spectrum[0, 0] = 0.0
    surface = fft.irfft2(spectrum, s=(full, full))[:size, :size].astype(np.float32)
    lag = max(1, round(baseline / gsd))
    rms = math.sqrt(float(np.mean((surface[:, lag:] - surface[:, :-lag]) ** 2))) / (lag * gsd)
    surface *= math.tan(math.radians(rms_slope_deg)) / math.sqrt(2.0) / rms
    return surface - surface.mean()


def relax(height: FloatArray, gsd: float, iterations: int = 12) -> FloatArray:
    """Let slopes over the angle of repose slump: diffusion where, and only where, it is exceeded."""
    limit = math.tan(math.radians(REPOSE_DEG))
    result = height
    for _ in range(iterations):
        down, right = np.gradient(result, gsd)
        excess = np.hypot(down, right) > limit
        if not excess.any():
            break
        weight = ndimage.uniform_filter(excess.astype(np.float32), 5)
        result = result + weight * (ndimage.uniform_filter(result, 5) - result)
    return result

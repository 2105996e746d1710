"""From reflectance to the image that a line-scan camera would send."""

from __future__ import annotations

import math

import numpy as np
from scipy import ndimage

from .relief import FloatArray

PSF_SIGMA_PX = 0.515
"""Gaussian with the NAC's system MTF of 0.27 at Nyquist: sqrt(-ln 0.27 / (2 pi^2 0.25))."""

BRIGHT_PERCENT = 99.5
"""Percentile of the brightness by which an exposure is set."""

FULL_WELL_E = 250_000.0
"""Electrons at full scale (NAC: 248,500 and 262,500 measured)."""

READ_NOISE_E = 72.0
"""Read noise in electrons (NAC: 71 and 74 measured)."""


MTF_AT_NYQUIST = 0.27


def blur_px(samples: int = 1) -> float:
    """Standard deviation, in pixels, of the Gaussian that makes the camera's MTF of pixels that are means of samples.

    The mean of k samples along an axis has an MTF of 1 / (k sin(pi / 2k)) at Nyquist already.
    """
    mean = 1.0 / (samples * math.sin(math.pi / (2.0 * samples)))
    return math.sqrt(-2.0 * math.log(MTF_AT_NYQUIST / mean)) / math.pi


def blur(image: FloatArray, sigma_px: float = PSF_SIGMA_PX) -> FloatArray:
    """An image as the camera blurs it; NaN where unknown, which nothing else is blurred with."""
    known = np.isfinite(image)
    if known.all():
        return np.asarray(ndimage.gaussian_filter(image, sigma_px), dtype=np.float32)
    weight = ndimage.gaussian_filter(known.astype(np.float32), sigma_px)
    total = ndimage.gaussian_filter(np.where(known, image, np.float32(0.0)), sigma_px)
    return np.where(known, total / np.maximum(weight, np.float32(1e-6)), np.float32(np.nan))


def expose(rng: np.random.Generator, reflectance: FloatArray, eight_bit: bool) -> FloatArray:
    """Blur, shot noise, read noise and, if asked for, 8-bit storage.

    The exposure puts the 99.5th percentile at 30 to 80 % of the full well. The result is in the
    units of ``reflectance``.
    """
    blurred = ndimage.gaussian_filter(reflectance, PSF_SIGMA_PX)
    electrons = exposure(blurred, float(rng.uniform(0.3, 0.8)))
    return record(rng, blurred, electrons, eight_bit)


def exposure(brightness: FloatArray, share: float) -> float:
    """Electrons for each unit of brightness, so that the 99.5th percentile fills a share of the full well."""
    return FULL_WELL_E * share / max(float(np.percentile(brightness, BRIGHT_PERCENT)), 1e-6)


def record(rng: np.random.Generator, brightness: FloatArray, electrons: float, eight_bit: bool) -> FloatArray:
    """Shot noise, read noise and, if asked for, 8-bit storage of a blurred image, in the units of that."""
    signal = brightness * electrons
    noise = np.sqrt(np.maximum(signal, 0.0) + READ_NOISE_E**2)
    signal = signal + noise * rng.standard_normal(signal.shape, dtype=np.float32)
    if eight_bit:
        # Square-root companding is what the piecewise tables of the camera follow.
        code = np.round(255.0 * np.sqrt(np.clip(signal / FULL_WELL_E, 0.0, 1.0)))
        signal = FULL_WELL_E * (code / 255.0) ** 2
    return np.asarray(np.maximum(signal, 0.0) / electrons, dtype=np.float32)

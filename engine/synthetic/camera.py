"""From reflectance to the image that a line-scan camera would send."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from .relief import FloatArray

PSF_SIGMA_PX = 0.515
"""Gaussian with the NAC's system MTF of 0.27 at Nyquist: sqrt(-ln 0.27 / (2 pi^2 0.25))."""

FULL_WELL_E = 250_000.0
"""Electrons at full scale (NAC: 248,500 and 262,500 measured)."""

READ_NOISE_E = 72.0
"""Read noise in electrons (NAC: 71 and 74 measured)."""


def expose(rng: np.random.Generator, reflectance: FloatArray, eight_bit: bool) -> FloatArray:
    """Blur, shot noise, read noise and, if asked for, 8-bit storage.

    The exposure puts the 99.5th percentile at 30 to 80 % of the full well. The result is in the
    units of ``reflectance``.
    """
    blurred = ndimage.gaussian_filter(reflectance, PSF_SIGMA_PX)
    bright = max(float(np.percentile(blurred, 99.5)), 1e-6)
    electrons = FULL_WELL_E * rng.uniform(0.3, 0.8) / bright
    signal = blurred * electrons
    noise = np.sqrt(np.maximum(signal, 0.0) + READ_NOISE_E**2)
    signal = signal + noise * rng.standard_normal(signal.shape, dtype=np.float32)
    if eight_bit:
        # Square-root companding is what the piecewise tables of the camera follow.
        code = np.round(255.0 * np.sqrt(np.clip(signal / FULL_WELL_E, 0.0, 1.0)))
        signal = FULL_WELL_E * (code / 255.0) ** 2
    return np.asarray(np.maximum(signal, 0.0) / electrons, dtype=np.float32)

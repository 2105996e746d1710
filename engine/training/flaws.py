"""Why a tile of a real pair is of no use for training."""

from __future__ import annotations

import numpy as np

from ..arrays import FloatArray
from .stripes import power

MOST_SHADOW = 0.35
MOST_SPIKE_DEG = 78.0
MOST_DISAGREEMENT_M = 60.0
"""Share of shadow, steepest step, and RMS of reference minus coarse DEM."""

LEAST_STRIPES_M = 0.08
LEAST_CERTAINTY = 3.5
"""Stripes count from this RMS along all of the tile, and from so many of its standard errors. Made ground and
ramps of 0 to 35 degrees with 0.1 to 1 m of roughness stay under 0.07 m and under 3; stripes of 0.3 m RMS on them
have 0.25 m and more, and 12 standard errors and more. Over are 1 of 72 tiles of made ground, and 3 of 54 of a LOLA
DEM with altimeter tracks."""


def flaw(image: FloatArray, coarse: FloatArray, truth: FloatArray, gsd_m: float) -> str:
    """Why a tile is of no use for training; empty when it is.

    Parameters
    ----------
    image, coarse, truth : (H, W) arrays
        Brightness and metres, NaN where unknown.
    gsd_m : float
    """
    if not (np.isfinite(image).all() and np.isfinite(coarse).all() and np.isfinite(truth).all()):
        return "nodata"
    if float((image < 0.1 * np.median(image)).mean()) > MOST_SHADOW:
        return "shadow"
    steps = np.concatenate([np.abs(np.diff(truth, axis=axis)).ravel() for axis in (0, 1)])
    if float(np.quantile(steps, 0.9999)) > np.tan(np.radians(MOST_SPIKE_DEG)) * gsd_m:
        return "spikes"
    if striped(truth) or striped(truth.T):
        return "stripes"
    apart = (truth - coarse).astype(np.float64)
    if float(np.sqrt(np.mean((apart - apart.mean()) ** 2))) > MOST_DISAGREEMENT_M:
        return "reference and coarse DEM disagree"
    return ""


def striped(heights: FloatArray) -> bool:
    """Whether columns of a tile carry errors of their own (``stripes.power``).

    Parameters
    ----------
    heights : (H, W) array
        Metres, all known.
    """
    found, error = power(heights)
    return found > LEAST_STRIPES_M**2 and found > LEAST_CERTAINTY * error

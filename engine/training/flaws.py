"""Why a tile of a real pair is of no use for training."""

from __future__ import annotations

import math

import numpy as np
from numpy.polynomial import legendre
from scipy import ndimage

from ..arrays import DoubleArray, FloatArray

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

STRIPE_PX = 5.0
"""Stripes are narrow: of the profile across them only what is shorter than this low-pass counts."""

WALL_DEGREE = 5
"""Of the polynomial that stands for a smooth wall across all of the tile."""


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
    """Whether columns of a tile carry errors of their own.

    A stripe runs through all of the tile; ground does not. The tile is cut across the columns into parts, and the
    mean profiles of parts that do not touch are multiplied: for ground the products are zero on average, for
    stripes they are the square of their RMS. The scatter over the parts (jackknife) says how sure that is.

    Parameters
    ----------
    heights : (H, W) array
        Metres, all known.
    """
    rows, columns = heights.shape
    parts = max(4, min(8, rows // 16))
    length = rows // parts
    profiles = heights[: parts * length].reshape(parts, length, columns).mean(axis=1, dtype=np.float64)
    detail = _short(profiles)
    products = np.einsum("ik,jk->ij", detail, detail) / columns
    first, second = np.triu_indices(parts, 2)
    pairs = products[first, second]
    power = float(pairs.mean())
    without = np.array([pairs[(first != part) & (second != part)].mean() for part in range(parts)])
    error = math.sqrt((parts - 1) / parts * float(((without - without.mean()) ** 2).sum()))
    return power > LEAST_STRIPES_M**2 and power > LEAST_CERTAINTY * error


def _short(profiles: DoubleArray) -> DoubleArray:
    """Short waves of each profile. A bent wall is taken out first, and the ends are continued turned about themselves,
    so that the low-pass finds no slope to bend there."""
    place = np.linspace(-1.0, 1.0, profiles.shape[1])
    bent = legendre.legval(place, legendre.legfit(place, profiles.T, WALL_DEGREE))
    reach = math.ceil(4.0 * STRIPE_PX)
    around = np.pad(profiles - bent, ((0, 0), (reach, reach)), mode="reflect", reflect_type="odd")
    return np.asarray((around - ndimage.gaussian_filter1d(around, STRIPE_PX, axis=1))[:, reach:-reach])

"""Shadow against the lit ground around it.

Two classes over a whole scene are mostly the two sides of its slopes: shadows of boulders are far too few to be a
class. What a shadow is known by is that it is much darker than the lit ground about it, whatever that is. A lit DTM is
blurred as a camera does before it is held against an image: shadows of a pixel or two are brighter for it.
"""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from ...arrays import BoolArray, DoubleArray, FloatArray
from ...terrain.dark_ground import DARK_SHARE, FEW, LEAST_LEVEL, LIT_SHARE, ROUNDS

WINDOW_PX = 65
"""Side of the window whose lit pixels are the ground around a pixel."""

REACH_PX = (ROUNDS + 1) * (WINDOW_PX // 2)
"""Pixels about a window of the raster that its lit levels feel."""


def overall_level(values: FloatArray | DoubleArray, counts: np.ndarray | None = None) -> float:
    """Lit level of a whole raster: the mean of what is brighter than half of the mean.

    Parameters
    ----------
    values : array
        Brightness; of a sample, or the middles of the bins of a histogram.
    counts : array, optional
        Pixels of each bin.
    """
    weights = np.ones(values.shape) if counts is None else counts
    if not weights.any():
        return 0.0
    mean = np.average(values, weights=weights)
    lit = weights * (values >= LIT_SHARE * mean)
    return float(np.average(values, weights=lit)) if lit.any() else 0.0


def lit_level(brightness: FloatArray, overall: float) -> FloatArray:
    """Mean brightness of the lit pixels in the window about each pixel.

    Parameters
    ----------
    brightness : (H, W) array
        NaN where unknown.
    overall : float
        Lit level of the whole raster.
    """
    known = np.isfinite(brightness)
    values, least = np.where(known, brightness, np.float32(0.0)), np.float32(LEAST_LEVEL * overall)
    level = _mean(values, known, overall)
    for _ in range(ROUNDS):
        lit = known & (values > LIT_SHARE * np.maximum(level, least))
        level = _mean(values, lit, overall)
    return np.maximum(level, least)


def _mean(values: FloatArray, chosen: BoolArray, otherwise: float) -> FloatArray:
    """Means of the chosen pixels in the window about each pixel."""
    weight = ndimage.uniform_filter(chosen.astype(np.float32), WINDOW_PX)
    total = ndimage.uniform_filter(np.where(chosen, values, np.float32(0.0)), WINDOW_PX)
    return np.where(weight > FEW, total / np.maximum(weight, np.float32(FEW)), np.float32(otherwise))


def in_shadow(brightness: FloatArray, overall: float) -> BoolArray:
    """Which pixels are in shadow; none of those that are not known, and none in a logarithm, which has no ratios."""
    if overall <= 0.0:
        return np.zeros(brightness.shape, dtype=bool)
    with np.errstate(invalid="ignore"):
        return np.asarray(brightness < np.float32(DARK_SHARE) * lit_level(brightness, overall))

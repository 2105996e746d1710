"""Light a DTM under an image's sun and compare: a measure that needs no truth.

The sun is the one in the raster's frame (``Sun.on``) everywhere here, as arrays need it.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..arrays import BoolArray, FloatArray
from ..raster.frame import Sun
from ..terrain.photometry import central_gradient, lunar_lambert
from ..terrain.shadows import lit_share

SMOOTH_PX = 1.0
"""Both are smoothed a little: noise of single pixels is no terrain."""

DETAIL_PX = 15.0
"""Detail is what a low-pass of this width leaves."""

Pairs = tuple[NDArray[np.float64], ...]
"""Image and re-lit DTM, smoothed; their details; NaN where unknown."""


def relight(height: FloatArray, gsd: tuple[float, float], sun: Sun) -> FloatArray:
    """Lunar-Lambert image of a DTM with cast shadows; NaN where the DTM or its gradient is unknown."""
    return shaded(height, lit_share(height, gsd, sun), gsd, sun)


def shaded(
    height: FloatArray, share: FloatArray, gsd: tuple[float, float], sun: Sun
) -> FloatArray:
    """Brightness of a DTM under a sun that leaves ``share`` of its disc to see (``lit_share``)."""
    return lunar_lambert(*central_gradient(height, *gsd), sun.azimuth_deg, sun.incidence_deg) * share


def smoothed_pairs(image: FloatArray, lit: FloatArray, known: BoolArray) -> Pairs:
    """Image and re-lit DTM, smoothed, and the detail of both: four (H, W) arrays, NaN where unknown.

    Parameters
    ----------
    image, lit : (H, W) arrays
        ``lit`` as ``relight`` makes it.
    known : (H, W) bool array
        Pixels that count; of several DTMs those that all of them know, so that they are compared on the same.
    """

    def smooth(values: FloatArray, sigma: float) -> NDArray[np.float64]:
        weight = ndimage.gaussian_filter(known.astype(np.float64), sigma)
        total = ndimage.gaussian_filter(np.where(known, values, 0.0).astype(np.float64), sigma)
        return np.where(known, total / np.maximum(weight, 1e-9), np.nan)

    fine = [smooth(values, SMOOTH_PX) for values in (image, lit)]
    return (*fine, *(f - smooth(values, DETAIL_PX) for f, values in zip(fine, (image, lit))))


class CorrelationSums:
    """Sums for Pearson correlations of image and re-lit DTM, whole and detail, window by window."""

    def __init__(self) -> None:
        self._sums = np.zeros((2, 6))

    def add(self, pairs: Pairs, rows: slice) -> None:
        """Add the given rows of a window's pairs."""
        for index in (0, 1):
            a, b = pairs[2 * index][rows], pairs[2 * index + 1][rows]
            known = np.isfinite(a) & np.isfinite(b)
            a, b = a[known], b[known]
            self._sums[index] += a.size, a.sum(), b.sum(), (a * a).sum(), (b * b).sum(), (a * b).sum()

    def correlations(self) -> tuple[float, float]:
        """Pearson correlation of the whole and of the detail; NaN where nothing varies."""
        first, second = (_pearson(row) for row in self._sums)
        return first, second


def _pearson(row: NDArray[np.float64]) -> float:
    count, a, b, aa, bb, ab = row
    if count < 2:
        return math.nan
    spread = (aa - a * a / count) * (bb - b * b / count)
    return float((ab - a * b / count) / math.sqrt(spread)) if spread > 0 else math.nan


def relit_correlation(
    image: FloatArray, height: FloatArray, gsd: tuple[float, float], sun: Sun
) -> tuple[float, float]:
    """Pearson correlation of image and re-lit DTM, and the same of their detail.

    Only pixels where both are known count.

    Returns
    -------
    whole, detail : float
    """
    sums = CorrelationSums()
    lit = relight(height, gsd, sun)
    sums.add(smoothed_pairs(image, lit, np.isfinite(lit) & np.isfinite(image)), slice(None))
    return sums.correlations()

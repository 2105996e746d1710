"""Contrast of an image against what the slopes of a coarse DEM should make of the same light."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from .photometry import FloatArray, central_gradient, lunar_lambert
from .shift import band_pass

BAND_POSTS = (1.0, 4.0)
"""The scales compared: a coarse DEM knows the slopes of these, an image of some kilometres has many."""

LEAST_CORRELATION = 0.4
LEAST_EXTENT = 8
"""For an estimate at all: correlation in the band, and postings across the scene."""

BIAS = 1.11
"""Mean of the estimate on made scenes with the right contrast: the coarse DEM's blur weakens its shading a little more
than its noise weakens the regression."""

LEAST_UNCERTAINTY = 0.04
SCATTER = 1.15
"""Standard deviation of the logarithm of the factor, on 340 made scenes of 10 to 58 postings with the right contrast:
some per cent, and beside them this times the ratio of what the shaded DEM does not explain of the image to what it
does, over the root of the postings across the scene."""

SETTLED = 0.1
"""Verdict: the standard deviation of the logarithm up to which a contrast is settled."""


@dataclass(frozen=True)
class Contrast:
    """A contrast estimate.

    Attributes
    ----------
    factor : float
        Contrast of the image, (I - mean) / mean, over that of the shaded coarse DEM. One for calibrated
        I/F; below one with a positive offset, above one for stretches that cut it off; infinite where the
        image is not above zero on average, as logarithms are.
    offset : float
        What to take off the image to make the factor one, in its own units.
    correlation : float
        Between image and shaded DEM, in the band.
    uncertainty : float
        Standard deviation of the factor's logarithm; infinite where there is no estimate.
    reason : str
        Why it is as reliable as it is, in words.
    """

    factor: float
    offset: float
    correlation: float
    uncertainty: float
    reason: str

    @classmethod
    def unknown(cls, reason: str, correlation: float = 0.0) -> Contrast:
        """No estimate."""
        return cls(1.0, 0.0, correlation, math.inf, reason)

    @property
    def known(self) -> bool:
        """Whether there is an estimate."""
        return math.isfinite(self.uncertainty)

    @property
    def reliable(self) -> bool:
        """Whether it settles the contrast."""
        return self.uncertainty <= SETTLED


def estimate_contrast(
    image: FloatArray,
    coarse: FloatArray,
    gsd: tuple[float, float],
    posting_m: float,
    azimuth_deg: float | FloatArray,
    incidence_deg: float,
) -> Contrast:
    """Regress the image on the coarse DEM shaded under the image's sun.

    Brightness is taken as I = g R + b with the Lunar-Lambert reflectance R. Gain g comes from the
    regression of the band-passed image on the band-passed R, where both resolve the ground; then
    b = mean(I) - g mean(R).

    Parameters
    ----------
    image, coarse : (H, W) arrays
        Brightness, and heights in metres on the same grid, with pixels of about half a posting; NaN
        where unknown.
    gsd : (float, float)
        Metres per column and row.
    posting_m : float
        Posting of the coarse DEM.
    azimuth_deg : float or (H, W) array
    incidence_deg : float
        Sun; an array where light comes from another direction in each part.

    Returns
    -------
    Contrast
    """
    unit = posting_m / math.sqrt(gsd[0] * gsd[1])
    heights = np.isfinite(coarse)
    # The gradient at the border of the heights is not the ground's; gaps of the image do not touch it.
    known = np.isfinite(image) & ndimage.binary_erosion(heights, border_value=1)
    if min(image.shape) < LEAST_EXTENT * unit or known.mean() < 0.05:
        return Contrast.unknown(f"the scene is smaller than {LEAST_EXTENT} postings of the coarse DEM")
    level = np.float32(np.mean(coarse[heights], dtype=np.float64))
    shade = lunar_lambert(*central_gradient(np.where(heights, coarse, level), *gsd), azimuth_deg, incidence_deg)
    seen = np.where(known, image, np.float32(0.0))
    fine, broad = (unit * posts for posts in BAND_POSTS)
    a = band_pass(seen, known, fine, broad)[known].astype(np.float64)
    b = band_pass(shade, known, fine, broad)[known].astype(np.float64)
    power = float(np.mean(b * b))
    scale = math.sqrt(float(np.mean(a * a)) * power)
    if scale <= 0.0:
        return Contrast.unknown("image or coarse DEM has no relief at their common scale")
    shared = float(np.mean(a * b))
    correlation = shared / scale
    gain = shared / power / BIAS
    mean = float(np.mean(seen[known], dtype=np.float64))
    lit = gain * float(np.mean(shade[known], dtype=np.float64))
    if correlation < LEAST_CORRELATION:
        reason = f"the shaded DEM explains too little of the image (correlation {correlation:.2f})"
        return Contrast.unknown(reason, correlation)
    factor = lit / mean if mean > 0.0 else math.inf
    across = math.sqrt(known.sum()) / unit
    unexplained = math.sqrt(max(0.0, 1.0 - correlation**2)) / correlation
    uncertainty = math.hypot(LEAST_UNCERTAINTY, SCATTER * unexplained / math.sqrt(across))
    return Contrast(factor, mean - lit, correlation, uncertainty, f"correlation {correlation:.2f}")


def slope_change_deg(heights: FloatArray, correction: FloatArray) -> FloatArray:
    """By how much slopes change where a correction of heights grows by its own size: degrees for a logarithm of one.

    Parameters
    ----------
    heights : (H, W) array
        With the correction, in pixels.
    correction : (H, W) array
        In pixels.

    Returns
    -------
    (H, W) float32 array
        Not negative; d arctan |g| / d ln c for g the gradient of the heights and c the correction's.
    """
    whole, part = central_gradient(heights, 1.0, 1.0), central_gradient(correction, 1.0, 1.0)
    steepness = np.hypot(*whole)
    along = np.abs(whole[0] * part[0] + whole[1] * part[1]) / np.maximum(steepness, np.float32(1e-6))
    return np.asarray(np.degrees(along / (1.0 + steepness * steepness)), dtype=np.float32)

"""Light a DTM under an image's sun and compare: a measure that needs no truth."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from ..terrain.photometry import FloatArray, central_gradient, lunar_lambert
from ..terrain.shadows import lit_fraction


def relight(height: FloatArray, gsd: tuple[float, float], azimuth_deg: float, incidence_deg: float) -> FloatArray:
    """Lunar-Lambert image of a DTM with cast shadows; NaN where the DTM or its gradient is unknown."""
    known = np.isfinite(height)
    filled = np.where(known, height, np.float32(np.nanmin(height)))
    east, north = central_gradient(np.where(known, height, np.float32(np.nan)), *gsd)
    lit = lit_fraction(filled, azimuth_deg, incidence_deg, *gsd)
    return lunar_lambert(east, north, azimuth_deg, incidence_deg) * lit


def relit_correlation(
    image: FloatArray,
    height: FloatArray,
    gsd: tuple[float, float],
    azimuth_deg: float,
    incidence_deg: float,
    smooth_px: float = 1.0,
    detail_px: float = 15.0,
) -> tuple[float, float]:
    """Pearson correlation of image and re-lit DTM, and the same of their detail.

    Both are smoothed by a Gaussian of ``smooth_px``; the detail is what remains after taking off a
    low-pass of ``detail_px``. Only pixels where both are known count.

    Returns
    -------
    whole, detail : float
    """
    lit = relight(height, gsd, azimuth_deg, incidence_deg)
    known = np.isfinite(lit) & np.isfinite(image)

    def smooth(values: FloatArray, sigma: float) -> np.ndarray:
        weight = ndimage.gaussian_filter(known.astype(np.float64), sigma)
        total = ndimage.gaussian_filter(np.where(known, values, 0.0).astype(np.float64), sigma)
        return np.asarray(total / np.maximum(weight, 1e-9))

    pairs = [smooth(values, smooth_px) for values in (image, lit)]
    details = [fine - smooth(values, detail_px) for fine, values in zip(pairs, (image, lit))]
    whole = float(np.corrcoef(pairs[0][known], pairs[1][known])[0, 1])
    return whole, float(np.corrcoef(details[0][known], details[1][known])[0, 1])

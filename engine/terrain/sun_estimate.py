"""The sun's azimuth from an image and the coarse DEM under it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .photometry import FloatArray, central_gradient
from .shift import band_pass

LEAST_CORRELATION = 0.4
MOST_UNCERTAINTY_DEG = 15.0
LEAST_PLACES = 30
"""Verdict: correlation of the fit, its one-sigma uncertainty, and independent places in the scene."""

FEWEST_PLACES = 8
"""Below which nothing is estimated: two slopes are fitted to the brightness at them."""


@dataclass(frozen=True)
class AzimuthEstimate:
    """An estimate of the sun's azimuth.

    Attributes
    ----------
    azimuth_deg : float
        Clockwise from the upward direction of the grid, in [0, 360).
    uncertainty_deg : float
        One sigma, from the scatter of the fit; albedo that follows the terrain is not in it.
    correlation : float
        Multiple correlation of the image with the gradient of the DEM.
    reliable : bool
    """

    azimuth_deg: float
    uncertainty_deg: float
    correlation: float
    reliable: bool


def estimate_azimuth(
    image: FloatArray, coarse: FloatArray, gsd: tuple[float, float], posting_m: float
) -> AzimuthEstimate:
    """Regress brightness on the gradient of the terrain at the scales that both resolve.

    To first order the brightness of a surface is a + b dz/dx + c dz/dy, brightest where it falls
    towards the sun, so the sun stands at atan2(-b, -c). Image and gradient are band-passed to half to
    two and a half postings, as for the shift.

    Parameters
    ----------
    image, coarse : (H, W) arrays
        Brightness, and heights in metres on the same grid; NaN where unknown.
    gsd : (float, float)
        Metres per column and row.
    posting_m : float
        Posting of the coarse DEM.

    Returns
    -------
    AzimuthEstimate
    """
    nothing = AzimuthEstimate(0.0, 180.0, 0.0, False)
    known = np.isfinite(image) & np.isfinite(coarse)
    if min(image.shape) < 2 or not known.any():  # no slope without a neighbour
        return nothing
    filled = np.where(known, coarse, np.float32(np.mean(coarse[known])))
    unit = posting_m / math.sqrt(gsd[0] * gsd[1])
    layers = [np.where(known, image, np.float32(0.0)), *central_gradient(filled, *gsd)]
    brightness, east, north = (band_pass(layer, known, 0.5 * unit, 2.5 * unit)[known] for layer in layers)
    # Neighbours within two postings say the same thing.
    places = known.sum() / (2.0 * unit) ** 2
    if places < FEWEST_PLACES or float(brightness.std()) == 0.0:
        return nothing
    design = np.stack((east, north), axis=1).astype(np.float64)
    normal = design.T @ design
    if np.linalg.cond(normal) > 1e6:
        return nothing
    b, c = np.linalg.solve(normal, design.T @ brightness.astype(np.float64))
    fitted = design @ np.array((b, c))
    correlation = float(np.corrcoef(fitted, brightness)[0, 1])
    noise = float(np.var(brightness - fitted))
    # Error of the direction: the covariance of (b, c) across the direction they point in.
    covariance = noise * np.linalg.inv(normal) * known.sum() / places
    across = np.array((-c, b)) / math.hypot(b, c)
    sigma = math.degrees(math.sqrt(across @ covariance @ across) / math.hypot(b, c))
    azimuth = math.degrees(math.atan2(-b, -c)) % 360.0
    reliable = correlation >= LEAST_CORRELATION and sigma <= MOST_UNCERTAINTY_DEG and places >= LEAST_PLACES
    return AzimuthEstimate(azimuth, min(sigma, 180.0), correlation, reliable)

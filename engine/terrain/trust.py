"""Trust in a coarse DEM: how much of the long waves of a correction is left to it.

Experts were trained under coarse DEMs of unknown error, so they mend the long waves of every one. Where a user knows
that a coarse DEM is good, its own long waves are better than theirs. These are put back under a low-pass whose width
follows from the error that is stated.
"""

from __future__ import annotations

import math

import numpy as np
from scipy import ndimage

from ..arrays import FloatArray
from .long_waves import POWER, between_blocks, block_means

REFERENCE_M = 60.0
"""Posting for which the errors below are; errors of others count in proportion, as their slopes then are alike."""

SHARP_M, SHARP_WIDTH = 0.1, 0.7
"""An error of a coarse DEM, and the width in postings that was best for it (``build.py bench trust``)."""

POOR_M = 2.0
"""From this error on experts mend long waves better than the coarse DEM knows them."""

LEAST_WIDTH = 0.35
"""Narrower ones are not resolved by the posts."""

SAMPLES = 4
"""Blocks to a standard deviation of the low-pass, at least."""

STEPS = (16, 8, 4, 2, 1)
"""Sides of blocks: sides of tiles are whole multiples, so that no way round differs from another."""


def kept_width(error_m: float, posting_m: float) -> float | None:
    """Standard deviation, in postings, of the low-pass under which a coarse DEM is kept.

    Measured on made scenes with coarse DEMs of 0.1, 1 and 3 m noise at 60 m posting: the best width grows with the
    root of the error.

    Parameters
    ----------
    error_m : float
        Standard deviation of the coarse DEM's heights.
    posting_m : float

    Returns
    -------
    float or None
        None where nothing is kept beyond what experts keep.
    """
    error = error_m * REFERENCE_M / posting_m
    if error >= POOR_M:
        return None
    return max(LEAST_WIDTH, SHARP_WIDTH * math.sqrt(error / SHARP_M))


def kept(correction: FloatArray, smooth: FloatArray, sigma_px: float) -> FloatArray:
    """A correction whose long waves are those of the coarse DEM by cubic splines.

    What experts correct is bilinear between posts, which flattens crests; a coarse DEM that is believed is taken by
    cubic splines instead.

    Parameters
    ----------
    correction : (H, W) float32 array
        Metres over the bilinear coarse heights; H and W divisible by 16.
    smooth : (H, W) float32 array
        Metres of cubic splines over bilinear; NaN where unknown.
    sigma_px : float
        Standard deviation of the low-pass in pixels.

    Returns
    -------
    (H, W) float32 array
        c - L (c - s) with L = 1 - (1 - G)^4.
    """
    astray = correction - np.nan_to_num(smooth)
    step = next((step for step in STEPS if step <= sigma_px / SAMPLES), 1)
    blocks = block_means(astray, step).astype(np.float64)
    left = blocks
    for _ in range(POWER):
        left = left - ndimage.gaussian_filter(left, sigma_px / step)
    return np.asarray(correction - between_blocks(blocks - left, step, astray.shape), dtype=np.float32)

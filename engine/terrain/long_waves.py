"""Long waves: how far a DTM strays from its coarse DEM under a low-pass of one posting; what experts leave to it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy import ndimage

from ..arrays import DoubleArray, FloatArray


def block_size(posting_px: float) -> int:
    """Pixels of the blocks whose means stand for the DTM in its low-pass: about a quarter of a posting."""
    return max(1, round(posting_px / 4.0 + 1e-3))


def block_means(values: FloatArray, step: int) -> FloatArray:
    """Means of whole (step, step) blocks; NaN where a pixel is unknown."""
    rows, columns = values.shape[0] // step, values.shape[1] // step
    blocks = values[: rows * step, : columns * step].reshape(rows, step, columns, step)
    return np.asarray(blocks.mean(axis=(1, 3)), dtype=np.float32)


def low_pass_rms(blocks: Sequence[FloatArray], posting: float) -> float:
    """RMS of a deviation under a Gaussian of one posting.

    Parameters
    ----------
    blocks : sequence of (h, w) arrays
        Means of the deviation, one array for each band of rows.
    posting : float
        In blocks.

    Returns
    -------
    float
        NaN where nothing is known.
    """
    deviation = np.concatenate(blocks)
    known = np.isfinite(deviation)
    if not known.any():
        return math.nan
    weight = ndimage.gaussian_filter(known.astype(np.float64), posting)
    smooth = ndimage.gaussian_filter(np.where(known, deviation, 0.0).astype(np.float64), posting)
    return float(np.sqrt(np.mean((smooth[known] / weight[known]) ** 2)))


WIDTH = 2.2
"""Standard deviation of the Gaussian of the experts' anchor (``networks.anchor``) in postings. One posting keeps the
coarse DEM's own noise and blur, which bounds the error from below at half that of the coarse DEM; two let the image
correct what it shows."""

POWER = 4
"""How often the low-pass is taken out. Once leaves G (1 - G), up to a quarter of the correction, at wavelengths that
belong to the coarse DEM; four times leave at most 3 % of it under a low-pass of three postings."""

FINEST = 4
"""Samples in the standard deviation of the Gaussian, at least."""


def long_waves(values: FloatArray, posting_px: float) -> FloatArray:
    """What the experts leave to the coarse DEM: 1 - (1 - G)^4 of a surface, G a Gaussian of 2.2 postings.

    Parameters
    ----------
    values : (H, W) array
        Heights, or errors of heights, all known.
    posting_px : float
        Posting of the coarse DEM in pixels.

    Returns
    -------
    (H, W) float32 array
        Made of block means, a quarter of the Gaussian or less on a side, and linear between them.
    """
    means, step = _long_means(values, posting_px)
    return between_blocks(means, step, values.shape)


def known_long_waves(blocks: FloatArray, posting: float) -> FloatArray:
    """As ``long_waves``, of the means of blocks, of which some are unknown.

    Parameters
    ----------
    blocks : (h, w) array
        NaN where unknown.
    posting : float
        In blocks.

    Returns
    -------
    (h, w) float32 array
        Where blocks are unknown, what lies about them; NaN where nothing is known at all.
    """
    known = np.isfinite(blocks)
    weight = np.maximum(ndimage.gaussian_filter(known.astype(np.float64), WIDTH * posting, truncate=3.0), 1e-12)

    def smooth(values: DoubleArray) -> DoubleArray:
        low = ndimage.gaussian_filter(np.where(known, values, 0.0), WIDTH * posting, truncate=3.0)
        return np.asarray(low / weight)

    values = np.where(known, blocks, 0.0).astype(np.float64)
    long = np.zeros_like(values)
    for _ in range(POWER):
        long = long + smooth(values - long)
    return np.where(known.any(), long, np.nan).astype(np.float32)


def moved_variance(heights: FloatArray, posting_px: float, covariance_px2: DoubleArray) -> FloatArray:
    """Variance of a surface's long waves where its place is uncertain: slope times uncertainty, g' C g.

    Parameters
    ----------
    heights : (H, W) array
        In pixels, all known.
    posting_px : float
    covariance_px2 : (2, 2) array
        Of the place, along columns and down rows, in square pixels.

    Returns
    -------
    (H, W) float32 array
        Square pixels.
    """
    means, step = _long_means(heights, posting_px)
    if min(means.shape) < 2:
        return np.zeros(heights.shape, dtype=np.float32)
    down, across = np.gradient(means.astype(np.float64), float(step))
    (a, b), (c, d) = covariance_px2
    variance = a * across * across + (b + c) * across * down + d * down * down
    return between_blocks(variance.astype(np.float32), step, heights.shape)


def _long_means(values: FloatArray, posting_px: float) -> tuple[FloatArray, int]:
    """Long waves as means of blocks, and the blocks' side."""
    sigma = WIDTH * posting_px
    step = max(1, min(int(sigma / FINEST), min(values.shape) // 4))
    means = _means(values, step)
    left = means
    for _ in range(POWER):
        left = left - _normalised_low_pass(left, sigma / step)
    return means - left, step


def _means(values: FloatArray, step: int) -> FloatArray:
    """Block means; blocks that stick out are filled up with the last rows and columns."""
    down, across = (-size % step for size in values.shape)
    return block_means(np.pad(values, ((0, down), (0, across)), mode="edge"), step)


def _normalised_low_pass(values: FloatArray, sigma: float) -> FloatArray:
    """Gaussian mean of what is there: at the border nothing stands for what lies outside."""
    smooth = ndimage.gaussian_filter(values, sigma, mode="constant", truncate=3.0)
    weights = [
        ndimage.gaussian_filter1d(np.ones(size, dtype=np.float32), sigma, mode="constant", truncate=3.0)
        for size in values.shape
    ]
    return np.asarray(smooth / (weights[0][:, None] * weights[1]), dtype=np.float32)


def between_blocks(means: FloatArray | DoubleArray, step: int, shape: tuple[int, ...]) -> FloatArray:
    """Means of (step, step) blocks as a surface of a shape: linear between the blocks' middles."""
    at = [(np.arange(size, dtype=np.float32) + 0.5) / step - 0.5 for size in shape]
    lines = [np.clip(places, 0.0, count - 1.0) for places, count in zip(at, means.shape)]
    firsts = [np.minimum(places.astype(np.intp), max(count - 2, 0)) for places, count in zip(lines, means.shape)]
    seconds = [np.minimum(first + 1, count - 1) for first, count in zip(firsts, means.shape)]
    down, across = (line - first for line, first in zip(lines, firsts))
    rows = means[firsts[0]] * (1.0 - down)[:, None] + means[seconds[0]] * down[:, None]
    return np.asarray(rows[:, firsts[1]] * (1.0 - across) + rows[:, seconds[1]] * across, dtype=np.float32)

"""Means over blocks of pixels of which some are unknown."""

from __future__ import annotations

import numpy as np

from ..arrays import FloatArray


def known_means(values: FloatArray, factor: int) -> FloatArray:
    """Means of the known pixels in (factor, factor) blocks.

    Parameters
    ----------
    values : (H, W) array
        NaN where unknown; sides are multiples of the factor.
    factor : int

    Returns
    -------
    (H / factor, W / factor) float32 array
        NaN where fewer than half are known: a block that is half empty would shift the mean towards its known corner.
    """
    if factor == 1:
        return values
    blocks = values.reshape(len(values) // factor, factor, values.shape[1] // factor, factor)
    known = np.isfinite(blocks)
    count = known.sum(axis=(1, 3))
    total = np.where(known, blocks, np.float32(0.0)).sum(axis=(1, 3), dtype=np.float64)
    enough = 2 * count >= factor * factor
    return np.where(enough, total / np.maximum(count, 1), np.nan).astype(np.float32)

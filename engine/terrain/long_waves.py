"""Long waves: how far a DTM strays from its coarse DEM under a low-pass of one posting."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy import ndimage

from ..arrays import FloatArray


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

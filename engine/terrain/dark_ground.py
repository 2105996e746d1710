"""Ground without direct light: much darker than the lit ground around it.

The rule is that of Compare shadows (``measures.shadows.local``), with means of blocks in place of a mean about every
pixel: blocks lie where they lie in the raster, whatever window of it is read, so that windows agree in every bit.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..arrays import BoolArray, DoubleArray, FloatArray

BLOCK = 16
"""Pixels on a side of a block."""

AROUND = 2
"""Blocks to each side that are the ground around one: 80 pixels in all."""

DARK_SHARE = 0.25
"""Of the local lit level, under which a pixel is in shadow. On made scenes (flat, mountain, crater; incidence 50 to 78)
this and 0.3 agree best with the shadows that were cast, in windows of 65 better than of 129 pixels."""

LIT_SHARE = 0.5
"""Of the mean of a window, from which a pixel counts as lit; found anew from the mean of those."""

ROUNDS = 2

LEAST_LEVEL = 0.2
"""Least local level, as a share of the lit level of the whole raster: a window within a large shadow has no lit
ground."""

FEW = 0.02
"""Share of a window that has to be lit for its own level to hold; below, the whole raster's does."""

REACH_PX = (ROUNDS + 1) * AROUND * BLOCK
"""Pixels about a window that its lit levels feel."""


def aligned(top: int, bottom: int) -> tuple[int, int]:
    """First row and the one behind the last that have to be read for the rows from ``top`` to ``bottom``."""
    first = math.floor((top - REACH_PX) / BLOCK) * BLOCK
    return first, math.ceil((bottom + REACH_PX) / BLOCK) * BLOCK


def in_shadow(brightness: FloatArray, mean: float) -> BoolArray:
    """Pixels in shadow.

    Parameters
    ----------
    brightness : (H, W) array
        NaN where unknown; from a first row of a raster that is a multiple of ``BLOCK``, and its first column.
    mean : float
        Of the whole raster; where it is not positive, brightness has no ratios and nothing is in shadow.
    """
    if mean <= 0.0:
        return np.zeros(brightness.shape, dtype=bool)
    rows, columns = brightness.shape
    padded = np.pad(brightness, ((0, -rows % BLOCK), (0, -columns % BLOCK)), constant_values=np.nan)
    known = np.isfinite(padded)
    values = np.where(known, padded, np.float32(0.0))
    least = LEAST_LEVEL * mean
    level = _mean(values, known, mean)
    for _ in range(ROUNDS):
        lit = known & (values > _spread(LIT_SHARE * np.maximum(level, least)))
        level = _mean(np.where(lit, values, np.float32(0.0)), lit, mean)
    dark = known & (values < _spread(DARK_SHARE * np.maximum(level, least)))
    return np.asarray(dark[:rows, :columns])


UNLIT_PX = 81
"""Side of the window in which no ground is lit."""


def unlit(brightness: FloatArray, least: float) -> BoolArray:
    """Pixels deep in shadow: the ground about them is darker, in the mean, than brightness is measured by.

    Parameters
    ----------
    brightness : (H, W) array
        NaN where unknown.
    least : float
        The least that brightness is divided by (``experts.normalise.least_brightness``).
    """
    if not (brightness < least).any():
        return np.zeros(brightness.shape, dtype=bool)
    values = np.nan_to_num(brightness, nan=least).astype(np.float64)
    return np.asarray(ndimage.uniform_filter(values, UNLIT_PX) < least)


def _mean(values: FloatArray, chosen: BoolArray, otherwise: float) -> DoubleArray:
    """Mean of the chosen pixels around every block; values are zero elsewhere."""
    total, count = _around(_sums(values)), _around(_sums(chosen))
    enough = count > FEW * (BLOCK * (2 * AROUND + 1)) ** 2
    return np.where(enough, total / np.maximum(count, 1.0), otherwise)


def _sums(values: NDArray[np.generic]) -> DoubleArray:
    rows, columns = values.shape
    blocks = values.reshape(rows // BLOCK, BLOCK, columns // BLOCK, BLOCK)
    return np.asarray(blocks.sum(axis=3, dtype=np.float64).sum(axis=1))


def _around(blocks: DoubleArray) -> DoubleArray:
    """Sums of the blocks around each, in one order whatever lies beyond."""
    for axis in (0, 1):
        width = [(AROUND, AROUND) if other == axis else (0, 0) for other in (0, 1)]
        wide = np.pad(blocks, width)
        length = blocks.shape[axis]
        parts = [np.take(wide, range(first, first + length), axis=axis) for first in range(2 * AROUND + 1)]
        blocks = np.add.reduce(parts)
    return blocks


def _spread(blocks: DoubleArray) -> FloatArray:
    """A value for every pixel of a block."""
    return np.repeat(np.repeat(blocks.astype(np.float32), BLOCK, axis=0), BLOCK, axis=1)

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


class KnownMeans:
    """The same of a whole raster that comes in bands of rows, which need not begin or end with a block.

    Parameters
    ----------
    height, width : int
        Of the raster, in pixels; rows and columns beyond the last whole block are left out.
    factor : int
    """

    def __init__(self, height: int, width: int, factor: int) -> None:
        self._factor = factor
        shape = height // factor, width // factor
        self._total = np.zeros(shape, dtype=np.float64)
        self._count = np.zeros(shape, dtype=np.int64)

    def add(self, values: FloatArray, row: int) -> None:
        """Add the rows from ``row`` on: an (h, W) array, NaN where unknown."""
        factor, (rows, columns) = self._factor, self._total.shape
        values = values[: max(0, rows * factor - row), : columns * factor]
        known = np.isfinite(values)
        parts = len(values), columns, factor
        into = (row + np.arange(len(values))) // factor
        np.add.at(self._count, into, known.reshape(parts).sum(axis=2))
        sums = np.where(known, values, np.float32(0.0)).reshape(parts).sum(axis=2, dtype=np.float64)
        np.add.at(self._total, into, sums)

    def means(self) -> FloatArray:
        """What ``known_means`` gives of all that was added."""
        enough = 2 * self._count >= self._factor**2
        return np.where(enough, self._total / np.maximum(self._count, 1), np.nan).astype(np.float32)

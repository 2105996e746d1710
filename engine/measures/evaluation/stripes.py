"""Stripes along rows or columns of a DTM, gathered band by band."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

DETAIL_PX = 5.0
"""Only detail shorter than this low-pass counts: stripes are narrow, terrain is averaged away."""


class StripeSums:
    """Means of the detail along each row and each column.

    Terrain without stripes averages out along a line; a stripe does not. Reported are the RMS of the
    means in metres, and its ratio to what detail of the same strength without any order would give.
    Craters and slopes are not without order, so a ratio of a few is no stripe yet; compare with the
    coarse DEM's or another DTM's of the same ground.

    Parameters
    ----------
    width : int
        Columns of the raster.
    """

    def __init__(self, width: int) -> None:
        self._columns = np.zeros((2, width))
        self._rows: list[NDArray[np.float64]] = []
        self._square = 0.0

    def add(self, heights: NDArray[np.float32], rows: slice) -> None:
        """Add the given rows of a window of heights (metres, NaN where unknown)."""
        known = np.isfinite(heights)
        if not known.any():
            return
        level = np.float32(np.mean(heights[known], dtype=np.float64))
        filled = np.where(known, heights - level, np.float32(0.0))
        weight = ndimage.gaussian_filter(known.astype(np.float32), DETAIL_PX)
        smooth = ndimage.gaussian_filter(filled, DETAIL_PX) / np.maximum(weight, 1e-6)
        # Where the low-pass leans on the border of the data it is not the ground's.
        sound = (known & (weight > 0.99))[rows]
        detail = np.where(sound, (filled - smooth)[rows], 0.0).astype(np.float64)
        self._columns += detail.sum(axis=0), sound.sum(axis=0)
        self._rows.append(np.stack((detail.sum(axis=1), sound.sum(axis=1))))
        self._square += float((detail**2).sum())

    def figures(self) -> dict[str, float]:
        """RMS of the means of columns and rows in metres, and their ratios to chance."""
        rows = np.concatenate(self._rows, axis=1) if self._rows else np.zeros((2, 0))
        total = float(self._columns[1].sum())
        strength = math.sqrt(self._square / total) if total else math.nan
        found: dict[str, float] = {}
        for name, (sums, counts) in (("columns", self._columns), ("rows", rows)):
            used = counts >= 0.5 * counts.max() if counts.size and counts.max() > 0 else np.zeros(0, dtype=bool)
            if used.sum() < 2:
                found[f"{name}_m"] = found[f"{name}_ratio"] = math.nan
                continue
            rms = float(np.sqrt(np.mean((sums[used] / counts[used]) ** 2)))
            chance = strength / math.sqrt(float(counts[used].mean()))
            found[f"{name}_m"] = rms
            found[f"{name}_ratio"] = rms / chance if chance > 0 else math.nan
        return found

"""Effective resolution: how much a reference has to be smoothed to look like a DTM (Kirk et al. 2021)."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

FWHM = 2.0 * math.sqrt(2.0 * math.log(2.0))
"""Full width at half maximum of a Gaussian over its standard deviation."""

WIDTHS_PX = (0.0, *(2.0 ** (i / 2.0) for i in range(-2, 11)))
"""Standard deviations tried, 0.5 to 32 pixels in steps of the root of two, and none."""

TRUNCATE = 3.0
REACH_PX = math.ceil(TRUNCATE * WIDTHS_PX[-1])
"""Pixels that the widest low-pass sees."""


class ResolutionSums:
    """Differences of the gradients of a DTM from a reference's under growing low-passes, window by window.

    Gradients, because in heights the long waves, which every DTM has from its coarse DEM, outweigh all else.
    """

    def __init__(self) -> None:
        self._sums = np.zeros((len(WIDTHS_PX), 2))

    def add(self, index: int, error: NDArray[np.float64]) -> None:
        """Add the differences from the reference under one of ``WIDTHS_PX``; metres, NaN where unknown."""
        for axis in (0, 1):
            step = np.diff(error, axis=axis)
            step = step[np.isfinite(step)]
            self._sums[index] += step.size, (step**2).sum()

    def width_px(self) -> float:
        """Standard deviation, in pixels, of the low-pass under which the difference is least.

        Between the widths that were tried, by a parabola over the logarithm of the width. Zero when the
        reference fits best as it is, infinity when it would have to be smoothed by more than was tried,
        NaN without data.
        """
        count, squares = self._sums.T
        if (count < 2).any():
            return math.nan
        spread = squares / count
        best = int(np.argmin(spread))
        if best == 0:
            return 0.0
        if best == len(WIDTHS_PX) - 1:
            return math.inf
        if best == 1:
            return WIDTHS_PX[1]
        low, middle, high = spread[best - 1 : best + 2]
        bend = low - 2.0 * middle + high
        move = 0.5 * (low - high) / bend if bend > 0.0 else 0.0
        return float(WIDTHS_PX[best] * 2.0 ** (0.5 * move))


class LowPasses:
    """A window of the reference under every width, for all that is held against it.

    Parameters
    ----------
    reference : (h, w) float32 array
        Metres, NaN where unknown.
    rows : slice
        Of the window that are counted.
    """

    def __init__(self, reference: NDArray[np.float32], rows: slice) -> None:
        self._rows = rows
        self._known = np.isfinite(reference)
        self._level = reference[self._known].mean(dtype=np.float64) if self._known.any() else 0.0
        self._filled = np.where(self._known, reference - self._level, 0.0).astype(np.float32)

    def add(self, index: int, candidates: Iterable[tuple[ResolutionSums, NDArray[np.float32]]]) -> None:
        """Add the heights of candidates to their sums under one width; widths have sums of their own."""
        width = WIDTHS_PX[index]
        smooth, sound = self._filled, self._known
        if width > 0.0 and sound.any():
            weight = ndimage.gaussian_filter(sound.astype(np.float32), width, mode="constant", truncate=TRUNCATE)
            smooth = ndimage.gaussian_filter(smooth, width, truncate=TRUNCATE)
            sound = sound & (weight > 0.999)
        for sums, heights in candidates:
            error = np.where(sound, heights - self._level - smooth, np.nan)[self._rows]
            sums.add(index, error.astype(np.float64))

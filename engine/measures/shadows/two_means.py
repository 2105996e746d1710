"""Two-class K-means of brightness: shadow and lit ground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 4096

MOST_RATIO = 0.5
"""Mean of the dark class over that of the lit one from which the two are no shadow and light: scattered
light fills a lunar shadow to a few per cent, and albedo alone rarely halves the brightness."""


@dataclass(frozen=True)
class TwoMeans:
    """Result of the clustering.

    Attributes
    ----------
    threshold : float
        Brightness below which a pixel is in the dark class; minus infinity where there is no shadow.
    dark, lit : float
        Means of the classes.
    has_shadow : bool
        Whether the dark class is dark enough to be shadow.
    """

    threshold: float
    dark: float
    lit: float
    has_shadow: bool


class Histogram:
    """Histogram of brightness, gathered window by window between two limits."""

    def __init__(self, low: float, high: float) -> None:
        self._low, self._step = low, max(high - low, 1e-12) / BINS
        self._counts = np.zeros(BINS, dtype=np.int64)

    def add(self, values: NDArray[np.float32]) -> None:
        """Add the finite values of a window."""
        known = values[np.isfinite(values)]
        index = np.clip((known - self._low) / self._step, 0, BINS - 1).astype(np.int64)
        self._counts += np.bincount(index, minlength=BINS)

    def bins(self) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Middles of the bins, and the pixels in each."""
        return self._low + (np.arange(BINS, dtype=np.float64) + 0.5) * self._step, self._counts

    def two_means(self) -> TwoMeans:
        """Best split into two classes by least squares.

        In one dimension the optimum of K-means is a threshold, and with a histogram every threshold can
        be tried, so there is no start to choose and no local optimum.
        """
        centres, _ = self.bins()
        count = np.cumsum(self._counts).astype(np.float64)
        total = np.cumsum(self._counts * centres)
        below, above = count[:-1], count[-1] - count[:-1]
        both = (below > 0) & (above > 0)
        if not both.any():
            mean = float(total[-1] / count[-1]) if count[-1] else float("nan")
            return TwoMeans(-np.inf, mean, mean, False)
        dark = total[:-1] / np.maximum(below, 1.0)
        lit = (total[-1] - total[:-1]) / np.maximum(above, 1.0)
        between = np.where(both, below * above * (lit - dark) ** 2, -1.0)
        # Empty bins between the classes tie; the middle of the gap is the fairest threshold.
        best = np.flatnonzero(between >= between.max() * (1.0 - 1e-12))
        place = int(best[len(best) // 2])
        threshold = float(self._low + (place + 1) * self._step)
        found = dark[place] < MOST_RATIO * lit[place]
        return TwoMeans(threshold if found else -np.inf, float(dark[place]), float(lit[place]), bool(found))


def two_means(values: NDArray[np.float32]) -> TwoMeans:
    """Two classes of the finite values of an array."""
    known = values[np.isfinite(values)]
    if known.size == 0:
        return TwoMeans(-np.inf, float("nan"), float("nan"), False)
    histogram = Histogram(float(known.min()), float(known.max()))
    histogram.add(known)
    return histogram.two_means()

"""Heights along lines: slopes and differences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class LineProfile:
    """Samples of one line.

    Attributes
    ----------
    number : int
    distance : (n,) array
        Ground metres from the start.
    longitude, latitude : (n,) arrays
        Degrees.
    heights : (k, n) array
        Metres in each of k DTMs, NaN where unknown.
    slopes : (k, n) array
        Degrees along the line, uphill positive.
    """

    number: int
    distance: NDArray[np.float64]
    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]
    heights: NDArray[np.float32]
    slopes: NDArray[np.float32]


def slopes_along(distance: NDArray[np.float64], heights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Slope in degrees along a line by central differences, one-sided at its ends."""
    # The last step may be shorter than the others.
    distinct = np.maximum(np.gradient(distance), 1e-9)
    return np.degrees(np.arctan(np.gradient(heights.astype(np.float64)) / distinct)).astype(np.float32)


def differences(profiles: Sequence[LineProfile]) -> tuple[float, float]:
    """Largest mean absolute difference of a DTM from the first, and the largest of all; NaN for one DTM."""
    heights = np.concatenate([p.heights for p in profiles], axis=1).astype(np.float64)
    if heights.shape[0] < 2:
        return float("nan"), float("nan")
    gap = np.abs(heights[1:] - heights[:1])
    if not np.isfinite(gap).any():
        return float("nan"), float("nan")
    rows = [row[np.isfinite(row)] for row in gap]
    return max(float(r.mean()) for r in rows if r.size), float(np.nanmax(gap))

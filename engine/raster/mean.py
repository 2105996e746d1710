"""The mean of a raster."""

from __future__ import annotations

import math

import numpy as np

from .reader import RasterReader

PIXELS_AT_A_TIME = 2**22


def mean(image: RasterReader) -> float:
    """Mean of all valid pixels, streamed; zero where there is none.

    Every pixel counts once, so that it does not depend on which edge of the raster is the first.
    """
    height, width = image.grid.height, image.grid.width
    rows = max(1, PIXELS_AT_A_TIME // width)
    sums, count = [], 0
    for top in range(0, height, rows):
        values = image.read(top, 0, min(rows, height - top), width)
        valid = np.isfinite(values)
        sums.append(float(values.sum(dtype=np.float64, where=valid)))
        count += int(np.count_nonzero(valid))
    return math.fsum(sums) / count if count else 0.0

"""The mean of a raster, and how many of its pixels end where its values do."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .reader import RasterReader

PIXELS_AT_A_TIME = 2**22


@dataclass(frozen=True)
class Brightness:
    """Of all valid pixels of a raster; zeros where there is none.

    Attributes
    ----------
    mean : float
    at_top : float
        Share of the pixels that have exactly the largest value.
    """

    mean: float
    at_top: float


def brightness(image: RasterReader) -> Brightness:
    """Mean and largest value of all valid pixels, streamed.

    Every pixel counts once, so that the mean does not depend on which edge of the raster is the first.
    """
    height, width = image.grid.height, image.grid.width
    rows = max(1, PIXELS_AT_A_TIME // width)
    sums, count, largest, at_top = [], 0, -math.inf, 0
    for top in range(0, height, rows):
        values = image.read(top, 0, min(rows, height - top), width)
        valid = np.isfinite(values)
        sums.append(float(values.sum(dtype=np.float64, where=valid)))
        count += int(np.count_nonzero(valid))
        most = float(values.max(where=valid, initial=-np.inf))
        at_top = at_top if most <= largest else 0
        if most >= largest and math.isfinite(most):
            largest = most
            at_top += int(np.count_nonzero(values == np.float32(most)))
    return Brightness(math.fsum(sums) / count, at_top / count) if count else Brightness(0.0, 0.0)

"""Slope, its variance and a hillshade of a band of rows, in chunks of columns."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...arrays import DoubleArray, FloatArray
from ...terrain.slope import hillshade, horn_gradient, slope_degrees, slope_variance

CHUNK = 512
"""Columns worked on at a time: the arrays of one chunk stay in the processor's cache."""

STEP_DEG = 0.05
"""Width of the bins from which the median slope is read."""

BINS = int(90 / STEP_DEG) + 1

Maps = dict[str, NDArray[Any]]
"""By 'slope', 'variance', 'deviation', 'hillshade'."""


@dataclass(frozen=True)
class Shade:
    """Light of a hillshade: azimuth clockwise from the top of the raster, altitude over the horizon."""

    azimuth_deg: float
    altitude_deg: float


@dataclass(frozen=True)
class Wanted:
    """What is computed of every band.

    Attributes
    ----------
    names : collection of str
        Maps; the slope always.
    window : int
        Side of the window of the variance in pixels, odd.
    shade : Shade
    """

    names: Collection[str]
    window: int
    shade: Shade

    @property
    def margin(self) -> int:
        """Rows and columns of heights needed about a band: Horn's window and that of the variance."""
        return self.window // 2 + 1


class SlopeHistogram:
    """Slopes counted in narrow bins, from which the median is read."""

    def __init__(self) -> None:
        self._counts = np.zeros(BINS, dtype=np.int64)

    def add(self, counts: NDArray[np.int64]) -> None:
        """Add the counts of ``counted``."""
        self._counts += counts

    @staticmethod
    def counted(slope: FloatArray) -> NDArray[np.int64]:
        """Counts of every eighth pixel, which is enough for a median and keeps it out of the way."""
        some = slope[::8, ::8].ravel()
        return np.bincount((some[np.isfinite(some)] / STEP_DEG).astype(np.int64), minlength=BINS)

    def median(self) -> float:
        """Degrees; NaN where no slope is known."""
        total = np.cumsum(self._counts)
        return float(np.searchsorted(total, total[-1] / 2.0) * STEP_DEG) if total[-1] else float("nan")


def maps_of_band(
    heights: FloatArray,
    gsd: tuple[DoubleArray, DoubleArray],
    wanted: Wanted,
    pool: ThreadPoolExecutor,
    histogram: SlopeHistogram,
) -> Maps:
    """All wanted maps of a band.

    Parameters
    ----------
    heights : (h + 2 m, w + 2 m) array
        Heights of the band with a margin m (``Wanted.margin``), metres, NaN where unknown.
    gsd : two (h + 2 m - 2,) arrays
        Ground metres per column and row at each row of the band but the outermost two.
    wanted : Wanted
    pool : ThreadPoolExecutor
        Works on the chunks.
    histogram : SlopeHistogram
        Gathers the slopes.

    Returns
    -------
    dict of (h, w) arrays
        float32, NaN where unknown; the hillshade uint8, 0 where unknown.
    """
    margin = wanted.window // 2
    height, columns = heights.shape[0] - 2 * wanted.margin, heights.shape[1] - 2 * wanted.margin
    kinds = {name: np.uint8 if name == "hillshade" else np.float32 for name in wanted.names}
    maps: Maps = {name: np.empty((height, columns), dtype=kind) for name, kind in kinds.items()}

    def chunk(left: int) -> NDArray[np.int64]:
        width = min(CHUNK, columns - left)
        part = heights[:, left : left + width + 2 * wanted.margin]
        east, north = horn_gradient(part, *gsd)
        slope = slope_degrees(east, north)
        middle = (slice(margin, margin + height), slice(margin, margin + width))
        place = slice(left, left + width)
        maps["slope"][:, place] = slope[middle]
        if "variance" in maps or "deviation" in maps:
            variance = slope_variance(slope, wanted.window)
            if "variance" in maps:
                maps["variance"][:, place] = variance
            if "deviation" in maps:
                maps["deviation"][:, place] = np.sqrt(variance)
        if "hillshade" in maps:
            shade = hillshade(east[middle], north[middle], wanted.shade.azimuth_deg, wanted.shade.altitude_deg)
            maps["hillshade"][:, place] = np.nan_to_num(shade, nan=0.0)
        return SlopeHistogram.counted(slope[middle])

    for counts in pool.map(chunk, range(0, columns, CHUNK)):
        histogram.add(counts)
    return maps

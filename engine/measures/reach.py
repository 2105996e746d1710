"""How far beyond a band of rows terrain casts shadow into it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..contract.progress import Progress
from ..raster.align import AlignedHeights
from ..raster.frame import Sun
from ..terrain.shadows import LEAST_ELEVATION_DEG, SUN_RADIUS_DEG
from ..tiling.bands import bands

MOST_ROWS = 2048
"""Rows beyond a band from which shadows are still seen; more would make memory depend on the relief."""

LEE_ROWS = 2
"""Rows read on the side away from the sun, for the gradient."""

BAND = 1024
MOST_SAMPLES = 1_000_000


@dataclass(frozen=True)
class ShadowReach:
    """Rows to be read above and below a window of whole rows."""

    above: int
    below: int


def shadow_reach(heights: AlignedHeights, sun: Sun, progress: Progress) -> ShadowReach:
    """Rows in which the longest shadow that the relief of a surface can cast lies.

    Parameters
    ----------
    heights : AlignedHeights
    sun : Sun
        In the raster's frame.
    progress : Progress
        Warned when shadows could be longer than is looked.
    """
    azimuth = math.radians(sun.azimuth_deg)
    # The lower limb of the Sun throws the longest one.
    elevation = max(90.0 - sun.incidence_deg - SUN_RADIUS_DEG, LEAST_ELEVATION_DEG)
    length_m = _relief(heights, progress) / math.tan(math.radians(elevation))
    rows = math.ceil(length_m / heights.grid.gsd[1] * abs(math.cos(azimuth))) + 2
    if rows > MOST_ROWS:
        progress.warning(
            f"The highest ground could cast shadows {rows} rows long; those from more than {MOST_ROWS} rows "
            "away are not seen."
        )
        rows = MOST_ROWS
    return ShadowReach(rows, LEE_ROWS) if math.cos(azimuth) > 0.0 else ShadowReach(LEE_ROWS, rows)


def _relief(heights: AlignedHeights, progress: Progress) -> float:
    """Highest minus lowest height on the grid, from about a million samples; zero where none is known."""
    grid = heights.grid
    stride = max(1, math.isqrt(grid.width * grid.height // MOST_SAMPLES))
    low, high = math.inf, -math.inf
    for row, height in bands(grid.height, BAND):
        progress.check()
        part = heights.read(row, 0, height, grid.width, stride)
        known = part[np.isfinite(part)]
        if known.size:
            low, high = min(low, float(known.min())), max(high, float(known.max()))
    return max(high - low, 0.0) if math.isfinite(high) else 0.0

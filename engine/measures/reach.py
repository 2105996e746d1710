"""Shadows of a DTM over a raster, band by band."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from ...errors import ParameterError
from ...raster.align import AlignedHeights
from ...contract.progress import Progress

MOST_ROWS = 2048
"""Rows beyond a band from which shadows are still seen; more would make memory depend on the relief."""


def require_sun(azimuth: float | None, incidence: float | None, what: str) -> tuple[float, float]:
    """Azimuth and incidence, or a clear error.

    Raises
    ------
    ParameterError
        The sun is not given, and no label tells it.
    """
    if azimuth is None or incidence is None:
        raise ParameterError(
            f"{what} needs the sun's azimuth and incidence, and the label of the image has no time to take them from; "
            "give both. An image of permanent shadow has no direct sun: leave this measure out."
        )
    return float(azimuth), float(incidence)


class ShadowReach:
    """How far beyond a window terrain can cast shadow into it.

    Attributes
    ----------
    above, below : int
        Rows to be read above and below a window of whole rows.
    """

    def __init__(self, relief_m: float, azimuth: float, incidence: float, gsd_y: float, progress: Progress) -> None:
        rows = (
            math.ceil(relief_m * math.tan(math.radians(incidence)) / gsd_y * abs(math.cos(math.radians(azimuth)))) + 2
        )
        if rows > MOST_ROWS:
            progress.warning(
                f"The highest ground could cast shadows {rows} rows long; those from more than {MOST_ROWS} rows "
                "away are not seen."
            )
            rows = MOST_ROWS
        sunward_up = math.cos(math.radians(azimuth)) > 0.0
        self.above, self.below = (rows, 2) if sunward_up else (2, rows)


def relief_of(heights: AlignedHeights, progress: Progress) -> float:
    """Highest minus lowest height on the grid, from about a million samples; zero where none is known."""
    grid = heights.grid
    stride = max(1, math.isqrt(grid.width * grid.height // 1_000_000))
    low, high = math.inf, -math.inf
    for row in range(0, grid.height, 1024):
        progress.check()
        part = heights.read(row, 0, min(1024, grid.height - row), grid.width, stride)
        known = part[np.isfinite(part)]
        if known.size:
            low, high = min(low, float(known.min())), max(high, float(known.max()))
    return max(high - low, 0.0) if math.isfinite(high) else 0.0


def bands(height: int, size: int) -> Iterator[tuple[int, int]]:
    """First row and number of rows of each band."""
    for row in range(0, height, size):
        yield row, min(size, height - row)

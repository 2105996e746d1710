"""Positions of places that may lie beyond the reach of a projection."""

from __future__ import annotations

from typing import Callable

import numpy as np
from numpy.typing import NDArray
from rasterio._err import CPLE_BaseError  # the root of what PROJ raises; public names do not cover it

from .grid import Grid

Points = tuple[NDArray[np.float64], NDArray[np.float64]]


def positions(grid: Grid, longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> Points:
    """Columns and rows of places given in degrees, (n,) arrays; NaN for those beyond the projection of the grid."""
    return each(grid.from_longitude_latitude, longitude, latitude)


def places(grid: Grid, columns: NDArray[np.float64], rows: NDArray[np.float64]) -> Points:
    """Longitude and latitude in degrees of positions, (n,) arrays; NaN for those that lie nowhere on the Moon."""
    return each(grid.longitude_latitude, columns, rows)


def each(convert: Callable[..., Points], first: NDArray[np.float64], second: NDArray[np.float64]) -> Points:
    """Convert all at once; where one is beyond reach PROJ gives up all of them, so that halves are tried."""
    try:
        one, two = (np.asarray(values, dtype=np.float64) for values in convert(first, second))
    except CPLE_BaseError:
        if len(first) == 1:
            return np.full(1, np.nan), np.full(1, np.nan)
        middle = len(first) // 2
        parts = [each(convert, first[part], second[part]) for part in (slice(middle), slice(middle, None))]
        return np.concatenate([parts[0][0], parts[1][0]]), np.concatenate([parts[0][1], parts[1][1]])
    with np.errstate(invalid="ignore"):
        reached = np.isfinite(one) & np.isfinite(two)
    return np.where(reached, one, np.nan), np.where(reached, two, np.nan)

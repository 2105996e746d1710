"""A crater of a DTM, measured in the window about it."""

from __future__ import annotations

import math

import numpy as np

from ...errors import ParameterError
from ...raster.align import AlignedHeights
from ...raster.grid import Grid
from .shape import SEARCH, CraterShape, measure

MOST_PIXELS = 4096
"""Pixels across a crater beyond which it is refused: it would not fit in memory, and is no detail."""


def metres_at(grid: Grid, centre: tuple[float, float]) -> tuple[float, float]:
    """Ground metres per column and row at a column and row of a grid."""
    across, down = grid.ground_metres(np.array([centre[1]]), np.array([centre[0]]))
    return float(across[0]), float(down[0])


def measure_in(surface: AlignedHeights, centre: tuple[float, float], radius_m: float) -> CraterShape | None:
    """Fit one crater of a DTM.

    Parameters
    ----------
    surface : AlignedHeights
    centre : (float, float)
        Column and row of the rough centre, 0 the edge of the first pixel.
    radius_m : float
        Rough radius.

    Returns
    -------
    CraterShape or None
        None where too little of a rim is seen, or it lies beside the DTM.

    Raises
    ------
    ParameterError
        The crater is too large.
    """
    grid = surface.grid
    reach_px = radius_m / min(grid.gsd)
    beside = not -reach_px < centre[0] < grid.width + reach_px or not -reach_px < centre[1] < grid.height + reach_px
    if beside or not math.isfinite(radius_m):
        return None
    gsd = metres_at(grid, centre)
    reach = [math.ceil(SEARCH[1] * radius_m / g) + 3 for g in gsd]
    if max(reach) > MOST_PIXELS:
        raise ParameterError(
            f"A crater of {2 * radius_m:,.0f} m is {2 * max(reach):,} pixels across; measure it in a coarser DTM."
        )
    left, top = math.floor(centre[0]) - reach[0], math.floor(centre[1]) - reach[1]
    window = surface.read(top, left, 2 * reach[1], 2 * reach[0])
    if not np.isfinite(window).any():
        return None
    return measure(window, (centre[0] - left, centre[1] - top), radius_m, gsd)

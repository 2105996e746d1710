"""The ground of a grid in pixels of another size."""

from __future__ import annotations

from ..errors import ParameterError
from .grid import Grid

MOST_PIXELS = 2**32


def with_pixels(grid: Grid, side_m: float) -> Grid:
    """The same ground in pixels of a side in ground metres, at the centre; parts of a pixel at the end are cut.

    Raises
    ------
    ParameterError
        There would be none, or too many.
    """
    a, b, c, d, e, f = grid.transform
    across, down = (gsd / side_m for gsd in grid.gsd)
    width, height = int(grid.width * across + 1e-6), int(grid.height * down + 1e-6)
    if width < 1 or height < 1 or width * height > MOST_PIXELS:
        raise ParameterError(
            f"Pixels of {side_m:g} m would make {height:,} rows of {width:,} of this DEM; choose another pixel size."
        )
    return Grid(grid.wkt, (a / across, b / down, c, d / across, e / down, f), width, height)

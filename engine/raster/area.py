"""An area of interest on a raster: the whole pixels of its own grid whose centres lie in it."""

from __future__ import annotations

import math

import numpy as np
from rasterio.crs import CRS
from rasterio.errors import CRSError
from rasterio.warp import transform as transform_points

from ..contract.extents import Extent
from ..errors import OverlapError, ParameterError
from .crs import require_moon
from .grid import Grid, Window
from .reach import each

SAMPLES = 65
"""Places along each axis of an area that tell where its edges lie in another CRS."""

ROUNDING_PX = 1e-6
"""What arithmetic takes from or adds to the place of an edge."""


def window_of(grid: Grid, extent: str, path: str) -> Window:
    """The smallest window with all pixels whose centres lie in an area.

    Of an area that lies along the axes of the raster these are the pixels themselves.

    Parameters
    ----------
    grid : Grid
        Of the whole raster.
    extent : str
        As ``contract.extents.Extent`` has it.
    path : str
        Of the raster, for messages.

    Raises
    ------
    OverlapError
        The area does not meet the raster, or goes over the edge at which its longitudes begin anew.
    ParameterError
        Its CRS cannot be read.
    BodyError
        Its CRS is not of the Moon.
    """
    area = Extent.of(extent)
    x, y = np.meshgrid(np.linspace(area.x_min, area.x_max, SAMPLES), np.linspace(area.y_min, area.y_max, SAMPLES))
    if area.crs:
        crs = _crs(area.crs)
        require_moon(crs.to_wkt(), f"The extent {extent}")
        if crs != grid.crs:
            found = each(lambda *places: transform_points(crs, grid.crs, *places), x.ravel(), y.ravel())
            x, y = (np.reshape(values, x.shape) for values in found)
    columns, rows = grid.from_crs(x, y)
    known = np.isfinite(columns) & np.isfinite(rows)
    if not known.any():
        raise _apart(grid, extent, path)
    if grid.turn_columns is not None:
        with np.errstate(invalid="ignore"):
            jumps = max(float(np.nanmax(np.abs(np.diff(columns, axis=axis)))) for axis in (0, 1))
        if jumps > grid.turn_columns / 2.0:
            raise OverlapError(
                f"The extent {extent} goes over the edge of {path} at which its longitudes begin anew; give an area on "
                "one side of it."
            )
    spans = []
    for places, length in ((rows[known], grid.height), (columns[known], grid.width)):
        first = max(0, math.ceil(float(places.min()) - 0.5 - ROUNDING_PX))
        last = min(length, math.floor(float(places.max()) - 0.5 + ROUNDING_PX) + 1)
        spans.append((first, last - first))
    (row, height), (column, width) = spans
    if height < 1 or width < 1:
        raise _apart(grid, extent, path)
    return row, column, height, width


def _crs(text: str) -> CRS:
    try:
        return CRS.from_user_input(text)
    except CRSError as error:
        raise ParameterError(
            f"The CRS {text[:100]!r} of the extent cannot be read; give a lunar one, like IAU_2015:30100, or leave the "
            "brackets out where it is the raster's."
        ) from error


def _apart(grid: Grid, extent: str, path: str) -> OverlapError:
    x, y = grid.to_crs(np.array([0.0, grid.width, 0.0, grid.width]), np.array([0.0, 0.0, grid.height, grid.height]))
    there = ",".join(f"{value:.10g}" for value in (x.min(), x.max(), y.min(), y.max()))
    return OverlapError(
        f"The extent {extent} holds no pixel of {path}, which covers {there} in its own CRS; give an area on it."
    )

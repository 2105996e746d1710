"""Whether a raster's place can be believed: its geotransform, and where that puts it on the sphere."""

from __future__ import annotations

import math

import numpy as np
from rasterio._err import CPLE_BaseError  # the root of what PROJ and GDAL raise; public names do not cover it

from ..errors import RasterError
from .grid import Grid

LEAST_ANGLE = 1e-3
"""Sine of the angle between columns and rows under which pixels have no area worth the name."""

IDENTITY = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
"""What GDAL hands out where a file has no geotransform."""


def require_geotransform(transform: tuple[float, ...], path: str) -> None:
    """Raise RasterError for a transform that places no pixels."""
    if not all(math.isfinite(value) for value in transform):
        raise RasterError(f"{path} has a geotransform with values that are no numbers; georeference it again.")
    if tuple(transform) == IDENTITY:
        cure = "georeference it (gdal_edit -a_ullr), or add its world file"
        if path.lower().endswith(".xml"):
            cure = (
                "open the .LBL or .TIF of the product instead (PDS4 labels of LROC's polar products place it wrongly)"
            )
        raise RasterError(f"{path} has a CRS but no geotransform, so nothing says where it lies; {cure}.")
    a, b, _, d, e, _ = transform
    column, row = math.hypot(a, d), math.hypot(b, e)
    if column == 0.0 or row == 0.0 or not math.isfinite(column * row):
        raise RasterError(f"{path} has pixels of size {column:g} by {row:g}; georeference it again.")
    if abs(a * e - b * d) < LEAST_ANGLE * column * row:
        raise RasterError(f"{path} has a geotransform whose columns and rows run the same way; georeference it again.")


def require_ground(grid: Grid, path: str) -> None:
    """Raise RasterError where the middle of a grid is no place on the sphere, or its pixels have no size there."""
    middle = np.array([grid.width / 2.0]), np.array([grid.height / 2.0])
    x, y = grid.to_crs(*middle)
    if grid.crs.is_geographic and not abs(float(y[0])) <= 90.0:
        raise RasterError(f"{path} has its middle at latitude {float(y[0]):g}; check its CRS and geotransform.")
    try:
        longitude, latitude = grid.longitude_latitude(*middle)
    except CPLE_BaseError:  # beyond the limb of the projection
        longitude = latitude = np.array([math.nan])
    if not (np.isfinite(longitude).all() and np.isfinite(latitude).all() and abs(float(latitude[0])) <= 90.0):
        raise RasterError(
            f"{path} has its middle at ({float(x[0]):g}, {float(y[0]):g}), which its CRS puts nowhere on the Moon; "
            "check its CRS and geotransform."
        )
    try:
        gsd = grid.gsd
    except CPLE_BaseError:
        gsd = (math.nan, math.nan)
    if not all(math.isfinite(size) and size > 0.0 for size in gsd):
        raise RasterError(
            f"{path} has pixels of {gsd[0]:g} by {gsd[1]:g} m on the ground; check its CRS and geotransform."
        )


def require_box(grid: Grid, box: tuple[float, float, float, float], path: str) -> None:
    """Raise RasterError where a grid's middle lies outside the bounding coordinates of its own label.

    Parameters
    ----------
    box : (west, east, south, north)
        Degrees; widened by its own size on each side, as labels round.
    """
    west, east, south, north = box
    longitude, latitude = (float(v[0]) for v in grid.longitude_latitude(
        np.array([grid.width / 2.0]), np.array([grid.height / 2.0])
    ))  # fmt: skip
    tall, wide = abs(north - south) + 0.1, (east - west) % 360.0 or 360.0
    inside = south - tall <= latitude <= north + tall
    # Near a pole longitudes say little; there the latitude has to do.
    if abs(latitude) < 89.0 and wide < 180.0:
        margin = wide + 0.1 / max(math.cos(math.radians(latitude)), 0.01)
        inside = inside and (longitude - (west - margin)) % 360.0 <= wide + 2.0 * margin
    if not inside:
        raise RasterError(
            f"{path} places its middle at {longitude:.2f} E {latitude:.2f} N, but its own bounding coordinates are "
            f"{west:g} to {east:g} E and {south:g} to {north:g} N (PDS4 labels of LROC's polar products have the wrong "
            "sign of upperleft_corner_x); open the .LBL or .TIF of the product instead."
        )

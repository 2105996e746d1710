"""The move of a coarse DEM for other programs: a matrix for Ames Stereo Pipeline, numbers for ISIS.

A move along the ground is a rotation about the Moon's centre. About the middle of the scene it carries points by just
that many metres, heights stay what they are, and unlike a translation it stays level for points that lie aside.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..raster.frame import Move
from ..raster.grid import Grid

Matrix = NDArray[np.float64]


def cartesian(longitude_deg: float, latitude_deg: float) -> NDArray[np.float64]:
    """Unit vector from the Moon's centre in the body-fixed frame: x to longitude 0, z to the north pole."""
    lon, lat = np.radians(longitude_deg), np.radians(latitude_deg)
    return np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def matrix(move: Move, grid: Grid) -> Matrix:
    """Of 4 x 4, takes points of the coarse DEM (metres, body-fixed) to where the image has them.

    Parameters
    ----------
    move : Move
        Of the coarse DEM, in the map's frame.
    grid : Grid
        Of the scene, whose middle is moved by exactly that.
    """
    column, row = grid.width / 2.0, grid.height / 2.0
    right, down = move.on(grid)
    longitude, latitude = grid.longitude_latitude(np.array([column, column + right]), np.array([row, row + down]))
    first, last = (cartesian(lon, lat) for lon, lat in zip(longitude, latitude))
    axis = np.cross(first, last)
    whole: Matrix = np.eye(4)
    if move.east_m == 0.0 and move.north_m == 0.0:
        return whole
    # Rodrigues; the sine is the length of the axis.
    cross = np.array([[0.0, -axis[2], axis[1]], [axis[2], 0.0, -axis[0]], [-axis[1], axis[0], 0.0]])
    whole[:3, :3] += cross + cross @ cross / (1.0 + float(first @ last))
    return whole


def as_text(values: Matrix) -> str:
    """As ``pc_align --initial-transform`` reads it: four rows of four numbers."""
    return "".join(" ".join(f"{value: .17e}" for value in row) + "\n" for row in values)


def for_isis(move: Move, grid: Grid, name: str) -> str:
    """A PVL group with the move in the map of the DTM.

    The coarse DEM as a cube on that map is moved by ``translate`` with STRANS and LTRANS where it has the DTM's pixels,
    or by adding the two corner terms to UpperLeftCornerX and UpperLeftCornerY of its Mapping group (``editlab``).
    """
    right, down = move.on(grid)
    a, b, _, d, e, _ = grid.transform
    x, y = a * right + b * down, d * right + e * down
    unit = "degrees" if grid.crs.is_geographic else "meters"
    return (
        f"Group = CoarseDemMove\n  Dtm                 = {name}\n"
        f"  East                = {move.east_m:.2f} <meters>\n  North               = {move.north_m:.2f} <meters>\n"
        f"  AddToUpperLeftCornerX = {x:.9g} <{unit}>\n  AddToUpperLeftCornerY = {y:.9g} <{unit}>\n"
        f"  PixelResolution     = {abs(a):.9g} <{unit}/pixel>\n  Strans              = {right:.6f}\n"
        f"  Ltrans              = {down:.6f}\nEnd_Group\nEnd\n"
    )

"""Where rasters lie on the grid of one of them, and the grid that holds them all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import OverlapError, ParameterError
from .align import positions_on
from .grid import Grid
from .reach import positions

SAMPLES = 65
"""Along each side of a raster, from which its extent on another grid is taken."""

MOST_PIXELS = 2**33
MOST_EMPTY = 50.0
"""A union is refused beyond so many pixels, or times the pixels of its parts: they are not neighbours then."""


@dataclass(frozen=True)
class Place:
    """A raster on the grid of another one, which goes on beyond its borders.

    Attributes
    ----------
    top, left, height, width : int
        Window that the raster covers.
    on_lattice : bool
        Whether the pixels of the two coincide.
    """

    top: int
    left: int
    height: int
    width: int
    on_lattice: bool


def place_on(base: Grid, other: Grid, path: str) -> Place:
    """The window of ``base`` that another raster covers, the short way round the Moon.

    Raises
    ------
    OverlapError
        The map of ``base`` does not have that ground.
    """
    middle = positions_on(other, base, np.array(other.width / 2.0), np.array(other.height / 2.0))
    x = float(base.to_crs(*middle)[0])
    about = x if math.isfinite(x) else None
    columns, rows = np.meshgrid(np.linspace(0, other.width, SAMPLES), np.linspace(0, other.height, SAMPLES))
    at_columns, at_rows = positions_on(other, base, columns, rows, about)
    if _coincide(columns, rows, at_columns, at_rows):
        return Place(round(float(at_rows[0, 0])), round(float(at_columns[0, 0])), other.height, other.width, True)
    if not (np.isfinite(at_columns) & np.isfinite(at_rows)).any():
        raise OverlapError(f"{path} lies on ground that the map of the first input does not have; reproject it.")
    left, right = _extent(at_columns)
    top, bottom = _extent(at_rows)
    turn = base.turn_columns
    for latitude in (-90.0, 90.0):
        if turn is None or other.period is not None:
            break
        # The other pole of a polar map lies nowhere on it.
        column, row = (float(v[0]) for v in positions(other, np.zeros(1), np.array([latitude])))
        if 0.0 <= column <= other.width and 0.0 <= row <= other.height:
            # A pole within a raster: all longitudes, and the row of the pole, which samples may pass by.
            left, right = float(middle[0]) - turn / 2.0, float(middle[0]) + turn / 2.0
            pole = float(base.from_longitude_latitude(np.zeros(1), np.array([latitude]))[1][0])
            top, bottom = min(top, pole), max(bottom, pole)
    # A thousandth of a pixel is rounding, not ground.
    first = math.floor(top + 1e-3), math.floor(left + 1e-3)
    return Place(*first, math.ceil(bottom - 1e-3) - first[0], math.ceil(right - 1e-3) - first[1], False)


def _extent(values: np.ndarray) -> tuple[float, float]:
    """Least and largest value, and what a curve through three samples can go beyond them."""
    known = values[np.isfinite(values)]
    with np.errstate(invalid="ignore"):
        bends = [np.abs(np.diff(values, 2, axis)) for axis in (0, 1)]
    bend = max((float(b[np.isfinite(b)].max(initial=0.0)) for b in bends), default=0.0) / 8.0
    return float(known.min()) - bend, float(known.max()) + bend


def _coincide(columns: np.ndarray, rows: np.ndarray, at_columns: np.ndarray, at_rows: np.ndarray) -> bool:
    """Whether places of one raster have the same columns and rows on another, but for whole pixels."""
    for here, there in ((columns, at_columns), (rows, at_rows)):
        off = there - here
        if not np.isfinite(off).all() or float(np.abs(off - np.round(off[0, 0])).max()) >= 1e-2:
            return False
    return True


def union(base: Grid, grids: Sequence[Grid], places: Sequence[Place]) -> Grid:
    """The part of the grid of ``base``, gone on beyond its borders, that holds all places.

    Raises
    ------
    ParameterError
        It is so large, or so empty, that its parts are not neighbours.
    """
    top, left = min(p.top for p in places), min(p.left for p in places)
    height = max(p.top + p.height for p in places) - top
    width = max(p.left + p.width for p in places) - left
    size = base.gsd[0] * base.gsd[1]
    filled = sum(
        min(p.height * p.width, g.height * g.width * g.gsd[0] * g.gsd[1] / size) for p, g in zip(places, grids)
    )
    if height * width > min(MOST_PIXELS, MOST_EMPTY * filled):
        raise ParameterError(
            f"Together the inputs span {width:,} x {height:,} pixels of the first one, of which they cover "
            f"{100.0 * min(filled / (height * width), 1.0):.2g} %; give inputs that are neighbours, in a map that fits "
            "their ground."
        )
    return base.window(top, left, height, width)

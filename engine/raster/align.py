"""A coarse DEM on the grid of an image."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from rasterio.warp import transform as transform_points
from scipy import ndimage

from ..errors import OverlapError
from .grid import Grid
from .heights import HeightReader

LATTICE = 32
"""Every so many pixels the exact position is computed; between them it is linear."""


class AlignedHeights:
    """Windows of a coarse DEM on another grid of the same body, bilinear, nodata masked first.

    A pixel has a height when the posts about it that have data carry at least half of the bilinear
    weight; their weights are then normalised.

    Parameters
    ----------
    coarse : HeightReader
    grid : Grid
        Target grid.
    shift_m : (float, float)
        Ground metres east and north by which the coarse DEM is moved before sampling.
    cubic : bool
        Cubic splines instead of bilinear: the smooth surface that a DTM is measured against.

    Raises
    ------
    OverlapError
        The two rasters share no ground.
    """

    def __init__(
        self, coarse: HeightReader, grid: Grid, shift_m: tuple[float, float] = (0.0, 0.0), cubic: bool = False
    ) -> None:
        self._coarse = coarse
        self._cubic = cubic
        self.grid = grid
        gsd_x, gsd_y = grid.gsd
        # Moving the DEM east is sampling it further west.
        self._shift = (-shift_m[0] / gsd_x, shift_m[1] / gsd_y)
        posting = coarse.grid.gsd
        self.posting_m = math.sqrt(posting[0] * posting[1])
        self._require_overlap()

    def moved(self, east_m: float, north_m: float, grid: Grid | None = None) -> AlignedHeights:
        """The same coarse DEM, moved by ground metres from where it lies; on another grid if one is given."""
        return AlignedHeights(self._coarse, grid or self.grid, (east_m, north_m), self._cubic)

    @property
    def posting_px(self) -> float:
        """Posting of the coarse DEM in pixels of the target grid."""
        return self.posting_m / math.sqrt(self.grid.gsd[0] * self.grid.gsd[1])

    def positions(self, columns: NDArray[np.float64], rows: NDArray[np.float64]) -> tuple[np.ndarray, np.ndarray]:
        """Fractional (row, column) indices of posts (0 is a centre) for target pixel positions."""
        moved = columns + self._shift[0], rows + self._shift[1]
        column, row = positions_on(self.grid, self._coarse.grid, *moved)
        return row - 0.5, column - 0.5

    def _require_overlap(self) -> None:
        """Look at a lattice over the whole target."""
        columns, rows = np.meshgrid(
            np.linspace(0.5, self.grid.width - 0.5, 33), np.linspace(0.5, self.grid.height - 0.5, 33)
        )
        row, column = self.positions(columns, rows)
        source = self._coarse.grid
        with np.errstate(invalid="ignore"):
            inside = (row > -0.5) & (row < source.height - 0.5) & (column > -0.5) & (column < source.width - 0.5)
        if not inside.any():
            raise OverlapError(
                f"{self._coarse.path} does not cover any part of the image; give a coarse DEM of the same ground."
            )

    def read(self, row: int, column: int, height: int, width: int, stride: int = 1) -> NDArray[np.float32]:
        """Heights in metres at every ``stride``-th pixel of a window, NaN where unknown.

        Returns
        -------
        (ceil(height / stride), ceil(width / stride)) float32 array
        """
        if height < 1 or width < 1:  # an image smaller than a posting, at the scale of the coarse DEM
            return np.empty((max(0, -(-height // stride)), max(0, -(-width // stride))), dtype=np.float32)
        rows = row + 0.5 + np.arange(0, height, stride, dtype=np.float64)
        columns = column + 0.5 + np.arange(0, width, stride, dtype=np.float64)
        at_rows, at_columns = self._dense_positions(rows, columns)
        return sample(self._coarse, at_rows, at_columns, self._cubic)

    def _dense_positions(
        self, rows: NDArray[np.float64], columns: NDArray[np.float64]
    ) -> tuple[np.ndarray, np.ndarray]:
        """Positions on a full grid, exact on a lattice that does not depend on the window."""
        knots = [_knots(axis) for axis in (rows, columns)]
        exact_rows, exact_columns = self.positions(*np.broadcast_arrays(knots[1][None, :], knots[0][:, None]))
        out = []
        for exact in (exact_rows, exact_columns):
            part = _interpolate(exact, knots[0], rows, axis=0)
            out.append(_interpolate(part, knots[1], columns, axis=1))
        return out[0], out[1]


def positions_on(
    grid: Grid, other: Grid, columns: NDArray[np.float64], rows: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fractional columns and rows on another grid of pixel positions on this one (0 is an edge).

    Longitudes are wrapped to the turn that the other grid lies in.
    """
    x, y = grid.to_crs(columns, rows)
    shape = x.shape
    if grid.crs != other.crs:
        moved = transform_points(grid.crs, other.crs, x.ravel(), y.ravel())
        x, y = np.reshape(moved[0], shape), np.reshape(moved[1], shape)
    return other.from_crs(x, y)


SPLINE_REACH = 12
"""Posts beyond a window that its cubic spline still feels by over 1e-6."""


def sample(heights: HeightReader, rows: np.ndarray, columns: np.ndarray, cubic: bool = False) -> NDArray[np.float32]:
    """Bilinear or cubic heights at fractional (row, column) indices of posts (0 is a centre); NaN where unknown.

    Posts without data carry no weight; a place is known when the posts about it that have data carry
    at least half of the weight.

    Parameters
    ----------
    heights : HeightReader
        Only the window about the places is read.
    rows, columns : arrays of one shape
    cubic : bool
        Cubic splines; gaps are filled with the nearest post for them, and masked as for bilinear.

    Returns
    -------
    float32 array of that shape
    """
    source = heights.grid
    out = np.full(rows.shape, np.nan, dtype=np.float32)
    with np.errstate(invalid="ignore"):
        inside = (rows > -0.5) & (rows < source.height - 0.5) & (columns > -0.5) & (columns < source.width - 0.5)
    if not inside.any():
        return out
    reach = SPLINE_REACH if cubic else 1
    r0 = max(0, math.floor(rows[inside].min()) - reach)
    r1 = min(source.height, math.ceil(rows[inside].max()) + reach + 1)
    c0 = max(0, math.floor(columns[inside].min()) - reach)
    c1 = min(source.width, math.ceil(columns[inside].max()) + reach + 1)
    posts = heights.read(r0, c0, r1 - r0, c1 - c0)
    valid = np.isfinite(posts)
    where = [np.where(inside, rows - r0, 0.0), np.where(inside, columns - c0, 0.0)]
    if cubic:
        value = ndimage.map_coordinates(fill_nearest(posts), where, order=3, mode="nearest", output=np.float32)
    else:
        filled = np.where(valid, posts, np.float32(0.0))
        value = ndimage.map_coordinates(filled, where, order=1, mode="nearest", output=np.float32)
    if valid.all():
        return np.where(inside, value, np.float32(np.nan))
    weight = ndimage.map_coordinates(valid.astype(np.float32), where, order=1, mode="nearest", output=np.float32)
    known = inside & (weight >= 0.5)
    out[known] = value[known] if cubic else value[known] / weight[known]
    return out


def fill_nearest(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Replace NaN by the nearest value; zero where there is none."""
    missing = np.isnan(values)
    if not missing.any():
        return values
    if missing.all():
        return np.zeros_like(values)
    nearest = ndimage.distance_transform_edt(missing, return_distances=False, return_indices=True)
    return values[tuple(nearest)]


def _knots(positions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Multiples of LATTICE that span the positions, so that every window uses the same ones."""
    first = math.floor(positions[0] / LATTICE)
    last = math.floor(positions[-1] / LATTICE) + 1
    return np.arange(first, last + 1, dtype=np.float64) * LATTICE


def _interpolate(values: np.ndarray, knots: np.ndarray, at: np.ndarray, axis: int) -> np.ndarray:
    """Linear interpolation along one axis of values on evenly spaced knots."""
    place = (at - knots[0]) / LATTICE
    index = np.minimum(place.astype(np.intp), len(knots) - 2)
    fraction = place - index
    fraction = fraction[:, None] if axis == 0 else fraction[None, :]
    low, high = values.take(index, axis), values.take(index + 1, axis)
    return np.asarray(low + (high - low) * fraction)

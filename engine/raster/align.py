"""A coarse DEM on the grid of an image."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rasterio.warp import transform as transform_points
from scipy import ndimage

from ..errors import OverlapError
from .frame import STILL, GroundSize, Move
from .grid import Grid
from .lattice import dense
from .whole_moon import NamedWindows, Windows, read_round, rows_beyond


@contextmanager
def same_ground(refusal: OverlapError) -> Iterator[None]:
    """Where a raster is laid on a grid that it does not overlap, say it in the words of those who gave the two.

    Raises
    ------
    OverlapError
        That which is given.
    """
    try:
        yield
    except OverlapError as error:
        raise refusal from error


class AlignedHeights:
    """Windows of a coarse DEM on another grid of the same body, bilinear, nodata masked first.

    A pixel has a height when the posts about it that have data carry at least half of the bilinear
    weight; their weights are then normalised.

    Parameters
    ----------
    coarse : NamedWindows
        Heights, or another band that is to lie on that grid.
    grid : Grid
        Target grid.
    move : Move
        By which the coarse DEM is moved before sampling.
    cubic : bool
        Cubic splines instead of bilinear: the smooth surface that a DTM is measured against.

    Raises
    ------
    OverlapError
        The two rasters share no ground.
    """

    def __init__(self, coarse: NamedWindows, grid: Grid, move: Move = STILL, cubic: bool = False) -> None:
        self._coarse = coarse
        self._cubic = cubic
        self.grid = grid
        self.move = move
        self._shift = move.on(grid)
        self._about = self._turn()
        self._require_overlap()

    def moved(self, move: Move, grid: Grid | None = None) -> AlignedHeights:
        """The same coarse DEM, moved from where its file has it; on another grid if one is given."""
        return AlignedHeights(self._coarse, grid or self.grid, move, self._cubic)

    def smooth(self) -> AlignedHeights:
        """The same coarse DEM in the same place by cubic splines."""
        return AlignedHeights(self._coarse, self.grid, self.move, cubic=True)

    @property
    def path(self) -> str:
        """Of the coarse DEM."""
        return self._coarse.path

    @cached_property
    def posting(self) -> GroundSize:
        """Distance of the posts on the ground, along the axes of the coarse DEM, under the middle of the target."""
        x, y = self._postings(np.array([self.grid.middle[1]]))
        return GroundSize(float(x[0]), float(y[0]))

    @property
    def posting_m(self) -> float:
        """Posting as one number: the side of a square of the same ground."""
        return self.posting.mean_m

    def posting_at(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Posting in metres, as one number, under the middle column of target rows."""
        x, y = self._postings(np.asarray(rows, dtype=np.float64))
        return np.asarray(np.sqrt(x * y))

    @property
    def posting_px(self) -> float:
        """Posting of the coarse DEM in pixels of the target grid."""
        return self.posting_m / self.grid.ground_size.mean_m

    def pixels_of_posting(self, parts: float) -> int:
        """Whole pixels of the target grid in a part of the posting, at least one.

        Postings are often a whole number of pixels but for rounding in the angles. A thousandth more decides
        these one way, everywhere.
        """
        return max(1, math.floor(self.posting_px / parts + 1e-3))

    def _postings(self, rows: NDArray[np.float64]) -> tuple[np.ndarray, np.ndarray]:
        """Metres per column and row of the coarse DEM under the middle column of target rows."""
        source = self._coarse.grid
        at = positions_on(self.grid, source, np.full_like(rows, self.grid.middle[0]), rows, self._about)
        # Beyond the outer posts nothing is known of the ground, and at the very pole they would coincide.
        columns, rows = (
            np.clip(np.where(np.isfinite(v), v, size / 2.0), 0.5, size - 0.5)
            for v, size in zip(at, (source.width, source.height))
        )
        return source.ground_metres(rows, columns)

    def _turn(self) -> float | None:
        """The x in the coarse DEM's CRS about which longitudes are wrapped: the target's middle.

        Wrapped about it, a target of less than the whole Moon lies in one piece.
        """
        source = self._coarse.grid
        if source.turn_columns is None:
            return None
        middle = np.array([self.grid.width / 2.0]), np.array([self.grid.height / 2.0])
        columns, rows = positions_on(self.grid, source, *middle)
        x = float(source.to_crs(columns, rows)[0][0])
        return x if math.isfinite(x) else None

    def positions(self, columns: NDArray[np.float64], rows: NDArray[np.float64]) -> tuple[np.ndarray, np.ndarray]:
        """Fractional (row, column) indices of posts (0 is a centre) for target pixel positions.

        Columns are counted on round the Moon from those under the middle of the target.
        """
        # Moving the DEM east is sampling it further west.
        moved = columns - self._shift[0], rows - self._shift[1]
        column, row = positions_on(self.grid, self._coarse.grid, *moved, self._about)
        return row - 0.5, column - 0.5

    def _require_overlap(self) -> None:
        """Look at a lattice over the whole target."""
        columns, rows = np.meshgrid(
            np.linspace(0.5, self.grid.width - 0.5, 33), np.linspace(0.5, self.grid.height - 0.5, 33)
        )
        row, column = self.positions(columns, rows)
        if not _inside(self._coarse.grid, row, own_turn(self._coarse.grid, column)).any():
            raise OverlapError(
                f"{self._coarse.path} does not cover any part of the image; give a coarse DEM of the same ground."
            )

    def read(self, row: int, column: int, height: int, width: int, stride: int = 1) -> NDArray[np.float32]:
        """Heights in metres at every ``stride``-th pixel of a window, NaN where unknown.

        Returns
        -------
        (ceil(height / stride), ceil(width / stride)) float32 array
        """
        rows = row + 0.5 + np.arange(0, height, stride, dtype=np.float64)
        columns = column + 0.5 + np.arange(0, width, stride, dtype=np.float64)
        return self._at(rows, columns)

    def block_centres(self, factor: int, shape: tuple[int, int]) -> NDArray[np.float32]:
        """Heights at the exact centres of (factor, factor) blocks of pixels, as ``RasterReader.block_means`` has them.

        The centre of a block of even size lies between pixels.

        Parameters
        ----------
        factor : int
        shape : (int, int)
            Blocks down and across.
        """
        rows, columns = (factor * (np.arange(count, dtype=np.float64) + 0.5) for count in shape)
        return self._at(rows, columns)

    def _at(self, rows: NDArray[np.float64], columns: NDArray[np.float64]) -> NDArray[np.float32]:
        if not (rows.size and columns.size):  # an image smaller than a posting, at the scale of the coarse DEM
            return np.empty((rows.size, columns.size), dtype=np.float32)
        # On the lattice of the whole raster, so that a part of it has the same positions.
        top, left = self.grid.origin
        at_rows, at_columns = dense(lambda x, y: self.positions(x + left, y + top), columns - left, rows - top)
        return sample(self._coarse, at_rows, at_columns, self._cubic)


def positions_on(
    grid: Grid,
    other: Grid,
    columns: NDArray[np.float64],
    rows: NDArray[np.float64],
    about: float | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fractional columns and rows on another grid of pixel positions on this one (0 is an edge).

    Longitudes are wrapped to the turn that the other grid lies in, or to the one about another x of its CRS.
    """
    x, y = grid.to_crs(columns, rows)
    shape = x.shape
    if grid.crs != other.crs:
        moved = transform_points(grid.crs, other.crs, x.ravel(), y.ravel())
        x, y = np.reshape(moved[0], shape), np.reshape(moved[1], shape)
    return other.from_crs(x, y, about)


SPLINE_REACH = 12
"""Posts beyond a window that its cubic spline still feels by over 1e-6."""

MOST_POSTS = 2**24
LEAST_SPLIT = 4096
"""A window that needs more posts is read in halves, unless it is smaller: one over a pole needs all longitudes."""


def sample(heights: Windows, rows: np.ndarray, columns: np.ndarray, cubic: bool = False) -> NDArray[np.float32]:
    """Bilinear or cubic heights at fractional (row, column) indices of posts (0 is a centre); NaN where unknown.

    Posts without data carry no weight; a place is known when the posts about it that have data carry
    at least half of the weight.

    Parameters
    ----------
    heights : Windows
        Only the window about the places is read.
    rows, columns : arrays of one shape
        Columns may be counted on round the Moon.
    cubic : bool
        Cubic splines; gaps are filled with the nearest post for them, and masked as for bilinear.

    Returns
    -------
    float32 array of that shape
    """
    source = heights.grid
    columns = own_turn(source, columns)
    out = np.full(rows.shape, np.nan, dtype=np.float32)
    inside = _inside(source, rows, columns)
    if not inside.any():
        return out
    reach = SPLINE_REACH if cubic else 1
    top, bottom = rows_beyond(source, reach)
    left, right = (-math.inf, math.inf) if source.is_closed else (0, source.width)
    r0 = max(top, math.floor(rows[inside].min()) - reach)
    r1 = min(bottom, math.ceil(rows[inside].max()) + reach + 1)
    c0 = int(max(left, math.floor(columns[inside].min()) - reach))
    c1 = int(min(right, math.ceil(columns[inside].max()) + reach + 1))
    if (r1 - r0) * (c1 - c0) > MOST_POSTS and rows.size > LEAST_SPLIT:
        axis = int(np.argmax(rows.shape))
        halves = zip(np.array_split(rows, 2, axis), np.array_split(columns, 2, axis))
        return np.concatenate([sample(heights, at_rows, at_columns, cubic) for at_rows, at_columns in halves], axis)
    posts = read_round(heights, r0, c0, r1 - r0, c1 - c0)
    valid = np.isfinite(posts)
    whole = bool(inside.all())
    where = [rows - r0, columns - c0]
    if not whole:
        where = [np.where(inside, at, 0.0) for at in where]
    if cubic:
        value = ndimage.map_coordinates(fill_nearest(posts), where, order=3, mode="nearest", output=np.float32)
    else:
        filled = np.where(valid, posts, np.float32(0.0))
        value = ndimage.map_coordinates(filled, where, order=1, mode="nearest", output=np.float32)
    if valid.all():
        return value if whole else np.where(inside, value, np.float32(np.nan))
    weight = ndimage.map_coordinates(valid.astype(np.float32), where, order=1, mode="nearest", output=np.float32)
    known = inside & (weight >= 0.5)
    out[known] = value[known] if cubic else value[known] / weight[known]
    return out


def own_turn(grid: Grid, columns: np.ndarray) -> np.ndarray:
    """Column indices wrapped to the turn about the middle of a raster; as they are where it is closed."""
    if grid.turn_columns is None or grid.is_closed:
        return columns
    with np.errstate(invalid="ignore"):
        return columns - grid.turn_columns * np.round((columns + 0.5 - grid.width / 2.0) / grid.turn_columns)


def _inside(grid: Grid, rows: np.ndarray, columns: np.ndarray) -> NDArray[np.bool_]:
    """Where indices of posts lie on the pixels of a raster."""
    with np.errstate(invalid="ignore"):
        across = np.isfinite(columns) if grid.is_closed else (columns > -0.5) & (columns < grid.width - 0.5)
        return (rows > -0.5) & (rows < grid.height - 0.5) & across


def fill_nearest(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Replace NaN by the nearest value; zero where there is none."""
    missing = np.isnan(values)
    if not missing.any():
        return values
    if missing.all():
        return np.zeros_like(values)
    nearest = ndimage.distance_transform_edt(missing, return_distances=False, return_indices=True)
    return values[tuple(nearest)]

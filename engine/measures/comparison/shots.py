"""Points with heights on the ground of a grid, and the heights that surfaces have at them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...arrays import BoolArray, DoubleArray
from ...contract.progress import Progress
from ...errors import LayerError, OverlapError
from ...raster.align import sample
from ...raster.grid import Grid
from ...raster.height_units import plausible
from ...raster.heights import HeightReader
from ...raster.reach import positions
from ...vector.points import read_points
from .regions import by_block

MOST_SHOTS = 2_000_000

Indices = NDArray[np.intp]


@dataclass(frozen=True)
class Shots:
    """Points that lie on a grid, (n,) arrays.

    Attributes
    ----------
    longitude, latitude : degrees
    height : metres
    columns, rows : positions on the grid, 0 the edge of its first pixel
    """

    longitude: DoubleArray
    latitude: DoubleArray
    height: DoubleArray
    columns: DoubleArray
    rows: DoubleArray

    @property
    def count(self) -> int:
        """Number of points."""
        return int(self.height.size)


def read_shots(path: str, grid: Grid, progress: Progress) -> Shots:
    """The points of a file that lie on a grid.

    Raises
    ------
    LayerError
        The file cannot be read as points, or has too many on this ground.
    OverlapError
        None lies on the grid.
    """
    kept: list[DoubleArray] = []
    read = left_out = wild = found = 0
    for part in read_points(path):
        progress.check()
        read += part.height.size
        left_out += part.left_out
        columns, rows = positions(grid, part.longitude, part.latitude)
        with np.errstate(invalid="ignore"):
            here = (columns >= 0.0) & (columns < grid.width) & (rows >= 0.0) & (rows < grid.height)
        good = plausible(part.height)
        wild += int((here & ~good).sum())
        here &= good
        found += int(here.sum())
        if found > MOST_SHOTS:
            raise LayerError(
                f"{path} has over {MOST_SHOTS:,} points on the ground of the first DTM; give a part of them."
            )
        kept.append(np.stack([part.longitude, part.latitude, part.height, columns, rows])[:, here])
    if left_out:
        progress.info(f"{path}: {left_out:,} points without a value, or flagged as no ground, are left out.")
    if wild:
        progress.warning(f"{path}: {wild:,} points beyond the Moon's heights are left out.")
    if not found:
        raise OverlapError(
            f"{path} has none of its {read:,} points on the ground of the first DTM; give points of the same ground."
        )
    return Shots(*np.concatenate(kept, axis=1))


class ShotSurface:
    """A DTM at points that are moved.

    Parameters
    ----------
    heights : HeightReader
    shots : Shots
    cubic : bool
        By cubic splines instead of bilinearly.
    """

    def __init__(self, heights: HeightReader, shots: Shots, cubic: bool) -> None:
        self._heights, self._cubic = heights, cubic
        grid = heights.grid
        columns, rows = positions(grid, shots.longitude, shots.latitude)
        if grid.turn_columns:
            # The turn that the points' neighbours on the grid are counted in.
            columns = columns - grid.turn_columns * np.round((columns - grid.width / 2.0) / grid.turn_columns)
        self._places = np.column_stack((columns, rows))
        self._known: BoolArray = np.isfinite(columns) & np.isfinite(rows)
        self._step = np.array([grid.pixels_of(1.0, 0.0), grid.pixels_of(0.0, 1.0)])

    @property
    def pixel_m(self) -> float:
        """Side of a pixel on the ground."""
        return self._heights.grid.ground_size.mean_m

    def at(self, moves: DoubleArray, which: Indices) -> DoubleArray:
        """Heights at some of the points, moved.

        Parameters
        ----------
        moves : (k, 2) array
            Metres east and north.
        which : (n,) array
            Indices of the points.

        Returns
        -------
        (n, k) array
            Metres, NaN where unknown.
        """
        out = np.full((which.size, len(moves)), np.nan)
        pixels = moves @ self._step
        for part in self._blocks(which):
            columns, rows = (self._places[which[part], axis][:, None] + pixels[None, :, axis] for axis in (0, 1))
            out[part] = sample(self._heights, rows - 0.5, columns - 0.5, self._cubic)
        return out

    def _blocks(self, which: Indices) -> Iterator[Indices]:
        """Places in ``which`` of points that lie near each other, so that small windows are read."""
        known = np.flatnonzero(self._known[which])
        columns, rows = self._places[which[known]].T
        yield from (known[part] for part in by_block(rows, columns))

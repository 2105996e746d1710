"""The eight ways to store one raster: transposes and flips, and the one that is north-up."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

Affine6 = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Orientation:
    """A member of the square's symmetry group: transpose first, then flip.

    Attributes
    ----------
    transpose : bool
        Exchange rows and columns.
    flip_rows, flip_columns : bool
        Reverse them, after the transpose.
    """

    transpose: bool = False
    flip_rows: bool = False
    flip_columns: bool = False

    def apply(self, values: np.ndarray) -> np.ndarray:
        """Turn an (..., H, W) array."""
        if self.transpose:
            values = values.swapaxes(-1, -2)
        if self.flip_rows:
            values = values[..., ::-1, :]
        if self.flip_columns:
            values = values[..., :, ::-1]
        return values

    def undo(self, values: np.ndarray) -> np.ndarray:
        """The inverse of ``apply``."""
        if self.flip_columns:
            values = values[..., :, ::-1]
        if self.flip_rows:
            values = values[..., ::-1, :]
        if self.transpose:
            values = values.swapaxes(-1, -2)
        return values

    def azimuth(self, azimuth_deg: float) -> float:
        """Azimuth of the sun after ``apply``, in [0, 360)."""
        if self.transpose:
            azimuth_deg = 270.0 - azimuth_deg  # right becomes down: (e, n) -> (-n, -e)
        if self.flip_rows:
            azimuth_deg = 180.0 - azimuth_deg
        if self.flip_columns:
            azimuth_deg = -azimuth_deg
        return azimuth_deg % 360.0

    def size(self, height: int, width: int) -> tuple[int, int]:
        """Rows and columns of a (height, width) array after ``apply``."""
        return (width, height) if self.transpose else (height, width)

    def window(
        self, row: int, column: int, height: int, width: int, size: tuple[int, int]
    ) -> tuple[int, int, int, int]:
        """The window before ``apply`` of a window after it.

        Parameters
        ----------
        row, column, height, width : int
            Window in the turned raster.
        size : (rows, columns)
            Size of the turned raster.
        """
        if self.flip_rows:
            row = size[0] - row - height
        if self.flip_columns:
            column = size[1] - column - width
        return (column, row, width, height) if self.transpose else (row, column, height, width)

    def transform(self, affine: Affine6, size: tuple[int, int]) -> Affine6:
        """Affine of the turned raster of the given size from the one before ``apply``."""
        a, b, c, d, e, f = affine
        if self.transpose:
            a, b, d, e = b, a, e, d
        if self.flip_rows:
            b, c, e, f = -b, c + b * size[0], -e, f + e * size[0]
        if self.flip_columns:
            a, c, d, f = -a, c + a * size[1], -d, f + d * size[1]
        return a, b, c, d, e, f


ALL = tuple(Orientation(t, r, c) for t in (False, True) for r in (False, True) for c in (False, True))
"""The group; the identity comes first."""


def north_up(affine: Affine6) -> Orientation:
    """The orientation in which columns run most nearly along +x and rows along -y of the CRS.

    For square pixels both come within 45 degrees. Where two fit alike (a raster turned by exactly 45
    degrees) the one whose columns run towards north is taken, so that all eight storages of a raster
    end as the same one.
    """

    def order(orientation: Orientation) -> tuple[float, bool]:
        a, b, _, d, e, _ = orientation.transform(affine, (0, 0))
        towards = a / math.hypot(a, d) - e / math.hypot(b, e)
        return round(towards, 9), d > 0.0

    return max(ALL, key=order)

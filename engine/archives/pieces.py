"""What is asked for in one go, and kept as pieces: ranges of a file, and how they are cut."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ..raster.grid import Grid
from .store import Store

Window = tuple[int, int, int, int]
"""Row, column, height, width."""


@dataclass(frozen=True)
class Job:
    """Ranges that one connection reads one after the other.

    Attributes
    ----------
    url : str
    ranges : sequence of (first byte, length)
    split : callable
        Makes pieces by name of what the ranges hold.
    """

    url: str
    ranges: Sequence[tuple[int, int]]
    split: Callable[[Sequence[bytes]], Mapping[str, bytes]]

    @property
    def bytes(self) -> int:
        """In all."""
        return sum(length for _, length in self.ranges)


class RemoteRaster(Protocol):
    """Heights in a file of an archive, of which windows are fetched before they are read."""

    url: str
    grid: Grid

    def jobs(self, window: Window, store: Store) -> list[Job]:
        """What is not kept yet of a window within the raster."""

    def names(self, window: Window) -> list[str]:
        """Pieces of a window within the raster."""

    def read(self, row: int, column: int, height: int, width: int) -> NDArray[np.float32]:
        """Heights in metres of a window that was fetched; NaN where unknown, and beyond the raster."""


def clipped(window: Window, grid: Grid) -> Window | None:
    """The part of a window that lies within a raster; None where there is none."""
    row, column, height, width = window
    top, left = max(row, 0), max(column, 0)
    bottom, right = min(row + height, grid.height), min(column + width, grid.width)
    return None if top >= bottom or left >= right else (top, left, bottom - top, right - left)

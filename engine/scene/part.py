"""The part of an image that is worked on: all of it, or an area of interest with a frame of ground about it."""

from __future__ import annotations

from dataclasses import dataclass

from ..contract.requests import SceneRequest
from ..raster.area import window_of
from ..raster.grid import Grid, Window

SIDE = 2048
"""Pixels each way from which a part of an image is decided at least: 34 postings of 60 m at 1 m."""


@dataclass(frozen=True)
class Part:
    """Windows of an image in pixels of the whole.

    Attributes
    ----------
    computed : (row, column, height, width)
        What is cut into tiles.
    kept : (row, column, height, width)
        What is written of it.
    """

    computed: Window
    kept: Window

    @property
    def inside(self) -> Window:
        """What is written, in pixels of what is computed."""
        row, column, height, width = self.kept
        return row - self.computed[0], column - self.computed[1], height, width


def whole(grid: Grid) -> Part:
    """All of an image."""
    window = 0, 0, grid.height, grid.width
    return Part(window, window)


def part_of(request: SceneRequest, grid: Grid, frame_px: int = 0) -> Part:
    """The part of the image that is asked for.

    Parameters
    ----------
    request : SceneRequest
    grid : Grid
        Of the whole image.
    frame_px : int
        Pixels about an area of interest that are computed too, so that its border is no border of tiles.

    Raises
    ------
    MmoedtmError
        The area does not meet the image.
    """
    if request.extent is None:
        return whole(grid)
    kept = window_of(grid, request.extent, request.image)
    return Part(framed(kept, frame_px, grid), kept)


def decided_from(part: Part, grid: Grid, preview: bool = False) -> Window:
    """The window of the image from which contrast and place of the coarse DEM are decided.

    A small area shows neither by itself, so it is at least ``SIDE`` pixels each way as far as the image has them; for
    a preview it is no more, so that it is a matter of seconds.

    Parameters
    ----------
    part : Part
    grid : Grid
        Of the whole image.
    preview : bool
    """
    row, column, height, width = part.kept if preview else part.computed
    rows, columns = min(SIDE, grid.height), min(SIDE, grid.width)
    if not preview:
        rows, columns = max(rows, height), max(columns, width)
    top = min(max(row + (height - rows) // 2, 0), grid.height - rows)
    left = min(max(column + (width - columns) // 2, 0), grid.width - columns)
    return top, left, rows, columns


def framed(window: Window, frame_px: int, grid: Grid) -> Window:
    """A window with so many pixels more on each side, as far as there are."""
    row, column, height, width = window
    top, left = max(row - frame_px, 0), max(column - frame_px, 0)
    bottom, right = min(row + height + frame_px, grid.height), min(column + width + frame_px, grid.width)
    return top, left, bottom - top, right - left

"""The rasters of a panel, each opened once, and what is drawn of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack

import numpy as np

from ...arrays import FloatArray
from ...contract.progress import Progress
from ...errors import OverlapError, RasterError
from ...raster.align import AlignedHeights, same_ground
from ...raster.area import window_of
from ...raster.baseline import bicubic
from ...raster.grid import Grid, same_grid
from ...raster.heights import HeightReader
from ...raster.nearest import nearest
from ...raster.reader import RasterReader
from ...reports.figure_scales import SCALES
from ..slope.maps import Shade
from .layout import OF_VALUES, Line, Place
from .reduced import Frame, Surface, framed, maps

Key = tuple[str, bool]
"""A raster of heights: its path, and whether it is interpolated smoothly."""


class Opened:
    """Rasters on the grid of a panel.

    Parameters
    ----------
    stack : ExitStack
        Closes them.
    grid : str
        The raster whose grid it is.
    height_unit : str
    progress : Progress
    extent : str, optional
        An area to which that raster, and all on its grid, are cut.
    """

    def __init__(
        self, stack: ExitStack, grid: str, height_unit: str, progress: Progress, extent: str | None = None
    ) -> None:
        self._stack, self._unit, self._progress, self._extent = stack, height_unit, progress, extent
        self._readers: dict[str, RasterReader] = {}
        self._heights: dict[str, HeightReader] = {}
        self._surfaces: dict[Key, Surface] = {}
        self.first = stack.enter_context(RasterReader(grid, extent=extent))
        self._readers[grid] = self.first

    @property
    def grid(self) -> Grid:
        """That all are drawn on."""
        return self.first.grid

    def reader(self, path: str) -> RasterReader:
        """A raster as it is, cut to the area if it is on the grid of the first."""
        if path not in self._readers:
            reader = self._stack.enter_context(RasterReader(path))
            if self._extent and same_grid(reader.grid, self.grid.window(*self.first.whole)):
                reader.cut_to(window_of(reader.grid, self._extent, path))
            self._readers[path] = reader
        return self._readers[path]

    def heights(self, path: str) -> HeightReader:
        """A raster of heights on its own grid."""
        if path not in self._heights:
            told = self._progress.info, self._progress.warning
            self._heights[path] = HeightReader(self.reader(path), self._unit, *told)
        return self._heights[path]

    def surface(self, path: str, smooth: bool) -> Surface:
        """Heights on the grid of the panel.

        Raises
        ------
        OverlapError
            The raster lies on other ground.
        """
        key = path, smooth
        if key not in self._surfaces:
            heights = self.heights(path)
            if same_grid(heights.grid, self.grid):
                self._surfaces[key] = heights
            else:
                with self._on_the_ground(path):
                    self._surfaces[key] = bicubic(heights, self.grid) if smooth else AlignedHeights(heights, self.grid)
        return self._surfaces[key]

    def values(self, place: Place, frame: Frame) -> FloatArray:
        """A raster as it is: means where it is on the grid and no codes, else the pixel that lies there.

        Raises
        ------
        OverlapError
            The raster lies on other ground.
        RasterError
            It is to be shown as codes, and holds others.
        """
        reader = self.reader(place.raster)
        if place.show in ("image", "values") and same_grid(reader.grid, self.grid):
            return reader.block_means(frame.factor, frame.part)
        with self._on_the_ground(place.raster):
            found = nearest(reader, self.grid, frame.part, frame.factor)
        names = SCALES[place.show].classes
        if names:
            odd = found[np.isfinite(found) & ~np.isin(found, range(len(names) + 1))]
            if odd.size:
                raise RasterError(
                    f"{place.raster} holds {odd[0]:.6g}, but {place.show} are 0 to {len(names)}; give the raster that "
                    f"has them, or show this one as values."
                )
        return found

    def _on_the_ground(self, path: str) -> AbstractContextManager[None]:
        return same_ground(OverlapError(
            f"{path} lies on other ground than {self.first.path}, on whose grid all are drawn; give rasters of the "
            "same ground."
        ))


def surfaces_of(lines: Sequence[Line]) -> list[tuple[Key, set[str]]]:
    """The heights of some rows, and which maps are needed of each, so that each is read once."""
    found: dict[Key, set[str]] = {}
    for line in lines:
        for place in line.places:
            if place is not None and place.show not in OF_VALUES:
                kind = "heights" if place.show == "difference" else place.show
                found.setdefault((place.raster, place.smooth), set()).add(kind)
                if place.minus:
                    found.setdefault((place.minus, False), set()).add("heights")
    return list(found.items())


def drawn(
    opened: Opened, lines: Sequence[Line], frame: Frame, shade: Shade, progress: Progress, done: Callable[[], None]
) -> Callable[[Place], FloatArray]:
    """Make the maps of rows of one part of the ground; what is drawn of each place.

    Parameters
    ----------
    opened : Opened
    lines : sequence of Line
    frame : Frame
    shade : Shade
    progress : Progress
    done : callable
        Called after each surface.
    """
    made: dict[Key, dict[str, FloatArray]] = {}
    for (path, smooth), kinds in surfaces_of(lines):
        made[path, smooth] = maps(opened.surface(path, smooth), frame, kinds, shade, progress)
        done()

    def of(place: Place) -> FloatArray:
        if place.show in OF_VALUES:
            return opened.values(place, frame)
        found = made[place.raster, place.smooth]
        if place.show == "difference":
            return found["heights"] - made[place.minus, False]["heights"]
        return found[place.show]

    return of


def whole(grid: Grid, size: int) -> Frame:
    """All of a grid, so that its longer side is drawn in at most ``size`` pixels."""
    return framed(grid, (0, 0, grid.height, grid.width), size)

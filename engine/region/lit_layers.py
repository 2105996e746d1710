"""DTMs of one ground under several suns, opened on one grid."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from ..arrays import FloatArray
from ..contract.progress import Progress
from ..errors import BodyError, OverlapError, ParameterError, RasterError
from ..raster.align import AlignedHeights, positions_on, same_ground
from ..raster.frame import STILL, Move, Sun
from ..raster.grid import Grid, Window
from ..raster.heights import HeightReader
from ..raster.reader import RasterReader
from ..raster.union import Place, place_on
from .lights import lights
from .pieces import OpenFiles

COARSER = 1.5
"""Times the size of the grid's pixels from which those of a DTM lack detail that is then damped."""


@dataclass(frozen=True)
class LitLayer:
    """A DTM on the grid that all are put together on.

    Attributes
    ----------
    heights : HeightReader
    grid : Grid
        That all are put together on.
    sun : Sun
        Of its image, in the frame of that grid.
    place : Place
        Of its file on that grid.
    files : OpenFiles
        The files that are open.
    error : RasterReader, optional
        Of its predicted error.
    move : Move
        From where its file has it.
    """

    heights: HeightReader
    grid: Grid
    sun: Sun
    place: Place
    files: OpenFiles
    error: RasterReader | None = None
    move: Move = STILL

    @property
    def as_it_is(self) -> bool:
        """Whether the brightness of its image was taken as it is, as far as its tags say."""
        try:
            return float(self.heights.reader.tag("MMOEDTM_OFFSET_REMOVED") or 0.0) == 0.0
        except ValueError:
            return False

    @property
    def path(self) -> str:
        """Of its file."""
        return self.heights.path

    @property
    def name(self) -> str:
        """Of its file, without folders."""
        return Path(self.path).name

    def moved(self, move: Move) -> LitLayer:
        """The same DTM, moved from where its file has it."""
        return replace(self, move=move)

    def read(self, row: int, column: int, height: int, width: int) -> FloatArray:
        """Heights in metres in a window of the grid, by cubic splines where pixels do not coincide."""
        self.files.use(self.heights.reader)
        if self.move == STILL and self.place.on_lattice:
            return self.heights.read(row - self.place.top, column - self.place.left, height, width)
        return self._on_grid.read(row, column, height, width)

    def shares(self, window: Window) -> Window | None:
        """The part of a window of the grid in which it has pixels where its file has them; None where it has none."""
        (row, column, height, width), place = window, self.place
        top, left = max(row, place.top), max(column, place.left)
        down = min(row + height, place.top + place.height) - top
        across = min(column + width, place.left + place.width) - left
        return (top, left, down, across) if down > 0 and across > 0 else None

    def reaches(self, window: Window) -> bool:
        """Whether it has pixels in a window of the grid where it was moved to."""
        shift = self.move.on(self.grid)
        row, column, height, width = window
        about = 1 + math.ceil(max(abs(shift[0]), abs(shift[1])))
        return self.shares((row - about, column - about, height + 2 * about, width + 2 * about)) is not None

    @cached_property
    def _on_grid(self) -> AlignedHeights:
        return AlignedHeights(self.heights, self.grid, self.move, cubic=True)

    def predicted(self, row: int, column: int, height: int, width: int) -> FloatArray | None:
        """Predicted error in metres in a window; None where there is no such layer.

        Raises
        ------
        RasterError
            It is negative somewhere, as heights are and standard deviations are not.
        """
        if self.error is None or self._error_on_grid is None:
            return None
        self.files.use(self.error)
        values = self._error_on_grid.read(row, column, height, width)
        if (values < 0.0).any():
            raise RasterError(
                f"{self._error_on_grid.path} holds {np.nanmin(values):.4g}, which is no standard deviation; give the "
                f"raster of the error of {self.name}."
            )
        return values

    @cached_property
    def _error_on_grid(self) -> AlignedHeights | None:
        return None if self.error is None else AlignedHeights(self.error, self.grid, self.move)


def open_layers(
    paths: Sequence[str],
    errors: Sequence[str],
    suns: str | None,
    height_unit: str,
    on: tuple[Grid, str] | None,
    stack: ExitStack,
    progress: Progress,
) -> list[LitLayer]:
    """Open DTMs on the grid of the first, or on another one with the name of what has it; ``stack`` closes them.

    Raises
    ------
    ParameterError
        There is one alone, one twice, or suns or errors are not as many.
    BodyError, OverlapError
        They do not refer to one sphere, or one does not lie on the ground of the grid.
    RasterError
        A DTM or an error cannot be used.
    """
    _require_several(paths, errors)
    files, readers = OpenFiles(), []
    for path in paths:
        readers.append(stack.enter_context(RasterReader(path)))
        files.use(readers[-1])
    grid, base = on or (readers[0].grid, paths[0])
    found = []
    for number, (reader, sun) in enumerate(zip(readers, lights(readers, suns))):
        files.use(reader)
        if abs(reader.grid.radius - grid.radius) > 1.0:
            raise BodyError(
                f"{reader.path} refers to a sphere of {reader.grid.radius:.0f} m, but {base} to {grid.radius:.0f} m; "
                "bring all DTMs to one sphere."
            )
        heights = HeightReader(reader, height_unit, progress.info, progress.warning)
        error = None
        if errors:
            error = stack.enter_context(RasterReader(errors[number]))
            files.use(error)
            _require_on(error, grid, errors[number], base)
        _require_on(reader, grid, reader.path, base)
        place = place_on(grid, reader.grid, reader.path)
        found.append(LitLayer(heights, grid, turned(sun, reader.grid, grid, reader.path), place, files, error))
        _say_resampling(found[-1], progress)
    return found


def _require_several(paths: Sequence[str], errors: Sequence[str]) -> None:
    if len(paths) < 2:
        raise ParameterError("Combine DTMs needs two or more DTMs of the same ground; give more inputs.")
    if errors and len(errors) != len(paths):
        raise ParameterError(
            f"errors has {len(errors)} rasters for {len(paths)} DTMs; give one for each DTM, in their order, or none."
        )
    twice = {path for path in paths if list(paths).count(path) > 1}
    if twice:
        raise ParameterError(f"{sorted(twice)[0]} is given twice, which tells nothing new; give each DTM once.")


def _require_on(reader: RasterReader, grid: Grid, path: str, base: str) -> None:
    with same_ground(OverlapError(f"{path} does not cover any part of {base}; give DTMs of the same ground.")):
        AlignedHeights(reader, grid)


def _say_resampling(layer: LitLayer, progress: Progress) -> None:
    if layer.place.on_lattice:
        return
    progress.info(f"{layer.path} lies on another grid and is resampled by cubic splines.")
    times = layer.heights.grid.ground_size.mean_m / layer.grid.ground_size.mean_m
    if times > COARSER:
        progress.warning(
            f"The pixels of {layer.path} are {times:.1f} times as large as those of the result; the detail that it "
            "lacks is damped in it, so give DTMs of about one pixel size, or the coarser one's grid."
        )


def turned(sun: Sun, own: Grid, grid: Grid, path: str) -> Sun:
    """A sun in the map of one grid as the frame of another grid has it: maps differ in where their north lies.

    Parameters
    ----------
    sun : Sun
        In the map's frame of ``own``.
    own, grid : Grid
    path : str
        Of the raster on ``own``.

    Raises
    ------
    RasterError
        The other map does not have the middle of the first grid.
    """
    if own.crs == grid.crs:
        return sun.on(grid)
    azimuth = math.radians(sun.on(own).azimuth_deg)
    far = 8.0
    columns = own.width / 2.0 + far * np.array((0.0, math.sin(azimuth) / own.gsd[0])) * own.ground_size.mean_m
    rows = own.height / 2.0 - far * np.array((0.0, math.cos(azimuth) / own.gsd[1])) * own.ground_size.mean_m
    at_columns, at_rows = positions_on(own, grid, columns, rows)
    right, down = float(np.diff(at_columns)[0]) * grid.gsd[0], float(np.diff(at_rows)[0]) * grid.gsd[1]
    if not (math.isfinite(right) and math.isfinite(down)):
        raise RasterError(f"The map of the grid does not have the middle of {path}; give one in a map of its ground.")
    return replace(sun, azimuth_deg=math.degrees(math.atan2(right, -down)) % 360.0, frame="raster")

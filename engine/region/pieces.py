"""The pieces of a mosaic: where each lies on its grid, how it is levelled, and which files are open."""

from __future__ import annotations

import dataclasses
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

import numpy as np

from ..arrays import DoubleArray, FloatArray
from ..contract.progress import Progress
from ..errors import BodyError, OverlapError
from ..raster.align import AlignedHeights, same_ground
from ..raster.frame import STILL, Move
from ..raster.grid import Grid
from ..raster.heights import HeightReader
from ..raster.nearest import nearest
from ..raster.reader import RasterReader
from ..raster.union import Place, place_on, union

MOST_OPEN = 32
"""Files open at a time, however many pieces touch a band."""


class OpenFiles:
    """The readers whose files are open: those that were read last, and no more than a fixed number.

    Attributes
    ----------
    peak : int
        The most that were open at a time.
    """

    def __init__(self, most: int = MOST_OPEN) -> None:
        self._most = most
        self._open: OrderedDict[int, RasterReader] = OrderedDict()
        self.peak = 0

    def use(self, reader: RasterReader) -> None:
        """Say that a reader is read now; the one that was not for the longest time closes its file for it."""
        self._open[id(reader)] = reader
        self._open.move_to_end(id(reader))
        if len(self._open) > self._most:
            self._open.popitem(last=False)[1].rest()
        self.peak = max(self.peak, len(self._open))

    def keep(self, readers: Iterable[RasterReader]) -> None:
        """Close the files of all other readers."""
        kept = {id(reader) for reader in readers}
        for key in [key for key in self._open if key not in kept]:
            self._open.pop(key).rest()


@dataclass(frozen=True)
class Plane:
    """A correction of heights, linear in columns and rows of the mosaic.

    Attributes
    ----------
    offset_m : float
        At ``column`` and ``row``.
    right_m, down_m : float
        Rise in a column and in a row.
    column, row : float
        Position in pixels; 0 is an edge.
    """

    offset_m: float
    right_m: float
    down_m: float
    column: float
    row: float

    def at(self, row: int, column: int, height: int, width: int, stride: int) -> DoubleArray:
        """Metres at every ``stride``-th pixel centre of a window."""
        rows = row + 0.5 + np.arange(0, height, stride) - self.row
        columns = column + 0.5 + np.arange(0, width, stride) - self.column
        return np.asarray(self.offset_m + self.down_m * rows[:, None] + self.right_m * columns[None, :])


@dataclass(frozen=True)
class Piece:
    """An input on the grid of the mosaic: where it lies, its heights, and layers of them by name, on their grid."""

    heights: HeightReader
    place: Place
    aligned: AlignedHeights | None
    files: OpenFiles
    plane: Plane | None = None
    layers: Mapping[str, RasterReader] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Of its file."""
        return self.heights.path

    def touches(self, row: int, column: int, height: int, width: int) -> bool:
        """Whether it has ground in a window of the mosaic."""
        place = self.place
        return (
            place.top < row + height
            and row < place.top + place.height
            and place.left < column + width
            and column < place.left + place.width
        )

    def read(self, row: int, column: int, height: int, width: int, stride: int = 1) -> FloatArray:
        """Heights in metres at every ``stride``-th pixel of a window of the mosaic, NaN outside of the piece."""
        self.files.use(self.heights.reader)
        top, left = row - self.place.top, column - self.place.left
        if self.aligned is None:
            values = self.heights.read(top, left, height, width)[::stride, ::stride]
        else:
            values = self.aligned.read(top, left, height, width, stride)
        if self.plane is None:
            return values
        return (values + self.plane.at(row, column, height, width, stride)).astype(np.float32)

    def read_layer(self, name: str, row: int, column: int, height: int, width: int) -> FloatArray:
        """A layer in a window of the mosaic, NaN where it says nothing; classes stay classes."""
        reader = self.layers[name]
        self.files.use(reader)
        top, left = row - self.place.top, column - self.place.left
        if self.aligned is None:
            return reader.read(top, left, height, width)
        if name == "support":
            return nearest(reader, self.aligned.grid, (top, left, height, width), 1)
        return AlignedHeights(reader, self.aligned.grid).read(top, left, height, width)


def lay_out(
    paths: Sequence[str],
    layers: Mapping[str, Sequence[str]],
    unit: str,
    files: OpenFiles,
    stack: ExitStack,
    progress: Progress,
) -> tuple[Grid, list[Piece]]:
    """The union grid, on that of the first input, and the place of each input, with its layers by name, on it.

    Raises
    ------
    BodyError
        They do not refer to one sphere.
    OverlapError, ParameterError
        They are no neighbours.
    """
    readers: list[RasterReader] = []
    for path in paths:
        readers.append(stack.enter_context(RasterReader(path)))
        files.use(readers[-1])
    base = readers[0].grid
    places = []
    for reader in readers:
        _require_sphere(reader, readers[0].path, base)
        places.append(place_on(base, reader.grid, reader.path))
    grid = union(base, [reader.grid for reader in readers], places)
    top, left = min(place.top for place in places), min(place.left for place in places)
    pieces = []
    for number, (reader, place) in enumerate(zip(readers, places)):
        files.use(reader)
        heights = HeightReader(reader, unit, progress.info, progress.warning)
        resampled = None
        if not place.on_lattice:
            resampled = AlignedHeights(heights, base.window(place.top, place.left, place.height, place.width))
            progress.info(f"{reader.path} lies on another grid and is resampled bilinearly.")
        there = dataclasses.replace(place, top=place.top - top, left=place.left - left)
        told = {name: stack.enter_context(RasterReader(of[number])) for name, of in layers.items()}
        for layer in told.values():
            files.use(layer)
        pieces.append(Piece(heights, there, resampled, files, layers=told))
    return grid, pieces


def lay_beneath(
    path: str, grid: Grid, unit: str, files: OpenFiles, stack: ExitStack, progress: Progress, move: Move = STILL
) -> Piece:
    """A coarse DEM under the whole mosaic, moved from where its file has it.

    Raises
    ------
    BodyError, OverlapError
        It lies on another sphere, or on other ground.
    """
    reader = stack.enter_context(RasterReader(path))
    files.use(reader)
    _require_sphere(reader, "the mosaic", grid)
    heights = HeightReader(reader, unit, progress.info, progress.warning)
    beside = OverlapError(
        f"{path} does not cover any part of the mosaic; give a coarse DEM of the same ground, or none."
    )
    with same_ground(beside):
        aligned = AlignedHeights(heights, grid, move)
    return Piece(heights, Place(0, 0, grid.height, grid.width, False), aligned, files)


def _require_sphere(reader: RasterReader, other: str, grid: Grid) -> None:
    if abs(reader.grid.radius - grid.radius) > 1.0:
        raise BodyError(
            f"{reader.path} refers to a sphere of {reader.grid.radius:.0f} m, but {other} to {grid.radius:.0f} m; "
            "bring all inputs to one sphere."
        )

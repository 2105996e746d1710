"""Mosaic: DTM tiles or strips into one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..contract.progress import Progress
from ..errors import BodyError, ParameterError
from ..raster import provenance
from ..raster.align import AlignedHeights
from ..raster.grid import Grid
from ..raster.heights import HeightReader
from ..raster.reader import RasterReader
from ..raster.union import place_on, union
from ..raster.writer import RasterWriter

if TYPE_CHECKING:
    from ..operations.mosaic import MosaicSettings

BAND = 256
QUANTUM_M = 2.0**-10
"""Heights are summed in whole millimetres about the first input, so that order does not matter."""


@dataclass(frozen=True)
class Piece:
    """An input on the grid of the mosaic: where it lies, and its heights."""

    path: str
    heights: HeightReader
    top: int
    left: int
    height: int
    width: int
    aligned: AlignedHeights | None

    def read(self, row: int, column: int, height: int, width: int) -> NDArray[np.float32]:
        """Heights of a window of the mosaic, NaN outside of the piece."""
        source = self.heights if self.aligned is None else self.aligned
        return source.read(row - self.top, column - self.left, height, width)


def mosaic(settings: MosaicSettings, progress: Progress) -> dict[str, Any]:
    """Put two or more DTMs into one, on the grid of the first.

    Raises
    ------
    ParameterError
        There is one alone, or they are no neighbours.
    BodyError
        They do not refer to one sphere.
    """
    paths = settings.input
    if len(paths) < 2:
        raise ParameterError("Mosaic needs two or more DTMs; give more inputs.")
    # Sorted, so that the result does not depend on the order in which a dialog lists them.
    first, rest = paths[0], sorted(paths[1:])
    with ExitStack() as stack:
        readers = [stack.enter_context(RasterReader(p)) for p in (first, *rest)]
        grid, pieces = _lay_out(readers, settings.height_unit, progress)
        inputs = {f"{i}": r.path for i, r in enumerate(readers)}
        tags = provenance.tags("mosaic", settings, inputs)
        with RasterWriter(settings.output, grid, "m", "height above 1737.4 km", tags) as writer:
            result = _stream(pieces, settings.overlap, writer, progress)
    return {"inputs": len(paths), **result}


def _lay_out(readers: Sequence[RasterReader], unit: str, progress: Progress) -> tuple[Grid, list[Piece]]:
    """The union grid and the place of each input on it."""
    base = readers[0].grid
    places = []
    for reader in readers:
        if abs(reader.grid.radius - base.radius) > 1.0:
            raise BodyError(
                f"{reader.path} refers to a sphere of {reader.grid.radius:.0f} m, but {readers[0].path} to "
                f"{base.radius:.0f} m; bring all inputs to one sphere."
            )
        places.append(place_on(base, reader.grid, reader.path))
    grid = union(base, [reader.grid for reader in readers], places)
    top, left = (min(edges) for edges in zip(*((place.top, place.left) for place in places)))
    pieces = []
    for reader, place in zip(readers, places):
        heights = HeightReader(reader, unit, progress.info, progress.warning)
        resampled = None
        if not place.on_lattice:
            resampled = AlignedHeights(heights, base.window(place.top, place.left, place.height, place.width))
            progress.info(f"{reader.path} lies on another grid and is resampled bilinearly.")
        pieces.append(
            Piece(reader.path, heights, place.top - top, place.left - left, place.height, place.width, resampled)
        )
    return grid, pieces


def border_distance(valid: NDArray[np.bool_], limit: int) -> NDArray[np.float64]:
    """Chessboard distance of valid pixels to the nearest invalid one, at most ``limit``."""
    distance = ndimage.distance_transform_cdt(valid, metric="chessboard")
    return np.minimum(distance, limit).astype(np.float64)


def _stream(pieces: Sequence[Piece], overlap: int, writer: RasterWriter, progress: Progress) -> dict[str, float | None]:
    grid = writer.grid
    covered, squares, pairs = 0, 0.0, 0
    steps = progress.steps(-(-grid.height // BAND), "bands")
    for row in range(0, grid.height, BAND):
        height = min(BAND, grid.height - row)
        weight = np.zeros((height, grid.width))
        total = np.zeros((height, grid.width))
        sums = np.zeros((3, height, grid.width), dtype=np.int64)
        for piece in pieces:
            progress.check()
            _add(piece, row, overlap, weight, total, sums)
        with np.errstate(invalid="ignore", divide="ignore"):
            heights = total / weight
        count = sums[0]
        # The squares of the differences of all pairs of n values sum up to n sum h^2 - (sum h)^2.
        squares += float((count * sums[2] - sums[1] ** 2).sum(dtype=np.float64))
        pairs += int((count * (count - 1) // 2).sum())
        covered += int((count > 0).sum())
        writer.write(heights.astype(np.float32), row)
        steps.advance()
    return {
        "coverage": 100.0 * covered / (grid.width * grid.height),
        "overlap_rms": math.sqrt(squares / pairs) * QUANTUM_M if pairs else None,
    }


def _add(
    piece: Piece,
    row: int,
    overlap: int,
    weight: NDArray[np.float64],
    total: NDArray[np.float64],
    sums: NDArray[np.int64],
) -> None:
    """Add the part of a piece that lies in a band; its weight is the distance to its border.

    ``sums`` holds the number of inputs of every pixel, and the sums of their heights and of the squares of these
    in QUANTUM_M, each input once whatever its weight: in integers, so that equal inputs differ by nothing.
    """
    height, width = weight.shape
    margin = overlap + 1
    first, last = max(row, piece.top), min(row + height, piece.top + piece.height)
    left, right = max(0, piece.left), min(width, piece.left + piece.width)
    if first >= last or left >= right:
        return
    # One margin more on each side, so that a distance does not depend on the band.
    heights = piece.read(first - margin, left - margin, last - first + 2 * margin, right - left + 2 * margin)
    valid = np.isfinite(heights)
    inner = (slice(margin, -margin), slice(margin, -margin))
    part = (slice(first - row, last - row), slice(left, right))
    metres = np.where(valid[inner], heights[inner], 0.0).astype(np.float64)
    quanta = np.rint(metres / QUANTUM_M)
    metres = quanta * QUANTUM_M
    if overlap == 0:
        used = (valid[inner] & (sums[0][part] == 0)).astype(np.float64)
    else:
        used = border_distance(valid, overlap)[inner] * valid[inner]
    weight[part] += used
    total[part] += used * metres
    whole = quanta.astype(np.int64)
    for index, value in enumerate((valid[inner], whole, whole * whole)):
        sums[index][part] += value

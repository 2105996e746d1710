"""The streaming core of Mosaic."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..errors import BodyError, ParameterError
from ..raster.align import AlignedHeights
from ..raster.grid import Grid
from ..raster.heights import HeightReader
from ..raster.reader import RasterReader
from ..raster.writer import RasterWriter
from ..raster import provenance
from ..contract.progress import Progress

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
        if self.aligned is not None:
            return self.aligned.read(row, column, height, width)
        return self.heights.read(row - self.top, column - self.left, height, width)


def mosaic(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Run Mosaic; see ``operations.mosaic`` for the parameters."""
    paths: Sequence[str] = values["input"]
    if len(paths) < 2:
        raise ParameterError("Mosaic needs two or more DTMs; give more inputs.")
    # Sorted, so that the result does not depend on the order in which a dialog lists them.
    first, rest = paths[0], sorted(paths[1:])
    with ExitStack() as stack:
        readers = [stack.enter_context(RasterReader(p)) for p in (first, *rest)]
        grid, pieces = _lay_out(readers, values["height_unit"], progress)
        inputs = {f"{i}": r.path for i, r in enumerate(readers)}
        tags = provenance.tags("mosaic", {**values, "input": [Path(p).name for p in paths]}, inputs)
        result = _stream(values, grid, pieces, tags, progress)
    return {"output": values["output"], "inputs": len(paths), **result}


def _lay_out(readers: Sequence[RasterReader], unit: str, progress: Progress) -> tuple[Grid, list[Piece]]:
    """The union grid and the place of each input on it."""
    base = readers[0].grid
    boxes = []
    for reader in readers:
        if abs(reader.grid.radius - base.radius) > 1.0:
            raise BodyError(
                f"{reader.path} refers to a sphere of {reader.grid.radius:.0f} m, but {readers[0].path} to "
                f"{base.radius:.0f} m; bring all inputs to one sphere."
            )
        boxes.append(_box(base, reader.grid))
    top = min(b[0] for b in boxes)
    left = min(b[1] for b in boxes)
    bottom = max(b[2] for b in boxes)
    right = max(b[3] for b in boxes)
    grid = base.window(top, left, bottom - top, right - left)
    pieces = []
    for reader, box in zip(readers, boxes):
        heights = HeightReader(reader, unit, progress.info)
        resampled = None if _on_lattice(base, reader.grid) else AlignedHeights(heights, grid)
        if resampled is not None:
            progress.info(f"{reader.path} lies on another grid and is resampled bilinearly.")
        size = box[2] - box[0], box[3] - box[1]
        pieces.append(Piece(reader.path, heights, box[0] - top, box[1] - left, *size, resampled))
    return grid, pieces


def _box(base: Grid, other: Grid) -> tuple[int, int, int, int]:
    """Rows and columns of ``base`` (extended) that ``other`` covers."""
    if base.crs == other.crs:
        edges = np.array([0.0, other.width]), np.array([0.0, other.height])
        columns, rows = np.meshgrid(*edges)
        x, y = other.to_crs(columns.ravel(), rows.ravel())
    else:
        left, bottom, right, top = other.bounds_in(base)
        x, y = np.array([left, right]), np.array([bottom, top])
    inverse = ~base.affine
    columns = inverse.a * x + inverse.b * y + inverse.c
    rows = inverse.d * x + inverse.e * y + inverse.f
    # A thousandth of a pixel is rounding, not ground.
    return (
        math.floor(rows.min() + 1e-3), math.floor(columns.min() + 1e-3),
        math.ceil(rows.max() - 1e-3), math.ceil(columns.max() - 1e-3),
    )  # fmt: skip


def _on_lattice(base: Grid, other: Grid) -> bool:
    """Whether the pixels of the two coincide where they overlap."""
    if base.crs != other.crs or not np.allclose(
        [base.affine.a, base.affine.b, base.affine.d, base.affine.e],
        [other.affine.a, other.affine.b, other.affine.d, other.affine.e], rtol=1e-6,
    ):  # fmt: skip
        return False
    inverse = ~base.affine
    column = inverse.a * other.affine.c + inverse.b * other.affine.f + inverse.c
    row = inverse.d * other.affine.c + inverse.e * other.affine.f + inverse.f
    return abs(column - round(column)) < 1e-2 and abs(row - round(row)) < 1e-2


def border_distance(valid: NDArray[np.bool_], limit: int) -> NDArray[np.float64]:
    """Chessboard distance of valid pixels to the nearest invalid one, at most ``limit``."""
    distance = ndimage.distance_transform_cdt(valid, metric="chessboard")
    return np.minimum(distance, limit).astype(np.float64)


def _stream(
    values: Mapping[str, Any],
    grid: Grid,
    pieces: Sequence[Piece],
    tags: Mapping[str, str],
    progress: Progress,
) -> dict[str, Any]:
    overlap = values["overlap"]
    covered, squares, doubles = 0, 0.0, 0
    with RasterWriter(values["output"], grid, "m", "height above 1737.4 km", tags) as writer:
        steps = progress.steps(-(-grid.height // BAND), "bands")
        for row in range(0, grid.height, BAND):
            height = min(BAND, grid.height - row)
            weight = np.zeros((height, grid.width))
            total = np.zeros((height, grid.width))
            square = np.zeros((height, grid.width))
            count = np.zeros((height, grid.width), dtype=np.int16)
            for piece in pieces:
                progress.check()
                _add(piece, row, overlap, weight, total, square, count)
            with np.errstate(invalid="ignore", divide="ignore"):
                heights = total / weight
                variance = square / weight - heights * heights
            both = count > 1
            squares += float(2.0 * np.maximum(variance[both], 0.0).sum())
            doubles += int(both.sum())
            covered += int((count > 0).sum())
            writer.write(heights.astype(np.float32), row)
            steps.advance()
    return {
        "coverage": 100.0 * covered / (grid.width * grid.height),
        "overlap_rms": math.sqrt(squares / doubles) if doubles else 0.0,
    }


def _add(
    piece: Piece,
    row: int,
    overlap: int,
    weight: NDArray[np.float64],
    total: NDArray[np.float64],
    square: NDArray[np.float64],
    count: NDArray[np.int16],
) -> None:
    """Add the part of a piece that lies in a band; its weight is the distance to its border."""
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
    metres = np.rint(metres / QUANTUM_M) * QUANTUM_M
    if overlap == 0:
        used = (valid[inner] & (count[part] == 0)).astype(np.float64)
    else:
        used = border_distance(valid, overlap)[inner] * valid[inner]
    weight[part] += used
    total[part] += used * metres
    square[part] += used * metres * metres
    count[part] += valid[inner]

"""Level the pieces of a mosaic: look at their common ground, solve, and say what was added to each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ..arrays import DoubleArray
from ..contract.progress import Progress
from ..raster.grid import Grid
from .levelling import Levels, level
from .links import BENEATH, Link, link
from .pieces import Piece, Plane

LATTICE = 128
"""Rows and columns, at most, on which two pieces are compared: it bounds what is read, however large they are."""

AT_ONCE = 1 << 20
"""Pixels of a window up to which it is read as a whole; of larger ones the rows alone that are needed."""

Window = tuple[int, int, int, int]


@dataclass(frozen=True)
class Kilometres:
    """Ground kilometres east and north in the map in a column and in a row, at the middle of the mosaic."""

    column: tuple[float, float]
    row: tuple[float, float]

    @staticmethod
    def of(grid: Grid) -> Kilometres:
        """Of a grid."""
        x, y = (gsd / 1000.0 for gsd in grid.gsd)
        return Kilometres(grid.axes.to_map(x, 0.0), grid.axes.to_map(0.0, y))

    def at(self, rows: DoubleArray, columns: DoubleArray) -> tuple[DoubleArray, DoubleArray]:
        """East and north of positions in pixels (0 is an edge) from the first corner."""
        east, north = (np.asarray(across * columns + down * rows) for across, down in zip(self.column, self.row))
        return east, north

    def plane(self, piece: Piece, correction: DoubleArray) -> Plane:
        """A correction about the middle of a piece, in pixels."""
        offset, *tilt = (float(v) for v in correction)
        right, down = (sum(t * step for t, step in zip(tilt, steps)) for steps in (self.column, self.row))
        row, column = _middle(piece)
        return Plane(offset, right, down, column, row)


@dataclass(frozen=True)
class Levelled:
    """Pieces with their corrections, and what is said of them.

    Attributes
    ----------
    pieces : list of Piece
    levels : Levels
    """

    pieces: list[Piece]
    levels: Levels

    @property
    def corrections(self) -> list[str]:
        """One line for each piece."""
        lines = []
        for piece, (offset, east, north) in zip(self.pieces, self.levels.corrections):
            lines.append(f"{Path(piece.path).name}: {offset:+.3f} m, {east:+.4f} m/km east, {north:+.4f} m/km north")
        return lines


def level_pieces(pieces: Sequence[Piece], coarse: Piece | None, grid: Grid, tilt: bool, progress: Progress) -> Levelled:
    """Find what brings overlapping pieces to one level, and have it added when they are read.

    Parameters
    ----------
    pieces : sequence of Piece
    coarse : Piece, optional
        The DEM to which all are tied; without it the corrections of pieces that hang together sum up to zero.
    grid : Grid
        Of the mosaic.
    tilt : bool
        Offsets and tilts, or offsets alone.
    progress : Progress
    """
    scale = Kilometres.of(grid)
    middles = np.array([scale.at(*(np.array(v) for v in _middle(piece))) for piece in pieces])
    levels = level(middles, list(_links(pieces, coarse, scale, progress)), tilt)
    raised = [replace(piece, plane=scale.plane(piece, c)) for piece, c in zip(pieces, levels.corrections)]
    levelled = Levelled(raised, levels)
    _say(levelled, progress)
    return levelled


def _middle(piece: Piece) -> tuple[float, float]:
    place = piece.place
    return place.top + place.height / 2.0, place.left + place.width / 2.0


def _links(pieces: Sequence[Piece], coarse: Piece | None, scale: Kilometres, progress: Progress) -> Iterator[Link]:
    """Of all pairs that share ground, and of all pieces with the coarse DEM."""
    for i, one in enumerate(pieces):
        progress.check()
        for j in range(i + 1, len(pieces)):
            found = _compare(i, one, j, pieces[j], scale)
            if found is not None:
                yield found
        if coarse is not None:
            found = _compare(i, one, BENEATH, coarse, scale)
            if found is not None:
                yield found


def _compare(i: int, one: Piece, j: int, other: Piece, scale: Kilometres) -> Link | None:
    window = _common(one, other)
    if window is None:
        return None
    # Between its posts a coarse DEM knows nothing new.
    beneath = other.aligned if j == BENEATH else None
    apart = beneath.posting_px if beneath is not None else 1.0
    top, left, height, width = window
    rows, columns = top + _spread(height, apart), left + _spread(width, apart)
    difference = _heights(other, rows, columns) - _heights(one, rows, columns)
    at_columns, at_rows = np.meshgrid(columns + 0.5, rows + 0.5)
    east, north = scale.at(at_rows.ravel(), at_columns.ravel())
    ends = [corner for piece in ([one] if j == BENEATH else [one, other]) for corner in _corners(piece, scale)]
    return link(i, j, (east, north), difference.ravel(), ends)


def _common(one: Piece, other: Piece) -> Window | None:
    """The window that two places share."""
    a, b = one.place, other.place
    top, left = max(a.top, b.top), max(a.left, b.left)
    height = min(a.top + a.height, b.top + b.height) - top
    width = min(a.left + a.width, b.left + b.width) - left
    return (top, left, height, width) if height > 0 and width > 0 else None


def _spread(size: int, apart: float) -> np.ndarray:
    """Indices spread evenly over a side, at most LATTICE of them and as far apart as is asked for."""
    count = max(min(LATTICE, math.ceil(size / apart)), min(size, 8))
    return np.unique(np.linspace(0.0, size - 1.0, min(count, size)).round().astype(np.intp))


def _heights(piece: Piece, rows: np.ndarray, columns: np.ndarray) -> DoubleArray:
    """Heights at the crossings of rows and columns of the mosaic."""
    top, first = int(rows[0]), int(columns[0])
    height, width = int(rows[-1]) - top + 1, int(columns[-1]) - first + 1
    if height * width <= AT_ONCE:
        return piece.read(top, first, height, width)[np.ix_(rows - top, columns - first)].astype(np.float64)
    lines = [piece.read(int(row), first, 1, width)[:, columns - first] for row in rows]
    return np.concatenate(lines).astype(np.float64)


def _corners(piece: Piece, scale: Kilometres) -> list[tuple[float, float]]:
    place = piece.place
    rows = np.array([place.top, place.top, place.top + place.height, place.top + place.height], dtype=np.float64)
    columns = np.array([place.left, place.left + place.width] * 2, dtype=np.float64)
    return [(float(e), float(n)) for e, n in zip(*scale.at(rows, columns))]


def _say(levelled: Levelled, progress: Progress) -> None:
    levels = levelled.levels
    for line in levelled.corrections:
        progress.info(f"Levelled {line} (the offset is that at the middle of the input).")
    if levels.rms_before_m is not None and levels.rms_after_m is not None:
        progress.info(
            f"Levelling brings the RMS difference of overlapping inputs from {levels.rms_before_m:.3f} m to "
            f"{levels.rms_after_m:.3f} m."
        )
    names = [Path(piece.path).name for piece in levelled.pieces]
    for body in levels.loose:
        progress.warning(
            f"The ground that {_listed([names[i] for i in body])} shares with the rest is too narrow to tell tilts; "
            "against the rest an offset alone is levelled."
        )
    loose = [group for group, tied in zip(levels.groups, levels.tied) if not tied]
    if len(levels.groups) > 1 and loose:
        each = "; ".join(_listed([names[i] for i in group]) for group in loose[:4])
        more = f"; and {len(loose) - 4} more" if len(loose) > 4 else ""
        progress.warning(
            f"The inputs form {len(levels.groups)} groups that share no ground with one another, of which "
            f"{len(loose)} are levelled by themselves alone ({each}{more}); give a coarse DEM that ties them."
        )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")

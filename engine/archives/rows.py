"""Rasters whose rows lie plain in a file: of a window each row is a short range."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ..errors import ArchiveError
from ..raster.grid import Grid
from .pieces import Job, Window, clipped
from .store import Store
from .values import Meaning

ROWS, COLUMNS = 16, 256
"""Pixels of a piece: 16 kB of floats. A window takes little more than itself, and one that is stopped loses what eight
connections had of a piece each."""


class RowsRaster:
    """A raster of plain rows.

    Parameters
    ----------
    url : str
    grid : Grid
    dtype : str
        numpy's, with the order of bytes.
    meaning : Meaning
    offset : callable
        First byte of a row in the file.
    store : Store
    """

    def __init__(
        self,
        url: str,
        grid: Grid,
        dtype: str,
        meaning: Meaning,
        offset: Callable[[int], int],
        store: Store,
    ) -> None:
        self.url, self.grid = url, grid
        self._dtype = np.dtype(dtype)
        self._meaning, self._offset, self._store = meaning, offset, store

    def jobs(self, window: Window, store: Store) -> list[Job]:
        """A job for each run of neighbouring pieces that are not kept."""
        inside = clipped(window, self.grid)
        if inside is None:
            return []
        row, column, height, width = inside
        found = []
        for down in range(row // ROWS, (row + height - 1) // ROWS + 1):
            run: list[int] = []
            for across in range(column // COLUMNS, (column + width - 1) // COLUMNS + 2):
                last = across * COLUMNS >= column + width
                if not last and not store.has(self.url, _name(down, across)):
                    run.append(across)
                elif run:
                    found.append(self._job(down, run[0], run[-1]))
                    run = []
        return found

    def names(self, window: Window) -> list[str]:
        """Pieces of a window."""
        inside = clipped(window, self.grid)
        if inside is None:
            return []
        row, column, height, width = inside
        return [
            _name(down, across)
            for down in range(row // ROWS, (row + height - 1) // ROWS + 1)
            for across in range(column // COLUMNS, (column + width - 1) // COLUMNS + 1)
        ]

    def _job(self, down: int, first: int, last: int) -> Job:
        top, bottom = down * ROWS, min((down + 1) * ROWS, self.grid.height)
        left, right = first * COLUMNS, min((last + 1) * COLUMNS, self.grid.width)
        size = self._dtype.itemsize
        ranges = [(self._offset(row) + left * size, (right - left) * size) for row in range(top, bottom)]

        def split(contents: Sequence[bytes]) -> Mapping[str, bytes]:
            values = np.frombuffer(b"".join(contents), self._dtype).reshape(bottom - top, right - left)
            return {
                _name(down, across): values[:, at : at + COLUMNS].tobytes()
                for across in range(first, last + 1)
                for at in [across * COLUMNS - left]
            }

        return Job(self.url, ranges, split)

    def read(self, row: int, column: int, height: int, width: int) -> NDArray[np.float32]:
        """Heights in metres of a window that was fetched."""
        out: NDArray[np.float32] = np.full((height, width), np.nan, dtype=np.float32)
        inside = clipped((row, column, height, width), self.grid)
        if inside is None:
            return out
        top, left, rows, columns = inside
        for down in range(top // ROWS, (top + rows - 1) // ROWS + 1):
            for across in range(left // COLUMNS, (left + columns - 1) // COLUMNS + 1):
                piece = self._piece(down, across)
                y, x = down * ROWS, across * COLUMNS
                y0, x0 = max(y, top), max(x, left)
                y1, x1 = min(y + piece.shape[0], top + rows), min(x + piece.shape[1], left + columns)
                heights = self._meaning.heights(piece[y0 - y : y1 - y, x0 - x : x1 - x])
                out[y0 - row : y1 - row, x0 - column : x1 - column] = heights
        return out

    def _piece(self, down: int, across: int) -> np.ndarray:
        height = min(ROWS, self.grid.height - down * ROWS)
        width = min(COLUMNS, self.grid.width - across * COLUMNS)
        content = self._store.get(self.url, _name(down, across))
        if content is None or len(content) != height * width * self._dtype.itemsize:
            raise ArchiveError(f"What was kept of {self.url} in {self._store.folder} is gone; run again to fetch it.")
        return np.frombuffer(content, self._dtype).reshape(height, width)


def _name(down: int, across: int) -> str:
    return f"rows-{down:05d}-{across:05d}"

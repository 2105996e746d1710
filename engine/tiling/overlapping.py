"""Windows that cover a grid and pass into one another: each is computed with what lies about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..arrays import FloatArray


@dataclass(frozen=True)
class Piece:
    """A part of one axis.

    Attributes
    ----------
    first, last : int
        Pixels that it gives, ramps included; last is the one behind the end.
    start, end : int
        Pixels that are read for it.
    weights : (last - first,) array
        Of what it gives; those of neighbours sum up to one.
    """

    first: int
    last: int
    start: int
    end: int
    weights: FloatArray


def pieces(size: int, core: int, ramp: int, about: int) -> list[Piece]:
    """Parts of an axis of about ``core`` pixels, which pass into one another over ``ramp`` and are read with ``about``.

    Parameters
    ----------
    size : int
        Of the axis.
    core, ramp, about : int
        An even ramp of two or more, at most half the core.
    """
    count = max(1, round(size / core))
    edges = [size * number // count for number in range(count + 1)]
    half = ramp // 2
    found = []
    for number, (low, high) in enumerate(zip(edges[:-1], edges[1:])):
        first = low - half if number else 0
        last = high + half if number < count - 1 else size
        places = np.arange(first, last, dtype=np.float32) + np.float32(0.5)
        weights = np.ones(last - first, dtype=np.float32)
        if number:
            weights *= np.clip((places - (low - half)) / np.float32(ramp), 0.0, 1.0)
        if number < count - 1:
            weights *= np.clip(((high + half) - places) / np.float32(ramp), 0.0, 1.0)
        found.append(Piece(first, last, max(first - about, 0), min(last + about, size), weights))
    return found


@dataclass(frozen=True)
class Overlapping:
    """A window: its parts of rows and of columns, and its numbers along both."""

    number: tuple[int, int]
    rows: Piece
    columns: Piece

    @property
    def window(self) -> tuple[int, int, int, int]:
        """Row, column, height and width of what is read."""
        rows, columns = self.rows, self.columns
        return rows.start, columns.start, rows.end - rows.start, columns.end - columns.start

    @property
    def inner(self) -> tuple[slice, slice]:
        """What it gives of what is read."""
        rows, columns = self.rows, self.columns
        return (
            slice(rows.first - rows.start, rows.last - rows.start),
            slice(columns.first - columns.start, columns.last - columns.start),
        )

    @property
    def weights(self) -> FloatArray:
        """(rows, columns) of what it gives."""
        return np.asarray(self.rows.weights[:, None] * self.columns.weights[None, :])


def overlapping(rows: list[Piece], columns: list[Piece]) -> Iterator[Overlapping]:
    """All windows, row by row."""
    for i, down in enumerate(rows):
        for j, across in enumerate(columns):
            yield Overlapping((i, j), down, across)

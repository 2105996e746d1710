"""Bands of rows, in which rasters are gone through."""

from __future__ import annotations

from collections.abc import Iterator


def bands(height: int, size: int) -> Iterator[tuple[int, int]]:
    """First row and number of rows of each band of at most ``size`` rows."""
    for row in range(0, height, size):
        yield row, min(size, height - row)

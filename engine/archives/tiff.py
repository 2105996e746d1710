"""GeoTIFFs of an archive: what GDAL asks for comes in chunks of the file, fetched beforehand where that is known."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from ..errors import RasterError
from ..raster.remote_tiff import RemoteTiff
from .pieces import Job, Window, clipped
from .store import Store
from .values import Meaning

CHUNK = 1 << 16
"""Bytes of a piece."""

MOST_CHUNKS = 16
"""That are asked for in one range."""


class ChunkedFile(io.RawIOBase):
    """A remote file that is read in chunks, kept ones first.

    Parameters
    ----------
    url : str
    size : int
    store : Store
    fetch : callable
        Fetches jobs into the store.
    failures : list
        Gets what went wrong: GDAL, which calls ``read``, must not meet an exception, and has no words for one.
    """

    def __init__(
        self,
        url: str,
        size: int,
        store: Store,
        fetch: Callable[[Sequence[Job]], None],
        failures: list[BaseException],
    ) -> None:
        super().__init__()
        self._url, self._size, self._store, self._fetch = url, size, store, fetch
        self._failures = failures
        self._at = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Place of the next byte."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        return self._at

    def read(self, size: int = -1) -> bytes:
        """The next bytes; none at the end, and after a failure."""
        try:
            content = self._content(size)
        except BaseException as error:
            self._failures.append(error)
            return b""
        self._at += len(content)
        return content

    def _content(self, size: int) -> bytes:
        end = self._size if size is None or size < 0 else min(self._at + size, self._size)
        if end <= self._at:
            return b""
        first, last = self._at // CHUNK, (end - 1) // CHUNK
        self._fetch(jobs_of(self._url, self._size, [(self._at, end - self._at)], self._store))
        parts = [self._store.get(self._url, _name(number)) or b"" for number in range(first, last + 1)]
        return b"".join(parts)[self._at - first * CHUNK : end - first * CHUNK]


class TiffRaster:
    """A GeoTIFF in tiles, or with compressed rows.

    Parameters
    ----------
    url : str
    size : int
        Of the file.
    tiff : RemoteTiff
    meaning : Meaning
    failures : list
        What went wrong when GDAL asked for bytes.
    """

    def __init__(
        self, url: str, size: int, tiff: RemoteTiff, meaning: Meaning, failures: list[BaseException]
    ) -> None:
        self.url, self.grid = url, tiff.grid
        self._size, self._tiff, self._meaning, self._failures = size, tiff, meaning, failures

    def jobs(self, window: Window, store: Store) -> list[Job]:
        """Chunks of the blocks of a window that are not kept."""
        inside = clipped(window, self.grid)
        if inside is None:
            return []
        with told(self._failures):
            return jobs_of(self.url, self._size, self._tiff.blocks(*inside), store)

    def names(self, window: Window) -> list[str]:
        """Chunks of a window."""
        inside = clipped(window, self.grid)
        return [] if inside is None else [_name(number) for number in chunks_of(self._tiff.blocks(*inside))]

    def read(self, row: int, column: int, height: int, width: int) -> NDArray[np.float32]:
        """Heights in metres of a window that was fetched."""
        out: NDArray[np.float32] = np.full((height, width), np.nan, dtype=np.float32)
        inside = clipped((row, column, height, width), self.grid)
        if inside is not None:
            top, left, rows, columns = inside
            with told(self._failures):
                heights = self._meaning.heights(self._tiff.read(*inside))
            out[top - row : top - row + rows, left - column : left - column + columns] = heights
        return out


@contextmanager
def told(failures: list[BaseException]) -> Iterator[None]:
    """Errors of GDAL while the block lasts, told by what caused them where that is known."""
    try:
        yield
    except RasterError:
        if failures:
            raise failures[0] from None
        raise


def jobs_of(url: str, size: int, ranges: Sequence[tuple[int, int]], store: Store) -> list[Job]:
    """Jobs for the chunks of some ranges that are not kept, neighbours together."""
    missing = [number for number in chunks_of(ranges) if not store.has(url, _name(number))]
    jobs: list[Job] = []
    while missing:
        count = 1
        while count < min(len(missing), MOST_CHUNKS) and missing[count] == missing[0] + count:
            count += 1
        jobs.append(_job(url, size, missing[0], count))
        missing = missing[count:]
    return jobs


def chunks_of(ranges: Sequence[tuple[int, int]]) -> list[int]:
    """Numbers of the chunks that hold some ranges."""
    return sorted({n for first, length in ranges for n in range(first // CHUNK, (first + length - 1) // CHUNK + 1)})


def _job(url: str, size: int, first: int, count: int) -> Job:
    start = first * CHUNK
    length = min(start + count * CHUNK, size) - start

    def split(contents: Sequence[bytes]) -> Mapping[str, bytes]:
        (whole,) = contents
        return {_name(first + n): whole[n * CHUNK : (n + 1) * CHUNK] for n in range(count)}

    return Job(url, [(start, length)], split)


def _name(number: int) -> str:
    return f"chunk-{number:08d}"


def meaning_of(tiff: RemoteTiff, factor: float) -> Meaning:
    """What the values of a GeoTIFF mean, by the unit of the table and the band's own scale."""
    specials = () if tiff.nodata is None else (float(tiff.nodata),)
    return Meaning(tiff.scale * factor, tiff.offset * factor, specials)


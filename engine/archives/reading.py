"""The bytes of a run: files opened, what is missing of them fetched by a crew, progress with its rate."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import IO, TypeVar, cast
from urllib.parse import urlsplit

import numpy as np

from ..contract.progress import Progress
from ..errors import ArchiveError, RasterError
from ..products.units import HEIGHT_UNITS
from ..raster.remote_tiff import RemoteTiff
from .crew import Crew
from .label import read_label
from .patience import Patience
from .pieces import Job, RemoteRaster, Window
from .ranges import Changed, Client, Version
from .rows import RowsRaster
from .sources import DemSource, Tile
from .store import Store
from .tiff import ChunkedFile, TiffRaster, meaning_of, told

Result = TypeVar("Result")

LABEL = "label"
"""The piece that is a file's label."""


@dataclass
class Count:
    """What was asked for in a run."""

    bytes: int = 0
    requests: int = 0


class Reading:
    """Files of archives, opened for one run. Use as a context manager.

    Parameters
    ----------
    store : Store
    patience : Patience
    progress : Progress
    """

    def __init__(self, store: Store, patience: Patience, progress: Progress) -> None:
        self.store, self.count = store, Count()
        self._patience, self._progress = patience, progress
        self._stack = ExitStack()
        self._versions: dict[str, Version] = {}
        self._insecure: set[str] = set()
        self._probed: set[str] = set()
        self._seconds = 0.0
        self._crew = Crew(patience, self._insecure.__contains__, progress)

    def __enter__(self) -> Reading:
        self._stack.enter_context(self._crew)
        return self

    def __exit__(self, *details: object) -> None:
        self._stack.close()

    def opened(self, source: DemSource, tile: Tile) -> RemoteRaster:
        """A file of a source; from what is kept of it, or asked for.

        Raises
        ------
        ArchiveError
            It cannot be reached, or is not what the table says.
        """
        if source.insecure:
            self._insecure.update((tile.url, tile.label))
        try:
            version = self._version(tile.url)
            if source.format == "pds3":
                return self._raw(tile, version)
            return self._tiff(tile, version, HEIGHT_UNITS[source.unit])
        except (ArchiveError, RasterError) as error:
            if isinstance(error, Changed):
                self.store.forget(tile.url)
            raise

    def version(self, raster: RemoteRaster) -> Version:
        """Version of a file that was opened."""
        return self._versions[raster.url]

    def digest(self, raster: RemoteRaster, window: Window) -> str:
        """SHA-256 of the pieces of a window."""
        sha = hashlib.sha256()
        for name in raster.names(window):
            sha.update(self.store.get(raster.url, name) or b"")
        return sha.hexdigest()

    def missing(self, wanted: Sequence[tuple[RemoteRaster, Window]]) -> tuple[list[Job], bool]:
        """Jobs for what is not kept of some windows, and whether a file turned out to be another one than was kept.

        Then all files are to be opened again.
        """
        jobs = [job for raster, window in wanted for job in raster.jobs(window, self.store)]
        changed = False
        for url in dict.fromkeys(job.url for job in jobs):
            if url not in self._probed and self._probe(url):
                changed = True
        return jobs, changed

    def fetch(self, jobs: Sequence[Job], what: str) -> None:
        """Read what is missing, and keep each piece as it comes.

        Raises
        ------
        ArchiveError
            It cannot be read; what was read is kept.
        Cancelled
            The user has cancelled; what was read is kept.
        """
        total, done, begun = sum(job.bytes for job in jobs), 0, time.monotonic()
        asks: list[Callable[[Client], list[bytes]]] = [
            partial(_read, job=job, version=self._versions[job.url]) for job in jobs
        ]
        try:
            for number, contents in self._crew.run(asks):
                job = jobs[number]
                for name, content in job.split(contents).items():
                    self.store.put(job.url, name, content)
                done += job.bytes
                self.count.bytes += job.bytes
                self.count.requests += len(job.ranges)
                if what:
                    rate = done / max(time.monotonic() - begun, 1e-3)
                    text = f"{what}: {said(done)} of {said(total)}, {said(rate)}/s"
                    self._progress.at(0.9 * done / max(total, 1), text, force=done == total)
        except Changed:
            for url in {job.url for job in jobs}:
                self.store.forget(url)
            raise

    def seconds_for(self, jobs: Sequence[Job]) -> float:
        """About how long some jobs take at least, from how long the server took to answer so far."""
        requests = sum(len(job.ranges) for job in jobs)
        return requests * self._seconds / max(self.count.requests, 1) / self._patience.at_a_time

    def _version(self, url: str) -> Version:
        kept = self._versions.get(url) or self.store.version(url)
        if kept is None:
            self._probe(url)
        else:
            self._versions[url] = kept
        return self._versions[url]

    def _probe(self, url: str) -> bool:
        """Ask for the version that is there; whether another one was kept."""
        version = self._timed(lambda client: client.probe(url))
        self.count.bytes += 1
        self._probed.add(url)
        self._versions[url] = version
        another = self.store.begin(url, version)
        if another:
            self._progress.warning(f"{url} has changed since parts of it were kept; it is read anew ({version}).")
        return another

    def _timed(self, job: Callable[[Client], Result]) -> Result:
        begun = time.monotonic()
        result = self._crew.one(job)
        self._seconds += time.monotonic() - begun
        self.count.requests += 1
        return result

    def _raw(self, tile: Tile, version: Version) -> RemoteRaster:
        content = self.store.get(tile.url, LABEL)
        if content is None:
            content = self._timed(lambda client: client.whole(tile.label))
            self.count.bytes += len(content)
            self.store.put(tile.url, LABEL, content)
        raw = read_label(content, tile.label, tile.url)
        width = raw.grid.width * np.dtype(raw.dtype).itemsize
        if version.size != raw.grid.height * width:
            raise ArchiveError(
                f"{tile.url} has {version.size:,} bytes, but its label describes {raw.grid.height * width:,}; the "
                "archive is being changed, or the table of sources is wrong: choose another source."
            )
        return RowsRaster(tile.url, raw.grid, raw.dtype, raw.meaning, lambda row: row * width, self.store)

    def _tiff(self, tile: Tile, version: Version, factor: float) -> RemoteRaster:
        failures: list[BaseException] = []

        def file() -> IO[bytes]:
            chunked = ChunkedFile(tile.url, version.size, self.store, lambda jobs: self.fetch(jobs, ""), failures)
            return cast(IO[bytes], chunked)

        with told(failures):
            tiff = self._stack.enter_context(RemoteTiff(tile.url, file))
        meaning = meaning_of(tiff, factor)
        if not tiff.has_plain_rows:
            return TiffRaster(tile.url, version.size, tiff, meaning, failures)

        def offset(row: int) -> int:
            with told(failures):
                return tiff.row_offset(row)

        return RowsRaster(tile.url, tiff.grid, tiff.dtype, meaning, offset, self.store)


def _read(client: Client, job: Job, version: Version) -> list[bytes]:
    return [client.read(job.url, version, first, length) for first, length in job.ranges]


def said(size: float) -> str:
    """A number of bytes in words."""
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{size / 1e3:.0f} kB"


def host(url: str) -> str:
    """The server of an address."""
    return urlsplit(url).hostname or url

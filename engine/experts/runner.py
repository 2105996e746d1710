"""Threads over ``correct``: several tiles at a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from ..arrays import FloatArray
from .correct import Experts, Judged, TileData, View, correct, judge
from .pack import Pack


class Runner:
    """Experts at work on a pool of threads.

    On a CPU every tile is one call with one thread, several at a time: results then do not depend on the number
    of threads. On a GPU one thread hands over tiles of one class, a batch at a time.

    Parameters
    ----------
    pack : Pack
    provider : str
        One of ``contract.requests.PROVIDERS``.
    threads : int
        Tiles at a time on a CPU; 0 for one per core.
    log : callable
        Told in one sentence where the sessions run.
    """

    def __init__(self, pack: Pack, provider: str, threads: int, log: Callable[[str], None]) -> None:
        self.pack = pack
        self.experts = Experts(pack, provider, log, threads or len_cores())
        self.provider, self.on_cpu = self.experts.provider, self.experts.on_cpu
        self.threads = (threads or len_cores()) if self.on_cpu else 1
        self._pool = ThreadPoolExecutor(self.threads, "expert")
        log(f"Inference runs on {self.provider}, {self.threads} tile(s) at a time.")

    @property
    def version(self) -> str:
        """The runtime with its version: another one may choose other kernels."""
        return self.experts.version

    @property
    def seconds(self) -> float:
        """Time spent inside the runtime, over the tiles that ran at a time."""
        return self.experts.seconds / self.threads

    def submit(self, tiles: Sequence[TileData], view: View) -> list[Future[list[FloatArray]]]:
        """Start tiles; each future holds the corrections (metres) of the next tiles in order."""
        return [self._pool.submit(correct, self.experts, view, group) for group in self._groups(tiles)]

    def submit_judged(self, tiles: Sequence[TileData], view: View) -> list[Future[list[Judged]]]:
        """As ``submit``, with how sure the corrections are."""
        return [self._pool.submit(judge, self.experts, view, group) for group in self._groups(tiles)]

    def _groups(self, tiles: Sequence[TileData]) -> list[list[TileData]]:
        """Tiles that are handed over together."""
        groups: list[list[TileData]] = []
        for tile in tiles:
            most = self.experts.batch((tile.coarse.shape[0], tile.coarse.shape[1]))
            alike = bool(groups) and _kind(groups[-1][0]) == _kind(tile)
            if alike and len(groups[-1]) < most:
                groups[-1].append(tile)
            else:
                groups.append([tile])
        return groups

    def close(self) -> None:
        """Drop what has not started and wait for what has."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def _kind(tile: TileData) -> tuple[str, tuple[int, ...]]:
    """What tiles of one run have in common."""
    return tile.terrain, tile.coarse.shape


def len_cores() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

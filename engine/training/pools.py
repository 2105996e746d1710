"""Batches that are a function of seed and step alone, drawn ahead by background processes.

Ground j gives the same samples whoever draws it. Grounds come in pools; while the batches of one pool
are used, the next pool is drawn. So batch k is the same for any number of workers, and a run that is
resumed at step k goes on with the batches that an unbroken one would have seen.
"""

from __future__ import annotations

import multiprocessing as mp
import os
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .stream import Sample, StreamSettings, crops

Source = Callable[[int, int], list[Sample]]
"""Samples of ground number j under a seed; must be importable by name, for the workers."""

NICENESS = 10
"""On few cores the trainer goes first; the pool that is drawn ahead bridges the rest."""


class MadeScenes:
    """Samples of made scenes: ``MadeScenes(settings)(seed, ground)``."""

    def __init__(self, settings: StreamSettings) -> None:
        self.settings = settings

    def __call__(self, seed: int, ground: int) -> list[Sample]:
        """All samples of one ground."""
        return crops(np.random.default_rng((seed, ground)), self.settings)


def _start() -> None:
    if hasattr(os, "nice"):
        os.nice(NICENESS)


class Pools:
    """Batches by number.

    Parameters
    ----------
    source : callable
    seed : int
    batch : int
        Samples in a batch.
    grounds : int
        Grounds in a pool.
    workers : int
        Processes that draw.
    """

    def __init__(self, source: Source, seed: int, batch: int, grounds: int = 24, workers: int = 1) -> None:
        self._source, self._seed, self._batch, self._grounds = source, seed, batch, grounds
        self._processes = mp.get_context("spawn").Pool(workers, _start)
        self._coming: dict[int, list[Any]] = {}
        self._samples: list[Sample] = []
        self._order = np.zeros(0, dtype=np.intp)
        self._pool = -1
        self._first = 0
        self._last = 0
        self.waited_s = 0.0
        self.drawn = 0

    def batch(self, number: int) -> Sequence[np.ndarray]:
        """Arrays of the samples of batch ``number``, stacked; numbers may only grow."""
        while not self._first <= number < self._last:
            self._next()
        start = (number - self._first) * self._batch
        chosen = self._order[start : start + self._batch]
        return [np.stack(parts) for parts in zip(*(self._samples[i] for i in chosen))]

    def _next(self) -> None:
        """Take the next pool, and have the one after it drawn."""
        self._pool += 1
        self._ask(self._pool)
        self._ask(self._pool + 1)
        start = time.perf_counter()
        parts = [task.get() for task in self._coming.pop(self._pool)]
        self.waited_s += time.perf_counter() - start
        self._samples = [sample for part in parts for sample in part]
        self.drawn += len(self._samples)
        self._order = np.random.default_rng((self._seed, 1 << 40, self._pool)).permutation(len(self._samples))
        self._first = self._last
        self._last = self._first + len(self._samples) // self._batch

    def _ask(self, pool: int) -> None:
        if pool not in self._coming:
            first = pool * self._grounds
            self._coming[pool] = [
                self._processes.apply_async(self._source, (self._seed, j)) for j in range(first, first + self._grounds)
            ]

    def close(self) -> None:
        """End the background processes."""
        self._processes.terminate()
        self._processes.join()

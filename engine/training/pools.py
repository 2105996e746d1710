"""Batches that are a function of seed and step alone, drawn ahead by background processes.

Ground j gives the same samples whoever draws it. Grounds come in pools; while the batches of one pool
are used, the next pool is drawn. So batch k is the same for any number of workers, and a run that is
resumed at step k goes on with the batches that an unbroken one would have seen.
"""

from __future__ import annotations

import multiprocessing as mp
import os
import time
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from .stream import Sample, StreamSettings, crops


class Source(Protocol):
    """Samples of ground number j under a seed: always ``samples`` of them. Sent to the workers by pickle."""

    @property
    def samples(self) -> int:
        """Samples of one ground."""

    def __call__(self, seed: int, ground: int) -> list[Sample]:
        """Draw them."""


NICENESS = 5
"""On few cores the trainer goes first; the pool that is drawn ahead bridges the rest."""


class MadeScenes:
    """Samples of made scenes: ``MadeScenes(settings)(seed, ground)``."""

    def __init__(self, settings: StreamSettings) -> None:
        self.settings = settings

    @property
    def samples(self) -> int:
        """Samples of one ground."""
        return self.settings.lights_per_ground * self.settings.crops_per_light

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
        self._batches = grounds * source.samples // batch
        self._pool = -1
        self.waited_s = 0.0

    def batch(self, number: int) -> Sequence[np.ndarray]:
        """Arrays of the samples of batch ``number``, stacked; numbers may only grow."""
        pool, place = divmod(number, self._batches)
        if pool != self._pool:
            self._take(pool)
        chosen = self._order[place * self._batch : (place + 1) * self._batch]
        return [np.stack(parts) for parts in zip(*(self._samples[i] for i in chosen))]

    def _take(self, pool: int) -> None:
        """Wait for a pool, and have the one after it drawn."""
        self._ask(pool)
        self._ask(pool + 1)
        start = time.perf_counter()
        self._samples = [sample for task in self._coming.pop(pool) for sample in task.get()]
        self.waited_s += time.perf_counter() - start
        self._order = np.random.default_rng((self._seed, 1 << 40, pool)).permutation(len(self._samples))
        self._pool = pool

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

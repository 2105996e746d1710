"""Batches that are a function of seed and step alone, drawn ahead by background processes.

Ground j gives the same samples whoever draws it. Grounds come in pools; while the batches of one pool
are used, the next pool is drawn. So batch k is the same for any number of workers, and a run that is
resumed at step k goes on with the batches that an unbroken one would have seen.
"""

from __future__ import annotations

import multiprocessing as mp
import os
import threading
import time
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict
from typing import Protocol

import numpy as np

from ..errors import MmoedtmError, ParameterError
from ..experts.scheme import OURS, Scheme
from .sample import Sample, StreamSettings
from .stream import crops


class Source(Protocol):
    """Samples of ground number j under a seed: always ``samples`` of them. Sent to the workers by pickle."""

    @property
    def samples(self) -> int:
        """Samples of one ground."""

    @property
    def notes(self) -> list[str]:
        """What the user should know of them."""

    def facts(self) -> dict[str, object]:
        """Everything that decides them beside seed and ground."""

    def __call__(self, seed: int, ground: int) -> list[Sample]:
        """Draw them."""


NICENESS = 5
"""On few cores the trainer goes first; the pool that is drawn ahead bridges the rest."""


class MadeScenes:
    """Samples of made scenes: ``MadeScenes(settings, scheme)(seed, ground)``."""

    def __init__(self, settings: StreamSettings, scheme: Scheme = OURS) -> None:
        self.settings, self.scheme = settings, scheme
        self.notes: list[str] = []

    def facts(self) -> dict[str, object]:
        """The settings and the scheme."""
        return {**asdict(self.settings), **asdict(self.scheme)}

    @property
    def samples(self) -> int:
        """Samples of one ground."""
        return self.settings.lights_per_ground * self.settings.crops_per_light

    def __call__(self, seed: int, ground: int) -> list[Sample]:
        """All samples of one ground."""
        return crops(np.random.default_rng((seed, ground)), self.settings, self.scheme)


def _start() -> None:
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    parent = mp.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: mp.process.BaseProcess) -> None:
    """A trainer that is killed cannot end its processes; they end themselves."""
    parent.join()
    os._exit(1)


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

    Raises
    ------
    ParameterError
        A pool is smaller than a batch.
    """

    def __init__(self, source: Source, seed: int, batch: int, grounds: int = 24, workers: int = 1) -> None:
        self._source, self._seed, self._batch, self._grounds = source, seed, batch, grounds
        self._coming: dict[int, list[Future[list[Sample]]]] = {}
        self._samples: list[Sample] = []
        self._order = np.zeros(0, dtype=np.intp)
        self._batches = grounds * source.samples // batch
        if self._batches < 1:
            raise ParameterError(
                f"A pool has {grounds * source.samples} samples, fewer than a batch of {batch}; raise pool_grounds, or "
                "take smaller batches."
            )
        self._processes = ProcessPoolExecutor(workers, mp.get_context("spawn"), _start)
        self._pool = -1
        self.waited_s = 0.0

    def batch(self, number: int) -> list[np.ndarray]:
        """Fields of the samples of batch ``number``, stacked; numbers may only grow.

        Raises
        ------
        MmoedtmError
            A process that draws samples was ended, as by the system when memory is short.
        """
        pool, place = divmod(number, self._batches)
        if pool != self._pool:
            self._take(pool)
        chosen = self._order[place * self._batch : (place + 1) * self._batch]
        return [np.stack(parts) for parts in zip(*(self._samples[i] for i in chosen))]

    def _take(self, pool: int) -> None:
        """Wait for a pool, and have the one after it drawn."""
        start = time.perf_counter()
        try:
            self._ask(pool)
            self._ask(pool + 1)
            self._samples = [sample for task in self._coming.pop(pool) for sample in task.result()]
        except BrokenProcessPool as error:
            raise MmoedtmError(
                "A process that draws samples was ended from outside, as the system does when memory is short; close "
                "other programs or give fewer workers, and start again: the run goes on from its last checkpoint."
            ) from error
        self.waited_s += time.perf_counter() - start
        self._order = np.random.default_rng((self._seed, 1 << 40, pool)).permutation(len(self._samples))
        self._pool = pool

    def _ask(self, pool: int) -> None:
        if pool not in self._coming:
            first = pool * self._grounds
            self._coming[pool] = [
                self._processes.submit(self._source, self._seed, j) for j in range(first, first + self._grounds)
            ]

    def close(self) -> None:
        """End the background processes at once: nobody wants what they are drawing."""
        results = self._processes._result_queue  # type: ignore[attr-defined]  # forgotten by shutdown
        self._processes.shutdown(wait=False, cancel_futures=True)
        ended = mp.active_children()
        for process in ended:
            process.terminate()
        for process in ended:
            process.join()
        # One that was ended while it sent samples leaves half a message. The executor's thread would wait for the rest
        # for ever, and the interpreter at its end for the thread, as long as the pipe has an end to write to.
        results._writer.close()  # type: ignore[attr-defined]  # there is no public way to it

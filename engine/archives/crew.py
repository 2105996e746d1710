"""Threads that ask an archive at the same time, and a run that hears a cancel while they wait for it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Any, TypeVar

from ..contract.progress import Progress
from .patience import Patience
from .ranges import Client

Result = TypeVar("Result")

LOOK_S = 0.1
"""Between two looks at whether the user has cancelled."""


class Crew:
    """Threads with their own connections; leaving it ends them, wherever they wait.

    The threads are daemons: one that is stuck where nothing wakes it (the look-up of a name) holds nobody up.

    Parameters
    ----------
    patience : Patience
    insecure : callable
        Whether an address may be asked without https.
    progress : Progress
        Asked for a cancel ten times a second.
    """

    def __init__(self, patience: Patience, insecure: Callable[[str], bool], progress: Progress) -> None:
        self._stopped = threading.Event()
        self._progress = progress
        self._jobs: queue.Queue = queue.Queue()
        self._done: queue.Queue = queue.Queue()
        self._clients = [Client(patience, self._stopped, insecure) for _ in range(patience.at_a_time)]
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        for client in self._clients:
            client.connections.close()
        for _ in self._threads:
            self._jobs.put(None)

    def run(self, jobs: Sequence[Callable[[Client], Result]]) -> Iterator[tuple[int, Result]]:
        """Number and result of each job, as they come; the first that fails ends all.

        Raises
        ------
        Cancelled
            The user has cancelled.
        ArchiveError
            A job failed.
        """
        while len(self._threads) < min(len(self._clients), len(jobs)):
            client = self._clients[len(self._threads)]
            thread = threading.Thread(target=self._work, args=(client,), daemon=True, name="archive")
            self._threads.append(thread)
            thread.start()
        for number, job in enumerate(jobs):
            self._jobs.put((number, job))
        for _ in jobs:
            number, result, error = self._next()
            if error is not None:
                raise error
            yield number, result

    def one(self, job: Callable[[Client], Result]) -> Result:
        """The result of one job."""
        return next(iter(self.run([job])))[1]

    def _next(self) -> tuple[int, Any, BaseException | None]:
        while True:
            self._progress.check()
            try:
                number, result, error = self._done.get(timeout=LOOK_S)
                return number, result, error
            except queue.Empty:
                continue

    def _work(self, client: Client) -> None:
        while (item := self._jobs.get()) is not None:
            number, job = item
            if self._stopped.is_set():
                return
            try:
                self._done.put((number, job(client), None))
            except BaseException as error:  # the run is to learn of everything
                self._done.put((number, None, error))

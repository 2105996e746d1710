"""Blocks computed by the workers of a Dask scheduler.

A task is a digest of a plan and the number of a block; plans travel to every worker once, inputs not at all: workers
open them under the paths that the plan has. Results are packed blocks of some megabytes, fetched from the workers
themselves. Nothing but whole blocks comes back, so that a worker that dies costs the blocks that it was at.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..contract.progress import Progress
from ..errors import MmoedtmError, ParameterError, WorkerError
from ..raster.provenance import fingerprint
from .executors import Done, Task
from .on_worker import Answer, Parcel, Site, ask_experts, ask_inputs, ask_to_stop, compute_block
from .parcel import unpack
from .plan import ReconstructionPlan
from .plan_file import encoded

if TYPE_CHECKING:
    from distributed import Client
    from distributed import Future as Asked

AHEAD = 2
"""Blocks for each thread of the workers that are asked for at a time: one is computed, one waits."""

POLL_S = 0.2
WAIT_FOR_WORKERS_S = 30.0
CONNECT_S = "10s"
ANSWER_S = 20.0
"""For a scheduler to answer, the start of Python included."""

WORKERS_MEMORY = {
    "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": 256 << 20,
    "distributed.nanny.pre-spawn-environ.MALLOC_MMAP_THRESHOLD_": 32 << 20,
}
"""Bytes from which the workers of this computer give memory back. Dask's own 64 kB makes glibc ask the system for every
array anew: a fifth of a worker's time went into page faults."""

RESULT_S = 60.0
"""For a block to come from the worker that has it."""

LOOK_EVERY_S = 2.0
"""For workers that have come or gone."""

SAY_EVERY_S = 30.0
MOST_LOCAL = 256


class Cluster:
    """A Dask scheduler and its workers, ready to compute blocks. Use as a context manager.

    Parameters
    ----------
    scheduler : str
        ``local:N``, an address, or a scheduler file.
    pack : str
        The folder or the name of the experts, as workers know it.
    provider : str
        That every worker uses.
    own : str
        Experts and version of MMoEDTM of this process, as ``on_worker.identity`` has them: workers have the same.
    progress : Progress
        Told in one sentence where the work is done, and asked for a cancel while the cluster starts.

    Raises
    ------
    ParameterError
        The packages of a cluster are missing, or the scheduler is none.
    WorkerError
        There is no scheduler at that place, or it has no workers.
    """

    def __init__(self, scheduler: str, pack: str, provider: str, own: str, progress: Progress) -> None:
        self._name, self._log, self._own = scheduler, progress.info, own
        self._pack, self._asked_provider = pack, provider
        self._run = f"{os.getpid()}-{time.time_ns()}"
        self._sites: dict[str, Any] = {}
        self._stack = ExitStack()
        self._seconds = 0.0
        try:
            self._client = self._connected(scheduler, progress)
            self._threads = self._waited_for(progress)
            self.provider, self.version = self._provider_of_all()
        except BaseException:
            self._stack.close()
            raise
        link = self._client.dashboard_link
        progress.info(
            f"Blocks are computed by {len(self._client.nthreads())} workers with {self._threads} threads of the "
            f"scheduler {self._client.scheduler.address}" + (f"; its dashboard is {link}." if link else ".")
        )

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def seconds(self) -> float:
        """Time spent inside ONNX Runtime, over the threads that ran at a time."""
        return self._seconds / self._threads

    def compute(
        self, tasks: Iterable[Task], progress: Progress, advance: Callable[[int], None]
    ) -> Generator[Done, None, None]:
        """As ``Executor`` has it; every worker is held against a plan before its first block."""
        waiting: deque[tuple[Task, Asked]] = deque()
        begun, done = time.monotonic(), 0
        said, looked, most = begun, begun, AHEAD * self._threads
        try:
            for task in tasks:
                waiting.append((task, self._submitted(task)))
                if time.monotonic() - looked > LOOK_EVERY_S:
                    looked, most = time.monotonic(), AHEAD * max(1, sum(self._client.nthreads().values()))
                if len(waiting) < most:
                    continue
                yield self._finished(*waiting.popleft(), progress, advance)
                done += 1
                if time.monotonic() - said > SAY_EVERY_S:
                    said = time.monotonic()
                    progress.info(
                        f"{done} blocks, {done / (said - begun):.2f} blocks/s, {len(self._client.nthreads())} workers."
                    )
            while waiting:
                yield self._finished(*waiting.popleft(), progress, advance)
        except (OSError, ValueError) as error:
            raise self._lost(error) from error
        finally:
            self._stop([future for _, future in waiting])

    def _connected(self, scheduler: str, progress: Progress) -> Client:
        try:
            import dask
            from distributed import Client, LocalCluster
        except ModuleNotFoundError as error:
            raise ParameterError(
                "The parameter scheduler needs the packages dask and distributed; install "
                "resources/requirements/cluster.txt beside the engine, or leave it empty."
            ) from error
        kind, _, count = scheduler.partition(":")
        if kind == "local":
            if not count.isdigit() or not 1 <= int(count) <= MOST_LOCAL:
                raise ParameterError(f"scheduler is {scheduler}, but must be local:N with N from 1 to {MOST_LOCAL}.")
            with dask.config.set(WORKERS_MEMORY):
                cluster = LocalCluster(
                    n_workers=int(count), threads_per_worker=1, processes=True, host="127.0.0.1",
                    dashboard_address="127.0.0.1:0", silence_logs=logging.ERROR,
                )  # fmt: skip
            self._stack.enter_context(cluster)
            return self._stack.enter_context(Client(cluster))
        place: dict[str, Any] = {"address": scheduler}
        if "://" not in scheduler:
            if not Path(scheduler).is_file():
                raise ParameterError(
                    f"scheduler is {scheduler}, which is no scheduler file; give local:N, an address like "
                    "tcp://host:8786, or the file that the scheduler wrote."
                )
            place = {"scheduler_file": scheduler}
        _require_scheduler(place, scheduler, progress)
        return self._stack.enter_context(Client(**place, timeout=CONNECT_S))

    def _waited_for(self, progress: Progress) -> int:
        """Threads of all workers, once there are any."""
        end = time.monotonic() + WAIT_FOR_WORKERS_S
        while not self._client.nthreads():
            progress.check()
            if time.monotonic() > end:
                raise WorkerError(
                    f"The scheduler {self._name} has no workers; start some (dask worker "
                    f"{self._client.scheduler.address})."
                )
            time.sleep(POLL_S)
        return sum(self._client.nthreads().values())

    def _submitted(self, task: Task) -> Asked:
        site = self._site(task.plan)
        key = f"block-{self._run}-{task.plan.digest}-{task.number}"
        return self._client.submit(compute_block, site, task.number, key=key, pure=False)

    def _site(self, plan: ReconstructionPlan) -> Any:
        """The plan, at the workers; each has been asked whether it can compute it."""
        key = plan.digest
        if key not in self._sites:
            prints = tuple((one.path, fingerprint(one.path)) for one in plan.sources if one.role != "classes")
            site = Site(self._run, encoded(plan), plan.wanted, prints, self._pack, self._asked_provider)
            _require(self._client.run(_inputs_of, site))
            self._sites[key] = self._client.scatter(site, broadcast=True, hash=False)
        return self._sites[key]

    def _provider_of_all(self) -> tuple[str, str]:
        """Where the experts of all workers run, and the runtime with its version."""
        answers = self._client.run(_experts_of, self._pack, self._asked_provider)
        _require(answers)
        for address, answer in answers.items():
            if answer.identity != self._own:
                raise WorkerError(
                    f"The worker {answer.name} at {address} has {answer.identity}, but this run {self._own}; start it "
                    "with the same."
                )
        kinds = sorted({(answer.provider, answer.version) for answer in answers.values()})
        if len(kinds) > 1:
            text = " and ".join(f"{provider} of {version}" for provider, version in kinds)
            raise WorkerError(
                f"The workers of {self._name} are not alike ({text}), so that their heights would differ; start them "
                "in environments of the same versions and with the same experts."
            )
        return kinds[0]

    def _finished(self, task: Task, future: Asked, progress: Progress, advance: Callable[[int], None]) -> Done:
        arrived = threading.Event()
        future.add_done_callback(lambda _: arrived.set())
        while not arrived.wait(POLL_S):
            progress.check()
        progress.check()
        try:
            parcel: Parcel = future.result(timeout=RESULT_S)
        except MmoedtmError as error:
            return Done(task, None, b"", error)
        except Exception as error:  # whatever a cluster can lose: workers, the scheduler, the way to it
            raise self._lost(error) from error
        future.release()
        advance(len(task.plan.tiles_of(task.number)))
        self._seconds += parcel.seconds
        return Done(task, unpack(parcel.content), parcel.content)

    def _stop(self, futures: list[Asked]) -> None:
        """What is being computed ends at its next tile."""
        if not futures:
            return
        try:
            self._client.cancel(futures)
            self._client.run(ask_to_stop, self._run)
        except Exception as error:  # the scheduler is gone, and with it what it had to do
            self._log(f"The workers could not be told to stop ({type(error).__name__}).")

    def _lost(self, error: Exception) -> WorkerError:
        text = (str(error).strip().splitlines() or [type(error).__name__])[0]
        return WorkerError(
            f"The cluster at {self._name} lost a block ({type(error).__name__}: {text}); finished blocks are kept, so "
            "start the run again."
        )


def _require_scheduler(place: Mapping[str, str], name: str, progress: Progress) -> None:
    """Look whether a scheduler answers, in a process of its own, because what is none can make a client hang for ever.

    Raises
    ------
    WorkerError
        None does.
    """
    call = f"from distributed import Client; Client(**{dict(place)!r}, timeout={CONNECT_S!r}).close()"
    process = subprocess.Popen([sys.executable, "-c", call], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + ANSWER_S
    try:
        while process.poll() is None and time.monotonic() < end:
            progress.check()
            time.sleep(POLL_S)
    finally:
        process.kill()
        process.wait()
    if process.returncode:
        raise WorkerError(f"No Dask scheduler answers at {name}; start it, or give its address.")


def _experts_of(pack: str, provider: str, dask_worker: Any = None) -> Answer:
    """Runs in every worker, which Dask hands over by the name of the parameter."""
    return ask_experts(pack, provider, str(dask_worker.name))


def _inputs_of(site: Site, dask_worker: Any = None) -> Answer:
    """As ``_experts_of``."""
    return ask_inputs(site, str(dask_worker.name))


def _require(answers: dict[str, Answer]) -> None:
    for address, answer in answers.items():
        if answer.problem:
            raise WorkerError(f"{answer.problem.rstrip('.')} (worker {answer.name} at {address}).")

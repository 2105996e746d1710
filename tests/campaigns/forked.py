"""Trials in forks of a process that has loaded the engine already: each has its own limits, crash and end.

The process that forks never runs an operation itself, so that no library has started threads in it.
"""

from __future__ import annotations

import importlib
import json
import os
import selectors
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.contract.execute import execute  # noqa: F401 (loaded for the forks)
from engine.operations import OPERATIONS

Tell = Callable[[dict[str, Any]], None]
Work = Callable[[Tell], None]

ALSO = ("matplotlib.backends.backend_agg", "matplotlib.pyplot", "scipy.ndimage", "scipy.optimize", "scipy.special",
        "rasterio.warp", "rasterio.features", "pyogrio.raw", "jinja2.ext", "engine.worker")  # fmt: skip
"""What operations load while they run."""


@dataclass
class Ended:
    """How a fork ended.

    Attributes
    ----------
    said : list of dict
        What it told, in order.
    code : int
        Exit code; the negative number of a signal.
    seconds : float
    hung : bool
        It was stopped at its limit.
    log : str
        The end of what it wrote to standard output and error.
    """

    said: list[dict[str, Any]] = field(default_factory=list)
    code: int = 0
    seconds: float = 0.0
    hung: bool = False
    log: str = ""

    def get(self, key: str) -> Any:
        """The last value told under a key; None for none."""
        return next((line[key] for line in reversed(self.said) if key in line), None)


def warm() -> None:
    """Load what the operations need; those that need PyTorch only where it is."""
    for operation in OPERATIONS.values():
        module = operation.run.partition(":")[0]
        try:
            importlib.import_module(f"engine.{module}")
        except ModuleNotFoundError:
            if not operation.extra:
                raise
    for name in ALSO:
        try:
            importlib.import_module(name)
        except ModuleNotFoundError:
            pass  # one that this version of the library does not have; the operation loads what it needs


def has_torch() -> bool:
    """Whether training can be tried."""
    return "engine.training.schedule" in sys.modules


def forked(work: Work, limit_s: float, kill_after_s: float | None = None) -> Ended:
    """Do work in a fork.

    Parameters
    ----------
    work : callable
        Gets a function that tells the parent something (JSON).
    limit_s : float
        After which it has hung, and is stopped.
    kill_after_s : float, optional
        SIGKILL so long after it has told ``begun``.
    """
    reading, writing = os.pipe()
    log = os.memfd_create("log")
    begun = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _be_child(work, writing, log)
    os.close(writing)
    ended = Ended()
    try:
        _listen(reading, pid, ended, begun + limit_s, kill_after_s)
        _, status = os.waitpid(pid, 0)
        ended.code = os.waitstatus_to_exitcode(status)
    finally:
        os.close(reading)
        _end_group(pid)
    ended.seconds = time.monotonic() - begun
    os.lseek(log, max(0, os.fstat(log).st_size - 4000), os.SEEK_SET)
    ended.log = os.read(log, 4000).decode("utf-8", "replace")
    os.close(log)
    return ended


def _be_child(work: Work, writing: int, log: int) -> None:
    code = 1
    try:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        work(lambda content: _write_all(writing, (json.dumps(content) + "\n").encode()) and None)
        code = 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _write_all(number: int, content: bytes) -> None:
    while content:
        content = content[os.write(number, content) :]


def _listen(reading: int, pid: int, ended: Ended, deadline: float, kill_after_s: float | None) -> None:
    """Take what the fork says until it has ended; kill it when it is time."""
    rest, kill_at = b"", None
    with selectors.DefaultSelector() as selector:
        selector.register(reading, selectors.EVENT_READ)
        while True:
            now = time.monotonic()
            if kill_at is not None and now >= kill_at:
                os.kill(pid, signal.SIGKILL)
                kill_at = None
            if now >= deadline:
                ended.hung = True
                os.kill(pid, signal.SIGKILL)
                deadline = now + 5.0
            until = min(deadline, kill_at) if kill_at is not None else deadline
            if not selector.select(max(0.0, until - now)):
                continue
            block = os.read(reading, 1 << 16)
            if not block:
                return
            *lines, rest = (rest + block).split(b"\n")
            ended.said += [json.loads(line) for line in lines]
            if kill_after_s is not None and ended.get("begun"):
                kill_at, kill_after_s = time.monotonic() + kill_after_s, None


def _end_group(pid: int) -> None:
    """End what the fork started itself."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def spread(cases: Sequence[Any], trial: Callable[[int, Any], dict[str, Any]], jobs: int) -> Iterator[dict[str, Any]]:
    """Rows of all cases as they come, from several processes that fork in turn.

    Parameters
    ----------
    cases : sequence
    trial : callable
        Takes the number of a case and the case, and gives its row (JSON).
    jobs : int
    """
    readers = []
    for job in range(jobs):
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            code = 1
            try:
                for number in range(job, len(cases), jobs):
                    row = trial(number, cases[number])
                    _write_all(writing, (json.dumps({**row, "number": number}) + "\n").encode())
                code = 0
            except BaseException:
                import traceback

                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(code)
        os.close(writing)
        readers.append((pid, reading))
    yield from _rows(readers)
    for pid, reading in readers:
        os.close(reading)
        _, status = os.waitpid(pid, 0)
        if status:
            raise RuntimeError("a process of the campaign itself failed; its trace is above")


def _rows(readers: Sequence[tuple[int, int]]) -> Iterator[dict[str, Any]]:
    rest = {reading: b"" for _, reading in readers}
    with selectors.DefaultSelector() as selector:
        for reading in rest:
            selector.register(reading, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select():
                block = os.read(key.fd, 1 << 16)
                if not block:
                    selector.unregister(key.fd)
                    continue
                *lines, rest[key.fd] = (rest[key.fd] + block).split(b"\n")
                yield from (json.loads(line) for line in lines)


def jobs() -> int:
    """Processes that a campaign uses: as many as there are cores, at most four."""
    return max(1, min(4, len(os.sched_getaffinity(0))))


def scratch_in() -> str | None:
    """A folder in memory, where there is one: thousands of small files are synced there for nothing."""
    return "/dev/shm" if Path("/dev/shm").is_dir() and os.access("/dev/shm", os.W_OK) else None

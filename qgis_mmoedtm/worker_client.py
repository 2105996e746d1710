"""Run one operation in the engine's own process. Standard library only."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Callable

from .environment import clean_environment, no_window
from .packs import VARIABLE as PACKS
from .packs import packs_folder
from .translation import tr

CANCEL_GRACE_S = 1.2
"""Time that a cancelled worker has to clean up by itself before it is killed. A step of a training on a processor may
take longer; with what is swept after it, a cancel is to take less than two seconds."""

_START = "import sys, runpy; sys.path.insert(0, sys.argv[1]); runpy.run_module('engine.worker', run_name='__main__')"

_SWEEP = (
    "import sys, runpy; sys.path.insert(0, sys.argv.pop(1)); "
    "runpy.run_module('engine.contract.leftovers', run_name='__main__')"
)


class WorkerError(Exception):
    """The run failed; the message is for the user."""


class WorkerCancelled(WorkerError):
    """The run was cancelled."""


def run_operation(
    interpreter: Path,
    engine_parent: Path,
    operation: str,
    parameters: Mapping[str, Any],
    crs: Mapping[str, str],
    targets: Iterable[str],
    on_progress: Callable[[float, str], None],
    on_log: Callable[[str, str], None],
    cancelled: Callable[[], bool],
) -> dict:
    """Start a worker, pass on what it says, and return its results.

    Parameters
    ----------
    interpreter : Path
        Python of the engine's environment.
    engine_parent : Path
        Folder that holds the folder ``engine``.
    operation, parameters
        The request.
    crs : mapping
        WKT by path, of inputs whose CRS in QGIS is not their file's.
    targets : iterable of str
        Files and folders that the run writes; what a killed worker left beside them is removed.
    on_progress, on_log, cancelled : callables

    Raises
    ------
    WorkerError
        The run failed or was cancelled.
    """
    try:
        process = subprocess.Popen(
            [str(interpreter), "-I", "-u", "-c", _START, str(engine_parent)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, encoding="utf-8", errors="replace",
            env={**clean_environment(), PACKS: str(packs_folder())}, **no_window(),
        )  # fmt: skip
    except OSError as error:
        raise WorkerError(
            tr(
                "The engine's Python {interpreter} cannot be started ({strerror}); set up the engine again "
                "(README, The engine's environment)."
            ).format(interpreter=interpreter, strerror=error.strerror)
        ) from error
    lines: queue.Queue = queue.Queue()
    noise: list = []
    threading.Thread(target=_pump, args=(process.stdout, lines), daemon=True).start()
    collector = threading.Thread(target=_collect, args=(process.stderr, noise), daemon=True)
    collector.start()
    try:
        _send(process, {"operation": operation, "parameters": dict(parameters), "crs": dict(crs)})
        return _listen(process, lines, noise, collector, on_progress, on_log, cancelled)
    finally:
        killed = process.poll() is None
        if killed:
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            try:
                stream.close()
            except OSError:
                pass  # closing flushes, and the worker that should read it has gone
        if killed or process.returncode not in (0, 1):  # it did not end by itself
            _sweep(interpreter, engine_parent, targets)


def _listen(process, lines, noise, collector, on_progress, on_log, cancelled) -> dict:
    """Pass messages on until the result, an error, a cancel or the worker's end."""
    deadline = None
    while True:
        if deadline is None and cancelled():
            _send(process, {"cancel": True})
            deadline = time.monotonic() + CANCEL_GRACE_S
        if deadline is not None and time.monotonic() > deadline:
            raise WorkerCancelled(tr("The run was cancelled; no output was written."))
        try:
            line = lines.get(timeout=0.1)
        except queue.Empty:
            continue
        if line is None:
            break
        message = _parsed(line)
        kind = message["type"]
        if kind == "progress":
            on_progress(message["fraction"], message["message"])
        elif kind == "log":
            on_log(message["level"], message["message"])
        elif kind == "result":
            return message["results"]
        elif kind == "error":
            if message["kind"] == "bug":
                collector.join(1.0)
                on_log("info", "".join(noise)[-8000:])
            error = WorkerCancelled if message["kind"] == "cancelled" else WorkerError
            raise error(message["message"])
    code = process.wait()
    collector.join(1.0)
    if noise:
        on_log("info", "".join(noise).strip()[-2000:])
    if deadline is not None:
        raise WorkerCancelled(tr("The run was cancelled; no output was written."))
    raise WorkerError(_obituary(code))


def _parsed(line: str) -> dict:
    """A message of the worker; anything else that turns up on its output is log."""
    try:
        message = json.loads(line)
        return message if "type" in message else {"type": "log", "level": "info", "message": line.rstrip()}
    except (ValueError, TypeError):
        return {"type": "log", "level": "info", "message": line.rstrip()}


def _obituary(code: int) -> str:
    """Why a worker that said nothing of its end has ended."""
    if code >= 0:
        return tr(
            "The engine's process ended before it was done (exit code {code}); no output was written. See the log."
        ).format(code=code)
    why = tr("it was killed by signal {number}").format(number=-code)
    if code == -9:
        why += tr(", often because memory ran out")
    return tr(
        "The engine's process ended before it was done ({why}); no output was written. Close other "
        "programs or choose fewer tiles at a time, and run again."
    ).format(why=why)


def _send(process, content: Mapping[str, Any]) -> None:
    try:
        process.stdin.write(json.dumps(content) + "\n")
        process.stdin.flush()
    except (BrokenPipeError, OSError):
        pass  # it has ended already; what it said, or its exit code, tells why


def _pump(stream, lines) -> None:
    try:
        for line in stream:
            lines.put(line)
    except ValueError:
        pass  # closed by the client, which has all that it wants
    lines.put(None)


def _collect(stream, noise) -> None:
    try:
        for line in stream:
            noise.append(line)
    except ValueError:
        pass  # closed by the client


def _sweep(interpreter: Path, engine_parent: Path, targets: Iterable[str]) -> None:
    """Have the engine finish what a worker that died left beside its targets, or remove it.

    Without this the next run in the same folder would; until then gigabytes may lie there.
    """
    folders = [folder for target in targets for folder in (target, str(Path(target).parent))]
    command = [str(interpreter), "-I", "-S", "-c", _SWEEP, str(engine_parent), *folders]
    try:
        subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, **no_window())
    except (OSError, subprocess.TimeoutExpired):
        pass  # the next run in that folder says what is wrong there

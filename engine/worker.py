"""One operation over JSON lines, for a program that must not load the engine itself.

Request, one line on standard input: ``{"operation": NAME, "parameters": {...}}``, with ``"crs": {PATH: WKT}`` where
CRSs are to count that are not the files' own. Answers, lines on standard output: ``progress`` (fraction, message),
``log`` (level, message), and at the end ``result`` (results) or ``error`` (kind, message). Kinds of error: ``request``
(the line is none), ``user``, ``cancelled``, ``environment``, ``bug``. A later line ``{"cancel": true}``, the end of
standard input or of the reader of standard output (the parent has died), SIGTERM and SIGINT cancel the run; other
lines say nothing.
"""

from __future__ import annotations

import functools
import json
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from typing import Any, Callable, TextIO

from .contract.assigned import assign
from .contract.declare import Operation
from .contract.execute import execute
from .contract.progress import Progress
from .errors import Cancelled, MmoedtmError
from .operations import OPERATIONS

GRACE_S = 10.0
"""Time in which a cancelled run must have ended; then the process ends itself."""

LONGEST_REQUEST, LONGEST_CONTROL = 16_000_000, 4_096
"""Bytes of a line."""


class _RequestError(MmoedtmError):
    """The line is no request."""


class _Stop:
    """Whether the run is to end; once told so, the process ends by itself after a while."""

    def __init__(self) -> None:
        self._told = threading.Event()

    def __call__(self) -> bool:
        """Whether the run is to end."""
        return self._told.is_set()

    def tell(self) -> None:
        """The run is to end."""
        if not self._told.is_set():
            self._told.set()
            threading.Thread(target=_end_after_a_while, daemon=True).start()


def _end_after_a_while() -> None:
    time.sleep(GRACE_S)
    os._exit(4)


class _Channel:
    """Lines to the parent; standard output itself is handed to the log, so that nothing a library
    prints can break the protocol."""

    def __init__(self, stop: _Stop) -> None:
        self._out: TextIO = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
        os.dup2(2, 1)
        self._lock = threading.Lock()
        self._stop = stop

    def send(self, line: str, /, **content: Any) -> None:
        """Write one line. When nobody reads it any more, the run is cancelled, so that it cleans up."""
        with self._lock:
            try:
                self._out.write(json.dumps({"type": line, **content}) + "\n")
                self._out.flush()
            except (OSError, ValueError):
                self._stop.tell()


class _Lines:
    """Lines of standard input. Not ``sys.stdin``, whose lock a waiting thread would hold at the end.

    Parameters
    ----------
    read : callable
        Takes a number of bytes and returns at most as many, none at the end.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._rest = bytearray()

    def readline(self, most: int) -> bytes:
        """The next line with its end, at most so many bytes of it; empty at the end of input."""
        while (end := self._rest.find(b"\n") + 1) == 0 and len(self._rest) < most:
            block = self._read(1 << 16)
            if not block:
                break
            self._rest += block
        end = min(end or len(self._rest), most)
        line = bytes(self._rest[:end])
        del self._rest[:end]
        return line


def _watch(lines: _Lines, stop: _Stop) -> None:
    """Wait for a cancel or for the end of standard input; any other line says nothing."""
    while line := lines.readline(LONGEST_CONTROL):
        whole = line.endswith(b"\n")
        while line and not line.endswith(b"\n"):
            line = lines.readline(LONGEST_CONTROL)  # the rest of a line that is too long for a cancel
        try:
            message = json.loads(line) if whole else None
        except (ValueError, RecursionError):
            continue
        if isinstance(message, dict) and message.get("cancel"):
            break
    stop.tell()


def _request(line: bytes) -> tuple[Operation, Mapping[str, Any], Mapping[str, str]]:
    """The operation and the parameters that a line asks for, and the CRSs that it sets for files.

    Raises
    ------
    _RequestError
        It is no request.
    """
    if len(line) > LONGEST_REQUEST:
        raise _RequestError(f"The request is longer than {LONGEST_REQUEST:,} bytes; give fewer inputs.")
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _RequestError(f"The request is not a line of JSON ({str(error)[:100]}).") from error
    if not isinstance(request, dict):
        raise _RequestError("The request is no JSON object; give the fields operation and parameters.")
    name, parameters = request.get("operation"), request.get("parameters")
    if not isinstance(name, str) or name not in OPERATIONS:
        raise _RequestError(
            f"The request has the operation {str(name)[:100]!r}, but must have one of: {', '.join(OPERATIONS)}."
        )
    if not isinstance(parameters, dict):
        raise _RequestError("The request has no JSON object in the field parameters; give the parameters by name.")
    crs = request.get("crs", {})
    if not isinstance(crs, dict) or not all(isinstance(wkt, str) for wkt in crs.values()):
        raise _RequestError("The request's field crs is no JSON object of texts; give a WKT for each path.")
    return OPERATIONS[name], parameters, crs


def main() -> int:
    """Serve one request."""
    stop = _Stop()
    channel = _Channel(stop)
    lines = _Lines(functools.partial(os.read, 0))
    line = lines.readline(LONGEST_REQUEST + 1)
    if not line:
        return 2
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.tell())
    threading.Thread(target=_watch, args=(lines, stop), daemon=True).start()
    progress = Progress(
        lambda share, text: channel.send("progress", fraction=share, message=text),
        lambda level, text: channel.send("log", level=level, message=text),
        stop,
    )
    try:
        operation, parameters, crs = _request(line)
        assign(crs)
        results = execute(operation, parameters, progress)
    except _RequestError as error:
        channel.send("error", kind="request", message=str(error))
        return 1
    except Cancelled as error:
        channel.send("error", kind="cancelled", message=str(error))
        return 1
    except MmoedtmError as error:
        channel.send("error", kind="user", message=str(error))
        return 1
    except ModuleNotFoundError as error:
        channel.send(
            "error",
            kind="environment",
            message=f"The engine's environment lacks the package {error.name}; set it up again (README, The engine's "
            "environment).",
        )
        return 1
    except BaseException as error:  # the parent must learn of everything, then the trace goes to the log
        traceback.print_exc()
        sys.stderr.flush()
        name = type(error).__name__
        channel.send("error", kind="bug", message=f"The engine failed unexpectedly ({name}: {error}); see the log.")
        return 1
    channel.send("result", results=results)
    return 0


if __name__ == "__main__":
    sys.exit(main())

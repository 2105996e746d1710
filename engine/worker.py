"""One operation over JSON lines, for a program that must not load the engine itself.

Request, one line on standard input: ``{"operation": NAME, "parameters": {...}}``. Answers, lines on
standard output: ``progress`` (fraction, message), ``log`` (level, message), and at the end ``result``
(results) or ``error`` (kind, message). A later line ``{"cancel": true}``, or the end of standard
input (the parent has died), cancels the run.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import traceback
from typing import Any, TextIO

from .errors import Cancelled, MmoedtmError
from .operations import OPERATIONS
from .contract.execute import execute
from .contract.progress import Progress

GRACE_S = 10.0
"""Time in which a cancelled run must have ended; then the process ends itself."""


class _Channel:
    """Lines to the parent; standard output itself is handed to the log, so that nothing a library
    prints can break the protocol."""

    def __init__(self) -> None:
        self._out: TextIO = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
        os.dup2(2, 1)
        self._lock = threading.Lock()

    def send(self, line: str, /, **content: Any) -> None:
        """Write one line; a parent that is gone is not an error here."""
        with self._lock:
            try:
                self._out.write(json.dumps({"type": line, **content}) + "\n")
                self._out.flush()
            except (BrokenPipeError, ValueError):
                os._exit(3)


def _watch(stop: threading.Event) -> None:
    """Wait for a cancel or for the end of standard input."""
    for line in sys.stdin:
        try:
            if json.loads(line).get("cancel"):
                break
        except ValueError:
            continue
    stop.set()
    time.sleep(GRACE_S)
    os._exit(4)


def main() -> int:
    """Serve one request."""
    channel = _Channel()
    line = sys.stdin.readline()
    if not line:
        return 2
    stop = threading.Event()
    threading.Thread(target=_watch, args=(stop,), daemon=True).start()
    progress = Progress(
        lambda share, text: channel.send("progress", fraction=share, message=text),
        lambda level, text: channel.send("log", level=level, message=text),
        stop.is_set,
    )
    try:
        request = json.loads(line)
        operation = OPERATIONS[request["operation"]]
        results = execute(operation, request["parameters"], progress)
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
            message=f"The engine's environment lacks the package {error.name}; set it up again from the menu "
            "Raster > MMoEDTM > Set up the engine.",
        )
        return 1
    except BaseException as error:  # the parent must learn of everything, then the trace goes to the log
        traceback.print_exc()
        name = type(error).__name__
        channel.send("error", kind="bug", message=f"The engine failed unexpectedly ({name}: {error}); see the log.")
        return 1
    channel.send("result", results=results)
    return 0


if __name__ == "__main__":
    sys.exit(main())

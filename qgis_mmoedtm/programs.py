"""Run a program step by step: its lines into a log and to a listener, with cancel. Standard library only."""

from __future__ import annotations

import os
import queue
import re
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Callable, Optional

from .translation import tr

_SCRUBBED = re.compile(r"^(PYTHON|PROJ_|GDAL_|LD_|DYLD_|QGIS_|QT_|VIRTUAL_ENV$|CONDA_|PIP_|UV_)")

_PASSWORD = re.compile(r"//[^/@\s]*@")


class SetupError(Exception):
    """The environment could not be made; one sentence that names the cure."""


class SetupCancelled(SetupError):
    """The user cancelled."""

    def __init__(self) -> None:
        super().__init__(
            tr("The set-up was cancelled; choose Set up again, and it goes on with what is fetched already.")
        )


def clean_environment() -> dict[str, str]:
    """This process's variables without those by which QGIS would leak into another Python, or an installer be led
    astray; where packages come from is said by ``package_sources``."""
    return {name: value for name, value in os.environ.items() if not _SCRUBBED.match(name)}


def no_window() -> dict[str, int]:
    """Arguments that keep a console from flashing up on Windows."""
    return {"creationflags": subprocess.CREATE_NO_WINDOW} if os.name == "nt" else {}


class Log:
    """A file of what was run and said; passwords in addresses are left out."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._out = path.open("w", encoding="utf-8", errors="replace")

    def __enter__(self) -> Log:
        return self

    def __exit__(self, *_: object) -> None:
        self._out.close()

    def write(self, line: str) -> None:
        """Add one line."""
        self._out.write(_PASSWORD.sub("//***@", line.rstrip()) + "\n")
        self._out.flush()


def run(
    arguments: Sequence[str],
    log: Log,
    cancelled: Callable[[], bool] = lambda: False,
    variables: Optional[Mapping[str, str]] = None,
    on_line: Callable[[str], None] = lambda line: None,
) -> tuple[int, str]:
    """Run one program to its end.

    Parameters
    ----------
    arguments : sequence of str
    log : Log
    cancelled : callable
        Asked a few times a second; the program is killed where it says so.
    variables : mapping, optional
        Added to the clean environment.
    on_line : callable
        Gets each line of output and errors.

    Returns
    -------
    code : int
        Exit code; 127 where the program could not be started.
    said : str
        The last lines that say something, for a message.

    Raises
    ------
    SetupCancelled
    """
    log.write("$ " + " ".join(arguments))
    try:
        process = subprocess.Popen(
            list(arguments), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            text=True, encoding="utf-8", errors="replace", env={**clean_environment(), **(variables or {})},
            **no_window(),
        )  # fmt: skip
    except OSError as error:
        log.write(tr("could not be started: {error}").format(error=error))
        return 127, error.strerror or str(error)
    lines: queue.Queue = queue.Queue()
    reader = threading.Thread(target=_pump, args=(process.stdout, lines), daemon=True)
    reader.start()
    said: list = []
    try:
        while True:
            if cancelled():
                raise SetupCancelled
            try:
                line = lines.get(timeout=0.2)
            except queue.Empty:
                continue
            if line is None:
                break
            log.write(line)
            if line.strip():
                said = [*said[-3:], _PASSWORD.sub("//***@", line.strip())]
            on_line(line)
        return process.wait(), " ".join(said)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        reader.join(5.0)
        process.stdout.close()


def _pump(stream, lines: queue.Queue) -> None:
    for line in stream:
        lines.put(line)
    lines.put(None)

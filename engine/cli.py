"""The command line: ``python -m engine OPERATION --image ... --output ...``."""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import signal
import sys
import threading
from collections.abc import Sequence
from typing import Any

from . import __version__
from .contract.declare import Operation
from .contract.execute import execute
from .contract.progress import Progress
from .contract.settings import Parameter
from .errors import MmoedtmError, ParameterError
from .operations import OPERATIONS


def flag(parameter: Parameter) -> str:
    """Name of a parameter on the command line."""
    return "--" + parameter.name.replace("_", "-")


def parser() -> argparse.ArgumentParser:
    """The parser, made from the declarations."""
    top = argparse.ArgumentParser(prog="python -m engine", description="Terrain from one lunar image and a coarse DEM.")
    top.add_argument("--version", action="version", version=f"MMoEDTM {__version__}")
    commands = top.add_subparsers(dest="operation", required=True, metavar="OPERATION")
    for operation in OPERATIONS.values():
        command = commands.add_parser(
            operation.name,
            aliases=[operation.name.replace("_", "-")] if "_" in operation.name else [],
            help=operation.label,
            description=operation.help,
            formatter_class=argparse.ArgumentDefaultsHelpFormatter,
        )
        for parameter in operation.parameters:
            _add(command, parameter)
        command.add_argument("--json", action="store_true", help="Write progress and the result as JSON lines.")
    return top


def _add(command: argparse.ArgumentParser, parameter: Parameter) -> None:
    text = parameter.help
    if parameter.unit:
        text += f" [{parameter.unit}]"
    if parameter.choices:
        text += f" One of: {', '.join(parameter.choices)}."
    text = text.replace("%", "%%")  # argparse fills in defaults by it
    optional = parameter.optional or parameter.default is not None or bool(parameter.unless)
    options: dict[str, Any] = {"help": text, "required": not optional, "metavar": parameter.kind.upper()}
    if parameter.default is not None:
        options["default"] = parameter.default
    else:
        options["default"] = argparse.SUPPRESS
    if parameter.kind == "rasters":
        options["nargs"] = "+"
    if parameter.kind == "boolean":
        options.update(nargs="?", const="true")
    command.add_argument(flag(parameter), **options)


def _tell(content: dict[str, Any]) -> None:
    """A JSON line, written in one go: several threads tell what they do, and print writes line and end one by one."""
    sys.stdout.write(json.dumps(content) + "\n")
    sys.stdout.flush()


class _Screen:
    """Progress on a terminal: one line that is rewritten; in a log, a line each tenth."""

    def __init__(self, as_json: bool) -> None:
        self._json = as_json
        self._open = False
        self._tenth = -1

    def report(self, share: float, text: str) -> None:
        """Show the share done."""
        if self._json:
            _tell({"type": "progress", "fraction": share, "message": text})
        elif sys.stderr.isatty():
            print(f"\r{share:4.0%} {text}\033[K", end="", file=sys.stderr, flush=True)
            self._open = True
        elif int(share * 10) != self._tenth:
            self._tenth = int(share * 10)
            print(f"{share:4.0%} {text}", file=sys.stderr, flush=True)

    def log(self, level: str, text: str) -> None:
        """Show a message."""
        if self._json:
            _tell({"type": "log", "level": level, "message": text})
            return
        self.end()
        print(f"Warning: {text}" if level == "warning" else text, file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line that is being rewritten."""
        if self._open:
            print(file=sys.stderr)
            self._open = False


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one operation and return the exit code: 0, 1 (the run failed), 2 (bad arguments)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # names of files need not be text
    try:
        return _run(arguments)
    except BrokenPipeError:
        # Whoever read the output has gone. What is still buffered must not fail once more on the way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _joined(arguments: Sequence[str]) -> list[str]:
    """Arguments with values such as -1,10,1,11 joined to their option, because argparse takes those for options."""
    joined: list[str] = []
    for text in arguments:
        if joined and re.fullmatch(r"--[\w-]+", joined[-1]) and re.match(r"-\.?\d", text):
            joined[-1] += f"={text}"
        else:
            joined.append(text)
    return joined


def _run(arguments: Sequence[str] | None) -> int:
    given = vars(parser().parse_args(_joined(sys.argv[1:] if arguments is None else arguments)))
    operation: Operation = OPERATIONS[given.pop("operation").replace("-", "_")]
    as_json = given.pop("json")
    screen = _Screen(as_json)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        result = execute(operation, given, Progress(screen.report, screen.log, stop.is_set))
    except MmoedtmError as error:
        screen.end()
        if as_json:
            _tell({"type": "error", "message": str(error)})
        print(f"Error: {error}", file=sys.stderr)
        return 2 if isinstance(error, ParameterError) else 1
    except ModuleNotFoundError as error:
        screen.end()
        print(f"Error: This Python lacks the package {error.name}, which the engine needs; install the packages of "
              "resources/requirements, or use 'python3 build.py engine'.", file=sys.stderr)  # fmt: skip
        return 1
    screen.end()
    if as_json:
        _tell({"type": "result", "results": result})
    else:
        labels = {p.name: p.label for p in operation.parameters}
        labels.update({r.name: r.label for r in operation.results})
        for name, value in result.items():
            if value is not None:
                print(f"{labels[name]}: {value:.3f}" if isinstance(value, float) else f"{labels[name]}: {value}")
    return 0

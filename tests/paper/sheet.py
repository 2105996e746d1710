"""What a piece is drawn on: it runs commands as a user would, and keeps what came of them."""

from __future__ import annotations

import json
import os
import resource
import shlex
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.conftest import REAL, ROOT

from .piece import AGREES, DIFFERS, OPEN, Claim, Command, Content, Picture, Table
from .scenes import SCENES, Scene

DATA = "$DATA"
"""How a command names the folder of real rasters, which lies elsewhere on each computer."""


class PieceError(Exception):
    """A command of a piece failed."""


class Sheet:
    """One piece at work.

    Parameters
    ----------
    folder : Path
        Of all pieces; commands run in it.
    name : str
        Of the piece, whose own files lie in a folder of that name.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self.content = Content()
        self._made = True
        (folder / name).mkdir(parents=True, exist_ok=True)

    def own(self, file: str) -> str:
        """A file of this piece, as commands name it."""
        return f"{self.name}/{file}"

    def real(self, file: str) -> str | None:
        """A real raster as commands name it; None where the folder of real rasters is not on this computer."""
        return f"{DATA}/{file}" if (REAL / file).exists() else None

    # ---------------------------------------------------------------------------------------- commands

    def scene(self, name: str) -> Scene:
        """A made scene with its DTM, made now where another piece has not yet; its commands are told."""
        scene = SCENES[name]
        done = self.folder / scene.folder / "done"
        done.parent.mkdir(parents=True, exist_ok=True)
        wanted = json.dumps(scene.commands)
        fresh = done.exists() and done.read_text(encoding="utf-8") == wanted
        for command in scene.commands:
            self.content.commands.append(Command(_shown(command), True))
            if not fresh:
                self._call(command)
        done.write_text(wanted, encoding="utf-8")
        return scene

    def engine(self, operation: str, *arguments: object) -> dict[str, Any]:
        """Run an operation on the command line; its results by name."""
        words = ("-m", "engine", operation, *(str(one) for one in arguments))
        made = not any(DATA in word for word in words)
        self.content.commands.append(Command(_shown(words), made))
        lines = self._call((*words, "--json")).splitlines()
        for line in reversed(lines):
            told = json.loads(line)
            if told["type"] == "result":
                return dict(told["results"])
        raise PieceError(f"{operation} told no result")

    def module(self, name: str, *arguments: object) -> str:
        """Run another module of the project that a user can call; what it printed."""
        words = ("-m", name, *(str(one) for one in arguments))
        self.content.commands.append(Command(_shown(words), True))
        return self._call(words)

    def _call(self, words: Sequence[str]) -> str:
        """Run Python with these words in the folder of all pieces; times are counted."""
        begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [sys.executable, *(word.replace(DATA, str(REAL)) for word in words)], cwd=self.folder,
            capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.content.seconds += time.monotonic() - begun
        self.content.cpu_seconds += after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        if done.returncode:
            raise PieceError(f"{_shown(words)}\n{done.stderr.strip() or done.stdout.strip()}")
        return done.stdout

    # ---------------------------------------------------------------------------------------- what came of it

    def figures(self, file: str) -> dict[str, Any]:
        """A JSON file that a command wrote."""
        return dict(json.loads((self.folder / file).read_text(encoding="utf-8")))

    def picture(self, file: str, words: str, made: bool = True) -> None:
        """Show a picture that a command wrote."""
        if not (self.folder / file).is_file():
            raise PieceError(f"{self.name} has no picture {file}")
        self.content.pictures.append(Picture(file, words, made))

    def claim(self, what: str, paper: str, ours: str, holds: bool | None, why: str) -> None:
        """Say whether a claim of the paper holds here; None where nothing here can tell."""
        verdict = OPEN if holds is None else AGREES if holds else DIFFERS
        self.content.claims.append(Claim(what, paper, ours, verdict, why))

    def table(self, title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show a table."""
        self.content.tables.append(Table(title, head, rows))

    def note(self, text: str) -> None:
        """Say something."""
        self.content.notes.append(text)


def _shown(words: Sequence[str]) -> str:
    """A command as a user would type it, options on lines of their own where it is long."""
    quoted = [word if DATA in word else shlex.quote(word) for word in ("python3", *words)]
    lines, line = [], ""
    for word in quoted:
        begins = word.startswith("--") and len(line) > 60
        if begins:
            lines.append(line)
            line = "    " + word
        else:
            line = f"{line} {word}" if line else word
    return " \\\n".join([*lines, line])

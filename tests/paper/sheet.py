"""What a piece is drawn on: it runs commands as a user would, and keeps what came of them."""

from __future__ import annotations

import json
import math
import os
import resource
import shlex
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

from .piece import AGREES, DIFFERS, OPEN, Claim, Command, Content, Picture, Table, Written
from .scenes import SCENES, Scene

DATA = "$DATA"
"""How a command names the folder of real rasters, which lies elsewhere on each computer."""


METRES_PER_DEGREE = 1_737_400.0 * math.pi / 180.0
"""On the sphere of the Moon; made scenes lie about longitude and latitude zero."""


class PieceError(Exception):
    """A command of a piece failed."""


@dataclass(frozen=True)
class Row:
    """A row of a layout: its cells by the names that a layout has."""

    cells: Sequence[Mapping[str, Any]]
    title: str = ""
    area: str = ""


class Sheet:
    """One piece at work.

    Parameters
    ----------
    folder : Path
        Of all pieces; commands run in it.
    name : str
        Of the piece, whose own files lie in a folder of that name.
    data : Path
        Of the real rasters; it need not be there.
    """

    def __init__(self, folder: Path, name: str, data: Path) -> None:
        self.folder, self.name, self._data = folder, name, data
        self.content = Content()
        self._of_real_data: set[str] = set()
        (folder / name).mkdir(parents=True, exist_ok=True)

    def own(self, file: str) -> str:
        """A file of this piece, as commands name it."""
        return f"{self.name}/{file}"

    def real(self, file: str) -> str | None:
        """A real raster as commands name it; None where the folder of real rasters is not on this computer."""
        return f"{DATA}/{file}" if (self._data / file).exists() else None

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
        made = not any(DATA in word or word in self._of_real_data for word in words)
        if not made:
            self._of_real_data.update(word for word in words if word.startswith(f"{self.name}/"))
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
            [sys.executable, *(word.replace(DATA, str(self._data)) for word in words)], cwd=self.folder,
            capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.content.seconds += time.monotonic() - begun
        self.content.cpu_seconds += after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        if done.returncode:
            raise PieceError(f"{_shown(words)}\n{done.stderr.strip() or done.stdout.strip()}")
        return done.stdout

    # ---------------------------------------------------------------------------------------- written by hand

    def boxes(self, scene: Scene, boxes: Mapping[str, tuple[int, int, int, int]]) -> str:
        """A layer of named boxes (left, top, right, bottom in pixels of a scene), as a user would draw them."""
        features = []
        for name, (left, top, right, bottom) in boxes.items():
            corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
            ring = [_degrees(scene, *corner) for corner in corners]
            features.append(_feature({"name": name}, "Polygon", [ring]))
        return self._written("boxes.geojson", _collection(features), True)

    def lines(self, scene: Scene, lines: Sequence[Sequence[tuple[int, int]]]) -> str:
        """A layer of lines (columns and rows of a scene), as a user would draw them."""
        features = [_feature({}, "LineString", [_degrees(scene, *at) for at in line]) for line in lines]
        return self._written("lines.geojson", _collection(features), True)

    def points(self, scene: Scene, points: Sequence[tuple[int, int]]) -> str:
        """A layer of points (columns and rows of a scene)."""
        features = [_feature({}, "Point", _degrees(scene, *at)) for at in points]
        return self._written("points.geojson", _collection(features), True)

    def layout(self, rows: Sequence[Row], file: str = "layout.toml") -> str:
        """A layout for Draw figure panel; rasters are named as commands name them."""
        lines = []
        for row in rows:
            lines.append("[[row]]")
            lines += [f'{key} = "{value}"' for key, value in (("title", row.title), ("area", row.area)) if value]
            cells = ",\n".join(f"  {self._cell(cell)}" for cell in row.cells)
            lines.append(f"cells = [\n{cells},\n]\n")
        text = "\n".join(lines)
        return self._written(file, text, DATA not in text)

    def _cell(self, cell: Mapping[str, Any]) -> str:
        parts = []
        for key, value in cell.items():
            if key in ("raster", "minus") and DATA not in value:
                value = f"../{value}"
            parts.append(f"{key} = {json.dumps(value)}")
        return f"{{ {', '.join(parts)} }}" if parts else "{}"

    def _written(self, file: str, text: str, made: bool) -> str:
        self.content.written.append(Written(self.own(file), text, made))
        if not made:
            self._of_real_data.add(self.own(file))
        place = self.folder / self.name / file
        place.write_text(text.replace(DATA, str(self._data)), encoding="utf-8")
        return self.own(file)

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


def _degrees(scene: Scene, column: int, row: int) -> list[float]:
    """Longitude and latitude of an edge of a scene's pixels."""
    half = scene.size / 2.0
    return [round(sign * (at - half) * scene.gsd / METRES_PER_DEGREE, 7) for sign, at in ((1, column), (-1, row))]


def _feature(properties: Mapping[str, Any], kind: str, coordinates: object) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def _collection(features: Sequence[Mapping[str, Any]]) -> str:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:IAU_2015::30100"}}
    head = json.dumps({"type": "FeatureCollection", "crs": crs})[:-1]
    return f'{head}, "features": [\n' + ",\n".join(json.dumps(one) for one in features) + "\n]}\n"

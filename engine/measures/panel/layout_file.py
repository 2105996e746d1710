"""Layouts of panels as TOML files.

TOML, because its reader is there already: part of Python from 3.11 on, and in the engine's list of packages below. A
reader of YAML is not.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ...errors import ParameterError
from .layout import OF_HEIGHTS, OF_VALUES, Layout, Line, Place

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LARGEST_FILE = 1_000_000
MOST_ROWS, MOST_COLUMNS = 12, 10
"""That a figure holds."""

_TEXTS = {"show", "raster", "title", "minus", "label"}


def read_layout(path: str) -> Layout:
    """Read a layout.

    ``grid`` names the raster on whose grid all are drawn, that of the first place if it is left out. Each ``[[row]]``
    has ``cells``, and may have ``title`` and ``area``. A cell is empty (``{}``) or has ``show``, ``raster`` and, as
    far as they are wanted, ``title``, ``minus`` (of a difference), ``range = [low, high]``, ``label`` and ``smooth``.
    Names of rasters that are not whole paths are looked for beside the file.

    Raises
    ------
    ParameterError
        The file cannot be read, or something in it is not right; the sentence names it.
    """
    table = _table(path)
    odd = set(table) - {"grid", "row"}
    rows = table.get("row")
    if odd or not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        fact = f"has {sorted(odd)[0]!r}" if odd else "has no rows"
        raise ParameterError(f"{path} {fact}; write one [[row]] with cells for each row of the figure.")
    if len(rows) > MOST_ROWS:
        raise ParameterError(f"{path} has {len(rows)} rows, but a figure holds {MOST_ROWS}; write fewer.")
    folder = Path(path).resolve().parent
    lines = [_line(row, f"Row {number} of {path}", folder) for number, row in enumerate(rows, 1)]
    places = [place for line in lines for place in line.places if place is not None]
    if not places:
        raise ParameterError(f"{path} has no picture; write show and raster for one cell at least.")
    grid = table.get("grid")
    if grid is not None and not isinstance(grid, str):
        raise ParameterError(f"{path} has a grid that is no name of a raster; write it in quotation marks.")
    heights = [place for place in places if place.show in OF_HEIGHTS]
    named = {place.raster: place.title or Path(place.raster).stem for place in reversed(heights)}
    profiles = [(named[raster], raster) for raster in dict.fromkeys(place.raster for place in heights)]
    return Layout(_beside(grid, folder) if grid else places[0].raster, lines, profiles)


def _table(path: str) -> Mapping[str, Any]:
    try:
        content = Path(path).read_bytes()
        if len(content) > LARGEST_FILE:
            raise ValueError("it is larger than a layout can be")
        return tomllib.loads(content.decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:  # TOML's own errors are ValueErrors
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error).splitlines()[0]
        raise ParameterError(f"{path} cannot be read as a layout ({reason}); write it as TOML.") from error


def _line(row: Mapping[str, Any], where: str, folder: Path) -> Line:
    for key in row:
        if key not in ("title", "area", "cells"):
            raise ParameterError(f"{where} has {key!r}; a row has cells, and title and area where they are wanted.")
    cells = row.get("cells")
    if not isinstance(cells, list) or not cells or not all(isinstance(cell, dict) for cell in cells):
        raise ParameterError(f"{where} has no cells; write them as cells = [{{ show = ..., raster = ... }}, ...].")
    if len(cells) > MOST_COLUMNS:
        raise ParameterError(f"{where} has {len(cells)} cells, but a figure holds {MOST_COLUMNS}; write fewer.")
    title, area = row.get("title", ""), row.get("area", "")
    if not (isinstance(title, str) and isinstance(area, str)):
        raise ParameterError(f"{where} has a title or an area that is no text; write it in quotation marks.")
    return Line(title, [_place(cell, f"{where}: cell {n}", folder) for n, cell in enumerate(cells, 1)], area)


def _place(cell: Mapping[str, Any], where: str, folder: Path) -> Place | None:
    if not cell:
        return None
    for key, value in cell.items():
        if key not in (*_TEXTS, "range", "smooth"):
            raise ParameterError(f"{where} has {key!r}; it can have {', '.join((*sorted(_TEXTS), 'range', 'smooth'))}.")
        if key in _TEXTS and not isinstance(value, str):
            raise ParameterError(f"{where} has a {key} that is no text; write it in quotation marks.")
    show, raster = cell.get("show", ""), cell.get("raster", "")
    if show not in (*OF_HEIGHTS, *OF_VALUES):
        raise ParameterError(f"{where} shows {show!r}; write one of {', '.join((*OF_HEIGHTS, *OF_VALUES))}.")
    if not raster:
        raise ParameterError(f"{where} has no raster; name the one that it shows.")
    if (show == "difference") != ("minus" in cell):
        fact = "is a difference without minus" if show == "difference" else "has minus, but is no difference"
        raise ParameterError(f"{where} {fact}; name there the raster that is taken off a difference.")
    smooth = cell.get("smooth", False)
    if not isinstance(smooth, bool):
        raise ParameterError(f"{where} has smooth = {smooth!r}; write true or false.")
    minus = _beside(cell["minus"], folder) if "minus" in cell else ""
    limits = _range(cell["range"], where) if "range" in cell else None
    return Place(show, _beside(raster, folder), cell.get("title", ""), minus, limits, cell.get("label", ""), smooth)


def _range(value: Any, where: str) -> tuple[float, float]:
    numbers: Sequence[Any] = value if isinstance(value, list) else ()
    if len(numbers) == 2 and all(isinstance(n, (int, float)) and math.isfinite(n) for n in numbers):
        low, high = (float(n) for n in numbers)
        if low < high:
            return low, high
    raise ParameterError(f"{where} has range = {value!r}; write two numbers, the lower one first.")


def _beside(name: str, folder: Path) -> str:
    return str(folder / name)

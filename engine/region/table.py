"""The images of a region: a CSV file, a layer of a GeoPackage, or a folder and a pattern."""

from __future__ import annotations

import csv
import math
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..contract import address
from ..contract.requests import HandMove, SceneRequest, SunRequest
from ..errors import ParameterError
from ..vector.layer import read_layer

COLUMNS = (
    "path", "sun_azimuth", "sun_incidence", "sun_time", "contrast", "priority", "classes", "coarse_dem",
    "shift_east", "shift_north", "coarse_dem_error",
)  # fmt: skip
CONTRASTS = ("auto", "as it is", "from the DEM")
MOST_MOVE_M = 100_000.0
LAST = 1e9
"""Priority of frames that have none."""


@dataclass(frozen=True)
class Frame:
    """One image of a region, as it is asked for.

    Attributes
    ----------
    name : str
        Of its files in the output folder; no two frames share one.
    scene : SceneRequest
    sun : SunRequest
    contrast : str
    classes : str, optional
        Layer of edited classes.
    priority : float
        The least lies on top.
    hand : HandMove
        By which its coarse DEM is moved, whatever the fit says.
    coarse_dem_error : float, optional
        Standard deviation of its coarse DEM, metres, where it is known.
    """

    name: str
    scene: SceneRequest
    sun: SunRequest
    contrast: str
    classes: str | None
    priority: float
    hand: HandMove = HandMove()
    coarse_dem_error: float | None = None

    def over(self, coarse_dem: str) -> Frame:
        """The same frame over a coarse DEM."""
        return replace(self, scene=replace(self.scene, coarse_dem=coarse_dem))


@dataclass(frozen=True)
class Defaults:
    """What holds for frames whose row does not say otherwise; no coarse DEM where one is still to be fetched."""

    coarse_dem: str
    height_unit: str
    saturation: float | None
    contrast: str
    coarse_dem_error: float | None = None


def read_frames(
    images: str, pattern: str, defaults: Defaults, warn: Callable[[str], None], output: Path
) -> list[Frame]:
    """The frames of a table, in its order; those of a folder, by name.

    Parameters
    ----------
    images : str
        Table or folder.
    pattern : str
        Of names in a folder.
    defaults : Defaults
    warn : callable
        Told of columns that mean nothing here, and of images that are there twice.
    output : Path
        Folder of the products, in which no images are looked for.

    Raises
    ------
    ParameterError, LayerError
        The table cannot be read, has no column path, or a value that does not fit.
    """
    path, _ = address.split(images)
    if Path(path).is_dir():
        own = output.resolve()
        if own == Path(path).resolve():
            raise ParameterError(f"{path} is both the folder of the images and that of the products; choose another.")
        found = sorted(
            file for file in Path(path).glob(pattern) if file.is_file() and own not in file.resolve().parents
        )
        if not found:
            raise ParameterError(f"The folder {path} holds no file {pattern}; give another folder or pattern.")
        rows: list[Mapping[str, Any]] = [{"path": str(file)} for file in found]
    elif Path(path).suffix.lower() == ".gpkg":
        rows = _of_layer(images)
    else:
        rows = _of_text(path)
    _require_columns(images, rows, warn)
    home, taken = Path(path).parent, set[str]()
    frames = [_frame(row, f"Row {n} of {images}", home, defaults, taken) for n, row in enumerate(rows, start=1)]
    seen: dict[str, int] = {}
    for number, frame in enumerate(frames, start=1):
        first = seen.setdefault(os.path.realpath(frame.scene.image), number)
        if first != number:
            raise ParameterError(f"Rows {first} and {number} of {images} name the same image; leave one out.")
    return frames


def _of_text(path: str) -> list[Mapping[str, Any]]:
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            header = file.readline()
            file.seek(0)
            # Spreadsheets of many countries write semicolons, others tabs.
            mark = next((mark for mark in ",;\t" if mark in header), ",")
            reader = csv.DictReader(file, restkey="", strict=True, delimiter=mark)
            rows = [{(k or "").strip(): v for k, v in row.items()} for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ParameterError(
            f"{path} cannot be read as a table of images ({reason}); give a CSV file in UTF-8 with a column path, a "
            "layer of a GeoPackage, or a folder."
        ) from error
    if any("" in row for row in rows):
        raise ParameterError(f"{path} has a row with more values than columns; quote values that hold commas.")
    return [row for row in rows if any((value or "").strip() for value in row.values())]


def _of_layer(images: str) -> list[Mapping[str, Any]]:
    _, _, fields = read_layer(images, None, False)
    return [dict(zip(fields, row)) for row in zip(*fields.values())]


def _require_columns(images: str, rows: Sequence[Mapping[str, Any]], warn: Callable[[str], None]) -> None:
    if not rows:
        raise ParameterError(f"{images} has no rows; give a table with a row for each image.")
    if "path" not in rows[0]:
        raise ParameterError(f"{images} has no column path; its first line names the columns, and path the images.")
    odd = [name for name in rows[0] if name not in COLUMNS]
    if odd:
        warn(f"{images}: column(s) {', '.join(odd)} mean nothing here; those that do are {', '.join(COLUMNS)}.")


def _frame(row: Mapping[str, Any], where: str, home: Path, defaults: Defaults, taken: set[str]) -> Frame:
    path = _text(row, "path")
    if path is None:
        raise ParameterError(f"{where} names no image; give its path or leave the row out.")
    azimuth = _number(row, "sun_azimuth", where, -360.0, 360.0)
    incidence = _number(row, "sun_incidence", where, 0.0, 89.9)
    contrast = _text(row, "contrast") or defaults.contrast
    if contrast not in CONTRASTS:
        raise ParameterError(f"{where} has the contrast {contrast!r}; it must be one of: {', '.join(CONTRASTS)}.")
    priority = _number(row, "priority", where, -LAST, LAST)
    error = _number(row, "coarse_dem_error", where, 0.0, 1000.0)
    classes, coarse = (_text(row, name) for name in ("classes", "coarse_dem"))
    hand = HandMove(*(_number(row, name, where, -MOST_MOVE_M, MOST_MOVE_M) for name in ("shift_east", "shift_north")))
    scene = SceneRequest(
        _placed(path, home),
        defaults.coarse_dem if coarse is None else _placed(coarse, home),
        defaults.height_unit,
        defaults.saturation,
    )
    return Frame(
        _name(path, taken),
        scene,
        SunRequest("auto", azimuth, incidence, _text(row, "sun_time")),
        contrast,
        None if classes is None else _placed(classes, home),
        LAST if priority is None else priority,
        hand,
        defaults.coarse_dem_error if error is None else error,
    )


def _text(row: Mapping[str, Any], column: str) -> str | None:
    value = row.get(column)
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    return str(value).strip() or None


def _number(row: Mapping[str, Any], column: str, where: str, low: float, high: float) -> float | None:
    text = _text(row, column)
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        raise ParameterError(f"{where} has {column} {text!r}; it must be a number from {low:g} to {high:g}.")
    return value


def _placed(path: str, home: Path) -> str:
    return path if Path(path).is_absolute() or path.startswith("/vsi") else str(home / path)


def _name(path: str, taken: set[str]) -> str:
    """Letters, digits and a few signs of the file's name; numbered where another frame has it."""
    stem = re.sub(r"[^\w.-]+", "_", Path(path).stem, flags=re.ASCII).strip("._-")[:80] or "frame"
    name, number = stem, 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem}-{number}"
    taken.add(name.casefold())
    return name

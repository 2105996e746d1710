"""Points with heights, such as shots of a laser altimeter: tables, layers of points, RDR tables."""

from __future__ import annotations

import csv
import math
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..arrays import DoubleArray
from ..contract import address
from ..errors import LayerError
from ..moon import RADIUS_M
from ..raster.reach import places
from .layer import DRIVERS, read_layer
from .rdr_table import INVALID, is_rdr, read_rdr
from .shapes import POINT, plane, read_shapes

LONGITUDE = ("longitude", "lon", "long", "pt_longitude")
LATITUDE = ("latitude", "lat", "pt_latitude")
HEIGHT = ("height", "elevation", "elev", "topography", "topo", "altitude", "alt", "z", "h")
RADIUS = ("radius", "pt_radius", "planetary_radius", "r")
FLAG = ("flg", "flag", "shot_flag")
"""Names of columns, in lower case; those of lengths may end in _m or _km. RDR tables in CSV have the pt_ ones."""

UNITS = {"_m": 1.0, "_km": 1000.0}
RADIUS_UNITS = (1.0, 1000.0, 0.001)
"""Metres in what radii may be stored in where their column does not say it; no two fit the Moon."""

RADIUS_RANGE = (0.95 * RADIUS_M, 1.05 * RADIUS_M)
NOTHING = ("", "nan", "null", "none", "n/a", "na")
CHUNK = 200_000
"""Rows of a table that are handed on together."""


@dataclass(frozen=True)
class Points:
    """Some of the points of a file.

    Attributes
    ----------
    longitude, latitude : (n,) arrays
        Degrees.
    height : (n,) array
        Metres above the sphere of 1737.4 km.
    left_out : int
        Rows beside them that have no value, or a flag that they are no ground.
    """

    longitude: DoubleArray
    latitude: DoubleArray
    height: DoubleArray
    left_out: int


def read_points(path: str) -> Iterator[Points]:
    """The points of a file, a part after the other.

    Parameters
    ----------
    path : str
        A table in CSV (commas, semicolons, tabs or blanks), a layer of points, or a binary RDR table.

    Raises
    ------
    LayerError
        The file cannot be read, has no columns of places or heights, or one that is no number.
    BodyError
        A layer's CRS is not on the Moon.
    """
    name = Path(address.split(path)[0])
    if name.suffix.lower() in DRIVERS:
        return iter([_of_layer(path)])
    return _of_rdr(name) if is_rdr(name) else _of_table(path)


def _of_rdr(path: Path) -> Iterator[Points]:
    for longitude, latitude, radius, left_out in read_rdr(path):
        yield Points(longitude, latitude, radius - RADIUS_M, left_out)


def _of_layer(path: str) -> Points:
    shapes, wkt = read_shapes(path, (POINT,))
    _, _, fields = read_layer(path, None, False)
    column, lengths = _height_column(path, list(fields), "field")
    features = np.array([shape.feature - 1 for shape in shapes])
    try:
        stored = np.asarray(fields[column], dtype=np.float64)[features]
    except (TypeError, ValueError) as error:
        raise LayerError(f"{path} has the field {column}, which holds no numbers; give one of numbers.") from error
    x, y = np.concatenate([shape.vertices for shape in shapes]).T
    longitude, latitude = places(plane(wkt), x, y)
    known = np.isfinite(stored) & np.isfinite(longitude)
    height = lengths.metres(path, stored[known])
    return Points(longitude[known], latitude[known], height, int((~known).sum()))


def _of_table(path: str) -> Iterator[Points]:
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            header = file.readline()
            # Spreadsheets of many countries write semicolons, others tabs; old tables have blanks.
            mark = next((mark for mark in ",;\t" if mark in header), " ")
            # Some programs begin the line of names as a comment.
            names = next(csv.reader([header.lstrip("#").strip()], delimiter=mark, skipinitialspace=True), [])
            reader = csv.reader(file, delimiter=mark, skipinitialspace=True)
            yield from _rows(path, [name.strip().lower() for name in names], reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise LayerError(
            f"{path} cannot be read as a table of points ({reason}); give a CSV file in UTF-8, a layer of points or an "
            "RDR table."
        ) from error


def _rows(path: str, names: Sequence[str], rows: Any) -> Iterator[Points]:
    column, lengths = _height_column(path, names, "column")
    longitude, latitude = (_named(names, those, ("", "_deg")) for those in (LONGITUDE, LATITUDE))
    if longitude is None or latitude is None:
        raise LayerError(
            f"{path} has no columns longitude and latitude (it has {', '.join(names) or 'none'}); name them in the "
            "first line."
        )
    wanted = [names.index(name) for name in (longitude, latitude, column)]
    flag = _named(names, FLAG, ("",))
    flag_at = None if flag is None else names.index(flag)
    values, left_out = array("d"), 0
    for number, row in enumerate(rows, start=2):
        if not any(map(str.strip, row)):
            continue
        place = _numbers(path, number, row, [*wanted, *([] if flag_at is None else [flag_at])], names)
        if place is None or (flag_at is not None and int(place.pop()) & INVALID):
            left_out += 1
            continue
        values.extend(place)
        if len(values) >= 3 * CHUNK:
            yield _part(path, values, lengths, left_out)
            values, left_out = array("d"), 0
    yield _part(path, values, lengths, left_out)


def _numbers(path: str, number: int, row: Sequence[str], wanted: Sequence[int], names: Sequence[str]) -> Any:
    """The numbers of some columns; None where one of them has no value."""
    found = []
    for at in wanted:
        text = row[at].strip() if at < len(row) else ""
        if text.lower() in NOTHING:
            return None
        try:
            value = float(text)
        except ValueError:
            value = math.inf
        if not math.isfinite(value):
            raise LayerError(
                f"Row {number} of {path} has {names[at]} {text[:40]!r}, which is no number; correct it or leave it "
                "empty."
            )
        found.append(value)
    return found


def _part(path: str, values: array[float], lengths: _Lengths, left_out: int) -> Points:
    longitude, latitude, stored = np.frombuffer(values, dtype=np.float64).reshape(-1, 3).T.copy()
    wrong = np.abs(latitude) > 90.0
    if wrong.any():
        raise LayerError(
            f"{path} has the latitude {latitude[wrong][0]:g}, which is none in degrees; check which columns are named "
            "longitude and latitude."
        )
    return Points(longitude, latitude, lengths.metres(path, stored), left_out)


@dataclass(frozen=True)
class _Lengths:
    """What a column of heights or radii holds.

    Attributes
    ----------
    radius : bool
        Whether from the centre of the Moon.
    unit_m : float, optional
        Where the name of the column says it.
    """

    radius: bool
    unit_m: float | None

    def metres(self, path: str, stored: DoubleArray) -> DoubleArray:
        """Heights above the sphere."""
        if not self.radius or not stored.size:
            return stored * (self.unit_m or 1.0)
        middle = float(np.median(stored))
        units = RADIUS_UNITS if self.unit_m is None else (self.unit_m,)
        for unit in units:
            if RADIUS_RANGE[0] < middle * unit < RADIUS_RANGE[1]:
                return stored * unit - RADIUS_M
        raise LayerError(
            f"{path} has radii about {middle:.6g}, which are none of the Moon's in metres, kilometres or millimetres; "
            "name a column of heights height, and one of radii radius_m or radius_km."
        )


def _height_column(path: str, names: Sequence[str], what: str) -> tuple[str, _Lengths]:
    lower = {name.lower(): name for name in names}
    for known, radius in ((HEIGHT, False), (RADIUS, True)):
        found = _named(list(lower), known, ("", *UNITS))
        if found is not None:
            unit = next((metres for end, metres in UNITS.items() if found.endswith(end)), None)
            return lower[found], _Lengths(radius, unit)
    raise LayerError(
        f"{path} has no {what} of heights (it has {', '.join(names) or 'none'}); name it height (metres above the "
        "sphere of 1737.4 km) or radius."
    )


def _named(names: Sequence[str], known: Sequence[str], ends: Sequence[str]) -> str | None:
    """The first of the known names, with one of the ends, that is there."""
    return next((f"{name}{end}" for name in known for end in ends if f"{name}{end}" in names), None)

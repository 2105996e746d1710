"""The table of sources: which elevation models there are, where, how accurate, and how to cite them."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..errors import ParameterError
from ..products.units import HEIGHT_UNITS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FORMATS = ("pds3", "geotiff")

LOCAL = ("localhost", "127.0.0.1", "::1")
"""Hosts that may be asked over plain http: they are this machine."""

LARGEST_TABLE = 1 << 20

_TEXTS = ("name", "title", "format", "url", "frame", "licence", "citation")
_NUMBERS = ("posting_m", "accuracy_m")
_OPTIONAL = ("label", "unit", "rows", "columns", "fallback", "insecure")


@dataclass(frozen=True)
class Span:
    """A row or column of tiles: its name in addresses, and the degrees from and to."""

    name: str
    first_deg: float
    last_deg: float


@dataclass(frozen=True)
class Tile:
    """A file of a source.

    Attributes
    ----------
    url : str
    label : str
        Address of its label; empty where it has none.
    box : (west, south, east, north)
        Ground that it has, in degrees; west is less than east.
    """

    url: str
    label: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class DemSource:
    """An entry of the table; see the head of ``resources/archives.toml``."""

    name: str
    title: str
    format: str
    url: str
    label: str
    extent: tuple[float, float, float, float]
    posting_m: float
    accuracy_m: float
    unit: str
    frame: str
    licence: str
    citation: str
    rows: tuple[Span, ...]
    columns: tuple[Span, ...]
    fallback: bool
    insecure: bool

    def tiles(self) -> list[Tile]:
        """All files."""
        west, south, east, north = self.extent
        rows = self.rows or (Span("", south, north),)
        columns = self.columns or (Span("", west, east),)
        return [
            Tile(
                _named(self.url, row, column),
                _named(self.label, row, column),
                (column.first_deg, row.first_deg, column.last_deg, row.last_deg),
            )
            for row in rows
            for column in columns
        ]


def _named(address: str, row: Span, column: Span) -> str:
    return address.replace("{row}", row.name).replace("{column}", column.name)


def shipped() -> Path:
    """The table that comes with the engine."""
    return Path(__file__).resolve().parents[2] / "resources" / "archives.toml"


def read_sources(own: str | None = None) -> dict[str, DemSource]:
    """Sources by name: those of a user's own table first, then the shipped ones of other names.

    Raises
    ------
    ParameterError
        A table cannot be read, or an entry is not right; the sentence names it.
    """
    sources: dict[str, DemSource] = {}
    for path in [*([Path(own)] if own else []), shipped()]:
        for entry in _entries(path):
            source = _source(entry, str(path))
            if path != shipped() and source.name in sources:
                raise ParameterError(f"{path} has two sources {source.name}; give each its own name.")
            sources.setdefault(source.name, source)
    return sources


def _entries(path: Path) -> Sequence[Mapping[str, Any]]:
    try:
        content = path.read_bytes()
        if len(content) > LARGEST_TABLE:
            raise ValueError("it is larger than a table of sources can be")
        table = tomllib.loads(content.decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:  # TOML's own errors are ValueErrors
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error).splitlines()[0]
        raise ParameterError(
            f"{path} cannot be read as a table of sources ({reason}); write it like resources/archives.toml."
        ) from error
    entries = table.get("source")
    if set(table) != {"source"} or not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise ParameterError(f"{path} is no table of sources; write entries [[source]] like resources/archives.toml.")
    return entries


def _source(entry: Mapping[str, Any], path: str) -> DemSource:
    name = entry.get("name")
    where = f"The source {name!r} of {path}" if name else f"A source of {path}"

    def refuse(fact: str) -> ParameterError:
        return ParameterError(f"{where} {fact}; write it like those in resources/archives.toml.")

    needed = (*_TEXTS, *_NUMBERS, "extent")
    missing = [key for key in needed if key not in entry]
    odd = [key for key in entry if key not in (*needed, *_OPTIONAL)]
    if missing or odd:
        raise refuse(f"lacks {', '.join(missing)}" if missing else f"has {', '.join(odd)}, which mean nothing here")
    for key in (*_TEXTS, "label", "unit"):
        if not isinstance(entry.get(key, ""), str) or (key in _TEXTS and not entry[key].strip()):
            raise refuse(f"has a {key} that is no text")
    for key in ("fallback", "insecure"):
        if not isinstance(entry.get(key, False), bool):
            raise refuse(f"has a {key} that is neither true nor false")
    numbers = [entry[key] for key in _NUMBERS]
    if not all(_is_number(value) and value > 0 for value in numbers):
        raise refuse("has a posting_m or accuracy_m that is no number above zero")
    if entry["format"] not in FORMATS:
        raise refuse(f"has the format {entry['format']!r}, but must have one of {', '.join(FORMATS)}")
    unit = entry.get("unit", "")
    if entry["format"] == "pds3" and not entry.get("label"):
        raise refuse("has no label, which says what the values of its files mean")
    if entry["format"] == "geotiff" and unit not in HEIGHT_UNITS:
        raise refuse(f"has the unit {unit!r}, but must have one of {', '.join(HEIGHT_UNITS)}")
    spans = {axis: _spans(entry.get(axis, []), axis, refuse) for axis in ("rows", "columns")}
    source = DemSource(
        **{key: entry[key] for key in _TEXTS},
        label=entry.get("label", ""),
        extent=_extent(entry["extent"], refuse),
        posting_m=float(numbers[0]),
        accuracy_m=float(numbers[1]),
        unit=unit,
        rows=spans["rows"],
        columns=spans["columns"],
        fallback=entry.get("fallback", False),
        insecure=entry.get("insecure", False),
    )
    for text in (source.url, source.label):
        _require_address(text, source, refuse)
    return source


def _require_address(text: str, source: DemSource, refuse: Any) -> None:
    """An address that may be asked, with the names of tiles in it where there are tiles."""
    if not text:
        return
    part = urlsplit(text)
    try:
        host, _ = part.hostname, part.port
    except ValueError as error:
        raise refuse(f"has the address {text}, which is none") from error
    if part.scheme not in ("http", "https") or not host or not part.path.strip("/"):
        raise refuse(f"has the address {text}, which is no https:// address of a file")
    if part.username or part.password:
        raise refuse("has a name or password in its address, which would get into products")
    if part.scheme == "http" and not (source.insecure or host in LOCAL):
        raise refuse(f"has the address {text} without https; set insecure = true where there is no other way")
    for axis, spans in (("{row}", source.rows), ("{column}", source.columns)):
        if (axis in text) != bool(spans):
            raise refuse(f"has {axis} in its address without {axis[1:-1]}s in its table, or the other way round")


def _extent(value: Any, refuse: Any) -> tuple[float, float, float, float]:
    if not isinstance(value, list) or len(value) != 4 or not all(_is_number(item) for item in value):
        raise refuse("has an extent that is no list of west, south, east, north")
    west, south, east, north = (float(item) for item in value)
    if not (-360 <= west < east <= 360 and east - west <= 360 and -90 <= south < north <= 90):
        raise refuse("has an extent whose west and south are not below its east and north, in degrees")
    return west, south, east, north


def _spans(value: Any, axis: str, refuse: Any) -> tuple[Span, ...]:
    fits = isinstance(value, list) and all(
        isinstance(item, dict) and set(item) == {"name", "from", "to"} and isinstance(item["name"], str)
        and _is_number(item["from"]) and _is_number(item["to"]) and item["from"] < item["to"] for item in value
    )  # fmt: skip
    if not fits:
        raise refuse(f'has {axis} that are no list of {{ name = "...", from = degrees, to = degrees }}')
    return tuple(Span(item["name"], float(item["from"]), float(item["to"])) for item in value)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)

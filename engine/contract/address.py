"""Which file a text names: plain paths, layers of a GeoPackage, paths within the names of GDAL and QGIS."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Iterator

LAYER = "|layername="

SIGNS = "`~!@#$%^&*()+-={}|[]\\:\";'<>?,./ "
"""What the name of a layer in a GeoPackage does not begin with."""

_QGIS = re.compile(r"^ogr:dbname='(?P<path>.*)' table=\"(?P<layer>.*)\"(?: \(\w*\))?\s*$", re.DOTALL)
"""How QGIS names a new table of an existing GeoPackage."""

_QUOTED = re.compile(r"\"([^\"]+)\"|'([^']+)'")


def split(text: str) -> tuple[str, str]:
    """Path and layer that a text names; the layer is empty when it names none.

    Parameters
    ----------
    text : str
        ``PATH``, ``PATH|layername=NAME``, or the name that QGIS gives to a table of a GeoPackage.
    """
    found = _QGIS.match(text)
    if found:
        return found["path"], found["layer"]
    if os.path.lexists(text):
        return text, ""
    path, mark, rest = text.partition(LAYER)
    return (path, rest.partition("|")[0]) if mark else (text, "")


def join(path: str, layer: str) -> str:
    """The text that names a layer of a file, in the form that GDAL's and QGIS's users know."""
    return f"{path}{LAYER}{layer}" if layer else path


def layer_name(path: Path, layer: str) -> str:
    """Name of a layer: the one asked for, else the file's, without signs that none in a GeoPackage begins with."""
    return layer or path.stem.lstrip(SIGNS) or "layer"


def files(text: str) -> Iterator[Path]:
    """Files that an input may read: what it names itself, and what lies in a name of GDAL's or QGIS's.

    The text may be any that a raster or vector library opens (``a.gpkg|layername=l``,
    ``NETCDF:"a.nc":height``, ``/vsizip/a.zip/b.tif``, ``GTIFF_DIR:1:a.tif``), so every part of it that is an existing
    file counts: to refuse a target that is none of the inputs costs the user another name, to miss one that is
    would cost the input.
    """
    parts = [text, split(text)[0], text.partition("|")[0]]
    parts += [a or b for a, b in _QUOTED.findall(text)]
    parts += [text[match.end() :] for match in re.finditer(":", text)]
    for part in parts:
        if part.startswith("/vsi"):
            part = re.sub(r"^(/vsi\w+/)+", "/", part)
            parts_of = Path(part), *Path(part).parents, *(Path(part.lstrip("/")), *Path(part.lstrip("/")).parents)
            yield from (inner for inner in parts_of if _is_file(inner))
        elif _is_file(Path(part)):
            yield Path(part)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a text that can be no path is the reader's to refuse
        return False

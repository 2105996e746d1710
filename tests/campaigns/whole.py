"""Whether files are whole: each is opened and read to its end by a library that did not write it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
from html.parser import HTMLParser
from pathlib import Path

import numpy as np

from engine.contract.alive import is_ours


def digests(folder: Path) -> dict[str, str]:
    """Digest of every file below a folder by its name; hidden folders of runs and kept blocks are left out."""
    return {
        str(path.relative_to(folder)): digest(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(is_ours(part) or _keeps(part) for part in path.relative_to(folder).parts)
    }


def _keeps(name: str) -> bool:
    """Whether a folder of this name holds finished blocks of a run that was stopped."""
    return name.startswith(".") and name.endswith(".blocks")


def kept(folder: Path) -> list[str]:
    """Folders of finished blocks below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if _keeps(path.name))


def digest(path: Path) -> str:
    """Of the content of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def leftovers(folder: Path) -> list[str]:
    """What runs have left below a folder."""
    marks = (".partial", ".rows", "-journal", "-wal", "-shm", ".tmp")
    return sorted(
        str(p.relative_to(folder))
        for p in folder.rglob("*")
        if (is_ours(p.name) or p.name.endswith(marks)) and not _keeps(p.parent.name)
    )


def flaw(path: Path) -> str:
    """What is torn about a file; empty for nothing."""
    suffix = path.suffix.lower()
    readers = {".tif": _raster, ".gpkg": _database, ".html": _page, ".json": _json, ".csv": _table, ".png": _picture}
    if not path.is_file():
        return f"{path.name} is missing"
    try:
        said = readers[suffix](path) if suffix in readers else ""
    except Exception as error:
        return f"{path.name} cannot be read: {type(error).__name__}: {str(error)[:200]}"
    return f"{path.name} {said}" if said else ""


def _raster(path: Path) -> str:
    import rasterio

    with rasterio.open(path) as dataset:
        dataset.read()
        levels = len(dataset.overviews(1))
    for level in range(levels):
        with rasterio.open(path, overview_level=level) as dataset:
            dataset.read()
    return ""


def wild(path: Path, low: float, high: float) -> str:
    """Whether a raster of heights has one out of a range, or no number; empty for neither."""
    import rasterio

    with rasterio.open(path) as dataset:
        values = dataset.read(1, masked=True).compressed()
        if not all(np.isfinite(tuple(dataset.transform)[:6])):
            return f"{path.name} has no finite transform"
    if not np.isfinite(values).all():
        return f"{path.name} holds heights that are no numbers"
    if values.size and (values.min() < low or values.max() > high):
        return f"{path.name} holds heights from {values.min():g} to {values.max():g} m"
    return ""


def _database(path: Path) -> str:
    from pyogrio import list_layers
    from pyogrio.raw import read

    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        said = connection.execute("pragma integrity_check").fetchone()[0]
    finally:
        connection.close()
    if said != "ok":
        return f"fails its integrity check: {said}"
    layers = [name for name, _ in list_layers(path)]
    for layer in layers:
        read(path, layer=layer)
    return "" if layers else "has no layer"


def layers(path: Path) -> set[str]:
    """Names of the layers of a GeoPackage."""
    from pyogrio import list_layers

    return {str(name) for name, _ in list_layers(path)}


def _json(path: Path) -> str:
    json.loads(path.read_text(encoding="utf-8"))
    return ""


def _table(path: Path) -> str:
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    return "" if rows and len({len(row) for row in rows}) == 1 else "has rows of different lengths"


def _page(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    HTMLParser().feed(text)
    return "" if text.rstrip().endswith("</html>") else "does not end as a page does"


def _picture(path: Path) -> str:
    from matplotlib.image import imread

    imread(path)
    return ""

"""Of which files a product consists: sidecars, parts, the layers of a GeoPackage."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path
from typing import Optional

SIDECARS = (".msk", ".msk.ovr", ".ovr", ".aux.xml")
"""What GDAL reads beside a raster as a part of it: mask, overviews, statistics and georeference."""

DATABASE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database."""

SHAPEFILE = (".shx", ".dbf", ".prj", ".cpg", ".qpj", ".qix", ".sbn", ".sbx", ".fix", ".shp.xml")

MANIFEST = ".mmoedtm-files.json"
"""In a folder that runs write products to: which files are theirs."""

_SQLITE = b"SQLite format 3\0"

_COUNTERS = (slice(18, 20), slice(24, 28), slice(92, 100))
"""Bytes of SQLite's header that change when a database is opened and closed: format of its journal, counters."""


def companions(path: Path) -> list[Path]:
    """Every file that may belong to the product of a name, but for the one of that name."""
    suffix = path.suffix.lower()
    if suffix == ".shp":
        return [path.with_suffix(part) for part in SHAPEFILE]
    if suffix == ".gpkg":
        return [path.with_name(path.name + part) for part in DATABASE]
    if suffix in (".tif", ".tiff"):
        return [path.with_name(path.name + part) for part in SIDECARS]
    return []


def is_database(path: Path) -> bool:
    """Whether a file is an SQLite database, as every GeoPackage is."""
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def wal_of(path: Path) -> Optional[Path]:
    """The file in which another program keeps changes to a database that are not in it yet; None for none."""
    for part in ("-wal", "-journal"):
        beside = path.with_name(path.name + part)
        try:
            if beside.stat().st_size > 0:
                return beside
        except OSError:
            continue
    return None


def content_digest(path: Path, copy: Optional[Path] = None) -> str:
    """SHA-256 of a database, but for the counters in its header; empty when the file is absent or none.

    Parameters
    ----------
    path : Path
    copy : Path, optional
        Written with the same bytes.

    Raises
    ------
    OSError
        It cannot be read, or the copy not be written.
    """
    if not path.exists() or not is_database(path):
        return ""
    sha = hashlib.sha256()
    target = copy.open("wb") if copy is not None else None
    try:
        with path.open("rb") as file:
            first = True
            while True:
                block = file.read(1 << 22)
                if not block:
                    break
                if target is not None:
                    target.write(block)
                if first:
                    head = bytearray(block)
                    for part in _COUNTERS:
                        head[part] = bytes(part.stop - part.start)
                    block, first = bytes(head), False
                sha.update(block)
    finally:
        if target is not None:
            target.close()
    return sha.hexdigest()


def layers(path: Path) -> set[str]:
    """Names of the layers of a GeoPackage, read without touching it.

    Raises
    ------
    sqlite3.Error
        It is none.
    """
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        return {str(row[0]) for row in connection.execute("SELECT table_name FROM gpkg_contents")}
    finally:
        connection.close()

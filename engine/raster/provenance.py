"""Where a product comes from, as tags of its file: what decides its pixels, and nothing else."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import datetime, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any

from .. import __version__
from ..contract.assigned import assigned
from ..contract.settings import deciding
from ..errors import RasterError
from .frame import Move
from .reader import RasterReader
from .sources import files_of

LIGHT, SCATTERED = "MMOEDTM_LIGHT", "scattered"
"""Tag of a DTM from an image without direct sun, and its value: its sun stands for sunlit ground on the horizon."""

CITATION = "MMOEDTM_CITATION"
"""Tag of rasters from archives: how to cite them."""

HEAD = 2**20
"""Bytes of a file that a fingerprint looks at."""


def digest(path: str) -> str:
    """SHA-256 of a file, read once as long as it does not change.

    Of a raster in several files, of all their digests and names: label, pixels, world file; of one in an archive, that
    of the archive. What comes from a server has none: then when it was asked for is told instead, so that nothing that
    was made of it earlier passes for being of the same. A CRS that the user has set for it is part of what it is.
    """
    content, crs = _content(path), assigned(path)
    return content if crs is None else hashlib.sha256(f"{content}  {crs}".encode()).hexdigest()


def _content(path: str) -> str:
    try:
        files = files_of(path)
    except RasterError:
        files = [Path(path)]  # no raster: a layer, a table
    try:
        parts = [(_of_file(str(file)), file.name) for file in files]
    except OSError:
        parts = []
    if not parts:
        return _unknown(path)
    if len(parts) == 1:
        return parts[0][0]
    lines = "".join(f"{sha}  {name}\n" for sha, name in parts)
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def fingerprint(path: str) -> str:
    """Sizes and beginnings of the files of a raster: whether another machine sees the same ones, in a moment.

    Raises
    ------
    OSError
        A file cannot be read.
    """
    sha = hashlib.sha256()
    for file in files_of(path) or [Path(path)]:  # of a server, the path itself: an error that says so
        with open(file, "rb") as opened:
            head = opened.read(HEAD)
            sha.update(f"{file.name} {os.fstat(opened.fileno()).st_size} ".encode() + head)
    return sha.hexdigest()


@lru_cache(maxsize=256)
def _unknown(path: str) -> str:
    return f"not known of {path}, read {datetime.now(timezone.utc):%Y-%m-%dT%H:%M:%S.%fZ}"


def _of_file(path: str) -> str:
    status = os.stat(path)
    return _sha256(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=256)
def _sha256(path: str, size: int, time_ns: int) -> str:
    sha = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 22):
            sha.update(block)
    return sha.hexdigest()


def asked(settings: Any) -> dict[str, Any]:
    """Parameters that decide what comes out, by name; of files their names only, which tell nothing of a machine."""
    return {name: _name(value) for name, value in deciding(settings).items()}


def tags(operation: str, settings: Any, inputs: Mapping[str, str], **facts: str) -> dict[str, str]:
    """Tags for a writer: version, operation, settings (names of files only), input digests, facts.

    Parameters
    ----------
    operation : str
    settings : dataclass
        Of the operation.
    inputs : mapping
        Path of each input by its name.
    facts : str
        What was found or decided on the way.
    """
    known = {name: f"{Path(path).name} sha256 {digest(path)}" for name, path in inputs.items()}
    return stamped(operation, asked(settings), known, **facts)


def stamped(operation: str, asked_for: Mapping[str, Any], known: Mapping[str, str], **facts: str) -> dict[str, str]:
    """As ``tags``, of inputs whose names and digests are known."""
    return {
        "SOFTWARE": f"MMoEDTM {__version__}",
        "MMOEDTM_OPERATION": operation,
        "MMOEDTM_PARAMETERS": json.dumps(dict(asked_for), sort_keys=True),
        **{f"MMOEDTM_INPUT_{name.upper()}": text for name, text in known.items()},
        **{f"MMOEDTM_{name.upper()}": value for name, value in facts.items()},
    }


def _name(value: Any) -> Any:
    """A setting without folders, which tell of a machine and not of the product."""
    if isinstance(value, tuple):
        return [_name(item) for item in value]
    return Path(value).name if isinstance(value, str) and ("/" in value or "\\" in value) else value


def moved(reader: RasterReader) -> Move:
    """By how much the coarse DEM of a product was moved; not at all where its tags do not say."""
    east, north = (reader.tag(f"MMOEDTM_SHIFT_{axis}_M") for axis in ("EAST", "NORTH"))
    return Move(float(east or 0.0), float(north or 0.0))

"""Where a product comes from, as tags of its file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .. import __version__
from ..errors import RasterError
from ..raster.reader import RasterReader
from ..raster.sources import files_of


def digest(path: str) -> str:
    """SHA-256 of a file; of a raster in several files, of all their digests and names: label, pixels, world file.

    For a path inside an archive, its name.
    """
    try:
        files = files_of(path) or [Path(path)]
    except RasterError:
        files = [Path(path)]  # no raster: a layer, a table
    try:
        parts = [(_sha256(file), file.name) for file in files]
    except OSError:
        return f"not a plain file: {path}"
    if len(parts) == 1:
        return parts[0][0]
    lines = "".join(f"{sha}  {name}\n" for sha, name in parts)
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def _sha256(file: Path) -> str:
    sha = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(1 << 22):
            sha.update(block)
    return sha.hexdigest()


def tags(operation: str, parameters: Mapping[str, Any], inputs: Mapping[str, str], **facts: str) -> dict[str, str]:
    """Tags for a writer: version, operation, parameters (names of files only), input digests, facts."""
    plain = {
        name: Path(value).name if isinstance(value, str) and ("/" in value or "\\" in value) else value
        for name, value in parameters.items()
        if value is not None
    }
    result = {
        "SOFTWARE": f"MMoEDTM {__version__}",
        "MMOEDTM_OPERATION": operation,
        "MMOEDTM_PARAMETERS": json.dumps(plain, sort_keys=True, default=str),
    }
    for name, path in inputs.items():
        result[f"MMOEDTM_INPUT_{name.upper()}"] = f"{Path(path).name} sha256 {digest(path)}"
    result.update({f"MMOEDTM_{name.upper()}": value for name, value in facts.items()})
    return result


def moved(reader: RasterReader) -> tuple[float, float]:
    """Metres east and north by which the coarse DEM of a product was moved; zeros where its tags do not say."""
    east, north = (reader.tag(f"MMOEDTM_SHIFT_{axis}_M") for axis in ("EAST", "NORTH"))
    return float(east or 0.0), float(north or 0.0)

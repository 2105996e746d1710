"""Where a product comes from, as tags of its file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .. import __version__
from .reader import RasterReader


def digest(path: str) -> str:
    """SHA-256 of a file; for a virtual path, of its name."""
    sha = hashlib.sha256()
    try:
        with open(path, "rb") as file:
            while block := file.read(1 << 22):
                sha.update(block)
    except OSError:
        return f"not a plain file: {path}"
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

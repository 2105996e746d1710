"""CRSs that the user has set for files, instead of what the files say. Standard library only.

A geographic information system lets its user correct the CRS of a layer without touching the file. Who reads the
file has to know of that, so a door says it here before its one run, under the names by which the files are given.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Optional

_of_files: dict[str, str] = {}


def assign(crs: Mapping[str, str]) -> None:
    """Take CRSs, as WKT by the path of their file, for all that this process reads from now on."""
    _of_files.clear()
    _of_files.update(crs)


def assigned(path: str) -> Optional[str]:
    """The CRS that the user has set for a file; None where the file's own counts."""
    return _of_files.get(path)

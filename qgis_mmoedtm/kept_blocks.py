"""Finished blocks of runs that were stopped, for outputs whose names change from run to run. Standard library only.

Blocks lie beside a file that the user names. A temporary output has another name each time, so that the blocks of a
run that makes one lie in the user's cache, under a digest of what was asked for.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Optional

MOST_BYTES = 20 * 10**9
"""Kept in all: some twenty frames that were stopped near their end."""

LONGEST_S = 30 * 24 * 3600.0
"""That blocks are kept for a run that does not come back."""


def place(
    folder: Path, operation: str, values: Mapping[str, Any], targets: Iterable[str], temporary: Path
) -> Optional[str]:
    """Where the blocks of a run go; None for beside its target, where the target has a lasting name.

    Parameters
    ----------
    folder : Path
        Of all kept blocks.
    operation : str
    values : mapping
        What was asked for, targets apart.
    targets : iterable of str
        The first is the main one.
    temporary : Path
        Folder of temporary outputs.
    """
    main = next(iter(targets), "")
    if not main or Path(os.path.realpath(temporary)) not in Path(os.path.realpath(main)).parents:
        return None
    text = json.dumps([operation, dict(values)], sort_keys=True, default=str)
    tidy(folder)
    return str(folder / hashlib.sha256(text.encode("utf-8")).hexdigest()[:24])


def size(folder: Path) -> int:
    """Bytes of all kept blocks."""
    return sum(_size(run) for run in _runs(folder))


def tidy(folder: Path, most: int = MOST_BYTES, longest_s: float = LONGEST_S) -> None:
    """Remove what is too old, and the oldest of what is too much."""
    runs = sorted(_runs(folder), key=_age, reverse=True)
    total = sum(_size(run) for run in runs)
    for run in runs:
        if _age(run) > longest_s or total > most:
            total -= _size(run)
            shutil.rmtree(run, ignore_errors=True)


def clear(folder: Path) -> None:
    """Remove all of them."""
    for run in _runs(folder):
        shutil.rmtree(run, ignore_errors=True)


def _runs(folder: Path) -> list[Path]:
    try:
        return [entry for entry in folder.iterdir() if entry.is_dir()]
    except OSError:
        return []


def _size(run: Path) -> int:
    return sum(path.stat().st_size for path in run.glob("*") if path.is_file())


def _age(run: Path) -> float:
    """Seconds since anything in it changed."""
    return time.time() - max((path.stat().st_mtime for path in (run, *run.glob("*"))), default=0.0)

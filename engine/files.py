"""Files that are complete or absent: written beside their target, then renamed."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import OutputError


def beside(target: Path) -> Path:
    """A hidden name in the target's folder, so that the final rename stays on one disk."""
    folder = target.parent
    if not folder.is_dir():
        raise OutputError(f"{target} cannot be written: its folder does not exist; create it or choose another.")
    if target.is_dir():
        raise OutputError(f"{target} cannot be written: it is a folder; give the name of a file.")
    if not os.access(folder, os.W_OK):
        raise OutputError(f"{target} cannot be written: its folder is read-only; choose another.")
    return folder / f".{target.stem}.{uuid.uuid4().hex[:8]}.partial{target.suffix or '.tif'}"


def output_error(target: Path, error: Exception) -> OutputError:
    """The one sentence for a failed write, with the free space when that is the cause."""
    cause = str(error.__cause__ or error).strip().splitlines()
    text = cause[0].rstrip(".") if cause else type(error).__name__
    try:
        status = os.statvfs(target.parent) if hasattr(os, "statvfs") else None
    except OSError:
        status = None
    if status is not None and status.f_bavail * status.f_frsize < 4_000_000:
        return OutputError(f"{target} cannot be written: the disk is full; free some space or choose another folder.")
    return OutputError(f"{target} cannot be written ({text}); choose another name or folder.")


@contextmanager
def whole_file(target: str) -> Iterator[Path]:
    """A path to write to, which takes the target's name when the block ends well.

    Raises
    ------
    OutputError
        The target cannot be written.
    """
    path = Path(target)
    partial = beside(path)
    try:
        yield partial
        os.replace(partial, path)
    except OSError as error:
        raise output_error(path, error) from error
    finally:
        partial.unlink(missing_ok=True)

"""Which files an environment must have, and which of them are gone. Standard library only."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from .translation import tr

MARKER = "complete.json"


def fingerprint(lists: Sequence[Path]) -> str:
    """Digest of the requirements, by which an environment knows that it is up to date."""
    return hashlib.sha256(b"\n".join(p.read_bytes() for p in lists)).hexdigest()


def seal(folder: Path, lists: Sequence[Path]) -> None:
    """Write down what an environment was made from and the sizes of its files."""
    content = {"fingerprint": fingerprint(lists), "files": dict(sorted(_files(folder)))}
    partial = folder / (MARKER + ".part")
    partial.write_text(json.dumps(content), encoding="utf-8")
    os.replace(partial, folder / MARKER)


def fault(folder: Path, *choices: Sequence[Path]) -> str:
    """What is wrong with an environment, as the end of a sentence; empty where nothing is.

    Parameters
    ----------
    folder : Path
    *choices : sequence of Path
        Lists of packages that it may have been made from, any of them.
    """
    try:
        content = json.loads((folder / MARKER).read_text(encoding="utf-8"))
        files = {str(name): int(size) for name, size in content["files"].items()}
        made_from = content["fingerprint"]
    except FileNotFoundError:
        return tr("is not set up yet")
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return tr("is damaged (its list of files cannot be read)")
    if made_from not in map(fingerprint, choices):
        return tr("is out of date")
    gone = [name for name, size in files.items() if not _is_there(folder / name, size)]
    if gone:
        return tr("is damaged ({count} of its files are missing or changed, such as {example})").format(
            count=len(gone), example=min(gone, key=len)
        )
    return ""


def torn(folder: Path) -> list[str]:
    """Files of packages that are missing or not as long as their package says: what a cut download leaves."""
    sizes: dict[Path, set[int]] = {}
    for record in folder.rglob("site-packages/*.dist-info/RECORD"):  # not those of packages inside packages
        with record.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                # What is made on this computer has no size there; programs, above the packages, are made here too.
                if len(row) == 3 and row[2] and not row[0].startswith(".."):
                    sizes.setdefault(record.parent.parent / row[0], set()).add(int(row[2]))
    # A file that two packages bring has the size of one of them.
    return [path.name for path, fit in sizes.items() if not any(_is_there(path, size) for size in fit)]


def size(folder: Path) -> int:
    """Bytes of all files below a folder; 0 where there is none."""
    return sum(count for _, count in _files(folder))


def _files(folder: Path) -> Iterator[tuple[str, int]]:
    """(path in the folder, bytes) of each file, compiled ones apart, which come and go."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            path = os.path.join(place, name)
            if name != MARKER:
                try:
                    yield os.path.relpath(path, folder).replace(os.sep, "/"), os.stat(path).st_size
                except OSError:
                    pass  # it went while we looked


def _is_there(path: Path, size: int) -> bool:
    try:
        return os.stat(path).st_size == size
    except OSError:
        return False

"""What runs that were killed left in a folder: their publication is completed, and the rest removed.

Run as a program (``python -m engine.contract.leftovers FOLDER ...``) it does so for the caller, which may be one
that must not load the engine.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ..errors import OutputError
from . import alive
from .journal import Journal

RUN = "run.json"
"""In each hidden folder of a run: all of them. The first holds the journal."""

LONGEST_WAIT_S = 30.0
"""For another publication in the same folder, which takes a moment; one that hangs must not hang this one."""


def sweep(folders: Iterable[Path]) -> bool:
    """Finish what ended runs left in these folders; those that still run are left alone.

    Returns
    -------
    bool
        Whether there was anything.

    Raises
    ------
    OutputError
        A publication that was cut off can be neither completed nor taken back.
    """
    found = False
    for folder in folders:
        try:
            entries = [entry for entry in os.scandir(folder) if alive.is_ours(entry.name)]
        except OSError:
            continue  # no folder, or not ours to read: the checks of the targets say so
        for entry in entries:
            hidden = Path(entry.path)
            try:
                left = entry.is_dir(follow_symlinks=False) and _is_mine(entry) and alive.has_ended(hidden)
            except FileNotFoundError:
                continue  # its own run, or another one, has just removed it
            if left:
                _settle(hidden)
                found = True
    return found


def _is_mine(entry: os.DirEntry[str]) -> bool:
    """Whether this user made it: what others put into a shared folder is not acted upon."""
    return os.name == "nt" or entry.stat(follow_symlinks=False).st_uid == os.geteuid()


def _settle(hidden: Path) -> None:
    folders = _folders_of(hidden)
    with locked([folder.parent for folder in folders]):
        if not folders[0].is_dir():
            return  # it is removed last: its disk is not there now, and with it what the others are to be told
        try:
            journal = Journal.load(folders[0], folders)
            if journal is not None:
                if not all(folder.is_dir() for folder in folders):
                    return  # a disk of the run is not there now; another run may find it
                journal.settle()
                journal.remove()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise OutputError(
                f"{hidden} holds files that a run which was killed was giving their names, and they can be neither "
                f"given nor taken back ({error}); move that folder away and run again."
            ) from error
        remove(folders)


def _folders_of(hidden: Path) -> list[Path]:
    """All hidden folders of a run; those of one that was killed before it said so are empty and its own alone."""
    try:
        names = json.loads((hidden / RUN).read_text(encoding="utf-8"))
        folders = [Path(name) for name in names]
    except (OSError, ValueError, TypeError):
        return [hidden]
    return folders if folders and all(folder.name == hidden.name for folder in folders) else [hidden]


def remove(folders: Sequence[Path]) -> None:
    """Remove hidden folders, the one with the journal last; what cannot be removed is left to the next run."""
    for folder in reversed(folders):
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked(folders: Iterable[Path]) -> Iterator[None]:
    """Hold other publications in these folders back; where the file system has no locks, nothing is held."""
    with ExitStack() as stack:
        for folder in sorted(set(folders)):
            _lock(folder, stack)
        yield


def _lock(folder: Path, stack: ExitStack) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        number = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    stack.callback(os.close, number)
    deadline = time.monotonic() + LONGEST_WAIT_S
    while time.monotonic() < deadline:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            time.sleep(0.02)
        except OSError:
            return


if __name__ == "__main__":
    sweep(Path(name) for name in sys.argv[1:])

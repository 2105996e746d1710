"""The list of renames of a publication, stored before the first: what was killed between two is gone on with."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Optional

NAME = "journal.json"

State = Optional[tuple[int, int]]
"""Bytes and time of change (ns) of a file, which a rename leaves as they are; None for an absent one."""


@dataclass(frozen=True)
class Step:
    """One change in a user's folder.

    Attributes
    ----------
    do : {'make', 'away', 'put'}
        Make a folder; move a file of the older product away; give a new file its name.
    path : str
        What is made, moved away or named.
    source : str
        The new file.
    kept : str
        Where the older file is kept until the publication is complete.
    of : str
        Product that a file moved away belongs to.
    was, new : State
        Of the file at ``path`` before, and of the new one.
    """

    do: str
    path: str
    source: str = ""
    kept: str = ""
    of: str = ""
    was: State = None
    new: State = None


@dataclass(frozen=True)
class Journal:
    """Steps of a publication, and whether they are being done or taken back."""

    folder: Path
    steps: Sequence[Step]
    back: bool = False

    def store(self) -> None:
        """Write it so that it is there whole, or not at all, also after a power cut."""
        content = {"back": self.back, "steps": [asdict(step) for step in self.steps]}
        partial = self.folder / f"{NAME}.partial"
        with partial.open("w", encoding="utf-8") as file:
            json.dump(content, file)
        sync(partial)
        os.replace(partial, self.folder / NAME)
        sync(self.folder)

    @classmethod
    def load(cls, folder: Path) -> Optional[Journal]:
        """The journal that a run left in its hidden folder; None when it never began to publish.

        Raises
        ------
        ValueError
            It is damaged.
        """
        try:
            content = json.loads((folder / NAME).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        steps = []
        for step in content["steps"]:
            states = {name: tuple(step[name]) if step[name] is not None else None for name in ("was", "new")}
            steps.append(Step(**{**step, **states}))
        return cls(folder, steps, content["back"])

    def remove(self) -> None:
        """Forget it: the publication is complete, or taken back."""
        (self.folder / NAME).unlink()
        sync(self.folder)

    def forward(self) -> None:
        """Do the steps that are not done yet.

        A file that somebody else has changed since the journal was written is theirs, and stays.
        """
        foreign = {s.path for s in self.steps if s.do == "put" and os.path.lexists(s.source) and state(s.path) != s.was}
        for step in self.steps:
            if step.do == "make":
                os.makedirs(step.path, exist_ok=True)
            elif step.do == "away" and step.of in foreign:
                _restore(step)
            elif step.do == "away" and step.was is not None and state(step.path) == step.was:
                os.replace(step.path, step.kept)
            elif step.do == "put" and step.path not in foreign and os.path.lexists(step.source):
                if step.was is not None:
                    _keep(step.path, step.kept)
                os.replace(step.source, step.path)
        sync_all(Path(step.path).parent for step in self.steps)

    def take_back(self) -> None:
        """Undo the steps that are done, after saying in the journal that this is the way now."""
        replace(self, back=True).store()
        for step in reversed(self.steps):
            if step.do == "make":
                _remove_empty(step.path)
            elif step.do == "away":
                _restore(step)
            elif not os.path.lexists(step.source) and state(step.path) == step.new:
                if step.was is not None:
                    os.replace(step.kept, step.path)
                else:
                    os.unlink(step.path)
        sync_all(Path(step.path).parent for step in self.steps)


def state(path: str) -> State:
    """State of a file; None when there is none."""
    try:
        status = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return status.st_size, status.st_mtime_ns


def sync(path: Path) -> None:
    """Have a file or a folder stored, so that a power cut, or a disk that is full in secret, is met now.

    Raises
    ------
    OSError
        The disk is full or broken.
    """
    try:
        number = os.open(path, os.O_RDONLY)
    except PermissionError:
        if os.name == "nt":  # folders cannot be opened there
            return
        raise
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.EBADF, errno.ENOTSUP):  # not every file system can
            raise
    finally:
        os.close(number)


def sync_all(folders: Iterable[Path]) -> None:
    """Have folders stored, each once."""
    for folder in {folder for folder in folders if folder.is_dir()}:
        sync(folder)


def _keep(path: str, kept: str) -> None:
    """A second name for the older file, so that there is no moment without one; a copy where there are no links."""
    if os.path.lexists(kept):
        return
    try:
        os.link(path, kept)
    except (OSError, NotImplementedError):
        shutil.copy2(path, kept)


def _restore(step: Step) -> None:
    if os.path.lexists(step.kept) and not os.path.lexists(step.path):
        os.replace(step.kept, step.path)


def _remove_empty(path: str) -> None:
    try:
        os.rmdir(path)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT):
            raise

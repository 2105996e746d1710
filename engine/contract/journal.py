"""The list of renames of a publication, stored before the first: what was killed between two is gone on with."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Optional

FORWARD, BACK = "journal.json", "journal-back.json"
"""Names of the journal of a publication that is being done, and of one that is being taken back: to turn round
takes a rename, for which a full disk has room."""

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
    """Steps of a publication, in the hidden folder that holds its list."""

    folder: Path
    steps: Sequence[Step]

    def store(self) -> None:
        """Write it so that it is there whole, or not at all, also after a power cut."""
        partial = self.folder / f"{FORWARD}.partial"
        with partial.open("w", encoding="utf-8") as file:
            json.dump([asdict(step) for step in self.steps], file)
        sync(partial)
        os.replace(partial, self.folder / FORWARD)
        sync(self.folder)

    @classmethod
    def load(cls, folder: Path, folders: Sequence[Path]) -> Optional[Journal]:
        """The journal that a run left in its hidden folder; None when it never began to publish.

        Parameters
        ----------
        folder : Path
        folders : sequence of Path
            All hidden folders of the run.

        Raises
        ------
        ValueError
            It is damaged, or reaches beyond the folders of the run.
        """
        found = [folder / name for name in (BACK, FORWARD) if (folder / name).is_file()]
        if not found:
            return None
        steps = []
        for content in json.loads(found[0].read_text(encoding="utf-8")):
            states = {name: tuple(content[name]) if content[name] is not None else None for name in ("was", "new")}
            steps.append(Step(**{**content, **states}))
        for step in steps:
            _require_inside(step, folders)
        return cls(folder, steps)

    def settle(self) -> None:
        """Go on the way that it was going."""
        if (self.folder / BACK).is_file():
            self.take_back()
        else:
            self.forward()

    def remove(self) -> None:
        """Forget it: the publication is complete, or taken back."""
        for name in (FORWARD, BACK):
            (self.folder / name).unlink(missing_ok=True)
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
        if (self.folder / FORWARD).is_file():
            os.replace(self.folder / FORWARD, self.folder / BACK)
            sync(self.folder)
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


def _require_inside(step: Step, folders: Sequence[Path]) -> None:
    """A journal is data: one that was put there by somebody else must not reach other files."""
    for text, roots in (
        (step.path, [folder.parent for folder in folders]),
        (step.source, folders),
        (step.kept, folders),
    ):
        path = Path(text)
        if text and (".." in path.parts or not any(root in path.parents for root in roots)):
            raise ValueError(f"its journal names {text}, which lies elsewhere")


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

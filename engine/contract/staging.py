"""Everything is written beside its target and published together at the end; until then the user's files stay.

A run writes into a hidden folder beside each target, under the target's own name, so that what libraries derive
from a name (layers, parts, sidecars) comes out right. ``publish`` stores the list of renames first and does them
then; a run that fails, is cancelled or is killed leaves what was there, or, killed between two renames, a list that
the next run in the folder completes.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Optional

from ..errors import MmoedtmError, OutputError
from . import address, alive, leftovers
from .journal import Journal, Step, state, sync, sync_all
from .parts import MANIFEST, companions, content_digest, layers, wal_of
from .shortage import output_error
from .targets import Placed, Target, check, existing

NEW, OLD = "new", "old"
"""Folders within a hidden one: what is being written, and what it replaces until all is done."""


class Staging:
    """Targets of one run, written beside and published together. Use as a context manager: leaving it removes
    what was not published.

    Examples
    --------
    >>> with Staging.prepare(targets, inputs) as staging:
    ...     write(staging.place("dtm.tif"))
    ...     staging.publish()
    """

    def __init__(self, placed: Sequence[Placed]) -> None:
        self._placed = list(placed)
        staged = [one for one in placed if one.target.kind != "working_folder"]
        name = alive.new_name()
        self._hidden = {home: home / name for home in dict.fromkeys(one.home for one in staged)}
        self._staged = {one.target.path: self._hidden[one.home] / NEW / one.final.name for one in staged}

    @classmethod
    def prepare(cls, targets: Sequence[Target], inputs: Sequence[str]) -> Staging:
        """Check every target, finish what killed runs left beside them, and make room for this one.

        Parameters
        ----------
        targets : sequence of Target
        inputs : sequence of str
            Every text that may name a file that the run reads.

        Raises
        ------
        ParameterError, OutputError
            A target cannot be written, or would destroy an input or another target.
        """
        placed = check(targets, inputs)
        if leftovers.sweep({home for one in placed for home in (one.home, existing(one.final.parent))}):
            placed = check(targets, inputs)  # a publication was completed there
        staging = cls(placed)
        try:
            staging._make()
        except BaseException:
            staging.abandon()
            raise
        return staging

    def _make(self) -> None:
        hidden = list(self._hidden.values())
        with self._blamed(self._placed):
            for folder in hidden:
                for part in (folder, folder / NEW, folder / OLD):
                    part.mkdir()
                (folder / leftovers.RUN).write_text(json.dumps([str(f) for f in hidden]), encoding="utf-8")
                sync(folder / leftovers.RUN)
        for index, one in enumerate(self._placed):
            with self._blamed([one]):
                if one.target.kind == "folder_target":
                    self._staged[one.target.path].mkdir()
                elif one.base:
                    copied = content_digest(one.final, self._staged[one.target.path])
                    # Compared again before it is replaced: somebody may change it while this run is on.
                    self._placed[index] = Placed(one.target, one.final, one.layer, copied)

    def place(self, path: str) -> str:
        """Where the run writes a target.

        Parameters
        ----------
        path : str
            Of the target, as the user gave it.
        """
        one = next(one for one in self._placed if one.target.path == path)
        return address.join(str(self._staged[path]), one.layer) if path in self._staged else path

    def translate(self, text: str) -> str:
        """A text in which staged paths are replaced by the targets that the user gave."""
        for one in self._placed:
            staged = self._staged.get(one.target.path)
            if staged is not None:
                given = address.split(one.target.path)[0] if one.target.kind == "vector_target" else one.target.path
                text = text.replace(self.place(one.target.path), one.target.path)
                for spelt in (str, _escaped):
                    text = text.replace(spelt(str(staged)), spelt(given))
        for home, hidden in self._hidden.items():
            for inner in (hidden / NEW, hidden):
                for spelt in (str, _escaped):
                    text = text.replace(spelt(str(inner)), spelt(str(home)))
        return text

    def translated(self, error: MmoedtmError) -> MmoedtmError:
        """The same error, with the targets that the user gave in its message."""
        error.args = tuple(self.translate(part) if isinstance(part, str) else part for part in error.args)
        return error

    def publish(self) -> None:
        """Give everything its name: all of it, or on an error nothing.

        Raises
        ------
        OutputError
            A target was not written, or cannot get its name.
        """
        homes = list(self._hidden)
        if not homes:
            return
        with leftovers.locked(homes):
            for one in self._placed:
                self._still_free(one)
            with self._blamed(self._placed):
                steps = [step for one in self._of_each_file() for step in self._steps(one)]
                for step in steps:
                    if step.do == "put":
                        sync(Path(step.source))
                sync_all(self._hidden[home] / NEW for home in homes)
                journal = Journal(self._hidden[homes[0]], steps)
                journal.store()
                try:
                    journal.forward()
                except BaseException:
                    journal.take_back()
                    journal.remove()
                    raise
                journal.remove()
        self.abandon()

    def abandon(self) -> None:
        """Remove everything that was written and not published."""
        leftovers.remove(list(self._hidden.values()))

    def __enter__(self) -> Staging:
        return self

    def __exit__(
        self, kind: Optional[type[BaseException]], value: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.abandon()

    def _of_each_file(self) -> list[Placed]:
        """Targets to publish, each file once: two layers of a GeoPackage are one."""
        staged = [one for one in self._placed if one.target.path in self._staged]
        return list({one.final: one for one in reversed(staged)}.values())[::-1]

    def _steps(self, one: Placed) -> Iterator[Step]:
        staged = self._staged[one.target.path]
        if one.target.kind == "folder_target":
            yield from self._steps_of_folder(one, staged)
            return
        if not staged.is_file():
            raise OutputError(f"{one.target.path} was not written by the run; nothing is changed.")
        parts = list(zip(companions(staged), companions(one.final)))
        older = [final for new, final in parts if not new.is_file()]
        # The main file last: a reader that finds it finds the parts that it needs.
        files = [(new, final) for new, final in parts if new.is_file()]
        yield from self._replace(one, [*files, (staged, one.final)], older)

    def _steps_of_folder(self, one: Placed, staged: Path) -> Iterator[Step]:
        missing = [folder for folder in (one.final, *one.final.parents) if not folder.is_dir()]
        yield from (Step("make", str(folder)) for folder in reversed(missing))
        new = sorted(file.name for file in staged.iterdir())
        sizes = {name: (staged / name).stat().st_size for name in new}
        (staged / MANIFEST).write_text(json.dumps(sizes), encoding="utf-8")
        older = [one.final / name for name in _written_before(one.final) if name not in sizes]
        yield from self._replace(one, [(staged / name, one.final / name) for name in (*new, MANIFEST)], older)

    def _replace(self, one: Placed, files: Sequence[tuple[Path, Path]], older: Sequence[Path]) -> Iterator[Step]:
        """Move away what belongs to the older product, then put the new one in its place."""
        hidden = self._hidden[one.home]
        for path in older:
            if state(str(path)) is not None:
                yield Step("away", str(path), "", self._keep(hidden, path), str(one.final), state(str(path)))
        for source, final in files:
            kept = self._keep(hidden, final)
            yield Step("put", str(final), str(source), kept, "", state(str(final)), state(str(source)))

    def _keep(self, hidden: Path, path: Path) -> str:
        # Not the file's own name: that of a tile and that of a product may be the same.
        return str(hidden / OLD / hashlib.sha256(os.fsencode(path)).hexdigest()[:16])

    def _still_free(self, one: Placed) -> None:
        """Refuse to replace a GeoPackage that has got something meanwhile which the staged one does not have."""
        if one.target.kind != "vector_target" or one.final.suffix.lower() != ".gpkg":
            return
        busy = wal_of(one.final)
        with self._blamed([one]):
            now = content_digest(one.final)
        if busy is None and now == one.base:
            return
        try:
            lost = busy is not None or bool(one.base) or not layers(one.final) <= layers(self._staged[one.target.path])
        except sqlite3.Error:
            lost = True
        if lost:
            raise OutputError(
                f"{one.target.path} was changed by another program while the run was on, and is left as it is; choose "
                "another name and run again."
            )

    @contextmanager
    def _blamed(self, placed: Sequence[Placed]) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            names = {str(name) for name in (error.filename, error.filename2) if name is not None}
            blamed = next((p for p in placed if names & {str(p.final), str(self._staged.get(p.target.path))}), placed[0])
            raise output_error(Path(blamed.target.path), error) from error


def _written_before(folder: Path) -> list[str]:
    """Names of the files in a folder that an earlier run wrote there and nobody has changed in size."""
    try:
        sizes = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        names = [name for name in sizes if isinstance(name, str) and Path(name).name == name]
        return [name for name in names if (state(str(folder / name)) or (-1, 0))[0] == sizes[name]]
    except (OSError, ValueError, TypeError):
        return []


def _escaped(text: str) -> str:
    """A text as Python shows it in errors."""
    return repr(text)[1:-1]

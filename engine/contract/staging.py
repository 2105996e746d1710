"""Everything is written beside its target and published together at the end; until then the user's files stay.

A run writes into a hidden folder beside each target, under the target's own name, so that what libraries derive
from a name (layers, parts, sidecars) comes out right. ``publish`` stores the list of renames first and does them
then; a run that fails, is cancelled or is killed leaves what was there, or, killed between two renames, a list that
the next run in the folder completes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Optional

from ..errors import MmoedtmError
from . import address, alive, leftovers
from .journal import Journal, Step, sync, sync_all
from .parts import content_digest
from .publication import require_apart, require_free, steps
from .shortage import output_error
from .targets import Placed, Target, check, existing, identities

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

    def __init__(self, placed: Sequence[Placed], inputs: Sequence[str] = ()) -> None:
        self._placed = list(placed)
        self._inputs = tuple(inputs)
        staged = [one for one in placed if one.target.kind != "working_folder"]
        name = alive.new_name()
        self._hidden = {home: home / name for home in dict.fromkeys(one.home for one in staged)}
        self._bases: dict[str, str] = {}
        self._torn = False
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
        staging = cls(placed, inputs)
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
        for one in self._placed:
            with self._blamed([one]):
                if one.target.kind == "folder_target":
                    self._staged[one.target.path].mkdir()
                elif one.extends:
                    # Compared again before it is replaced: somebody may change it while this run is on.
                    self._bases[one.target.path] = content_digest(one.final, self._staged[one.target.path])

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
            todo: list[Step] = []
            for one in self._of_each_file():
                staged = self._staged[one.target.path]
                with self._blamed([one]):
                    require_free(one, staged, self._bases.get(one.target.path, ""))
                    todo += steps(one, staged, self._hidden[one.home] / OLD)
            require_apart(todo, identities(self._inputs))
            with self._blamed(self._placed):
                for step in todo:
                    if step.do == "put":
                        sync(Path(step.source))
                sync_all(self._hidden[home] / NEW for home in homes)
                journal = Journal(self._hidden[homes[0]], todo)
                journal.store()
                try:
                    journal.forward()
                except BaseException:
                    self._torn = True
                    journal.take_back()
                    journal.remove()
                    self._torn = False
                    raise
                journal.remove()
        self.abandon()

    def abandon(self) -> None:
        """Remove everything that was written and not published.

        Older files that could not be put back after a failed publication stay for the next run to put back.
        """
        if not self._torn:
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

    @contextmanager
    def _blamed(self, placed: Sequence[Placed]) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            names = {str(name) for name in (error.filename, error.filename2) if name is not None}
            blamed = next(
                (p for p in placed if names & {str(p.final), str(self._staged.get(p.target.path))}), placed[0]
            )
            raise output_error(Path(blamed.target.path), error) from error


def _escaped(text: str) -> str:
    """A text as Python shows it in errors."""
    return repr(text)[1:-1]

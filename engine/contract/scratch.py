"""Finished parts of a run that is not done yet, kept so that the same run goes on from them. Standard library only.

A folder beside the target (``.NAME.blocks``) holds what the run was asked for and parts by name, each whole or absent.
It is removed when the target is published, and when the run is another one.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Optional

from ..errors import OutputError
from . import alive
from .progress import Progress
from .shortage import output_error

PART = ".mmoedtm-part"
NEW = ".mmoedtm-new"
"""Suffixes that no file of a user has: nothing else in the folder is ever touched."""

REQUEST = "request.mmoedtm-part"


def beside(target: str, suffix: str) -> str:
    """Hidden folder beside a target."""
    path = Path(os.path.realpath(target))
    return str(path.with_name(f".{path.name}.{suffix}"))


class Scratch:
    """Parts of one run, kept in a folder.

    Parameters
    ----------
    folder : str
        Made when it is opened.
    """

    def __init__(self, folder: str) -> None:
        self.folder = Path(folder)
        self._owner: Optional[Path] = None

    @contextmanager
    def opened(self, request: Mapping[str, str], resume: bool = True) -> Iterator[list[str]]:
        """Take the folder for a run while the block lasts; parts of another run are removed.

        Parameters
        ----------
        request : mapping
            What decides the parts, by name.
        resume : bool
            Whether parts of the same run are kept.

        Returns
        -------
        list of str
            Names of what differs from the run whose parts were there; empty if nothing does or none were.

        Raises
        ------
        OutputError
            The folder cannot be written, or another run that is still on works in it.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._owner = self._taken()
            earlier = self._request()
            differing = [] if earlier is None else _differing(earlier, request)
            if earlier is None or differing or not resume:
                self._remove(self._parts())
                self._put(REQUEST, json.dumps(dict(request)).encode("utf-8"))
        except OSError as error:
            raise output_error(self.folder, error) from error
        try:
            yield differing
        finally:
            self._owner.unlink(missing_ok=True)
            self._owner = None

    @contextmanager
    def gone_on(
        self, request: Mapping[str, str], resume: bool, finished: str, is_finished: Callable[[str], bool],
        progress: Progress,
    ) -> Iterator[None]:  # fmt: skip
        """As ``opened``; why parts cannot be used is said, and a run that ends before any is finished leaves no folder.

        Parameters
        ----------
        request, resume
            As ``opened`` has them.
        finished : str
            What the parts are called, in the plural.
        is_finished : callable
            Whether a part of a name is one that is worth a folder in the user's way.
        progress : Progress
        """
        with self.opened(request, resume) as differing:
            if differing:
                progress.warning(
                    f"The finished {finished} in {self.folder} are of a run with other values of "
                    f"{', '.join(differing)}, so this one starts afresh."
                )
            try:
                yield
            except BaseException:
                if not any(map(is_finished, self.names())):
                    self.clear()
                raise

    def names(self) -> list[str]:
        """Parts that are there."""
        return sorted(path.stem for path in self._parts() if path.suffix == PART and path.name != REQUEST)

    def has(self, name: str) -> bool:
        """Whether a part is there."""
        return (self.folder / f"{name}{PART}").is_file()

    def get(self, name: str) -> Optional[bytes]:
        """A part; None where it is absent or was torn when the machine went down."""
        try:
            content = (self.folder / f"{name}{PART}").read_bytes()
        except OSError:
            return None
        whole = len(content) >= 4 and zlib.crc32(content[4:]) == int.from_bytes(content[:4], "little")
        return content[4:] if whole else None

    def put(self, name: str, content: bytes) -> None:
        """Keep a part.

        Raises
        ------
        OutputError
            It cannot be written; what was kept before is still there.
        """
        try:
            self._put(f"{name}{PART}", zlib.crc32(content).to_bytes(4, "little") + content)
        except OSError as error:
            raise output_error(self.folder / f"{name}{PART}", error) from error

    def clear(self) -> None:
        """Remove the parts and the folder, if nothing else lies in it."""
        self._remove(self._parts())
        if self._owner is not None:
            self._owner.unlink(missing_ok=True)
        try:
            self.folder.rmdir()
        except OSError:
            pass  # it was never made, or the user keeps other things there

    def _put(self, name: str, content: bytes) -> None:
        new = self.folder / f"{name}{NEW}"
        try:
            new.write_bytes(content)
            os.replace(new, self.folder / name)
        except OSError:
            new.unlink(missing_ok=True)
            raise

    def _request(self) -> Optional[dict[str, str]]:
        """What the parts that are there belong to; None where there are none that can be told."""
        try:
            earlier = json.loads((self.folder / REQUEST).read_bytes())
        except (OSError, ValueError):
            return None
        return earlier if isinstance(earlier, dict) else None

    def _parts(self) -> list[Path]:
        try:
            return [path for path in self.folder.iterdir() if path.suffix in (PART, NEW)]
        except OSError:
            return []

    def _remove(self, paths: list[Path]) -> None:
        # What the parts belong to goes last: killed in between, they are still known.
        for path in sorted(paths, key=lambda path: path.name == REQUEST):
            path.unlink(missing_ok=True)

    def _taken(self) -> Path:
        """A file that says which process works here."""
        for path in self.folder.iterdir():
            if alive.is_ours(path.name) and path.is_file():
                if not alive.has_ended(path):
                    raise OutputError(
                        f"Another run is still on that keeps its finished blocks in {self.folder}; wait until it is "
                        "done, or choose another target."
                    )
                path.unlink(missing_ok=True)
        owner = self.folder / alive.new_name()
        owner.touch()
        return owner


def _differing(earlier: Mapping[str, str], request: Mapping[str, str]) -> list[str]:
    names = [*request, *(name for name in earlier if name not in request)]
    return [name for name in names if earlier.get(name) != request.get(name)]

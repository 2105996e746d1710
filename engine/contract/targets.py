"""What a run is asked to write, checked before any work: each refusal is one sentence."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from ..errors import MmoedtmError, OutputError, ParameterError
from . import address
from .parts import is_database, wal_of

SUFFIXES = {"raster_target": (".tif", ".tiff"), "vector_target": (".gpkg", ".geojson", ".json", ".shp")}
"""Of the kinds of files; that of a vector file decides its driver."""

LONGEST_PATH = 4096
ROOM_FOR_HIDDEN = 80
"""Bytes that the hidden folder adds to a path, and that a library adds to a name in it."""


NOWHERE = (-1, -1)
"""Identity of what is not there."""


@dataclass(frozen=True)
class Target:
    """Something that a run is asked to write.

    Attributes
    ----------
    parameter : str
        Its name.
    path : str
        As the user gave it; ``PATH|layername=NAME`` for a layer of a GeoPackage.
    kind : {'raster_target', 'vector_target', 'file_target', 'folder_target', 'working_folder'}
        A working folder is one that its operation goes on in (training, data set, pack); it is checked and
        handed through.
    suffix : str
        That a file must have, without the point; for kind 'file_target'.
    """

    parameter: str
    path: str
    kind: str
    suffix: str = ""

    @property
    def shown(self) -> str:
        """The path as a message can show it on one line."""
        return self.path if self.path.isprintable() else repr(self.path)


@dataclass(frozen=True)
class Placed:
    """A target with the place that it really has.

    Attributes
    ----------
    target : Target
    final : Path
        Absolute, links followed.
    layer : str
        Of a GeoPackage; empty for the default, which is the file's stem.
    extends : bool
        Whether a GeoPackage is there that gets a layer more.
    """

    target: Target
    final: Path
    layer: str = ""
    extends: bool = False

    @property
    def home(self) -> Path:
        """Folder that exists and lies on the target's file system; what is written beside it goes there."""
        place = self.final if self.target.kind == "folder_target" else self.final.parent
        return existing(place)


def existing(path: Path) -> Path:
    """The nearest folder upwards that exists."""
    while not path.is_dir() and path != path.parent:
        path = path.parent
    return path


def check(targets: Sequence[Target], inputs: Sequence[str]) -> list[Placed]:
    """Refuse what cannot be written, or would destroy an input or another target.

    Parameters
    ----------
    targets : sequence of Target
    inputs : sequence of str
        Every text that may name a file that the run reads.

    Raises
    ------
    ParameterError
        Two targets, or a target and an input, are the same file; or a name does not fit its kind.
    OutputError
        The place cannot be written to.
    """
    placed = [_placed(target) for target in targets]
    _distinct(placed)
    read = identities(inputs)
    named = {os.path.normcase(os.path.realpath(address.split(text)[0])): text for text in inputs if "\0" not in text}
    for one in placed:
        if one.target.kind in ("folder_target", "working_folder"):
            continue
        text = read.get(identity(one.final)) or named.get(os.path.normcase(one.final))
        if text is not None:
            raise ParameterError(
                f"{one.target.parameter} and the input {text} are the same file, {one.target.shown}; choose another "
                "target."
            )
    return placed


def identities(inputs: Sequence[str]) -> dict[Optional[tuple[int, int]], str]:
    """Inputs by device and number of the files that they name; links are followed."""
    return {identity(file): text for text in inputs for file in address.files(text)}


def _placed(target: Target) -> Placed:
    path, layer = address.split(target.path) if target.kind == "vector_target" else (target.path, "")
    _plain(target, path)
    final = Path(os.path.realpath(path))
    if target.kind in ("folder_target", "working_folder"):
        _folder(target, final)
        return Placed(target, final)
    _writable_file(target, final)
    for name in (path, str(final)):
        _suffixed(target, Path(name), layer)
    if target.kind == "vector_target" and final.suffix.lower() == ".gpkg":
        return Placed(target, final, layer, _extends(target, final))
    return Placed(target, final, layer)


def _plain(target: Target, path: str) -> None:
    """Refuse names that no file can have, or that the vector library takes apart."""
    try:
        os.fsencode(path)
        path.encode()
    except UnicodeEncodeError as error:
        raise _refused(target, "its name is not valid text", "choose another name") from error
    forbidden = "\0!\n\r\t" if target.kind == "vector_target" else "\0"
    for sign in forbidden:
        if sign in path:
            raise _refused(target, f"its path contains {sign!r}, which a file of this kind cannot have", "rename it")
    name = Path(path).name
    room = 8 if target.kind == "vector_target" else 0  # SQLite's journal has the name and eight letters more
    if len(os.fsencode(name)) > 255 - room:
        raise _refused(target, f"its name has more than {255 - room} bytes", "choose a shorter name")
    if len(os.fsencode(os.path.abspath(path))) + ROOM_FOR_HIDDEN > LONGEST_PATH:
        raise _refused(target, "its path is too long", "choose a shorter one")


def _suffixed(target: Target, path: Path, layer: str) -> None:
    known = SUFFIXES.get(target.kind) or ((f".{target.suffix}",) if target.suffix else ())
    suffix = path.suffix.lower()
    if known and suffix not in known:
        what = "no suffix" if not suffix else f"the suffix {path.suffix}"
        raise ParameterError(
            f"{target.parameter} is {target.shown}, with {what}, but such a file is written with "
            f"{' or '.join(known)}; give it that."
        )
    if suffix == ".shp" and path.suffix != ".shp":
        raise ParameterError(f"{target.parameter} is {target.shown}; write its suffix in small letters, .shp.")
    if layer and suffix != ".gpkg":
        raise ParameterError(
            f"{target.parameter} is {target.shown}, but only a GeoPackage (.gpkg) has layers; leave it out."
        )
    if layer and layer[0] in address.SIGNS:
        raise ParameterError(f"{target.parameter} is {target.shown}, but no layer's name begins with {layer[0]!r}.")


def _writable_file(target: Target, final: Path) -> None:
    status = _status(target, final)
    if status is not None:
        if stat.S_ISDIR(status.st_mode):
            raise _refused(target, "it is a folder", "give the name of a file")
        if not stat.S_ISREG(status.st_mode):
            raise _refused(target, "it is a device, a pipe or a socket", "give the name of a file")
        if not os.access(final, os.W_OK):
            raise _refused(target, "it is write-protected", "choose another name")
    if not final.parent.is_dir():
        raise _refused(target, "its folder does not exist", "create it or choose another")
    if not os.access(final.parent, os.W_OK | os.X_OK):
        raise _refused(target, "its folder is read-only", "choose another")


def _folder(target: Target, final: Path) -> None:
    status = _status(target, final)
    if status is not None and not stat.S_ISDIR(status.st_mode):
        raise _refused(target, "it is a file", "give the name of a folder")
    home = existing(final)
    below = final
    while below != home:  # the part of the path that is to be made
        if _status(target, below) is not None and not below.is_dir():
            raise _refused(target, f"{below} is a file", "choose another folder")
        below = below.parent
    if not os.access(home, os.W_OK | os.X_OK):
        raise _refused(target, f"{home} is read-only", "choose another folder")


def _extends(target: Target, final: Path) -> bool:
    """Whether there is a GeoPackage, which keeps its other layers."""
    busy = wal_of(final)
    if busy is not None:
        raise _refused(
            target,
            f"{busy.name} beside it holds changes that another program has not stored yet",
            "close the file there, or choose another name",
        )
    try:
        return final.exists() and is_database(final)
    except OSError as error:
        raise _refused(target, f"the file that is there cannot be read ({error.strerror})", "choose another") from error


def _status(target: Target, path: Path) -> Optional[os.stat_result]:
    try:
        return os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _refused(target, f"its path cannot be used ({error.strerror})", "choose another") from error


def _distinct(placed: Sequence[Placed]) -> None:
    seen: dict[tuple[str, str], Target] = {}
    for one in placed:
        # Two names that differ in capitals alone are one file on many disks of desktops.
        layer = address.layer_name(one.final, one.layer) if one.final.suffix.lower() == ".gpkg" else ""
        key = str(one.final).casefold(), layer.casefold()
        if key in seen:
            raise ParameterError(
                f"{one.target.parameter} and {seen[key].parameter} are the same file, {one.target.shown}; choose "
                "another target."
            )
        seen[key] = one.target


def identity(path: Path) -> Optional[tuple[int, int]]:
    """Device and number of a file; NOWHERE where there is none."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return NOWHERE
    return status.st_dev, status.st_ino


def _refused(target: Target, fact: str, cure: str) -> MmoedtmError:
    return OutputError(f"{target.shown} cannot be written: {fact}; {cure}.")

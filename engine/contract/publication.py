"""What a publication does for each target: which files are put, and which of an older product go."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Optional

from ..errors import OutputError
from .journal import Step, state
from .parts import MANIFEST, companions, content_digest, layers, wal_of
from .targets import NOWHERE, Placed, identity


def steps(one: Placed, staged: Path, old: Path) -> Iterator[Step]:
    """Steps that publish a target.

    Parameters
    ----------
    one : Placed
    staged : Path
        What the run wrote.
    old : Path
        Folder on the same file system, where older files are kept until all is done.

    Raises
    ------
    OutputError
        The run did not write it.
    OSError
    """
    if one.target.kind == "folder_target":
        yield from _steps_of_folder(one.final, staged, old)
        return
    if not staged.is_file():
        raise OutputError(f"{one.target.shown} was not written by the run; nothing is changed.")
    yield from _steps_of_file(one.final, staged, old)


def require_apart(todo: Sequence[Step], read: Mapping[Optional[tuple[int, int]], str]) -> None:
    """Refuse a publication that would put a file over an input, or two files under one name.

    What a folder of single tiles holds is known only when it is written.

    Parameters
    ----------
    todo : sequence of Step
    read : mapping
        Inputs by identity (``targets.identities``).

    Raises
    ------
    OutputError
    """
    put: set[str] = set()
    for step in todo:
        if step.do == "make":
            continue
        there = identity(Path(step.path))
        text = None if there == NOWHERE else read.get(there)
        if text is not None:
            raise OutputError(
                f"{step.path} would be replaced, but it is the input {text}; choose another folder, and run again."
            )
        name = os.path.normcase(step.path).casefold()
        if step.do == "put" and name in put:
            raise OutputError(
                f"{step.path} would be written by two targets of the run; choose another folder, and run again."
            )
        if step.do == "put":
            put.add(name)


def _steps_of_folder(folder: Path, staged: Path, old: Path) -> Iterator[Step]:
    missing = [path for path in (folder, *folder.parents) if not path.is_dir()]
    yield from (Step("make", str(path)) for path in reversed(missing))
    new = sorted(file.name for file in staged.iterdir())
    sizes = {name: (staged / name).stat().st_size for name in new}
    # What shares a name with the new files is an older version of them; products with other names are left alone.
    before = _written_before(folder)
    older = [product for product in before if product.keys() & sizes.keys()]
    others = [product for product in before if product and not product.keys() & sizes.keys()]
    (staged / MANIFEST).write_text(json.dumps([*others, sizes]), encoding="utf-8")
    for name, size in (item for product in older for item in product.items()):
        if name not in sizes and (state(str(folder / name)) or (-1, 0))[0] == size:
            yield from _away(folder / name, [folder / name, *companions(folder / name)], old)
    for name in (*new, MANIFEST):
        yield from _steps_of_file(folder / name, staged / name, old)


def _steps_of_file(final: Path, staged: Path, old: Path) -> Iterator[Step]:
    """Move away what belongs to the older product alone, then put the new one in its place, its main file last."""
    parts = list(zip(companions(staged), companions(final)))
    yield from _away(final, [path for new, path in parts if not new.is_file()], old)
    for source, path in (*((new, path) for new, path in parts if new.is_file()), (staged, final)):
        was, new_state = state(str(path)), state(str(source))
        yield Step("put", str(path), str(source), _kept(path, old), "", was, new_state)


def _away(product: Path, files: Sequence[Path], old: Path) -> Iterator[Step]:
    for path in files:
        was = state(str(path))
        if was is not None:
            yield Step("away", str(path), "", _kept(path, old), str(product), was)


def _kept(path: Path, old: Path) -> str:
    # Not the file's own name: that of a tile and that of a product may be the same.
    return str(old / hashlib.sha256(os.fsencode(path)).hexdigest()[:16])


def _written_before(folder: Path) -> list[dict[str, int]]:
    """Names and sizes of the files that earlier runs wrote into a folder, a mapping for each product."""
    try:
        products = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return [{n: int(size) for n, size in product.items() if Path(n).name == n} for product in products]
    except (OSError, ValueError, TypeError, AttributeError):
        return []  # no list, or not one of ours: then nothing there is


def require_free(one: Placed, staged: Path, base: str) -> None:
    """Refuse to replace a GeoPackage that has got something meanwhile which the staged one does not have.

    Parameters
    ----------
    one : Placed
    staged : Path
        What the run wrote.
    base : str
        Digest of the file that it added to; empty for none.

    Raises
    ------
    OutputError
    OSError
    """
    if one.target.kind != "vector_target" or one.final.suffix.lower() != ".gpkg":
        return
    busy = wal_of(one.final)
    if busy is None and content_digest(one.final) == base:
        return
    try:
        lost = busy is not None or bool(base) or not layers(one.final) <= layers(staged)
    except sqlite3.Error:
        lost = True
    if lost:
        raise OutputError(
            f"{one.target.shown} was changed by another program while the run was on, and is left as it is; choose "
            "another name and run again."
        )

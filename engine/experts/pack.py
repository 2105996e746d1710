"""Find, verify and open expert packs."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from ..errors import PackError
from .manifest import Manifest, parse
from .model_file import LARGEST_MODEL, check

SUMS = "SHA256SUMS"
MANIFEST = "manifest.json"
VARIABLE = "MMOEDTM_PACKS"
"""Names the folder of installed packs."""
LARGEST_TEXT = 4_000_000
"""Bytes of a manifest or of a list of digests."""


@dataclass(frozen=True)
class Pack:
    """A verified pack: its manifest, its digest and the bytes of its models; ``error`` where it tells errors."""

    folder: Path
    manifest: Manifest
    digest: str
    models: dict[str, bytes]
    error: bytes | None = None

    @property
    def address(self) -> str:
        """By which another process finds it: its name where it came with the engine, else its folder."""
        return self.folder.name if self.folder.parent == shipped() else str(self.folder.resolve())

    def __str__(self) -> str:
        return f"{self.manifest.name} {self.manifest.version} sha256 {self.digest}"


def shipped() -> Path:
    """Folder of the packs that come with the engine."""
    return Path(__file__).resolve().parents[2] / "resources" / "packs"


def installed() -> Path | None:
    """Folder of the packs that a user has installed; None where the program that started the engine names none."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None


def find(name_or_folder: str) -> Path:
    """Folder of a pack given by name (a shipped or installed one) or by path.

    A bare name is a shipped pack, then an installed one, whatever lies in the working directory; a path has a
    separator.

    Raises
    ------
    PackError
        There is none.
    """
    added = installed()
    places = [shipped()] if added is None else [shipped(), added]
    folders = {p.parent.name: p.parent for place in reversed(places) for p in place.glob(f"*/{MANIFEST}")}
    names = sorted(folders)
    if name_or_folder in folders:
        return folders[name_or_folder]
    if Path(name_or_folder).name != name_or_folder:
        try:
            if (Path(name_or_folder) / MANIFEST).is_file():
                return Path(name_or_folder)
        except (OSError, ValueError):
            pass  # a name that no file can have is one that there is not
    raise PackError(
        f"There is no expert pack {name_or_folder!r}; give the folder of a pack, as ./pack or with its whole path, or "
        f"one of: {', '.join(names)}."
    )


def load(name_or_folder: str) -> Pack:
    """Read a pack and check every file against its digests, and every model for being whole.

    Raises
    ------
    PackError
        The pack is missing, a digest differs, a file is absent, the manifest does not fit, or a model is none or
        lies in part in another file.
    """
    folder = find(name_or_folder)
    sums = _read(folder / SUMS, LARGEST_TEXT)
    expected = {}
    for line in sums.decode("ascii", "replace").splitlines():
        digest, _, name = line.partition("  ")
        expected[name.strip()] = digest.strip()
    content = _verified(folder / MANIFEST, expected, LARGEST_TEXT)
    try:
        decoded = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise PackError(f"{folder / MANIFEST} is not JSON ({error}); get the pack again.") from error
    manifest = parse(decoded, str(folder / MANIFEST))
    models = {terrain: _model(folder / name, expected, manifest) for terrain, name in manifest.experts.items()}
    of_errors = _model(folder / manifest.error.file, expected, manifest) if manifest.error else None
    return Pack(folder, manifest, hashlib.sha256(sums).hexdigest(), models, of_errors)


def _model(path: Path, expected: dict[str, str], manifest: Manifest) -> bytes:
    model = _verified(path, expected, LARGEST_MODEL)
    opset = check(f"{path}", model)
    if opset is not None and opset != manifest.opset:
        raise PackError(
            f"The model {path} is of operator set {opset}, but its manifest says {manifest.opset}; get the pack again."
        )
    return model


def write_sums(folder: Path) -> None:
    """Write the digests of all files of a pack."""
    names = sorted(p.name for p in folder.iterdir() if p.is_file() and p.name != SUMS)
    lines = [f"{hashlib.sha256((folder / n).read_bytes()).hexdigest()}  {n}\n" for n in names]
    (folder / SUMS).write_text("".join(lines), encoding="ascii")


def _read(path: Path, most: int) -> bytes:
    """The content of a plain file of at most ``most`` bytes."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise PackError(f"{path} is not a plain file; get the pack again.")
        if status.st_size > most:
            raise PackError(f"{path} has {status.st_size:,} bytes, over {most:,}; get the pack again.")
        return path.read_bytes()
    except OSError as error:
        raise PackError(f"{path} cannot be read ({error.strerror}); get the pack again.") from error


def _verified(path: Path, expected: dict[str, str], most: int) -> bytes:
    content = _read(path, most)
    if expected.get(path.name) != hashlib.sha256(content).hexdigest():
        raise PackError(f"{path} does not match its digest in {SUMS}: it was changed or damaged; get the pack again.")
    return content

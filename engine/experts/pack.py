"""Find, verify and open expert packs."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from ..errors import PackError
from .manifest import Manifest, parse

SUMS = "SHA256SUMS"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Pack:
    """A verified pack: its manifest, its digest and the bytes of its models."""

    folder: Path
    manifest: Manifest
    digest: str
    models: dict[str, bytes]

    def __str__(self) -> str:
        return f"{self.manifest.name} {self.manifest.version} sha256 {self.digest}"


def shipped() -> Path:
    """Folder of the packs that come with the engine."""
    return Path(__file__).resolve().parents[2] / "resources" / "packs"


def find(name_or_folder: str) -> Path:
    """Folder of a pack given by name (a shipped one) or by path.

    Raises
    ------
    PackError
        There is none.
    """
    for folder in (Path(name_or_folder), shipped() / name_or_folder):
        if (folder / MANIFEST).is_file():
            return folder
    names = sorted(p.parent.name for p in shipped().glob(f"*/{MANIFEST}"))
    raise PackError(
        f"There is no expert pack {name_or_folder!r}; give the folder of a pack or one of: {', '.join(names)}."
    )


def load(name_or_folder: str) -> Pack:
    """Read a pack and check every file against its digests.

    Raises
    ------
    PackError
        The pack is missing, a digest differs, a file is absent, or the manifest does not fit.
    """
    folder = find(name_or_folder)
    sums = _read(folder / SUMS)
    expected = {}
    for line in sums.decode("ascii", "replace").splitlines():
        digest, _, name = line.partition("  ")
        expected[name.strip()] = digest.strip()
    content = _verified(folder / MANIFEST, expected)
    try:
        decoded = json.loads(content)
    except ValueError as error:
        raise PackError(f"{folder / MANIFEST} is not JSON ({error}); get the pack again.") from error
    manifest = parse(decoded, str(folder / MANIFEST))
    models = {}
    for terrain, name in manifest.experts.items():
        if Path(name).name != name:
            raise PackError(f"{folder / MANIFEST} names a model outside of its folder: {name}.")
        models[terrain] = _verified(folder / name, expected)
    return Pack(folder, manifest, hashlib.sha256(sums).hexdigest(), models)


def write_sums(folder: Path) -> None:
    """Write the digests of all files of a pack."""
    names = sorted(p.name for p in folder.iterdir() if p.is_file() and p.name != SUMS)
    lines = [f"{hashlib.sha256((folder / n).read_bytes()).hexdigest()}  {n}\n" for n in names]
    (folder / SUMS).write_text("".join(lines), encoding="ascii")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PackError(f"{path} cannot be read ({error.strerror}); get the pack again.") from error


def _verified(path: Path, expected: dict[str, str]) -> bytes:
    content = _read(path)
    if expected.get(path.name) != hashlib.sha256(content).hexdigest():
        raise PackError(f"{path} does not match its digest in {SUMS}: it was changed or damaged; get the pack again.")
    return content

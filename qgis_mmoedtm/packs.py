"""Expert packs on this computer: those that came with the plugin, and those that the user has installed.

Installed ones lie outside of the plugin's folder, so that they outlive its updates. Standard library only.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from .environment import data_folder
from .programs import SetupError

TERRAINS = ("flat", "mountain", "crater")
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
VARIABLE = "MMOEDTM_PACKS"
"""Tells the engine where installed packs are."""


@dataclass(frozen=True)
class PackInfo:
    """What a pack says of itself.

    Attributes
    ----------
    folder : Path
    name, version, licence, description : str
    digest : str
        SHA-256 of its list of digests.
    accuracy : str
        Its figures, in words.
    """

    folder: Path
    name: str
    version: str
    licence: str
    description: str
    digest: str
    accuracy: str


def packs_folder() -> Path:
    """Folder of installed packs."""
    return data_folder() / "packs"


def listed(shipped: Path) -> list[PackInfo]:
    """All packs that can be read, shipped ones first; of one name, the first is the one that is used."""
    found = []
    for place in (shipped, packs_folder()):
        for manifest in sorted(place.glob(f"*/{MANIFEST}")):
            try:
                found.append(read(manifest.parent))
            except SetupError:
                continue  # a run that asks for it says what is wrong with it
    return found


def read(folder: Path) -> PackInfo:
    """What a pack says; its models are not looked at.

    Raises
    ------
    SetupError
        The folder is no pack.
    """
    try:
        sums = (folder / SUMS).read_bytes()
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        words = [str(content[name]) for name in ("name", "version", "licence", "description")]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SetupError(
            f"{folder} is no expert pack ({error}); choose the folder that has {MANIFEST} and {SUMS} in it."
        ) from error
    return PackInfo(folder, *words, hashlib.sha256(sums).hexdigest(), _accuracy(content.get("metrics")))


def install(folder: Path, shipped: Path) -> PackInfo:
    """Copy a pack to those that are installed, where it is then known by its name.

    The engine has read and tried it before. One of the same name that was installed before is replaced, whole.

    Raises
    ------
    SetupError
    """
    pack = read(folder)
    if Path(pack.name).name != pack.name or (shipped / pack.name).exists():
        raise SetupError(
            f"A pack of the name {pack.name!r} comes with the plugin; give this one another name in {MANIFEST} and "
            f"{SUMS}."
        )
    target = packs_folder() / pack.name
    new, old = target.with_name(target.name + ".new"), target.with_name(target.name + ".old")
    try:
        for left in (new, old):
            shutil.rmtree(left, ignore_errors=True)
        packs_folder().mkdir(parents=True, exist_ok=True)
        shutil.copytree(folder, new)
        if target.exists():
            os.rename(target, old)
        os.rename(new, target)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise SetupError(f"{target} cannot be written ({error.strerror}); make room or give the rights.") from error
    return read(target)


def remove(name: str) -> None:
    """Take an installed pack away."""
    shutil.rmtree(packs_folder() / Path(name).name, ignore_errors=True)


def _accuracy(metrics) -> str:
    """Figures of a manifest that a user can compare packs by: errors on made scenes that no training saw."""
    scenes = metrics.get("held_out_made_scenes", {}) if isinstance(metrics, dict) else {}
    words = []
    for terrain in TERRAINS:
        try:
            figures = scenes[terrain]
            words.append(f"{terrain} {figures['result_rmse_m']:.1f} m ({figures['bicubic_rmse_m']:.1f} m)")
        except (TypeError, KeyError, ValueError):
            continue  # another kind of figures
    if not words:
        return "no figures"
    return f"RMSE on made scenes, and of the coarse DEM: {', '.join(words)}"

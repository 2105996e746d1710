"""The plugin's folder and its zip."""

from __future__ import annotations

import os
import re
import shutil
import sys
import zipfile
from pathlib import Path

from qgis_mmoedtm import environment, package_sources

from .base import NAME, RESOURCES, ROOT, WORK, BuildError, say
from .pages import docs

ZIP_LIMIT = 25_000_000
ZIP_DATE = (2026, 1, 1, 0, 0, 0)


def default_index() -> Path:
    """A file with the address of pip's default index, for computers that have no pip to ask."""
    address = package_sources.pip_default()
    if not address:
        raise BuildError("This Python has no pip, which knows the default package index; take one that has it.")
    path = WORK / package_sources.DEFAULT_INDEX
    if not path.exists() or path.read_text(encoding="ascii").strip() != address:
        path.parent.mkdir(exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}")
        partial.write_text(address + "\n", encoding="ascii")
        os.replace(partial, path)
    return path


def plugin_files(pages: Path | None) -> list:
    """(path in the plugin, source) of every file of the plugin, sorted; the help where its pages are given."""
    files = []
    if pages is not None:
        files += [(Path("help") / source.relative_to(pages), source) for source in pages.rglob("*")]
    for source in (ROOT / NAME).rglob("*"):
        files.append((source.relative_to(ROOT / NAME), source))
    for source in (ROOT / "engine").rglob("*"):
        files.append((source.relative_to(ROOT), source))
    for source in RESOURCES.rglob("*"):
        relative = source.relative_to(ROOT)
        is_list = relative.parts[1] == "requirements"
        # The truth of the sample is what the tests compare with; a user needs the inputs.
        if relative.as_posix() != "resources/sample/truth.tif" and (not is_list or relative.name.startswith("locked-")):
            files.append((relative, source))
    files.append((Path("resources/requirements") / package_sources.DEFAULT_INDEX, default_index()))
    files += [(Path(name), ROOT / name) for name in ("metadata.txt", "LICENSE", "README.md", "CHANGELOG.md")]
    kept = [(r, s) for r, s in files if s.is_file() and "__pycache__" not in r.parts and s.suffix != ".pyc"]
    return sorted(kept, key=lambda pair: pair[0].as_posix())


def stage() -> Path:
    """Lay a loadable plugin folder; files that did not change are left alone."""
    target = WORK / "stage" / NAME
    wanted = set()
    try:
        pages = docs()
    except environment.SetupError as error:
        say(f"The plugin is staged without its help pages: {error}")
        pages = None
    for relative, source in plugin_files(pages):
        place = target / relative
        wanted.add(place)
        if not place.exists() or place.read_bytes() != source.read_bytes():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, place)
    for place in list(target.rglob("*")):
        if place.is_file() and place not in wanted:
            place.unlink()
    return target


NEEDED_FOR_RELEASE = ("name", "description", "version", "about", "author", "email", "tracker", "repository", "homepage")
"""Entries of metadata.txt without which QGIS's plugin repository takes no zip."""


def release_gaps(metadata: str) -> list:
    """Entries of metadata.txt that have nothing true in them yet."""
    entries = dict(re.findall(r"(?m)^(\w+)=[ \t]*(.*?)[ \t]*$", metadata))
    return [name for name in NEEDED_FOR_RELEASE if not entries.get(name) or "example." in entries[name]]


def package(release: bool = False) -> Path:
    """Write the zip: sorted entries with one date, so that the same tree gives the same bytes."""
    metadata = (ROOT / "metadata.txt").read_text(encoding="utf-8")
    version = re.search(r"(?m)^version=(.+)$", metadata).group(1).strip()
    gaps = release_gaps(metadata)
    if gaps and release:
        raise BuildError(f"metadata.txt says nothing under {', '.join(gaps)}, which a release needs; write them.")
    target = ROOT / "dist" / f"{NAME}-{version}.zip"
    target.parent.mkdir(exist_ok=True)
    partial = target.with_suffix(f".{os.getpid()}.partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for relative, source in plugin_files(docs()):
            entry = zipfile.ZipInfo(f"{NAME}/{relative.as_posix()}", ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, source.read_bytes())
    size = partial.stat().st_size
    if size > ZIP_LIMIT:
        partial.unlink()
        raise BuildError(
            f"The zip would be {size / 1e6:.1f} MB, over the plugin repository's 25 MB; make packs smaller."
        )
    os.replace(partial, target)
    say(f"{target} ({size / 1e6:.1f} MB)")
    if gaps:
        say(f"Not fit for QGIS's plugin repository yet: metadata.txt says nothing under {', '.join(gaps)}.")
    return target


def install(profile: str = "default") -> None:
    """Copy the staged plugin into a profile of this user's QGIS."""
    if sys.platform == "darwin":
        base = Path.home() / "Library/Application Support/QGIS/QGIS3"
    elif os.name == "nt":
        base = Path(os.environ["APPDATA"]) / "QGIS/QGIS3"
    else:
        base = Path.home() / ".local/share/QGIS/QGIS3"
    target = base / "profiles" / profile / "python" / "plugins" / NAME
    source = stage()
    partial = target.with_name(NAME + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    shutil.copytree(source, partial, ignore=shutil.ignore_patterns("__pycache__"))
    if target.exists():
        shutil.rmtree(target)
    partial.rename(target)
    say(f"Installed in {target}; enable MMoEDTM in QGIS under Plugins > Manage and Install Plugins.")

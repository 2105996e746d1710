"""The program uv, out of its wheel: found among the files of a package index, fetched, checked by its digest.

Standard library only; who calls gives a way to fetch, which in QGIS is QGIS's own network with its proxies.
"""

from __future__ import annotations

import hashlib
import os
import platform
import stat
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Callable
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import url2pathname

from .package_sources import Sources
from .programs import SetupError
from .translation import tr

TABLE = "locked-uv.txt"
"""Wheels of uv with their digests, one for each kind of computer, beside the lists of packages."""

Fetch = Callable[[str], bytes]
"""The content at an address; ``SetupError`` where it cannot be had."""

_TAGS = {
    ("win32", "amd64"): "win_amd64", ("win32", "x86_64"): "win_amd64", ("win32", "arm64"): "win_arm64",
    ("darwin", "arm64"): "macosx_11_0_arm64", ("darwin", "x86_64"): "macosx_10_12_x86_64",
    ("linux", "x86_64"): "manylinux_2_17_x86_64", ("linux", "aarch64"): "manylinux_2_17_aarch64",
}  # fmt: skip
"""Tag in the name of a wheel by system and processor: those that QGIS is made for."""


def digests(requirements: Path) -> dict[str, str]:
    """SHA-256 of every wheel of uv that is known, by its name."""
    lines = (requirements / TABLE).read_text(encoding="ascii").splitlines()
    pairs = (line.split("  ", 1) for line in lines if line and not line.startswith("#"))
    return {name: digest for digest, name in pairs}


def wheel_name(names, system: str = sys.platform, machine: str = "") -> str:
    """The wheel for a computer, this one where none is named.

    Raises
    ------
    SetupError
        There is none for it.
    """
    machine = (machine or platform.machine()).lower()
    tag = _TAGS.get((system, machine))
    found = [name for name in names if tag and tag in name]
    if not found:
        raise SetupError(
            tr(
                "The set-up does not know computers of the kind {system} {machine}; install the packages of "
                "requirements/locked-cpu.txt into a Python of your own and choose it under Settings > Options "
                "> MMoEDTM."
            ).format(system=system, machine=machine)
        )
    return found[0]


def provide(keep: Path, requirements: Path, sources: Sources, fetch: Fetch) -> Path:
    """The wheel of uv for this computer, in a folder; fetched unless it is there and whole.

    Parameters
    ----------
    keep : Path
        Folder for what is fetched.
    requirements : Path
    sources : Sources
    fetch : callable

    Raises
    ------
    SetupError
        It cannot be had, or is another than the table says.
    """
    known = digests(requirements)
    name = wheel_name(known)
    for folder in (str(keep), *sources.folders):
        path = Path(folder) / name
        if path.is_file() and _digest(path.read_bytes()) == known[name]:
            return path
    if sources.offline:
        raise SetupError(
            tr(
                "The folder of wheels {folders} has no file {name} with the digest that the set-up knows; put it "
                "there beside the others, and choose Set up again."
            ).format(folders=", ".join(sources.folders), name=name)
        )
    if not sources.indexes:
        raise SetupError(
            tr(
                "No package index is known on this computer; give the address of one, or a folder of wheels, "
                "under Settings > Options > MMoEDTM."
            )
        )
    content = fetch(_address(name, sources, fetch))
    if _digest(content) != known[name]:
        raise SetupError(
            tr(
                "What was fetched as {name} has another digest than it must have, so that it was not used; "
                "look at the package index under Settings > Options > MMoEDTM, and choose Set up again."
            ).format(name=name)
        )
    target, partial = keep / name, keep / (name + ".part")
    partial.write_bytes(content)
    os.replace(partial, target)
    return target


def unpack(wheel: Path, folder: Path) -> Path:
    """Lay the program of a wheel into a folder, and return it.

    One that still runs there, started by a QGIS that was killed, is never written into.
    """
    name = "uv.exe" if os.name == "nt" else "uv"
    with zipfile.ZipFile(wheel) as archive:
        inside = next(entry for entry in archive.namelist() if entry.endswith(f".data/scripts/{name}"))
        content = archive.read(inside)
    program, partial = folder / name, folder / (name + ".part")
    if not (program.is_file() and program.read_bytes() == content):
        partial.write_bytes(content)
        os.replace(partial, program)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def listed(page: str, address: str) -> dict[str, tuple[str, str]]:
    """Files on a page of a package index (PEP 503): address and digest by name.

    Parameters
    ----------
    page : str
        HTML.
    address : str
        Of the page.
    """
    links = _Links()
    links.feed(page)
    files = {}
    for link in links.found:
        target, fragment = urldefrag(urljoin(address, link))
        kind, _, digest = fragment.partition("=")
        files[unquote(urlsplit(target).path.rpartition("/")[2])] = (target, digest if kind == "sha256" else "")
    return files


def from_disk(address: str) -> bytes:
    """The content at an address of the kind file:; a folder stands for its page.

    Raises
    ------
    SetupError
    """
    path = Path(url2pathname(urlsplit(address).path))
    try:
        return (path / "index.html" if path.is_dir() else path).read_bytes()
    except OSError as error:
        raise SetupError(tr(
            "{path} cannot be read ({strerror}); see to it, and choose Set up again."
        ).format(path=path, strerror=error.strerror)) from error


def _address(name: str, sources: Sources, fetch: Fetch) -> str:
    """Address of a wheel: the first index that has it."""
    problem = ""
    for index in sources.indexes:
        page = index.rstrip("/") + "/uv/"
        try:
            files = listed(fetch(page).decode("utf-8", "replace"), page)
        except SetupError as error:
            problem = problem or str(error)
            continue
        if name in files:
            return files[name][0]
    raise SetupError(
        problem or tr(
            "The package index has no file {name}; name another under Settings > Options > MMoEDTM, or a "
            "folder of wheels."
        ).format(name=name)
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class _Links(HTMLParser):
    """Addresses of all links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list = []

    def handle_starttag(self, tag: str, attrs) -> None:
        """Take the address of a link."""
        address = dict(attrs).get("href")
        if tag == "a" and address:
            self.found.append(address)

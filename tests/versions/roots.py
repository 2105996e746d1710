"""Other versions of QGIS: folders with a whole Debian of another release, to run this checkout in.

A root is made by debootstrap from the mirror that this computer's apt uses, and entered by chroot in mount and process
namespaces of its own: what is mounted there vanishes with the last process, and no service is started. Standard library
only, because ``build.py`` uses it.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("qgis", "python3-qgis", "qgis-providers", "python3-pip-whl", "ca-certificates", "xvfb", "xauth", "procps")
"""QGIS, pip's wheel (which knows the default package index), certificates, and a screen."""

CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")

LEAN = """APT::Install-Recommends "0";
APT::Install-Suggests "0";
Acquire::Languages "none";
Acquire::Check-Valid-Until "false";
"""

class RootError(Exception):
    """A root cannot be made; one sentence that says why."""


@dataclass(frozen=True)
class Release:
    """A release of Debian with a version of QGIS.

    Attributes
    ----------
    suite : str
    backports : str
        Suite that QGIS is taken from; empty for the same.
    """

    suite: str
    backports: str = ""


RELEASES = {
    "3.22": Release("bookworm"),
    "3.40": Release("trixie"),
    "3.44": Release("trixie", "trixie-backports"),
}


def obstacle() -> str:
    """Why no root can be made on this computer; empty where one can."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "another Debian is entered by chroot, for which one must be root"
    for program in ("debootstrap", "unshare", "chroot"):
        if shutil.which(program) is None:
            return f"{program} is not on this computer (apt-get install debootstrap util-linux)"
    if not mirror():
        return "apt on this computer names no mirror of Debian"
    return ""


def mirror(places: Sequence[Path] = (Path("/etc/apt/sources.list"), Path("/etc/apt/sources.list.d"))) -> str:
    """The mirror of Debian that apt uses here; empty where there is none."""
    files = [file for place in places for file in (sorted(place.iterdir()) if place.is_dir() else [place])]
    for file in files:
        text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
        found = re.search(r"(?m)^(?:deb|URIs:)\s.*?(https?://\S+/debian)/?(?:\s|$)", text)
        if found:
            return found.group(1)
    return ""


def make(version: str, folder: Path, certificate: Path = CERTIFICATES) -> Path:
    """A root with a version of QGIS; nothing is done where it is there.

    Parameters
    ----------
    version : str
        One of ``RELEASES``.
    folder : Path
        Its place, which holds a whole root or nothing.
    certificate : Path
        Certificates by which this computer reaches package indexes.

    Raises
    ------
    RootError
        A step failed.
    """
    if folder.is_dir():
        return folder
    release, partial = RELEASES[version], folder.with_name(folder.name + ".partial")
    if not (partial / "etc" / "debian_version").exists():  # the last file that tells a whole first stage
        shutil.rmtree(partial, ignore_errors=True)
        partial.parent.mkdir(parents=True, exist_ok=True)
        _call(["debootstrap", "--variant=minbase", release.suite, partial, mirror()])
    forbidding = partial / "usr" / "sbin" / "policy-rc.d"
    forbidding.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
    forbidding.chmod(0o755)
    (partial / "etc/apt/apt.conf.d/99lean").write_text(LEAN, encoding="ascii")
    suites = [release.suite, *([release.backports] if release.backports else [])]
    (partial / "etc/apt/sources.list").write_text("".join(f"deb {mirror()} {suite} main\n" for suite in suites))
    shutil.copyfile("/etc/resolv.conf", partial / "etc" / "resolv.conf")
    target = ["-t", release.backports] if release.backports else []
    for arguments in (["update", "-q"], ["install", "-y", "-q", *target, *PACKAGES], ["clean"]):
        if enter(partial, ["apt-get", *arguments], {"DEBIAN_FRONTEND": "noninteractive"}):
            raise RootError(f"apt-get {arguments[0]} failed in {partial}; see what it printed above.")
    shutil.copyfile(certificate, partial / CERTIFICATES.relative_to("/"))
    partial.rename(folder)
    return folder


def enter(root: Path, command: Sequence, variables: Mapping[str, str], mounts: Sequence = (), folder: str = "/") -> int:
    """Run a program in a root; its exit code.

    Parameters
    ----------
    root : Path
    command : sequence
    variables : mapping
        What the program gets besides a path and a home.
    mounts : sequence of (Path, Path)
        Folders of this computer, in order, and the paths under which they are seen in the root.
    folder : str
        Where the program begins, as seen in the root.
    """
    steps = [f"mount -t proc proc {_quoted(root / 'proc')}", f"mount --rbind /dev {_quoted(root / 'dev')}",
             f"mount -t tmpfs tmpfs {_quoted(root / 'run')}"]  # fmt: skip
    for source, seen in mounts:
        place = root / Path(seen).relative_to("/")
        steps += [f"mkdir -p {_quoted(place)}", f"mount --bind {_quoted(source)} {_quoted(place)}"]
    inside = 'cd "$0" && exec "$@"'
    steps.append(f"chroot {_quoted(root)} /bin/sh -c {shlex.quote(inside)} {_quoted(folder)} \"$@\"")
    # The shell stays: as the first process of its namespace a program would get signals in another way.
    script = " && ".join(steps) + "; exit $?"
    plain = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
    space = ["unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child"]
    arguments = [*space, "sh", "-c", script, "sh", *(str(part) for part in command)]
    return subprocess.run(arguments, env={**plain, "LC_ALL": "C.UTF-8", **variables}).returncode


def _quoted(path) -> str:
    return shlex.quote(str(path))


def _call(arguments: Sequence) -> None:
    code = subprocess.run([str(part) for part in arguments], stdout=subprocess.DEVNULL).returncode
    if code:
        raise RootError(f"{arguments[0]} ended with exit code {code}; see what it printed above.")

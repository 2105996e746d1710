"""Where packages come from: this computer's own configuration for pip, variables, and the plugin's settings.

Users in closed networks have told pip already how to reach packages. The same is told to uv, which does not read
pip's files. No address is written here: where nothing is configured, it is pip's own default, which ``build.py`` puts
into the plugin. Standard library only.
"""

from __future__ import annotations

import configparser
import os
import re
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Optional

DEFAULT_INDEX = "index.txt"
"""File beside the lists of packages with the address of pip's default index, made by ``build.py``."""

_KEPT = ("UV_PYTHON_INSTALL_MIRROR", "UV_PYTHON_DOWNLOADS_JSON_URL", "UV_HTTP_TIMEOUT", "UV_INSECURE_HOST",
         "UV_SYSTEM_CERTS", "UV_NO_INDEX", "UV_FIND_LINKS")  # fmt: skip
"""Variables of uv that say how to reach packages and Pythons; all others would say what is installed, and where."""


_FURTHER = (("default-timeout", "UV_HTTP_TIMEOUT"), ("timeout", "UV_HTTP_TIMEOUT"), ("retries", "UV_HTTP_RETRIES"),
            ("client-cert", "SSL_CLIENT_CERT"))  # fmt: skip
"""Options of pip, and uv's variables of the same meaning."""


@dataclass(frozen=True)
class Sources:
    """How packages are reached.

    Attributes
    ----------
    indexes : tuple of str
        Addresses of package indexes (PEP 503), the main one first.
    folders : tuple of str
        Folders with wheels.
    offline : bool
        Whether the folders alone are used.
    trusted : tuple of str
        Hosts whose certificates are not checked.
    certificate : str
        File with certificates of authorities; empty for the system's.
    proxy : str
        Address of a proxy; empty for what the system's variables say.
    python_mirror : str
        Address that standalone Pythons are fetched from; empty for uv's own.
    further : tuple of (str, str)
        Variables of uv for what else pip is told: time limits, tries, a certificate of one's own.
    """

    indexes: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    offline: bool = False
    trusted: tuple[str, ...] = ()
    certificate: str = ""
    proxy: str = ""
    python_mirror: str = ""
    further: tuple[tuple[str, str], ...] = ()

    def only(self, folder: str) -> Sources:
        """A folder of wheels instead of anything on the network."""
        return replace(self, folders=(folder,), offline=True)

    def variables(self) -> dict[str, str]:
        """For uv: variables rather than arguments, because addresses may hold passwords."""
        # With digests for every file it does no harm to look into all indexes.
        said = {"UV_NO_CONFIG": "1", "UV_INDEX_STRATEGY": "unsafe-best-match", "UV_NO_PROGRESS": "1"}
        said["UV_SYSTEM_CERTS"] = "1"
        said.update(self.further)
        said.update({name: os.environ[name] for name in _KEPT if os.environ.get(name)})
        if self.offline:
            said["UV_NO_INDEX"] = "1"
        elif self.indexes:
            said["UV_DEFAULT_INDEX"] = self.indexes[0]
            if self.indexes[1:]:
                said["UV_INDEX"] = " ".join(self.indexes[1:])
        if self.trusted:
            said["UV_INSECURE_HOST"] = " ".join(self.trusted)
        if self.certificate:
            said["SSL_CERT_FILE"] = self.certificate
        if self.proxy:
            said.update({name: self.proxy for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")})
        if self.python_mirror:
            said["UV_PYTHON_INSTALL_MIRROR"] = self.python_mirror
        return said

    def arguments(self) -> list[str]:
        """For uv: the folders, whose names may have any character."""
        return [part for folder in self.folders for part in ("--find-links", folder)]


def configured(requirements: Path, environment: Optional[Mapping[str, str]] = None) -> Sources:
    """What this computer's configuration says.

    Variables (``UV_DEFAULT_INDEX``, ``PIP_INDEX_URL`` and their like) come before pip's files, and those before pip's
    default.

    Parameters
    ----------
    requirements : Path
        Folder of the lists of packages.
    environment : mapping, optional
        Variables; this process's where not given.
    """
    given = os.environ if environment is None else environment
    options = _pip_files(given)
    for name, value in given.items():
        if name.startswith("PIP_") and value:
            options[name[4:].lower().replace("_", "-")] = value
    main = given.get("UV_DEFAULT_INDEX") or given.get("UV_INDEX_URL") or options.get("index-url")
    more = (options.get("extra-index-url", "") + " " + given.get("UV_INDEX", "")).split()
    first = main or _default(requirements)
    return Sources(
        indexes=tuple(address for address in (first, *more) if address),
        folders=tuple(options.get("find-links", "").split()),
        offline=options.get("no-index", "").lower() in ("1", "true", "yes", "on"),
        trusted=tuple(options.get("trusted-host", "").split()),
        certificate=options.get("cert", ""),
        proxy=options.get("proxy", ""),
        further=tuple((variable, options[name]) for name, variable in _FURTHER if options.get(name)),
    )


def pip_default() -> str:
    """Address of pip's default index, from the pip beside this Python; empty where there is none."""
    for text in _pip_sources():
        found = re.search(r"PyPI = PackageIndex\(\s*\"(https://[^\"]+)\"", text)
        if found:
            return found.group(1).rstrip("/") + "/simple"
    return ""


def _default(requirements: Path) -> str:
    """What ``build.py`` has put into the plugin; in a checkout, what it would."""
    path = requirements / DEFAULT_INDEX
    return path.read_text(encoding="ascii").strip() if path.is_file() else pip_default()


def _pip_sources():
    """The module of pip that has its default: of pip itself, or of the wheel that Python carries."""
    inside = "pip/_internal/models/index.py"
    for folder in sys.path:
        path = Path(folder) / inside
        if path.is_file():
            yield path.read_text(encoding="utf-8")
    carried = Path(os.__file__).parent / "ensurepip" / "_bundled"
    for wheel in (*carried.glob("pip-*.whl"), *Path("/usr/share/python-wheels").glob("pip-*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            yield archive.read(inside).decode("utf-8")


def _pip_files(given: Mapping[str, str]) -> dict[str, str]:
    """Options of pip's files: the computer's, then the user's, then the one that is named."""
    options: dict[str, str] = {}
    for path in _pip_places(given):
        parser = configparser.RawConfigParser()
        try:
            parser.read(path, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError, OSError):
            continue  # pip itself would complain; here the other files still count
        for section in ("global", "install"):
            if parser.has_section(section):
                options.update({name.replace("_", "-"): value for name, value in parser.items(section) if value})
    return options


def _pip_places(given: Mapping[str, str]) -> list[Path]:
    named = given.get("PIP_CONFIG_FILE")
    if named == os.devnull:
        return []  # as pip has it: no files at all
    home = Path.home()
    if os.name == "nt":
        places = [Path(given.get("PROGRAMDATA", "C:/ProgramData"), "pip/pip.ini"), home / "pip/pip.ini",
                  Path(given.get("APPDATA", str(home / "AppData/Roaming")), "pip/pip.ini")]  # fmt: skip
    else:
        # Folders for the whole computer come with the most important first.
        shared = given.get("XDG_CONFIG_DIRS") or "/etc/xdg"
        places = [Path(folder, "pip/pip.conf") for folder in reversed(shared.split(os.pathsep))]
        places += [Path("/etc/pip.conf"), home / ".pip/pip.conf"]
        if sys.platform == "darwin":
            places += [Path("/Library/Application Support/pip/pip.conf"),
                       home / "Library/Application Support/pip/pip.conf"]  # fmt: skip
        places.append(Path(given.get("XDG_CONFIG_HOME", str(home / ".config")), "pip/pip.conf"))
    return [*places, *([Path(named)] if named else [])]

"""What was fetched, kept under the user's cache folder: pieces with digests, each whole or absent.

A folder for each address holds the version of the file and its pieces. Several runs may use it at the same time: every
file is written beside its name and renamed, and a piece that is torn, or of another version, counts as absent.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from ..contract.shortage import output_error
from .ranges import Version

MOST_BYTES = 5 * 10**9
"""Kept in all: two thousand windows of 30 km."""

LONGEST_S = 180 * 24 * 3600.0
"""Without being used."""

VERSION = "version.json"
PIECE = ".piece"

FILES, FETCHED = "files", "fetched"
"""Folders of pieces, and of DEMs that were made of them for an image."""


def user_cache() -> Path:
    """The user's cache folder of this program."""
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA")
        return (Path(base) if base else Path.home() / "AppData" / "Local") / "mmoedtm" / "cache"
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "mmoedtm"


class Store:
    """Kept pieces of remote files.

    Parameters
    ----------
    folder : Path, optional
        ``archives`` in the user's cache if not given; made when something is kept.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or user_cache() / "archives"

    def version(self, url: str) -> Version | None:
        """The version whose pieces are kept; None where there are none."""
        try:
            found = json.loads((self._of(url) / VERSION).read_bytes())
            version = Version(**found["version"])
        except (OSError, ValueError, TypeError, KeyError):
            return None
        self.used(self._of(url))
        return version

    def begin(self, url: str, version: Version) -> bool:
        """Keep pieces of a version from now on.

        Returns
        -------
        bool
            Whether pieces of another version were there, which are removed.

        Raises
        ------
        OutputError
            The cache cannot be written.
        """
        folder, kept = self._of(url), self.version(url)
        if kept == version:
            return False
        stale = list(folder.glob(f"*{PIECE}"))
        for piece in stale:
            try:
                piece.unlink(missing_ok=True)
            except OSError as error:
                raise output_error(piece, error) from error
        text = json.dumps({"url": url, "version": asdict(version)})
        self._write(folder / VERSION, text.encode("utf-8"))
        return bool(stale) and kept is not None

    def forget(self, url: str) -> None:
        """Remove what is kept of a file."""
        shutil.rmtree(self._of(url), ignore_errors=True)

    def has(self, url: str, name: str) -> bool:
        """Whether a piece is kept, whole."""
        return self.get(url, name) is not None

    def get(self, url: str, name: str) -> bytes | None:
        """A piece; None where it is absent or damaged."""
        try:
            content = (self._of(url) / f"{name}{PIECE}").read_bytes()
        except OSError:
            return None
        return content[32:] if hashlib.sha256(content[32:]).digest() == content[:32] else None

    def put(self, url: str, name: str, content: bytes) -> None:
        """Keep a piece.

        Raises
        ------
        OutputError
            The cache cannot be written.
        """
        self._write(self._of(url) / f"{name}{PIECE}", hashlib.sha256(content).digest() + content)

    def fetched(self, digest: str) -> Path:
        """Where a DEM that was made of pieces lies, or is to lie."""
        return self.folder / FETCHED / f"coarse_dem_{digest[:16]}.tif"

    def tidy(self, most: int = MOST_BYTES, longest_s: float = LONGEST_S) -> None:
        """Remove what was not used for too long, and the longest unused of what is too much."""
        kept = sorted(self._entries(), key=lambda entry: entry[1], reverse=True)
        total = 0
        for path, used, size in kept:
            total += size
            if time.time() - used > longest_s or total > most:
                total -= size
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                    continue
                try:
                    path.unlink(missing_ok=True)
                except OSError:
                    pass  # another run reads it; the next one tries again

    def used(self, path: Path) -> None:
        """Count a kept file or folder as used now."""
        try:
            os.utime(path)
        except OSError:
            pass  # it was removed, or belongs to somebody else; it counts as old then

    def make_room(self, path: Path) -> None:
        """Make the folder of a file.

        Raises
        ------
        OutputError
            The cache cannot be written.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise output_error(path, error) from error

    def _entries(self) -> Iterator[tuple[Path, float, int]]:
        """What can be removed by itself, when it was used last, and its size."""
        for place in (self.folder / FILES, self.folder / FETCHED):
            try:
                found = list(place.iterdir())
            except OSError:
                continue
            for path in found:
                try:
                    inner = list(path.iterdir()) if path.is_dir() else [path]
                    yield path, path.stat().st_mtime, sum(file.stat().st_size for file in inner)
                except OSError:
                    continue  # another run removes it

    def _of(self, url: str) -> Path:
        return self.folder / FILES / hashlib.sha256(url.encode("utf-8")).hexdigest()[:24]

    def _write(self, path: Path, content: bytes) -> None:
        new = path.with_name(f".{uuid.uuid4().hex}.new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(content)
            os.replace(new, path)
        except OSError as error:
            with suppress(OSError):
                new.unlink(missing_ok=True)  # what led here is the error to tell
            raise output_error(path, error) from error

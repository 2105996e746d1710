"""The folder that a region is worked in: what is there from earlier runs, and whether it still holds."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ..contract import address, alive, leftovers
from ..contract.shortage import output_error
from ..errors import ParameterError
from ..files import whole_file
from ..raster import provenance
from ..reconstruct.told import ERROR_LAYERS

Record = dict[str, Any]

RECORD = {"status", "request", "move", "dtm_sha256", "layers", "outline", "posting_m", "light"}
"""What the record of a frame has at least."""

MOSAIC, LAYER, REPORT, FRAMES, COMBINED = "mosaic.tif", "frames.gpkg", "report.html", "frames", "combined"
PRODUCTS = (MOSAIC, *(f"mosaic_{layer}.tif" for layer in ERROR_LAYERS), LAYER, REPORT, FRAMES, COMBINED)
PARTIAL = "." + "[0-9a-f]" * 8 + ".partial*"
"""Names of files that are being written, as ``whole_file`` makes them."""


class Folder:
    """Products and what is remembered of them, each whole or absent.

    Parameters
    ----------
    path : str
        Made when missing.
    """

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        self._kept = self.path / ".kept"

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """The folder while the block lasts, with what a run that was killed left removed.

        Raises
        ------
        ParameterError
            Another run is at work in it.
        OutputError
            It cannot be written.
        """
        mark = self.path / alive.new_name()
        self._require_own()
        try:
            for folder in (self.path, self.frames, self._kept):
                folder.mkdir(parents=True, exist_ok=True)
            mark.mkdir()
            others = [found for found in self.path.glob(f"{alive.PREFIX}*") if found != mark]
            for other in others:
                if alive.is_ours(other.name) and not alive.has_ended(other):
                    raise ParameterError(
                        f"Another run is at work in {self.path}; wait until it has ended, or give another folder."
                    )
            leftovers.sweep([self.path])
            within = [home / layer for home in (self.frames, self.path / COMBINED) for layer in ("", *ERROR_LAYERS)]
            for folder in (self.path, *within, self._kept):
                for left in folder.glob(PARTIAL):
                    left.unlink()
            yield
        except OSError as error:
            raise output_error(self.path, error) from error
        finally:
            with suppress(OSError):
                mark.rmdir()

    def _require_own(self) -> None:
        """Refuse a folder in which somebody else's files would be written over.

        Raises
        ------
        ParameterError
        """
        if not self._kept.is_dir():
            lost = [name for name in PRODUCTS if (self.path / name).exists()]
            if lost:
                raise ParameterError(
                    f"{self.path} holds {', '.join(lost)}, and not of an earlier run of Reconstruct region; choose "
                    "another folder."
                )

    def require_apart(self, inputs: Iterable[str]) -> None:
        """Refuse inputs that lie in the folder, where products would be written over them.

        Raises
        ------
        ParameterError
        """
        home = os.path.realpath(self.path)
        for path in inputs:
            file = address.split(path)[0]
            if os.path.realpath(file).startswith(home + os.sep):
                raise ParameterError(
                    f"{file} lies in the folder {self.path}, where products are written; choose another one."
                )

    @property
    def frames(self) -> Path:
        """Folder of the DTMs of single frames."""
        return self.path / FRAMES

    def dtm(self, name: str) -> Path:
        """The DTM of a frame."""
        return self.frames / f"{name}.tif"

    def layer(self, name: str, layer: str) -> Path:
        """One of ``ERROR_LAYERS`` of a frame, in a folder of its own: no frame can have the name of another's layer."""
        return self.frames / layer / f"{name}.tif"

    def combined(self, name: str, layer: str = "") -> Path:
        """What a frame became with others under other suns: its heights, or one of ``ERROR_LAYERS``."""
        return self.path / COMBINED / layer / f"{name}.tif"

    def windows(self, name: str) -> Path:
        """Where finished windows of such a combination are kept until it is there."""
        return self._kept / f"windows {name}"

    def mosaic(self, layer: str = "") -> Path:
        """The mosaic, or one of ``ERROR_LAYERS`` of it."""
        return self.path / (f"mosaic_{layer}.tif" if layer else MOSAIC)

    @staticmethod
    def forget(files: Iterable[Path]) -> None:
        """Remove layers of what is there no more: nothing else tells that they do not belong to what lies there now."""
        for file in files:
            file.unlink(missing_ok=True)

    @property
    def layer_of_frames(self) -> Path:
        """The polygons of the frames."""
        return self.path / LAYER

    @property
    def report(self) -> Path:
        """The page."""
        return self.path / REPORT

    def blocks(self, name: str) -> Path:
        """Where finished blocks of a frame are kept until its DTM is there."""
        return self._kept / f"blocks {name}"

    def record(self, name: str) -> Record | None:
        """What is known of the frame's DTM; None where there is none, or no whole one."""
        found = _read(self.frames / f"{name}.json")
        return found if found is not None and RECORD <= set(found) else None

    def store_record(self, name: str, record: Record) -> None:
        """Say that the frame is done, after its DTM has its name."""
        _write(self.frames / f"{name}.json", record)

    def remembered(self, name: str, digest: str) -> Any:
        """A step's result, where it was kept for the same digest; else None."""
        found = _read(self._kept / f"{name}.json")
        return found["result"] if found is not None and found.get("digest") == digest else None

    def remember(self, name: str, digest: str, result: Any) -> None:
        """Keep a step's result, so that a run that is started again has it."""
        _write(self._kept / f"{name}.json", {"digest": digest, "result": result})


def digest_of(content: Any) -> str:
    """SHA-256 of what JSON makes of something."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def unchanged(digests: Mapping[Path, Any]) -> bool:
    """Whether files are there and have these digests."""
    return all(file.is_file() and provenance.digest(str(file)) == digest for file, digest in digests.items())


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """What two requests have different, in words."""
    names = sorted(name for name in {*before, *now} if before.get(name) != now.get(name))
    told = []
    for name in names:
        one, other = before.get(name), now.get(name)
        plain = all(value is None or isinstance(value, (int, float)) or len(str(value)) <= 24 for value in (one, other))
        told.append(f"{name} was {one} and is {other}" if plain else f"{name} is another one")
    return ", ".join(told)


def _read(path: Path) -> Record | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None  # made anew
    return found if isinstance(found, dict) else None


def _write(path: Path, content: Record) -> None:
    with whole_file(str(path)) as partial:
        partial.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")

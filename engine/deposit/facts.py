"""What a DTM that was made here tells of itself, by its tags."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from ..errors import ParameterError
from ..products.clocks import time_in_name
from ..raster.frame import Move
from ..raster.provenance import moved
from ..raster.reader import RasterReader

MAKERS = ("reconstruct", "reconstruct_region", "mosaic", "combine")
"""Operations that write DTMs."""


@dataclass(frozen=True)
class Facts:
    """Of a DTM.

    Attributes
    ----------
    name : str
        Of its file, without suffix.
    software : str
    operation : str
    inputs : tuple of (role, file, SHA-256)
    time : datetime
        Start of the image, UTC.
    move : Move or None
        By which the coarse DEM was moved; None where the tags say nothing of it.
    incidence_deg : float or None
    citations : tuple of str
        Of the inputs, as far as they are known.
    """

    name: str
    software: str
    operation: str
    inputs: tuple[tuple[str, str, str], ...]
    time: datetime
    move: Move | None
    incidence_deg: float | None
    citations: tuple[str, ...]

    @property
    def image(self) -> str:
        """Name of the image's file; empty where the DTM is of several."""
        return next((file for role, file, _ in self.inputs if role == "image"), "")


def facts_of(reader: RasterReader, tags: dict[str, str], time: str | None) -> Facts:
    """What the tags of a DTM say.

    Parameters
    ----------
    reader : RasterReader
    tags : dict
        Of its file.
    time : str, optional
        Of its image, where the user gives it.

    Raises
    ------
    ParameterError
        It is no DTM of this program, or its time is not known.
    """
    operation = tags.get("MMOEDTM_OPERATION", "")
    if operation not in MAKERS or not tags.get("SOFTWARE", "").startswith("MMoEDTM"):
        raise ParameterError(
            f"{reader.path} is no DTM that MMoEDTM wrote (its tags do not say so); give one as Reconstruct DTM, "
            "Reconstruct region, Mosaic DTMs or Combine DTMs wrote it."
        )
    found = (re.fullmatch(r"(.+?) sha256 (.+)", tags[name]) for name in sorted(tags) if _is_input(name))
    names = [name[len("MMOEDTM_INPUT_") :].lower() for name in sorted(tags) if _is_input(name)]
    inputs = tuple((role, match.group(1), match.group(2)) for role, match in zip(names, found) if match)
    incidence = tags.get("MMOEDTM_SUN_INCIDENCE")
    return Facts(
        Path(reader.path).stem,
        tags["SOFTWARE"],
        operation,
        inputs,
        _time(reader.path, inputs, time),
        moved(reader) if "MMOEDTM_SHIFT_EAST_M" in tags else None,
        float(incidence) if incidence else None,
        tuple(dict.fromkeys(text for name, text in sorted(tags.items()) if name.startswith("MMOEDTM_CITATION"))),
    )


def _is_input(name: str) -> bool:
    return name.startswith("MMOEDTM_INPUT_")


def _time(path: str, inputs: tuple[tuple[str, str, str], ...], given: str | None) -> datetime:
    if given:
        try:
            time = datetime.fromisoformat(given.strip().removesuffix("Z"))
        except ValueError as error:
            raise ParameterError(f"time is {given!r}, but must be UTC like 2010-09-24T03:57:51.") from error
        return time.replace(tzinfo=None) if time.tzinfo is None else time.astimezone(timezone.utc).replace(tzinfo=None)
    for role, file, _ in inputs:
        told = time_in_name(file) if role == "image" else None
        if told is not None:
            return told
    raise ParameterError(f"{path} does not tell when its image was taken, which archives ask for; give the time.")

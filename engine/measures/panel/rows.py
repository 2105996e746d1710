"""Which rows a panel has, as the user writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...errors import ParameterError

KINDS = ("hillshade", "heights", "slope", "roughness", "difference")

_ROW = re.compile(r"(\w+)(?:\s+(-?\d+(?:\.\d+)?)\s*\.\.\s*(-?\d+(?:\.\d+)?))?")


@dataclass(frozen=True)
class Row:
    """What is drawn of every DTM.

    Attributes
    ----------
    kind : str
        One of KINDS.
    range : (float, float), optional
        Of its colours.
    """

    kind: str
    range: tuple[float, float] | None = None


def rows_of(text: str | None, with_reference: bool) -> Sequence[Row]:
    """Rows from ``hillshade; slope 0..40``; those that are sensible where nothing is written.

    Raises
    ------
    ParameterError
        A row is none, or needs the reference.
    """
    if not text or not text.strip():
        return [Row("hillshade"), Row("slope"), *([Row("difference")] if with_reference else [])]
    found = []
    for part in text.split(";"):
        match = _ROW.fullmatch(part.strip())
        if match is None or match.group(1) not in KINDS:
            raise ParameterError(
                f"rows has {part.strip()!r}, but a row is one of {', '.join(KINDS)}, with a range after it or not, as "
                "in 'hillshade; slope 0..40'."
            )
        kind, low, high = match.groups()
        limits = None if low is None else (float(low), float(high))
        if limits is not None and limits[0] >= limits[1]:
            raise ParameterError(f"rows has {part.strip()!r}, whose range has no width; write the lower number first.")
        if kind == "difference" and not with_reference:
            raise ParameterError("rows asks for the difference, which needs the reference; give it, or leave it out.")
        found.append(Row(kind, limits))
    return found

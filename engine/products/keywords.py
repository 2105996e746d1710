"""Keywords of a label by one spelling, whatever the standard that it follows."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any


class Keywords:
    """What a label says, looked up by names of which case, underscores and namespaces do not matter.

    ``START_TIME``, ``StartTime`` and ``start_time`` are one name, ``isda:sun_azimuth`` is ``sun_azimuth``.

    Parameters
    ----------
    leaves : iterable of (name, value)
        In the order of the label; the first value of a name counts.
    """

    def __init__(self, leaves: Iterable[tuple[str, Any]] = ()) -> None:
        self._values: dict[str, Any] = {}
        for name, value in leaves:
            plain = _plain(value)
            if plain is not None and str(plain).strip():
                self._values.setdefault(_plain_name(name), plain)

    def text(self, *names: str) -> str:
        """The first of some names that the label has, as text on one line; an empty string where it has none."""
        for name in names:
            value = self._values.get(_plain_name(name))
            if value is not None:
                return " ".join(str(value).strip().strip("\"'").split())
        return ""

    def number(self, *names: str) -> float | None:
        """The first of some names that holds a finite number, without its unit."""
        for name in names:
            value = self._values.get(_plain_name(name))
            match = re.match(r"\s*[\"']?([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)", str(value))
            if match and math.isfinite(float(match.group(1))):
                return float(match.group(1))
        return None

    def __bool__(self) -> bool:
        return bool(self._values)

    def everything(self) -> str:
        """All values as one text, to look for a word in."""
        return " ".join(f"{name}={value}" for name, value in self._values.items())


def _plain_name(name: str) -> str:
    return name.rpartition(":")[2].replace("_", "").replace("^", "").upper()


def _plain(value: Any) -> Any:
    """The value of ``{"value": ..., "unit": ...}``; lists as they are written."""
    if isinstance(value, Mapping):
        return value.get("value")
    return ", ".join(str(item) for item in value) if isinstance(value, list) else value

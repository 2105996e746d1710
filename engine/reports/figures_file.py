"""Figures of a measure as a JSON file."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from ..files import whole_file


def write_figures(target: str, content: Mapping[str, Any]) -> None:
    """Write figures; those that are not numbers become null, because JSON has no NaN.

    Raises
    ------
    OutputError
        The target cannot be written.
    """
    with whole_file(target) as path:
        path.write_text(json.dumps(_plain(content), indent=2) + "\n", encoding="utf-8")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value

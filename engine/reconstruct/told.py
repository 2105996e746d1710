"""What a DTM tells of itself as a whole: sums over the layers of its errors and of its support."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from .support import LIT

ERRORS = ("height_error", "slope_error")
ERROR_LAYERS = (*ERRORS, "support")
"""Layers that say how sure a DTM is, by their names in ``assemble.LAYERS``."""


class Told:
    """Sums of the layers that are written."""

    def __init__(self) -> None:
        self._squares = dict.fromkeys(ERRORS, 0.0)
        self._counts = dict.fromkeys(ERRORS, 0)
        self._lit: int | None = None

    def add(self, layers: Mapping[str, np.ndarray]) -> None:
        """Add a part of some of ``ERROR_LAYERS``."""
        for name in ERRORS:
            if name in layers:
                known = layers[name][np.isfinite(layers[name])]
                self._squares[name] += float(np.square(known, dtype=np.float64).sum())
                self._counts[name] += known.size
        if "support" in layers:
            self._lit = (self._lit or 0) + int((layers["support"] == LIT).sum())

    def figures(self, heights: int) -> dict[str, float | None]:
        """RMS of the errors in metres and in degrees, and the lit share of so many heights in per cent.

        Each is None where nothing tells it.
        """
        height, slope = (
            math.sqrt(self._squares[name] / self._counts[name]) if self._counts[name] else None for name in ERRORS
        )
        lit = None if self._lit is None or not heights else 100.0 * self._lit / heights
        return {"height_error_m": height, "slope_error_deg": slope, "lit_percent": lit}

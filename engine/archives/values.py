"""From stored values to heights in metres."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..raster.height_units import plausible


@dataclass(frozen=True)
class Meaning:
    """Metres above 1737.4 km = value x factor + shift_m.

    Attributes
    ----------
    factor, shift_m : float
    specials : tuple of float
        Stored values that are no heights.
    """

    factor: float
    shift_m: float = 0.0
    specials: tuple[float, ...] = ()

    def heights(self, stored: np.ndarray) -> NDArray[np.float32]:
        """Heights of stored values; NaN for what is none, or cannot be ground of the Moon."""
        heights = stored.astype(np.float64) * self.factor + self.shift_m
        with np.errstate(invalid="ignore"):
            for special in self.specials:
                heights[stored == np.asarray(special).astype(stored.dtype)] = np.nan
            heights[~plausible(heights)] = np.nan
        return heights.astype(np.float32)

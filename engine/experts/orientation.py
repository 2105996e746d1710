"""Turn tiles so that the sun stands between north and north-east, and results back.

Light and terrain know no map north: a scene and its quarter turns and mirror images are equally
likely. Turning every tile into one eighth of the compass leaves the network an eighth of the cases
to learn, and makes the result of a turned or mirrored scene the turned or mirrored result, exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Orientation:
    """A member of the square's symmetry group: transpose first, then flip.

    Attributes
    ----------
    transpose : bool
        Exchange rows and columns.
    flip_rows, flip_columns : bool
        Reverse them, after the transpose.
    """

    transpose: bool = False
    flip_rows: bool = False
    flip_columns: bool = False

    def apply(self, values: np.ndarray) -> np.ndarray:
        """Turn an (..., H, W) array."""
        if self.transpose:
            values = values.swapaxes(-1, -2)
        if self.flip_rows:
            values = values[..., ::-1, :]
        if self.flip_columns:
            values = values[..., :, ::-1]
        return values

    def undo(self, values: np.ndarray) -> np.ndarray:
        """The inverse of ``apply``."""
        if self.flip_columns:
            values = values[..., :, ::-1]
        if self.flip_rows:
            values = values[..., ::-1, :]
        if self.transpose:
            values = values.swapaxes(-1, -2)
        return values

    def azimuth(self, azimuth_deg: float) -> float:
        """Azimuth of the sun after ``apply``, in [0, 360)."""
        if self.transpose:
            azimuth_deg = 270.0 - azimuth_deg  # right becomes down: (e, n) -> (-n, -e)
        if self.flip_rows:
            azimuth_deg = 180.0 - azimuth_deg
        if self.flip_columns:
            azimuth_deg = -azimuth_deg
        return azimuth_deg % 360.0


def canonical(azimuth_deg: float | None) -> Orientation:
    """The orientation that brings the sun to azimuth 0 to 45 degrees; as it is when unknown."""
    if azimuth_deg is None:
        return Orientation()
    choices = [Orientation(t, r, c) for t in (False, True) for r in (False, True) for c in (False, True)]
    # Where two fit (the sun exactly on an axis or a diagonal) the first is taken.
    return min(choices, key=lambda o: max(o.azimuth(azimuth_deg) - 45.0, 0.0))

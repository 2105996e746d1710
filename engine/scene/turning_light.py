"""Scattered light that comes from another direction in each part of an image."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..arrays import FloatArray
from ..raster.frame import Sun
from ..terrain.azimuths import apart, mean

ROUNDED_DEG = 5.0
"""To which azimuths are rounded, so that tiles share one and are computed together; an image tells no more."""


@dataclass(frozen=True)
class TurningLight:
    """The suns that stand for scattered light, on a mesh over an image; in the raster's frame.

    Attributes
    ----------
    azimuths_deg : tuple of rows
        At the places of the mesh.
    first : (int, int)
        Row and column, in the whole image, of the corner of the first cell of the mesh.
    step : (int, int)
        Rows and columns of a cell.
    incidence_deg : float
    """

    azimuths_deg: tuple[tuple[float, ...], ...]
    first: tuple[int, int]
    step: tuple[int, int]
    incidence_deg: float

    @classmethod
    def of(cls, azimuths_deg: FloatArray, first: tuple[int, int], step: tuple[int, int], angle: float) -> TurningLight:
        """Of azimuths as they were found."""
        rounded = (np.round(azimuths_deg / ROUNDED_DEG) * ROUNDED_DEG) % 360.0
        return cls(tuple(tuple(row) for row in rounded.tolist()), first, step, angle)

    def at(self, row: float, column: float) -> Sun:
        """The sun for a place in pixels of the whole image; beyond the mesh that of its border."""
        place = []
        for at, first, step, count in zip(
            (row, column), self.first, self.step, (len(self.azimuths_deg), len(self.azimuths_deg[0]))
        ):
            place.append(min(max(math.floor((at - first) / step), 0), count - 1))
        return Sun(self.azimuths_deg[place[0]][place[1]], self.incidence_deg, "raster", scattered=True)

    def over(self, shape: tuple[int, int], factor: int) -> FloatArray:
        """Azimuths for pixels of so many pixels of the image, from the corner of the mesh on."""
        azimuths = np.array(self.azimuths_deg, dtype=np.float32)
        rows, columns = (
            np.minimum((np.arange(size) * factor) // step, count - 1)
            for size, step, count in zip(shape, self.step, azimuths.shape)
        )
        return np.asarray(azimuths[np.ix_(rows, columns)])

    def __str__(self) -> str:
        """How far it turns."""
        azimuths = np.array(self.azimuths_deg)
        return f"up to {apart(azimuths, mean(azimuths)).max():.0f} degrees to both sides of its mean"

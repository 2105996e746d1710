"""Elevation rasters in metres, whatever unit they were stored in."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..errors import RasterError
from .grid import MOON_RADIUS_M
from .reader import RasterReader

UNITS = {"metres": 1.0, "kilometres": 1000.0, "half-metres": 0.5}
"""Metres per stored value for each unit that a user can name (LOLA counts are half-metres)."""

_METRE_NAMES = {"m", "meter", "meters", "metre", "metres"}
_KILOMETRE_NAMES = {"km", "kilometer", "kilometers", "kilometre", "kilometres"}


class HeightReader:
    """Heights above the lunar sphere in metres.

    The unit is, in this order: what the user says; what the band declares; what the range says.
    Values that stay within 20 and whose slopes, read as metres, would be under a thousandth are
    kilometres: no part of the Moon is that smooth at the postings of DEMs. Values over a million are
    radii, from which the reference radius is taken.

    Parameters
    ----------
    reader : RasterReader
    unit : str
        'auto', 'metres', 'kilometres' or 'half-metres'.
    log : callable
        Told in one sentence when a conversion is made.
    """

    def __init__(self, reader: RasterReader, unit: str, log: Callable[[str], None]) -> None:
        self.reader = reader
        self.grid = reader.grid
        self.path = reader.path
        self._offset = 0.0
        self._wide = False
        if unit != "auto":
            self._factor = UNITS[unit]
            if unit != "metres":
                log(f"{self.path}: heights are taken as {unit}, as asked for, and converted to metres.")
            self._check_radius(log)
            return
        if reader.unit in _KILOMETRE_NAMES:
            self._factor = 1000.0
            log(f"{self.path}: the file declares kilometres; heights are converted to metres.")
        elif reader.unit in _METRE_NAMES:
            self._factor = 1.0
        elif self._looks_like_kilometres():
            self._factor = 1000.0
            log(
                f"{self.path}: the range of heights says kilometres; they are converted to metres "
                "(set the height unit to metres if this is wrong)."
            )
        else:
            self._factor = 1.0
        self._check_radius(log)

    def _sample(self) -> NDArray[np.float32]:
        """Up to 512 x 512 pixels from the middle of the raster."""
        height, width = min(512, self.grid.height), min(512, self.grid.width)
        row, column = (self.grid.height - height) // 2, (self.grid.width - width) // 2
        sample = self.reader.read(row, column, height, width, np.float64)
        if not np.isfinite(sample).any():
            sample = self.reader.read(0, 0, self.grid.height, min(self.grid.width, 4096), np.float64)
        if not np.isfinite(sample).any():
            raise RasterError(f"{self.path} has no valid heights in it; give a DEM that covers the image.")
        return sample

    def _looks_like_kilometres(self) -> bool:
        sample = self._sample()
        if float(np.nanmax(np.abs(sample))) >= 20.0:
            return False
        steps = np.abs(np.diff(sample, axis=1))
        steps = steps[np.isfinite(steps)]
        if steps.size == 0:
            return False
        slope = float(np.percentile(steps, 90)) / self.grid.gsd[0]
        return 0.0 < slope < 1e-3

    def _check_radius(self, log: Callable[[str], None]) -> None:
        sample = self._sample()
        if float(np.nanmedian(sample)) * self._factor > 1e6:
            self._offset = -MOON_RADIUS_M
            self._wide = True
            log(f"{self.path}: values are radii; 1,737,400 m are taken off.")

    def read(self, row: int, column: int, height: int, width: int) -> NDArray[np.float32]:
        """A window of heights in metres, NaN where there is no data."""
        if self._wide:
            values = self.reader.read(row, column, height, width, np.float64)
            return (values * self._factor + self._offset).astype(np.float32)
        values = self.reader.read(row, column, height, width)
        return values if self._factor == 1.0 else values * np.float32(self._factor)

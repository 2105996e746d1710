"""Rows of image and coarse heights for blocks; rows that two of them share are read once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..arrays import BoolArray, FloatArray
from ..raster.align import AlignedHeights
from ..raster.reader import RasterReader
from ..tiling.plan import TilePlan


@dataclass(frozen=True)
class Rows:
    """Data of some rows, at least a cell wide.

    Attributes
    ----------
    top : int
        First row of the image.
    image, coarse : (h, W) arrays
        Brightness after the offset, and metres; NaN where unknown.
    saturated : (h, W) bool array or None
        Pixels that are unknown because they are too bright, where that is asked for and can be.
    """

    top: int
    image: FloatArray
    coarse: FloatArray
    saturated: BoolArray | None = None

    @property
    def known(self) -> BoolArray:
        """Where there are both."""
        return np.isfinite(self.image) & np.isfinite(self.coarse)


class RowReader:
    """Reads the rows of blocks of a plan.

    Parameters
    ----------
    image : RasterReader
    offset : float
        Taken off the image.
    coarse : AlignedHeights
    plan : TilePlan
    saturated : bool
        Whether saturated pixels are to be told from missing ones.
    """

    def __init__(
        self, image: RasterReader, offset: float, coarse: AlignedHeights, plan: TilePlan, saturated: bool = False
    ) -> None:
        self._readers: tuple[Callable[[int, int, int, int], FloatArray], ...] = (image.read, coarse.read)
        if saturated and image.saturation is not None:
            self._readers += (image.saturated,)
        self._offset = np.float32(offset)
        self._width = plan.extent[1]
        self._top = self._bottom = 0
        self._kept: tuple[FloatArray, ...] = ()

    def read(self, top: int, bottom: int) -> Rows:
        """Data of the rows from ``top`` to ``bottom``, which may lie beyond the image."""
        shared = self._bottom - top if self._kept and self._top <= top < self._bottom <= bottom else 0
        parts = []
        for index, read in enumerate(self._readers):
            new = read(top + shared, 0, bottom - top - shared, self._width)
            parts.append(np.concatenate((self._kept[index][-shared:], new)) if shared else new)
        self._kept, self._top, self._bottom = tuple(parts), top, bottom
        saturated = parts[2] > 0.0 if len(parts) > 2 else None
        return Rows(top, parts[0] - self._offset, parts[1], saturated)

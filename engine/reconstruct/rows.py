"""Rows of image and coarse heights for rows of tiles; rows that two of them share are read once."""

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
    """Data of one row of tiles, a tile high and at least a tile wide.

    Attributes
    ----------
    image, coarse : (tile_height, W) arrays
        Brightness after the offset, and metres; NaN where unknown.
    """

    image: FloatArray
    coarse: FloatArray

    @property
    def known(self) -> BoolArray:
        """Where there are both."""
        return np.isfinite(self.image) & np.isfinite(self.coarse)


class RowReader:
    """Reads the rows of tiles of a plan.

    Parameters
    ----------
    image : RasterReader
    offset : float
        Taken off the image.
    coarse : AlignedHeights
    plan : TilePlan
    """

    def __init__(self, image: RasterReader, offset: float, coarse: AlignedHeights, plan: TilePlan) -> None:
        self._readers: tuple[Callable[[int, int, int, int], FloatArray], ...] = (image.read, coarse.read)
        self._offset = np.float32(offset)
        self._plan = plan
        self._top = self._bottom = 0
        self._kept: tuple[FloatArray, ...] = ()

    def read(self, row: int) -> Rows:
        """Data of a row of tiles."""
        plan = self._plan
        top, bottom = plan.tops[row], plan.tops[row] + plan.tile_height
        width = max(plan.width, plan.tile_width)
        shared = self._bottom - top if self._kept and self._top <= top < self._bottom <= bottom else 0
        parts = []
        for index, read in enumerate(self._readers):
            new = read(top + shared, 0, bottom - top - shared, width)
            parts.append(np.concatenate((self._kept[index][-shared:], new)) if shared else new)
        self._kept, self._top, self._bottom = tuple(parts), top, bottom
        return Rows(parts[0] - self._offset, parts[1])

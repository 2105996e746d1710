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
    smooth : (h, W) array or None
        Metres of the coarse heights by cubic splines over bilinear ones, where they are asked for.
    """

    top: int
    image: FloatArray
    coarse: FloatArray
    saturated: BoolArray | None = None
    smooth: FloatArray | None = None

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
    smooth : bool
        Whether the coarse heights by cubic splines are wanted.
    """

    def __init__(
        self, image: RasterReader, offset: float, coarse: AlignedHeights, plan: TilePlan, saturated: bool = False,
        smooth: bool = False,
    ) -> None:  # fmt: skip
        self._readers: dict[str, Callable[[int, int, int, int], FloatArray]] = {
            "image": image.read,
            "coarse": coarse.read,
        }
        if saturated and image.saturation is not None:
            self._readers["saturated"] = image.saturated
        if smooth:
            self._readers["smooth"] = coarse.smooth().read
        self._offset = np.float32(offset)
        self._width = plan.extent[1]
        self._top = self._bottom = 0
        self._kept: dict[str, FloatArray] = {}

    def read(self, top: int, bottom: int) -> Rows:
        """Data of the rows from ``top`` to ``bottom``, which may lie beyond the image."""
        shared = self._bottom - top if self._kept and self._top <= top < self._bottom <= bottom else 0
        parts = {}
        for name, read in self._readers.items():
            new = read(top + shared, 0, bottom - top - shared, self._width)
            parts[name] = np.concatenate((self._kept[name][-shared:], new)) if shared else new
        self._kept, self._top, self._bottom = parts, top, bottom
        saturated = parts["saturated"] > 0.0 if "saturated" in parts else None
        smooth = parts["smooth"] - parts["coarse"] if "smooth" in parts else None
        return Rows(top, parts["image"] - self._offset, parts["coarse"], saturated, smooth)

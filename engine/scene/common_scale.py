"""Image and coarse heights at the scale that both resolve."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..arrays import FloatArray
from ..raster.align import AlignedHeights
from ..raster.reader import RasterReader


@dataclass(frozen=True)
class CommonScale:
    """Image and coarse heights on pixels of about half a posting, the scale that both resolve.

    Attributes
    ----------
    brightness, coarse : (H, W) arrays
        NaN where unknown.
    gsd_m : (float, float)
        Metres per column and row.
    posting_m : float
    """

    brightness: FloatArray
    coarse: FloatArray
    gsd_m: tuple[float, float]
    posting_m: float


def common_scale(image: RasterReader, aligned: AlignedHeights) -> CommonScale:
    """Means of the image and samples of the coarse DEM at their common scale."""
    factor = max(1, math.floor(aligned.posting_px / 2.0))
    # A frame of 50,000 lines needs no more than some thousand samples a side.
    factor = max(factor, math.ceil(max(image.grid.width, image.grid.height) / 4096))
    brightness = image.block_means(factor)
    # The DEM at the very centres of the blocks: half a pixel off, and all that is fitted to it were half a pixel off.
    blocks = image.grid.coarser(factor)
    coarse = aligned.moved(aligned.move, blocks).read(0, 0, blocks.height, blocks.width)
    posting = max(aligned.posting_m, 2.0 * blocks.gsd[0])
    return CommonScale(brightness, coarse, blocks.gsd, posting)



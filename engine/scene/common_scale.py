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
    factor : int
        Pixels of the image along a side of one of these.
    """

    brightness: FloatArray
    coarse: FloatArray
    gsd_m: tuple[float, float]
    posting_m: float
    factor: int


def common_scale(image: RasterReader, aligned: AlignedHeights) -> CommonScale:
    """Means of the image and samples of the coarse DEM at their common scale."""
    factor = aligned.pixels_of_posting(2.0)
    # A frame of 50,000 lines needs no more than some thousand samples a side.
    factor = max(factor, math.ceil(max(image.grid.width, image.grid.height) / 4096))
    brightness = image.block_means(factor)
    coarse = aligned.block_centres(factor, brightness.shape)
    gsd_x, gsd_y = image.grid.gsd
    posting = max(aligned.posting_m, 2.0 * factor * gsd_x)
    return CommonScale(brightness, coarse, (gsd_x * factor, gsd_y * factor), posting, factor)

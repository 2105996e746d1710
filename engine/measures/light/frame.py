"""The grid of an image of a DTM, and the grid on which the DTM is lit for it."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import ParameterError
from ...raster.grid import Grid

FINEST = 8.0
"""Pixels of the image along one of the DTM up to which they are made: finer ones show nothing more."""

EXACT = 1e-3
"""Relative difference of pixel sizes up to which they are the same."""


@dataclass(frozen=True)
class ImageFrame:
    """Where an image lies.

    Attributes
    ----------
    image : Grid
    ground : Grid
        On which the DTM is lit; its pixels are about as large as the DTM's.
    factor : int
        Pixels of the ground along one of the image; the image has the means of these.
    own : bool
        Whether the ground's pixels are the DTM's own.
    """

    image: Grid
    ground: Grid
    factor: int
    own: bool


def image_frame(dtm: Grid, pixel_m: float | None) -> ImageFrame:
    """The frame of an image with pixels of a size, or with the DTM's own; whole pixels from its upper left corner on.

    Raises
    ------
    ParameterError
        Pixels are much finer than the DTM's, or so large that no two by two of them fit.
    """
    if pixel_m is None:
        return ImageFrame(dtm, dtm, 1, True)
    size = dtm.ground_size.mean_m
    ratio = pixel_m / size
    if ratio < 1.0 / FINEST:
        raise ParameterError(
            f"Pixels of {pixel_m:g} m are over {FINEST:g} times finer than the DTM's of {size:.4g} m, which has "
            "nothing to show in them; give larger ones."
        )
    factor = max(1, round(ratio))
    own = abs(ratio - factor) <= EXACT * factor
    step = 1.0 if own else ratio / factor
    width, height = (int(count / step / factor + 1e-6) * factor for count in (dtm.width, dtm.height))
    if min(width, height) < 2 * factor:
        raise ParameterError(
            f"Pixels of {pixel_m:g} m are too large for a DTM of {dtm.width * dtm.gsd[0]:,.4g} x "
            f"{dtm.height * dtm.gsd[1]:,.4g} m; give smaller ones."
        )
    a, b, c, d, e, f = dtm.transform
    ground = Grid(dtm.wkt, (a * step, b * step, c, d * step, e * step, f), width, height)
    return ImageFrame(ground.coarser(factor), ground, factor, own)

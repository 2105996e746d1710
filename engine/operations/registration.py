"""Bring a coarse DEM onto an image: open both, estimate the shift, report it.

Shared by Align and Reconstruct.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..raster.align import AlignedHeights
from ..raster.frame import Move
from ..raster.grid import Grid
from ..raster.heights import HeightReader
from ..raster.reader import RasterReader
from ..terrain.shift import Shift, estimate_shift
from .progress import Progress

MOST_SHIFT_M = 300.0
"""Twice the largest corner error seen with uncorrected NAC pointing."""


def register(
    image: RasterReader, coarse: RasterReader, values: Mapping[str, Any], progress: Progress, apply: bool
) -> tuple[AlignedHeights, Shift]:
    """Coarse heights on the image's grid, moved if that is to be applied and is reliable.

    Returns
    -------
    AlignedHeights, Shift
        The shift is the estimate; ``applied`` in the log says what was done with it.
    """
    heights = HeightReader(coarse, values["height_unit"], progress.info)
    aligned = AlignedHeights(heights, image.grid)
    azimuth, incidence = values["sun_azimuth"], values["sun_incidence"]
    if azimuth is None or incidence is None:
        shift = Shift(0.0, 0.0, 0.0, 0.0, False, "the sun is not given")
    else:
        progress.at(0.0, "Estimating the shift between DEM and image", force=True)
        shift = _estimate(image, aligned, azimuth, incidence)
    verdict = "reliable" if shift.reliable else "not reliable"
    progress.info(
        f"Shift of the coarse DEM to fit the image: {shift.east_m:+.1f} m east, {shift.north_m:+.1f} m north "
        f"({verdict}: {shift.reason})."
    )
    if apply:
        if shift.reliable:
            progress.info("The shift is applied.")
            aligned = aligned.moved(Move(shift.east_m, shift.north_m))
        else:
            progress.warning(f"The shift is not applied, because the estimate is not reliable: {shift.reason}.")
    return aligned, shift


def applied(shift: Shift, values: Mapping[str, Any]) -> tuple[float, float]:
    """Metres east and north by which the coarse DEM was moved."""
    if values["apply_shift"] and shift.reliable:
        return shift.east_m, shift.north_m
    return 0.0, 0.0


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

    brightness: NDArray[np.float32]
    coarse: NDArray[np.float32]
    gsd_m: tuple[float, float]
    posting_m: float


def common_scale(image: RasterReader, aligned: AlignedHeights) -> CommonScale:
    """Means of the image and samples of the coarse DEM at their common scale."""
    factor = aligned.pixels_of_posting(2.0)
    # A frame of 50,000 lines needs no more than some thousand samples a side.
    factor = max(factor, math.ceil(max(image.grid.width, image.grid.height) / 4096))
    brightness = image.block_means(factor)
    rows, columns = brightness.shape
    # Centres of the blocks; an even factor leaves half a pixel, far under the accuracy wanted.
    half = factor // 2
    coarse = aligned.read(half, half, rows * factor - half, columns * factor - half, factor)
    gsd_x, gsd_y = image.grid.gsd
    posting = max(aligned.posting_m, 2.0 * factor * gsd_x)
    return CommonScale(brightness, coarse, (gsd_x * factor, gsd_y * factor), posting)


def _estimate(image: RasterReader, aligned: AlignedHeights, azimuth: float, incidence: float) -> Shift:
    scale = common_scale(image, aligned)
    if min(scale.brightness.shape) < 2:
        return Shift(0.0, 0.0, 0.0, 0.0, False, "the image is smaller than two postings")
    most = max(MOST_SHIFT_M, 3.0 * aligned.posting_m)
    found = estimate_shift(scale.brightness, scale.coarse, scale.gsd_m, scale.posting_m, azimuth, incidence, most)
    return in_map(found, image.grid)


def in_map(found: Shift, grid: Grid) -> Shift:
    """A shift that was found along the axes of a raster, along those of the map."""
    move = Move(found.east_m, found.north_m, frame="raster").in_map(grid)
    return replace(found, east_m=move.east_m, north_m=move.north_m)

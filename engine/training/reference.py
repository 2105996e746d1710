"""Where a reference DTM lies under an image, to a tenth of a pixel: its own light, shadows and all, says it.

A reference is about as fine as the image, so that lit under the image's sun it looks like the image. A first
look at blocks of pixels finds where it lies roughly; then windows of whole pixels are compared, and the rest of
the shift comes from least squares: an image I of a lit reference R that has to be moved by s is
I = a R - a s . grad R + b.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from ..arrays import DoubleArray, FloatArray
from ..raster.align import AlignedHeights
from ..raster.frame import Move, Sun
from ..raster.reader import RasterReader
from ..terrain.photometry import central_gradient, lunar_lambert
from ..terrain.shadows import lit_fraction
from ..terrain.shift import Shift, band_pass, match

MOST_SHIFT_M = 300.0
"""Twice the largest corner error seen with uncorrected NAC pointing."""

LOOKED_AT_PX = 1024**2
"""Blocks of the first look."""

WINDOW_PX = 640
WINDOWS = 3
"""Side of a window, and windows along each axis at most."""

PARTS = 3
"""The jackknife leaves out one of PARTS x PARTS parts of a window at a time."""

FINE_PX, BROAD_PX = 0.7, 5.0
"""Band in which image and lit reference are compared: the finest that both have, without single pixels' noise."""

ROUNDS = 5
"""Of moving and looking again."""

SETTLED_PX, UNSETTLED_PX = 0.02, 0.1
"""Change of the last look with which it ends, and with which it has not ended well."""

WEIGHTED = 4
"""Rounds of weighting."""

MOST_CONDITION = 1e8

LEAST_KNOWN = 0.3
"""A window counts when so much of it is known."""

BLUR_PX = 0.35
"""Between pixels a reference is interpolated, which blurs it; a move under this would mend less than it blurs."""


@dataclass(frozen=True)
class Place:
    """Where a reference lies.

    Attributes
    ----------
    move : Move
        By which it has to be moved, in the map's frame, with its covariance; nothing where it is not applied.
    reliable : bool
    reason : str
        In words: what was found, and whether it is applied.
    """

    move: Move
    reliable: bool
    reason: str


def place(image: RasterReader, reference: AlignedHeights, sun: Sun) -> Place:
    """Find the move that brings a reference onto the image.

    It is applied only where it is expected to help: where its square is over twice the variance of its error and
    over what interpolation between pixels would blur.

    Parameters
    ----------
    image : RasterReader
    reference : AlignedHeights
        On the image's grid, not moved.
    sun : Sun
        In the frame of the image's raster.
    """
    rough = _rough(image, reference, sun)
    if not rough.reliable:
        return Place(Move(), False, f"not reliable: {rough.reason}")
    gsd_x, gsd_y = image.grid.gsd
    found = np.array((rough.east_m / gsd_x, -rough.north_m / gsd_y))
    windows = _windows(image, reference)
    covariance = None
    rest = np.full(2, np.inf)
    for _ in range(ROUNDS):
        moved = reference.moved(Move(found[0] * gsd_x, -found[1] * gsd_y, frame="raster"))
        step = _step([_compared(image, moved, window, sun) for window in windows])
        if step is None:
            break
        rest, covariance = step
        found = found + rest
        if float(np.hypot(*rest)) < SETTLED_PX:
            break
    if covariance is None or float(np.hypot(*rest)) > UNSETTLED_PX:
        return Place(Move(), False, "not reliable: image and lit reference have too little in common")
    # To a hundredth of a pixel, so that rounding that differs between machines does not reach the heights.
    found = found.round(2)
    squared, variance = float(found @ found), float(np.trace(covariance))
    east, north = found[0] * gsd_x, -found[1] * gsd_y
    text = (
        f"{east:+.2f} m along the rows and {north:+.2f} m up the columns, give or take {math.sqrt(variance):.2f} pixels"
    )
    if squared <= 2.0 * variance + BLUR_PX**2:
        return Place(Move(), True, f"{text}: it stays where it is")
    spread = (
        (float(covariance[0, 0]) * gsd_x**2, -float(covariance[0, 1]) * gsd_x * gsd_y),
        (-float(covariance[0, 1]) * gsd_x * gsd_y, float(covariance[1, 1]) * gsd_y**2),
    )
    return Place(Move(east, north, spread, "raster").in_map(image.grid), True, f"{text}: it is moved")


def _rough(image: RasterReader, reference: AlignedHeights, sun: Sun) -> Shift:
    """The shift from means over blocks, along the axes of the raster."""
    grid = image.grid
    factor = max(1, math.ceil(math.sqrt(grid.width * grid.height / LOOKED_AT_PX)))
    brightness = image.block_means(factor)
    heights = reference.block_centres(factor, brightness.shape)
    gsd = grid.gsd[0] * factor, grid.gsd[1] * factor
    known = np.isfinite(heights)
    shade = _lit(heights, gsd, sun)
    return match(brightness, shade, ndimage.binary_erosion(known, iterations=2), gsd, 2.0 * max(gsd), MOST_SHIFT_M)


def _lit(heights: FloatArray, gsd: tuple[float, float], sun: Sun) -> FloatArray:
    """The reference under the sun, with the shadows it casts; gaps are level ground that casts none."""
    known = np.isfinite(heights)
    low = np.float32(heights[known].min() if known.any() else 0.0)
    filled = np.where(known, heights, low)
    shade = lunar_lambert(*central_gradient(filled, *gsd), sun.azimuth_deg, sun.incidence_deg)
    return np.asarray(shade * lit_fraction(filled, sun.azimuth_deg, sun.incidence_deg, *gsd), dtype=np.float32)


def _windows(image: RasterReader, reference: AlignedHeights) -> list[tuple[int, int, int, int]]:
    """(row, column, height, width) of windows spread over the image."""

    def starts(length: int) -> tuple[int, list[int]]:
        side = min(length, WINDOW_PX)
        count = min(WINDOWS, length // side)
        return side, [round(v) for v in np.linspace(0, length - side, count)] if count > 1 else [(length - side) // 2]

    height, rows = starts(image.grid.height)
    width, columns = starts(image.grid.width)
    return [(row, column, height, width) for row in rows for column in columns]


def _compared(
    image: RasterReader, reference: AlignedHeights, window: tuple[int, int, int, int], sun: Sun
) -> list[tuple[DoubleArray, DoubleArray]]:
    """Normal equations (3 x 3, 3) of the shift in pixels (columns, rows), for the parts of a window."""
    seen, heights = image.read(*window), reference.read(*window)
    known = np.isfinite(seen) & np.isfinite(heights)
    if known.mean() < LEAST_KNOWN:
        return []
    lit = _lit(heights, image.grid.gsd, sun)
    one, other = (band_pass(np.where(known, v, 0.0), known, FINE_PX, BROAD_PX) for v in (seen, lit))
    inner = ndimage.binary_erosion(known, iterations=math.ceil(2.0 * BROAD_PX))
    down, right = np.gradient(other.astype(np.float64))
    table = np.stack((other, -right, -down), axis=-1).astype(np.float64)
    wanted = one.astype(np.float64)
    weight = np.zeros(inner.shape)
    weight[inner] = _weights(table[inner], wanted[inner])
    rows, columns = (np.array_split(np.arange(length), PARTS) for length in inner.shape)
    parts = [np.ix_(r, c) for r in rows for c in columns]
    return [
        _normal(table[part][inner[part]], wanted[part][inner[part]], weight[part][inner[part]])
        for part in parts
        if inner[part].mean() >= LEAST_KNOWN
    ]


def _weights(table: DoubleArray, wanted: DoubleArray) -> DoubleArray:
    """Weights of pixels that keep bright rocks, rays and wrong shadows from deciding: one over the residual."""
    weight = np.ones(len(wanted))
    for _ in range(WEIGHTED):
        matrix, side = _normal(table, wanted, weight)
        if not np.linalg.cond(matrix) < MOST_CONDITION:
            break
        residual = np.abs(wanted - np.einsum("ni,i->n", table, np.linalg.solve(matrix, side)))
        middle = float(np.median(residual))
        if middle <= 0.0:
            break
        weight = 1.0 / np.maximum(residual, 1.5 * middle)
        weight /= weight.mean()
    return weight


def _normal(table: DoubleArray, wanted: DoubleArray, weight: DoubleArray) -> tuple[DoubleArray, DoubleArray]:
    # Not a matrix product, whose last digits follow the threads of its library.
    weighted = table * weight[:, None]
    return np.einsum("ni,nj->ij", weighted, table), np.einsum("ni,n->i", weighted, wanted)


def _step(windows: list[list[tuple[DoubleArray, DoubleArray]]]) -> tuple[DoubleArray, DoubleArray] | None:
    """The shift left (columns, rows) in pixels, and its covariance by the jackknife over all parts."""
    parts = [part for window in windows for part in window]
    if len(parts) < 4:
        return None
    matrices, sides = (np.array(values) for values in zip(*parts))
    total, aim = matrices.sum(axis=0), sides.sum(axis=0)
    if not np.linalg.cond(total) < MOST_CONDITION:
        return None
    gain, *scaled = np.linalg.solve(total, aim)
    if gain <= 0.0:
        return None
    without = np.linalg.solve(total - matrices, (aim - sides)[:, :, None])[:, :, 0]
    shifts = without[:, 1:] / without[:, :1]
    spread = shifts - shifts.mean(axis=0)
    count = len(parts)
    return np.array(scaled) / gain, (count - 1) / count * np.einsum("ni,nj->ij", spread, spread)

"""Shift between two surfaces of the same ground that two images show. Array in, array out.

What experts make of two images follows the coarse DEM in its long waves and the images in its detail. The detail
alone is compared here, so that what is found is how far the images lie apart, wherever the coarse DEM lies.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from .photometry import FloatArray, central_gradient
from .residual_shift import Array, jackknife, robust_solution
from .shift import Band, match

FINE_PX, BROAD_PX = 1.2, 4.0
"""Standard deviations of the band's two Gaussians: finer are noise, broader follow the coarse DEM of a post in 12
pixels."""

SEARCH_PX = 3.0
"""Unit of the search by correlation, whose band is from half of it to two and a half of it."""

MOST_PX, MOST_SHARE = 24.0, 0.25
"""Pixels that two images are apart at most (two postings), and the share of the overlap's shorter side: of less
common ground other places look alike."""

ROUNDS, NEAR_PX = 6, 0.005
"""Of laying one surface on the other anew, and where it is near enough."""

BORDER_PX = 6
"""Pixels that are left out where a surface ends, because the band looks beyond."""

LEAST_SHARE = 0.05
LEAST_SAMPLES = 400
"""What both have to know of the window."""

UNSEEN_PX = 0.1
"""Standard error along each axis of what all parts of an overlap have wrong alike: experts under another sun see
another side of a crater better."""


@dataclass(frozen=True)
class Tie:
    """How far two images lie apart.

    Attributes
    ----------
    shift_m : (2,) array
        Metres east and north by which the second surface has to be moved to lie on the first.
    covariance_m2 : (2, 2) array
        Of the error of that.
    """

    shift_m: Array
    covariance_m2: Array


def tie(one: FloatArray, other: FloatArray, gsd: tuple[float, float]) -> Tie | None:
    """The shift between two surfaces on one grid, along the axes of the grid.

    It is searched for by correlation, and refined by laying the second surface on the first again and again: in
    each round the shift is fitted to what the two differ by, with about the least sum of absolute residuals. Noise
    makes a round go too short a way, not to another place. The error is that of the jackknife.

    Parameters
    ----------
    one, other : (H, W) arrays
        Metres, NaN where unknown; about 12 pixels to a posting of the coarse DEM.
    gsd : (float, float)
        Metres per column and row.

    Returns
    -------
    Tie or None
        None where too little ground is known on both, or it has no detail that they share.
    """
    both = np.isfinite(one) & np.isfinite(other)
    if both.sum() < max(LEAST_SAMPLES, LEAST_SHARE * both.size):
        return None
    size = math.sqrt(gsd[0] * gsd[1])
    first, second = (_detail(surface) for surface in (one, other))
    rows, columns = np.nonzero(both)
    most = min(MOST_PX, MOST_SHARE * float(min(np.ptp(rows), np.ptp(columns)) + 1))
    found = match(np.where(both, first, np.nan), second, np.isfinite(other), gsd, SEARCH_PX * size, most * size)
    if not found.reliable:
        return None
    start = shift = np.array((found.east_m, found.north_m))
    covariance = np.zeros((2, 2))
    for _ in range(ROUNDS):
        step = _step(first, second, np.isfinite(one), np.isfinite(other), shift, gsd)
        if step is None:
            return None
        shift, covariance = shift + step.shift_m, step.covariance_m2
        if np.hypot(*step.shift_m) < NEAR_PX * size:
            break
    if np.hypot(*(shift - start)) > SEARCH_PX * size:
        return None
    return Tie(shift, covariance + (UNSEEN_PX * size) ** 2 * np.eye(2))


def _detail(surface: FloatArray) -> FloatArray:
    """The band of a surface, from which the plane is taken first: a slope looks like detail where the surface ends."""
    known = np.isfinite(surface)
    rows, columns = np.indices(surface.shape)
    terms = np.stack([np.ones(surface.shape), rows, columns], axis=-1)
    plane = np.linalg.lstsq(terms[known], surface[known].astype(np.float64), rcond=None)[0]
    return Band(known, FINE_PX, BROAD_PX)((surface - terms @ plane).astype(np.float32))


def _step(
    first: FloatArray, second: FloatArray, known: np.ndarray, other: np.ndarray, shift: Array, gsd: tuple[float, float]
) -> Tie | None:
    """What is left of the shift when the second surface is moved by one, and its error by the jackknife."""
    by = (-shift[1] / gsd[1], shift[0] / gsd[0])
    moved = ndimage.shift(second, by, order=3, mode="constant", prefilter=True)
    there = ndimage.shift(other.astype(np.float32), by, order=1, mode="constant") > 0.999
    inner = ndimage.binary_erosion(known & there, iterations=BORDER_PX)
    rows, columns = np.nonzero(inner)
    if rows.size < LEAST_SAMPLES:
        return None
    mean = 0.5 * (first + moved)
    east, north = central_gradient(mean, *gsd)
    # Moved on by d, the second surface changes by -d times its gradient; that is to be what the first has more.
    terms = np.stack([part[inner] for part in (-east, -north, mean)], axis=1).astype(np.float64)
    wanted = (first - moved)[inner].astype(np.float64)
    solution = robust_solution(terms, wanted)
    if solution is None:
        return None
    top, left = rows.min(), columns.min()
    height, width = rows.max() - top + 1, columns.max() - left + 1
    block = _blocks(rows - top, int(height), columns - left, int(width))
    covariance = jackknife(terms, wanted, solution, block)
    return None if covariance is None else Tie(solution[:2], covariance)


def _blocks(rows: np.ndarray, height: int, columns: np.ndarray, width: int) -> np.ndarray:
    """Sixteen parts of a window, as square as its shape lets them be."""
    down = min(16, max(1, 2 ** round(math.log2(4.0 * math.sqrt(height / width)))))
    across = 16 // down
    return np.asarray(rows * down // height * across + columns * across // width)

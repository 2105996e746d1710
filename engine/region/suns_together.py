"""One window of DTMs under several suns, put together: pure functions of what was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from ..arrays import BoolArray, DoubleArray, FloatArray
from ..raster.frame import Sun
from ..terrain.gradient_fit import Weights, evened, fit_gradients, known_gradients
from ..terrain.photometry import central_gradient
from ..terrain.several_suns import Told
from ..terrain.shadows import lit_share
from .composition import border_distance
from .likeness import Standing

IN_SHADOW = 0.02
"""Factor on the weight of a DTM in the shadow of its own sun: enough that what all have in shadow is their mean."""

EDGE_PX = 1.5
"""Standard deviation by which the border of a shadow is softened: experts set it to about a pixel."""

LEAST_ERROR_M = 0.01
"""Under which predicted errors are not believed."""

LENGTH_POSTINGS = 1.5
"""Length of the tie to the level, in postings."""

APART = 0.52
SHIFT_POSTINGS, FLOOR_POSTINGS = 0.016, 0.0053
ALONE = 3.0
"""The variance of a height about the long waves: APART of the mean square by which the DTMs differ from the result,
that of a horizontal shift of so many postings, and that of so many postings of height; the last two are what all DTMs
may have wrong alike, and are ALONE times as much where there is one DTM alone. Fitted to 12 made scenes;
``build.py bench combine`` holds them against others."""

@dataclass(frozen=True)
class Lit:
    """A DTM in a window.

    Attributes
    ----------
    heights : (H, W) array
        Metres, NaN where unknown.
    shaded : (H, W) array
        Its heights farther towards its sun, from which shadows come; ``heights`` lie in ``place`` of them.
    place : (slice, slice)
    predicted : (H, W) array, optional
        Error in metres.
    sun : Sun
        In the raster's frame.
    told : Told
        What an image under this sun tells.
    """

    heights: FloatArray
    shaded: FloatArray
    place: tuple[slice, slice]
    predicted: FloatArray | None
    sun: Sun
    told: Told
    standing: Standing


@dataclass(frozen=True)
class Together:
    """What a window became.

    Attributes
    ----------
    heights, error : (H, W) float32 arrays
        Metres; NaN where no DTM has a height.
    square : float
        Sum of the squares of the differences of all pairs of DTMs, square metres.
    pairs : int
        Number of these differences.
    """

    heights: FloatArray
    error: FloatArray
    square: float
    pairs: int


def put_together(
    lit: Sequence[Lit], gsd: tuple[float, float], posting_m: float, inner: tuple[slice, slice]
) -> Together:
    """Fit one surface to the gradients of all, and tell how far off it may be.

    Parameters
    ----------
    lit : sequence of Lit
    gsd : (float, float)
        Metres per column and row.
    posting_m : float
        Of their coarse DEM.
    inner : (slice, slice)
        What is wanted of the window.
    """
    if not any(np.isfinite(one.heights[inner]).any() for one in lit):
        nothing = np.full(lit[0].heights[inner].shape, np.nan, dtype=np.float32)
        return Together(nothing, nothing, 0.0, 0)
    size = float(np.sqrt(gsd[0] * gsd[1]))
    surfaces = [_strengthened(one, posting_m / size) for one in lit]
    known = [np.isfinite(surface) for surface in surfaces]
    level = _level(surfaces, known, [one.standing.weight for one in lit], max(1, round(posting_m / size)))
    weights = evened([_weights(one, solid, gsd) for one, solid in zip(lit, known)])
    heights = fit_gradients(surfaces, weights, level, LENGTH_POSTINGS * posting_m, gsd)
    error = _error(surfaces, heights, gsd, posting_m)
    square, pairs = _apart([surface[inner] for surface in surfaces])
    return Together(heights[inner], error[inner], square, pairs)


def _strengthened(lit: Lit, posting_px: float) -> FloatArray:
    """The DTM with its detail under the posting divided by its strength."""
    if lit.standing.strength == 1.0:
        return lit.heights
    known = np.isfinite(lit.heights)
    if not known.any():
        return lit.heights
    middle = np.float32(lit.heights[known].mean())
    broad = _Mean(known, posting_px)(lit.heights - middle) + middle
    return np.asarray(broad + (lit.heights - broad) / np.float32(lit.standing.strength))


def _level(
    surfaces: Sequence[FloatArray], known: Sequence[BoolArray], weights: Sequence[float], width: int
) -> FloatArray:
    """Mean of the surfaces, each with less weight towards where it ends; NaN where none is known."""
    weight: DoubleArray = np.zeros(surfaces[0].shape)
    total: DoubleArray = np.zeros(surfaces[0].shape)
    for surface, solid, counts in zip(surfaces, known, weights):
        own = counts * border_distance(solid, width) * solid
        weight += own
        total += own * np.where(solid, surface, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((total / weight).astype(np.float32))


def _weights(lit: Lit, known: BoolArray, gsd: tuple[float, float]) -> Weights:
    """Weights of a DTM's gradients: by its sun, its shadows and its predicted error."""
    share = _seen(lit, gsd)
    if lit.predicted is not None:
        error = np.where(np.isfinite(lit.predicted), lit.predicted, np.float32(np.inf)).astype(np.float32)
        share = np.asarray(share / np.square(np.maximum(error, np.float32(LEAST_ERROR_M))), dtype=np.float32)
    share = np.where(known_gradients(known), lit.standing.weight * share, np.float32(0.0)).astype(np.float32)
    return Weights.along(lit.sun.azimuth_deg, lit.told.along**-2.0, lit.told.across**-2.0, share)


def _seen(lit: Lit, gsd: tuple[float, float]) -> FloatArray:
    """One where a DTM's own sun shines, IN_SHADOW where it does not; scattered light comes everywhere."""
    if lit.sun.scattered:
        return np.ones(lit.heights.shape, dtype=np.float32)
    share = lit_share(lit.shaded, gsd, lit.sun)[lit.place]
    share = np.where(np.isfinite(share), share, np.float32(1.0))
    soft = ndimage.gaussian_filter(share, EDGE_PX, mode="nearest")
    return np.asarray(IN_SHADOW + (1.0 - IN_SHADOW) * np.minimum(soft, share), dtype=np.float32)


def _error(
    surfaces: Sequence[FloatArray], heights: FloatArray, gsd: tuple[float, float], posting_m: float
) -> FloatArray:
    """Standard deviation of the heights about the long waves, from what the DTMs differ by and from the slopes."""
    known = np.isfinite(heights)
    posting_px = posting_m / float(np.sqrt(gsd[0] * gsd[1]))
    broad, near = _Mean(known, posting_px), _Mean(known, 0.5 * posting_px)
    square, number = np.zeros(heights.shape, np.float32), np.zeros(heights.shape, np.float32)
    for surface in surfaces:
        apart = surface - heights
        solid = np.isfinite(apart)
        apart = np.where(solid, apart, np.float32(0.0)).astype(np.float32)
        square += np.where(solid, np.square(apart - broad(apart)), np.float32(0.0))
        number += solid
    between = near((square / np.maximum(number, np.float32(1.0))).astype(np.float32))
    alone = np.clip(np.float32(2.0) - near(number), 0.0, 1.0)
    level = np.float32(heights[known].mean()) if known.any() else np.float32(0.0)
    right, up = central_gradient(np.where(known, heights, level), *gsd)
    steep = near(np.where(known_gradients(known), right * right + up * up, 0.0).astype(np.float32))
    shared = (SHIFT_POSTINGS * posting_m) ** 2 * steep + (FLOOR_POSTINGS * posting_m) ** 2
    variance = APART * between + shared * (1.0 + (ALONE - 1.0) * alone)
    return np.where(known, np.sqrt(variance), np.float32(np.nan)).astype(np.float32)


class _Mean:
    """Gaussian mean of what is known."""

    def __init__(self, known: BoolArray, sigma_px: float) -> None:
        self._known, self._sigma = known, sigma_px
        weight = ndimage.gaussian_filter(known.astype(np.float32), sigma_px, truncate=3.0)
        self._weight = np.maximum(weight, np.float32(1e-6))

    def __call__(self, values: FloatArray) -> FloatArray:
        filled = np.where(self._known, values, np.float32(0.0)).astype(np.float32)
        return np.asarray(ndimage.gaussian_filter(filled, self._sigma, truncate=3.0) / self._weight)


def _apart(surfaces: Sequence[FloatArray]) -> tuple[float, int]:
    """Sum of the squares of the differences of all pairs, and their number."""
    square, pairs = 0.0, 0
    for index, one in enumerate(surfaces):
        for other in surfaces[index + 1 :]:
            apart = (one - other).astype(np.float64)
            apart = apart[np.isfinite(apart)]
            square, pairs = square + float(np.square(apart).sum()), pairs + apart.size
    return square, pairs

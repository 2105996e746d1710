"""From where light comes in each part of an image, by the image over the slopes of the coarse DEM.

The walls that light one part of a crater in permanent shadow are not those that light another: in ShadowCam's frame
M013271277S, over LOLA heights, light comes from the south-west in some parts and from the north-east in others.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from ..arrays import BoolArray, DoubleArray, FloatArray
from .photometry import central_gradient
from .shift import Band

WINDOWS_POSTINGS = (6.0, 12.0, 24.0, 48.0)
"""Standard deviations of the Gaussian windows, the smallest first: each place takes the first that tells it."""

POOL_POSTINGS, STEP = 1.5, 4
"""Side of the cells whose means the windows are made of, and cells between the places that are told."""

LEVEL_POSTINGS = 4.0
"""Standard deviation of the low-pass that brightness is divided by: what is darker altogether tells as much."""

MOST_CHANGE = 1.0
"""Of brightness over its level that counts: sunlit slopes in the frame would outweigh everything else."""

FEWEST_PLACES = 30.0
"""Independent places in a window: two slopes are fitted to the brightness at them."""


@dataclass(frozen=True)
class LocalLight:
    """Azimuths on a mesh over an image.

    Attributes
    ----------
    azimuth_deg : (h, w) array
        Clockwise from the upward direction of the grid; NaN where no window tells it.
    uncertainty_deg, correlation : (h, w) arrays
        One sigma, and the multiple correlation of the image with the gradient of the DEM.
    step : (int, int)
        Rows and columns of the layers between two places of the mesh; the first lies at half a step.
    """

    azimuth_deg: FloatArray
    uncertainty_deg: FloatArray
    correlation: FloatArray
    step: tuple[int, int]

    def filled(self) -> FloatArray:
        """Azimuths, where they are not told those of the nearest place that tells."""
        unknown = ~np.isfinite(self.azimuth_deg)
        nearest = ndimage.distance_transform_edt(unknown, return_distances=False, return_indices=True)
        return np.asarray(self.azimuth_deg[tuple(nearest)])


def local_light(
    image: FloatArray,
    coarse: FloatArray,
    gsd: tuple[float, float],
    posting_m: float,
    least_correlation: float,
    most_uncertainty_deg: float,
) -> LocalLight:
    """Regress relative brightness on the gradient of the terrain in Gaussian windows.

    As ``sun_estimate.estimate_azimuth``, with weights: each place takes the smallest window whose correlation and
    uncertainty are within the limits.

    Parameters
    ----------
    image, coarse : (H, W) arrays
        Brightness, and heights in metres on the same grid, with pixels of about half a posting; NaN where unknown.
    gsd : (float, float)
        Metres per column and row.
    posting_m : float
        Posting of the coarse DEM.
    least_correlation, most_uncertainty_deg : float

    Returns
    -------
    LocalLight
    """
    unit = posting_m / math.sqrt(gsd[0] * gsd[1])
    pool = max(1, round(POOL_POSTINGS * posting_m / gsd[1])), max(1, round(POOL_POSTINGS * posting_m / gsd[0]))
    known = np.isfinite(image) & ndimage.binary_erosion(np.isfinite(coarse), border_value=1)
    shape = tuple(-(-size // (STEP * cell)) for size, cell in zip(image.shape, pool))
    azimuth, sigma, correlation = (np.full(shape, np.nan, dtype=np.float32) for _ in range(3))
    if known.any() and min(image.shape) > 1:
        products = [_pooled(layer, pool) for layer in _products(image, coarse, known, gsd, unit)]
        for window in WINDOWS_POSTINGS:
            wide = [window * unit / cell for cell in pool]
            means = [_mesh(ndimage.gaussian_filter(layer, wide, mode="constant")) for layer in products]
            found = _solved(means, 4.0 * math.pi * window**2)
            better = np.isnan(azimuth) & (found[2] >= least_correlation) & (found[1] <= most_uncertainty_deg)
            for kept, new in zip((azimuth, sigma, correlation), found):
                kept[better] = new[better]
    return LocalLight(azimuth, sigma, correlation, (STEP * pool[0], STEP * pool[1]))


def _pooled(layer: FloatArray, pool: tuple[int, int]) -> FloatArray:
    """Means of cells, whole steps of them; beyond the border a layer is zero."""
    missing = [(0, -size % (STEP * cell)) for size, cell in zip(layer.shape, pool)]
    padded = np.pad(layer, missing)
    rows, columns = (size // cell for size, cell in zip(padded.shape, pool))
    return np.asarray(padded.reshape(rows, pool[0], columns, pool[1]).mean(axis=(1, 3)))


def _mesh(cells: FloatArray) -> FloatArray:
    """Means of cells at the places of the mesh."""
    return cells[STEP // 2 :: STEP, STEP // 2 :: STEP]


def _products(
    image: FloatArray, coarse: FloatArray, known: BoolArray, gsd: tuple[float, float], unit: float
) -> list[FloatArray]:
    """Share of known pixels, then the products of slopes and brightness that their regression is made of."""
    weight = ndimage.gaussian_filter(known.astype(np.float32), LEVEL_POSTINGS * unit, mode="constant")
    seen = np.where(known, image, np.float32(0.0))
    level = ndimage.gaussian_filter(seen, LEVEL_POSTINGS * unit, mode="constant") / np.maximum(weight, 1e-6)
    relative = np.clip(seen / np.where(level > 0.0, level, np.inf) - 1.0, -MOST_CHANGE, MOST_CHANGE)
    heights = np.where(np.isfinite(coarse), coarse, np.float32(np.mean(coarse[known])))
    band = Band(known, 0.5 * unit, 2.5 * unit)
    east, north = (band(slope) for slope in central_gradient(heights, *gsd))
    bright = band(relative.astype(np.float32))
    pairs = ((east, east), (east, north), (north, north), (east, bright), (north, bright), (bright, bright))
    return [known.astype(np.float32), *(a * b for a, b in pairs)]


def _solved(means: list[FloatArray], area: float) -> tuple[DoubleArray, DoubleArray, DoubleArray]:
    """Azimuth, its standard deviation and the correlation, of windowed means; NaN where a window has too few places."""
    share, ee, en, nn, eb, nb, bb = (layer.astype(np.float64) for layer in means)
    places = area * share / 4.0  # neighbours within two postings say the same thing
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = ee * nn - en * en
        b, c = (nn * eb - en * nb) / whole, (ee * nb - en * eb) / whole
        explained = b * eb + c * nb
        correlation = np.sqrt(np.clip(explained / bb, 0.0, 1.0))
        noise = np.maximum(bb - explained, 0.0) / np.maximum(places, 1.0)
        # Error of the direction: the covariance of (b, c) across the direction they point in.
        length = b * b + c * c
        across = noise * (c * c * nn + 2.0 * b * c * en + b * b * ee) / whole / length
        sigma = np.degrees(np.sqrt(across / length))
        azimuth = np.degrees(np.arctan2(-b, -c)) % 360.0
    told = (places >= FEWEST_PLACES) & np.isfinite(sigma)
    azimuth, sigma, correlation = (np.where(told, layer, np.nan) for layer in (azimuth, sigma, correlation))
    return azimuth, sigma, correlation

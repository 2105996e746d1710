"""Horizontal shift of a coarse DEM against an image, from its own shading."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import fft, ndimage

from .photometry import FloatArray, central_gradient, lunar_lambert

LEAST_PEAK = 0.35
LEAST_LEAD = 1.15
LEAST_EXTENT = 12
"""Verdict: correlation of the peak, its lead over the next one, postings across the scene."""


@dataclass(frozen=True)
class Shift:
    """A shift estimate.

    Attributes
    ----------
    east_m, north_m : float
        Metres by which the coarse DEM has to be moved to fit the image.
    peak : float
        Normalised correlation at the shift.
    lead : float
        Peak over the best correlation further than two postings from it.
    reliable : bool
    reason : str
        Why it is or is not, in words.
    """

    east_m: float
    north_m: float
    peak: float
    lead: float
    reliable: bool
    reason: str


class Band:
    """Difference of two Gaussians, normalised where data are missing; zero where they are.

    Parameters
    ----------
    valid : (H, W) bool array
    fine, coarse : float
        Standard deviations in pixels.
    """

    def __init__(self, valid: np.ndarray, fine: float, coarse: float) -> None:
        self._valid = valid
        known = valid.astype(np.float32)
        self._smooth = [
            (sigma, np.maximum(ndimage.gaussian_filter(known, sigma, mode="constant"), 1e-6))
            for sigma in (fine, coarse)
        ]

    def __call__(self, values: FloatArray) -> FloatArray:
        """The part of values (H, W) in the band."""
        filled = np.where(self._valid, values, 0.0)
        fine, coarse = (ndimage.gaussian_filter(filled, s, mode="constant") / weight for s, weight in self._smooth)
        return np.where(self._valid, fine - coarse, 0.0).astype(np.float32)


def band_pass(values: FloatArray, valid: np.ndarray, fine: float, coarse: float) -> FloatArray:
    """Values in the band between two Gaussians; see ``Band``."""
    return Band(valid, fine, coarse)(values)


def estimate_shift(
    image: FloatArray,
    coarse: FloatArray,
    gsd: tuple[float, float],
    posting_m: float,
    azimuth_deg: float,
    incidence_deg: float,
    most_m: float,
) -> Shift:
    """Correlate the image with the coarse DEM shaded under the image's sun.

    Both are band-passed to the scales that both resolve (1 to 5 postings), correlated with
    normalisation by the overlap of their valid parts, and the peak is refined by a paraboloid.

    Parameters
    ----------
    image, coarse : (H, W) arrays
        Brightness, and heights in metres on the same grid; NaN where unknown. Pixels of about half
        a posting are enough.
    gsd : (float, float)
        Metres per column and row.
    posting_m : float
        Posting of the coarse DEM.
    azimuth_deg, incidence_deg : float
        Sun.
    most_m : float
        Largest shift looked for.

    Returns
    -------
    Shift
    """
    if _small(image, gsd, posting_m):
        return _small_scene(posting_m)
    known = np.isfinite(coarse)
    level = float(np.nanmean(coarse)) if known.any() else 0.0
    filled = np.where(known, coarse, np.float32(level))
    east, north = central_gradient(filled, *gsd)
    shade = lunar_lambert(east, north, azimuth_deg, incidence_deg)
    # The gradient at the border of the data is not the ground's.
    return match(image, shade, ndimage.binary_erosion(known, iterations=2), gsd, posting_m, most_m)


def match(
    image: FloatArray, shade: FloatArray, solid: np.ndarray, gsd: tuple[float, float], posting_m: float, most_m: float
) -> Shift:
    """Correlate an image with what a DEM makes of its light.

    Parameters
    ----------
    image, shade : (H, W) arrays
        Brightness, NaN where unknown, and reflectance of the DEM on the same grid.
    solid : (H, W) bool array
        Where ``shade`` is the ground's.
    gsd, posting_m, most_m
        As for ``estimate_shift``.

    Returns
    -------
    Shift
        By which the DEM has to be moved.
    """
    if _small(image, gsd, posting_m):
        return _small_scene(posting_m)
    seen = np.isfinite(image)
    if min(solid.mean(), seen.mean()) < 0.05:
        return Shift(0.0, 0.0, 0.0, 0.0, False, "too little ground has both image and heights")
    unit = posting_m / math.sqrt(gsd[0] * gsd[1])
    one = band_pass(np.where(seen, image, 0.0), seen, 0.5 * unit, 2.5 * unit)
    other = band_pass(shade, solid, 0.5 * unit, 2.5 * unit)
    reach = (max(2, round(most_m / gsd[1])), max(2, round(most_m / gsd[0])))
    surface = _correlation(one, seen, other, solid, reach)
    return _judge(surface, reach, gsd, unit)


def _small(image: FloatArray, gsd: tuple[float, float], posting_m: float) -> bool:
    return min(image.shape[0] * gsd[1], image.shape[1] * gsd[0]) < LEAST_EXTENT * posting_m


def _small_scene(posting_m: float) -> Shift:
    reason = f"the scene is smaller than {LEAST_EXTENT} postings of the coarse DEM ({posting_m:.0f} m each)"
    return Shift(0.0, 0.0, 0.0, 0.0, False, reason)


def _correlation(
    image: FloatArray, seen: np.ndarray, shade: FloatArray, solid: np.ndarray, reach: tuple[int, int]
) -> np.ndarray:
    """Normalised cross-correlation for shifts of the shade by -reach to +reach (rows, columns)."""
    shape = [fft.next_fast_len(n + r) for n, r in zip(image.shape, reach)]

    def cross(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        product = fft.rfft2(a, shape) * np.conj(fft.rfft2(b, shape))
        full = fft.irfft2(product, shape)
        rows = np.arange(-reach[0], reach[0] + 1)
        columns = np.arange(-reach[1], reach[1] + 1)
        return np.asarray(full[np.ix_(rows, columns)])

    a, b = image.astype(np.float64), shade.astype(np.float64)
    m, n = seen.astype(np.float64), solid.astype(np.float64)
    count = cross(m, n)
    norm = np.sqrt(np.maximum(cross(a * a, n) * cross(m, b * b), 1e-30))
    value = cross(a, b) / norm
    return np.where(count > 0.25 * count.max(), value, -1.0)


def _judge(surface: np.ndarray, reach: tuple[int, int], gsd: tuple[float, float], unit: float) -> Shift:
    row, column = np.unravel_index(int(surface.argmax()), surface.shape)
    peak = float(surface[row, column])
    rows, columns = np.indices(surface.shape)
    far = np.hypot(rows - row, columns - column) > 2.0 * unit
    second = float(surface[far].max()) if far.any() else 0.0
    lead = peak / max(second, 1e-3)
    at_edge = row in (0, surface.shape[0] - 1) or column in (0, surface.shape[1] - 1)
    dr, dc = (0.0, 0.0) if at_edge else _refine(surface[row - 1 : row + 2, column - 1 : column + 2])
    down = (row - reach[0] + dr) * gsd[1]
    east = (column - reach[1] + dc) * gsd[0]
    if at_edge:
        return Shift(east, -down, peak, lead, False, "the best fit lies at the edge of the search")
    if peak < LEAST_PEAK:
        reason = f"the shaded DEM hardly looks like the image (correlation {peak:.2f})"
        return Shift(east, -down, peak, lead, False, reason)
    if lead < LEAST_LEAD:
        reason = "another shift fits nearly as well"
        return Shift(east, -down, peak, lead, False, reason)
    return Shift(east, -down, peak, lead, True, f"correlation {peak:.2f}")


def _refine(patch: np.ndarray) -> tuple[float, float]:
    """Offset of the top of a paraboloid through 3 x 3 values, within half a sample."""

    def top(low: float, middle: float, high: float) -> float:
        bend = low - 2.0 * middle + high
        return 0.0 if bend >= 0.0 else float(np.clip(0.5 * (low - high) / bend, -0.5, 0.5))

    return top(*patch[:, 1]), top(*patch[1, :])

"""The normalisation schemes of packs and their inverse.

Scheme ``pixel``: brightness over the tile's mean, minus one; heights in pixels (metres over ground
sample distance) with the tile's mean removed. Its inverse is exact and has no range to collapse on
flat ground.

Scheme ``pixel-floor`` is the same, but a tile that is much darker than the scene is divided by a share of
the scene's mean instead of by its own. What an error of the image's offset leaves of a dark tile is no measure
of its light, and divided by that its contrast would become several times too strong.

Scheme ``minmax`` is the paper's Eq. 1 and 2: image and coarse heights to [0, 255] and [0, N] by
their own extremes, with a floor on the range of heights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..terrain.photometry import FloatArray, limb_weight, sun_vector

BRIGHTNESS_LIMITS = (-1.0, 4.0)
DARK_SHARE = 0.1
DARK_SHARE_AFTER_OFFSET = 0.3
"""Of the scene's mean, the least that a tile is divided by: three times the stray light that experts learn to put
up with, and twice the uncertainty of an offset that was taken off (``terrain.contrast``). Albedo alone makes no
ground that dark; maria are about half as bright as highlands."""

BRIGHTEST, RANGE = 255.0, 50.0
"""Of an image, and N of the paper's Eq. 1."""
RANGE_FLOOR_M = 1.0


@dataclass(frozen=True)
class Affine:
    """Inverse of a tile's height normalisation: metres = value * scale + offset."""

    scale: float
    offset: float

    def metres(self, value: FloatArray) -> FloatArray:
        """Undo the normalisation; (H, W) in, (H, W) metres out."""
        return value * np.float32(self.scale) + np.float32(self.offset)


def pixel_image(image: FloatArray, valid: np.ndarray) -> FloatArray:
    """Brightness of a tile over its mean, minus one; zero where there is no data."""
    return pixel_floor_image(image, valid, 0.0)


def least_brightness(brightness: float, offset_removed: bool) -> float:
    """The least that a tile of a scene is divided by.

    Parameters
    ----------
    brightness : float
        Mean of the scene's valid pixels, after the offset.
    offset_removed : bool
        Whether one was taken off.
    """
    return max(0.0, brightness) * (DARK_SHARE_AFTER_OFFSET if offset_removed else DARK_SHARE)


def pixel_floor_image(image: FloatArray, valid: np.ndarray, least: float, cells: Cells | None = None) -> FloatArray:
    """Deviation of a tile from its mean, over that mean or over ``least`` if that is more.

    Parameters
    ----------
    image : (H, W) float32 array
        Brightness, its offset taken off.
    valid : (H, W) bool array
    least : float
        See ``least_brightness``.
    cells : Cells, optional
        Of a tile of several: the mean goes from that of one cell to that of the next, so that the light of a cell
        does not depend on which cells it is computed with.

    Returns
    -------
    (H, W) float32 array
        Zero where there is no data; the mean of a cell's valid pixels is zero but for ``BRIGHTNESS_LIMITS``.
    """
    if not valid.any():
        return np.zeros_like(image)
    mean = float(image[valid].mean(dtype=np.float64))
    if cells is not None and len(cells.tops) * len(cells.lefts) > 1:
        relative = _over_light(image, cells.light(image, valid, mean), least)
    elif mean > 0.0 and mean >= least:
        relative = image / np.float32(mean) - np.float32(1.0)
    elif least > 0.0:
        relative = (image - np.float32(mean)) / np.float32(least)
    else:
        return np.zeros_like(image)
    return np.where(valid, np.clip(relative, *BRIGHTNESS_LIMITS), np.float32(0.0))


def _over_light(image: FloatArray, light: FloatArray, least: float) -> FloatArray:
    bound = np.maximum(light, np.float32(max(least, 0.0)))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(bound > 0.0, (image - light) / bound, np.float32(0.0))


@dataclass(frozen=True)
class Cells:
    """Cells of a tile.

    Attributes
    ----------
    tops, lefts : tuple of int
        First row and column of each row and column of cells, in pixels of the tile.
    height, width : int
        Of every cell.
    """

    tops: tuple[int, ...]
    lefts: tuple[int, ...]
    height: int
    width: int

    def light(self, image: FloatArray, valid: np.ndarray, mean: float) -> FloatArray:
        """Mean brightness about every pixel: each cell's in its middle, linear between them, (H, W) float32.

        A cell without data has ``mean``.
        """
        means = np.full((len(self.tops), len(self.lefts)), mean)
        for row, top in enumerate(self.tops):
            for column, left in enumerate(self.lefts):
                window = slice(max(top, 0), top + self.height), slice(max(left, 0), left + self.width)
                known = image[window][valid[window]]
                if known.size:
                    means[row, column] = known.mean(dtype=np.float64)
        down = _shares(image.shape[0], self.tops, self.height)
        across = _shares(image.shape[1], self.lefts, self.width)
        # Written out, because a product of matrices may be summed in another order on another machine.
        light = np.zeros(image.shape, dtype=np.float64)
        for row in range(len(self.tops)):
            for column in range(len(self.lefts)):
                light += means[row, column] * (down[row][:, None] * across[column][None, :])
        return light.astype(np.float32)


def _shares(length: int, starts: tuple[int, ...], side: int) -> list[np.ndarray]:
    """Share that each cell's middle has in the pixels along an axis."""
    middles = np.array(starts, dtype=np.float64) + side / 2.0
    at = np.arange(length) + 0.5
    return [np.interp(at, middles, np.eye(len(middles))[index]) for index in range(len(middles))]


def pixel_heights(coarse: FloatArray, gsd: float) -> tuple[FloatArray, Affine]:
    """Coarse heights of a tile in pixels about their mean, and the way back."""
    offset = float(coarse.mean(dtype=np.float64))
    return (coarse - np.float32(offset)) / np.float32(gsd), Affine(gsd, offset)


def minmax_image(image: FloatArray, valid: np.ndarray) -> FloatArray:
    """Brightness of a tile stretched to [0, BRIGHTEST]; zero where there is no data."""
    if not valid.any():
        return np.zeros_like(image)
    low, high = float(image[valid].min()), float(image[valid].max())
    scaled = (image - np.float32(low)) * np.float32(BRIGHTEST / max(high - low, 1e-12))
    return np.where(valid, scaled, np.float32(0.0))


def minmax_heights(coarse: FloatArray) -> tuple[FloatArray, Affine]:
    """Coarse heights of a tile stretched to [0, N], and the way back (Eq. 2)."""
    low = float(coarse.min())
    span = max(float(coarse.max()) - low, RANGE_FLOOR_M)
    return (coarse - np.float32(low)) * np.float32(RANGE / span), Affine(span / RANGE, low)


def sun_input(azimuth_deg: float | None, incidence_deg: float | None) -> FloatArray:
    """The four numbers by which a network knows the sun; zeros when it is unknown."""
    if azimuth_deg is None or incidence_deg is None:
        return np.zeros(4, dtype=np.float32)
    return np.array((*sun_vector(azimuth_deg, incidence_deg), limb_weight(incidence_deg)), dtype=np.float32)

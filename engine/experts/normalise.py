"""The normalisation schemes of packs and their inverse.

Scheme ``pixel``: brightness over the tile's mean, minus one; heights in pixels (metres over ground
sample distance) with the tile's mean removed. Its inverse is exact and has no range to collapse on
flat ground.

Scheme ``minmax`` is the paper's Eq. 1 and 2: image and coarse heights to [0, 255] and [0, N] by
their own extremes, with a floor on the range of heights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..terrain.photometry import FloatArray, limb_weight, sun_vector

BRIGHTNESS_LIMITS = (-1.0, 4.0)
RANGE = 50.0
"""N of the paper's Eq. 1."""
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
    mean = float(image[valid].mean(dtype=np.float64)) if valid.any() else 0.0
    if mean <= 0.0:
        return np.zeros_like(image)
    relative = np.clip(image / np.float32(mean) - np.float32(1.0), *BRIGHTNESS_LIMITS)
    return np.where(valid, relative, np.float32(0.0))


def pixel_heights(coarse: FloatArray, gsd: float) -> tuple[FloatArray, Affine]:
    """Coarse heights of a tile in pixels about their mean, and the way back."""
    offset = float(coarse.mean(dtype=np.float64))
    return (coarse - np.float32(offset)) / np.float32(gsd), Affine(gsd, offset)


def minmax_image(image: FloatArray, valid: np.ndarray) -> FloatArray:
    """Brightness of a tile stretched to [0, 255]; zero where there is no data."""
    if not valid.any():
        return np.zeros_like(image)
    low, high = float(image[valid].min()), float(image[valid].max())
    scaled = (image - np.float32(low)) * np.float32(255.0 / max(high - low, 1e-12))
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

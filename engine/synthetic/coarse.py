"""A coarse DEM made as altimetry and stereo products are: blurred, noisy, a little misplaced."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from .laws import TRAINING, Laws
from .relief import FloatArray


@dataclass(frozen=True)
class CoarseDem:
    """Posts of a coarse DEM over a scene.

    Attributes
    ----------
    posts : (h, w) float32 array
        Heights in metres.
    posting : float
        Distance of posts in pixels of the scene.
    first : float
        Pixel coordinate (centre of pixel 0 is 0) of the first post in x and y.
    """

    posts: FloatArray
    posting: float
    first: float

    def on_image(self, shape: tuple[int, int], order: int = 1) -> FloatArray:
        """Interpolate to the image grid (order 1 bilinear, 3 cubic spline)."""
        y = (np.arange(shape[0]) - self.first) / self.posting
        x = (np.arange(shape[1]) - self.first) / self.posting
        rows, columns = np.meshgrid(y, x, indexing="ij")
        return ndimage.map_coordinates(self.posts, [rows, columns], order=order, mode="nearest", output=np.float32)


def degrade(
    rng: np.random.Generator, height: FloatArray, gsd: float, posting: float, laws: Laws = TRAINING
) -> CoarseDem:
    """Make the coarse DEM of a scene: blurred, misplaced, with correlated noise and sometimes stripes.

    Parameters
    ----------
    rng : numpy.random.Generator
    height : (H, W) float32 array
        True heights in metres.
    gsd, posting : float
        Metres per pixel and between posts.
    laws : Laws
        Ranges of blur, noise, shift and stripes.
    """
    ratio = posting / gsd
    blur = ratio * rng.uniform(*laws.blur)
    smooth = ndimage.gaussian_filter(height, blur, mode="nearest", truncate=3.0)
    count = int(np.ceil(height.shape[0] / ratio)) + 1
    first = float(rng.uniform(-0.5, 0.5) * ratio)
    spread = laws.shift * (laws.largest_shift if rng.uniform() < 0.1 else 1.0)
    shift = np.clip(rng.normal(0.0, spread, 2), -1.0, 1.0) * ratio
    index = first + np.arange(count) * ratio
    rows, columns = np.meshgrid(index + shift[0], index + shift[1], indexing="ij")
    posts = ndimage.map_coordinates(smooth, [rows, columns], order=1, mode="nearest", output=np.float32)
    noise = posting / 60.0 * math.exp(rng.uniform(*np.log(laws.noise_m)))
    error = ndimage.gaussian_filter(rng.standard_normal((count, count)), rng.uniform(*laws.noise_length))
    posts += (error / max(float(error.std()), 1e-6) * noise).astype(np.float32)
    if rng.uniform() < laws.stripes:
        # Altimeter tracks run nearly north to south; some columns of posts carry an error of their own.
        tracks = rng.standard_normal(count) * (rng.uniform(size=count) < 0.15) * noise
        posts += tracks[None, :].astype(np.float32)
    return CoarseDem(posts, ratio, first)

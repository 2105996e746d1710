"""A coarse DEM made as altimetry and stereo products are: blurred, noisy, a little misplaced."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from .laws import TRAINING, Laws
from .relief import FloatArray

MARGIN_POSTS = 2
"""Posts beyond each border of the scene: as many as bicubic interpolation asks for."""


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
    noise_m : float
        Standard deviation of the correlated error of the posts, metres.
    east_m, north_m : float
        Metres by which the posts have to be moved to lie where the ground is.
    """

    posts: FloatArray
    posting: float
    first: float
    noise_m: float
    east_m: float
    north_m: float

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
    sigma = ratio * rng.uniform(*laws.blur)
    first = float(-(MARGIN_POSTS + rng.uniform(0.0, 1.0)) * ratio)
    counts = [math.ceil((size - 1 - first) / ratio) + MARGIN_POSTS + 1 for size in height.shape]
    spread = laws.shift * (laws.largest_shift if rng.uniform() < 0.1 else 1.0)
    shift = np.clip(rng.normal(0.0, spread, 2), -1.0, 1.0) * ratio
    # A post is the Gaussian mean of the ground about its place. Outside of the scene the ground goes on as it
    # does inside, turned about the border: a slope that crosses the border is not bent there.
    reach = math.ceil((MARGIN_POSTS + 2) * ratio + max(4.0 * sigma, 1.0)) + 1
    posts = height
    for moved, count in zip(shift, counts):  # down the rows, then, turned over, down the columns
        around = np.pad(posts, ((reach, reach), (0, 0)), mode="reflect", reflect_type="odd")
        places = first + np.arange(count) * ratio + reach
        posts = _gaussian_means(around, places + moved, sigma).T
    posts = np.ascontiguousarray(posts, dtype=np.float32)
    noise = posting / 60.0 * math.exp(rng.uniform(*np.log(laws.noise_m)))
    error = ndimage.gaussian_filter(rng.standard_normal(posts.shape), rng.uniform(*laws.noise_length))
    posts += (error / max(float(error.std()), 1e-6) * noise).astype(np.float32)
    if rng.uniform() < laws.stripes:
        # Altimeter tracks run nearly north to south; some columns of posts carry an error of their own.
        tracks = rng.standard_normal(counts[1]) * (rng.uniform(size=counts[1]) < 0.15) * noise
        posts += tracks[None, :].astype(np.float32)
    return CoarseDem(posts, ratio, first, noise, float(shift[1]) * gsd, float(-shift[0]) * gsd)


def _gaussian_means(values: np.ndarray, centres: np.ndarray, sigma: float) -> np.ndarray:
    """(len(centres), W) Gaussian means of (N, W) values down the rows about each centre, cut at four sigma.

    Summed row by row: a matrix product would leave the order of the sum, and with it the last digits, to the
    threads of the linear algebra library.
    """
    reach = max(4.0 * sigma, 1.0)
    means = np.empty((len(centres), values.shape[1]))
    for index, centre in enumerate(centres):
        first, last = math.ceil(centre - reach), math.floor(centre + reach)
        weights = np.exp(-0.5 * ((np.arange(first, last + 1) - centre) / sigma) ** 2)
        part = values[first : last + 1] * (weights / weights.sum())[:, None]
        means[index] = part.sum(axis=0, dtype=np.float64)
    return means

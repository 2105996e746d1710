"""Stripes along the columns of a DTM: made ones for trainings that study them, and their measure."""

from __future__ import annotations

import math
import zlib
from dataclasses import replace

import numpy as np
from numpy.polynomial import legendre
from scipy import ndimage

from ..arrays import DoubleArray, FloatArray
from .sample import Tile

STRIPE_PX = 5.0
"""Stripes are narrow: of the profile across them only what is shorter than this low-pass counts."""

WALL_DEGREE = 5
"""Of the polynomial that stands for a smooth wall across all of the tile."""

MADE_PX = 1.0
"""Standard deviation of the Gaussian that correlates made stripes from column to column: columns of a detector and
their matches in stereo are a pixel or two wide."""

FLAT = 0
"""Class of the tiles whose truth has no stripes: the paper finds them in steep ground alone."""


def with_stripes(tile: Tile, stripes: tuple[float, float]) -> Tile:
    """A tile with the made stripes that a training asks for.

    Every column has an error of its own, the same one each time that the tile is drawn: as stripes of a stereo DTM lie
    in its files. Steep ground has them in its truth. Where the image has them too, all ground has, level ground
    included: they belong to the camera.

    Parameters
    ----------
    tile : Tile
    stripes : (float, float)
        As ``StreamSettings.stripes``.
    """
    metres, share = stripes
    if not metres and not share:
        return tile
    rng = np.random.default_rng(zlib.crc32(np.ascontiguousarray(tile.truth).tobytes()))
    columns = ndimage.gaussian_filter1d(rng.standard_normal(tile.truth.shape[1]), MADE_PX, mode="wrap")
    pattern = ((columns - columns.mean()) / columns.std()).astype(np.float32)
    truth = tile.truth if tile.terrain == FLAT else tile.truth + np.float32(metres) * pattern
    brightness = np.float32(1.0) + np.float32(share) * pattern
    return replace(tile, truth=truth, image=tile.image * brightness)


def power(heights: FloatArray) -> tuple[float, float]:
    """Mean square of what the columns of a tile have of their own, in square metres, and its standard error.

    A stripe runs through all of the tile; ground does not. The tile is cut across the columns into parts, and the
    mean profiles of parts that do not touch are multiplied: for ground the products are zero on average, for
    stripes they are the square of their RMS. The scatter over the parts (jackknife) says how sure that is. As the
    products of ground have both signs, so has the power of a tile without stripes; means over many tiles go to zero.

    Parameters
    ----------
    heights : (H, W) array
        Metres, all known.
    """
    rows, columns = heights.shape
    parts = max(4, min(8, rows // 16))
    length = rows // parts
    profiles = heights[: parts * length].reshape(parts, length, columns).mean(axis=1, dtype=np.float64)
    detail = _short(profiles)
    products = np.einsum("ik,jk->ij", detail, detail) / columns
    first, second = np.triu_indices(parts, 2)
    pairs = products[first, second]
    without = np.array([pairs[(first != part) & (second != part)].mean() for part in range(parts)])
    error = math.sqrt((parts - 1) / parts * float(((without - without.mean()) ** 2).sum()))
    return float(pairs.mean()), error


def _short(profiles: DoubleArray) -> DoubleArray:
    """Short waves of each profile. A bent wall is taken out first, and the ends are continued turned about themselves,
    so that the low-pass finds no slope to bend there."""
    place = np.linspace(-1.0, 1.0, profiles.shape[1])
    bent = legendre.legval(place, legendre.legfit(place, profiles.T, WALL_DEGREE))
    reach = math.ceil(4.0 * STRIPE_PX)
    around = np.pad(profiles - bent, ((0, 0), (reach, reach)), mode="reflect", reflect_type="odd")
    return np.asarray((around - ndimage.gaussian_filter1d(around, STRIPE_PX, axis=1))[:, reach:-reach])

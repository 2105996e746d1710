"""Least squares on the gradients of several surfaces of one ground, each weighted by direction. Array in, array out.

The surface z that is looked for makes

    sum over k of  (grad z - grad z_k)' W_k (grad z - grad z_k)  +  (z - level)^2 / length^2

least, with W_k a positive symmetric matrix at every pixel and ``level`` a surface to which long waves are tied. Steps
between neighbours stand half way between them, so that no wave is seen less than it is: the products of steps along
both axes are those of the four pairs of steps that meet in a pixel, in the mean. The normal equations are solved by
conjugate gradients; the equation with W = 1 everywhere, which the cosine transform solves at once, is their
preconditioner.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import fft

from ..arrays import BoolArray, FloatArray

MOST_ROUNDS = 200
NEAR = 1e-5
"""Rounds of conjugate gradients at most, and the norm of what is left, over that at the start, at which they end."""


@dataclass(frozen=True)
class Weights:
    """Weights of a gradient at every pixel: the symmetric matrix ((xx, xy), (xy, yy)) along columns and rows.

    Attributes
    ----------
    xx, xy, yy : (H, W) float32 arrays
        Relative; per square of a slope.
    """

    xx: FloatArray
    xy: FloatArray
    yy: FloatArray

    @staticmethod
    def along(azimuth_deg: float, along: float, across: float, share: FloatArray) -> Weights:
        """Weights of a surface that is known along and across a direction.

        Parameters
        ----------
        azimuth_deg : float
            Clockwise from the top of the raster.
        along, across : float
            Weights of slopes along and across it.
        share : (H, W) float32 array
            Factor on both.
        """
        right, down = math.sin(math.radians(azimuth_deg)), -math.cos(math.radians(azimuth_deg))
        more = along - across
        parts = (across + more * right * right, more * right * down, across + more * down * down)
        xx, xy, yy = (np.asarray(np.float32(part) * share) for part in parts)
        return Weights(xx, xy, yy)

    def over(self, divisor: FloatArray) -> Weights:
        """All of them divided by an array."""
        return Weights(self.xx / divisor, self.xy / divisor, self.yy / divisor)


def total(weights: Sequence[Weights]) -> Weights:
    """The sum of weights."""
    return Weights(*(np.sum([getattr(one, name) for one in weights], axis=0) for name in ("xx", "xy", "yy")))


def evened(weights: Sequence[Weights]) -> list[Weights]:
    """Weights of which the sum has a trace of two at every pixel: how surfaces count against one another stays."""
    whole = total(weights)
    half = np.float32(0.5) * (whole.xx + whole.yy)
    return [one.over(np.where(half > 0.0, half, np.float32(1.0))) for one in weights]


class _Normal:
    """The normal equations of gradients with weights; pixels at the border have no products of both axes."""

    def __init__(self, weights: Weights, gsd: tuple[float, float], tie: float) -> None:
        x, y = (np.float32(size) for size in gsd)
        half = np.float32(0.5)
        self._right = half * (weights.xx[:, 1:] + weights.xx[:, :-1]) / (x * x)
        self._down = half * (weights.yy[1:] + weights.yy[:-1]) / (y * y)
        self._both = np.float32(0.25) * weights.xy[1:-1, 1:-1] / (x * y)
        self._tie = np.float32(tie)

    def __call__(self, values: FloatArray) -> FloatArray:
        out = self._tie * values
        flow = self._right * (values[:, 1:] - values[:, :-1])
        out[:, 1:] += flow
        out[:, :-1] -= flow
        flow = self._down * (values[1:] - values[:-1])
        out[1:] += flow
        out[:-1] -= flow
        right = self._both * (values[2:, 1:-1] - values[:-2, 1:-1])
        down = self._both * (values[1:-1, 2:] - values[1:-1, :-2])
        out[1:-1, 2:] += right
        out[1:-1, :-2] -= right
        out[2:, 1:-1] += down
        out[:-2, 1:-1] -= down
        return out


def known_gradients(known: BoolArray) -> BoolArray:
    """Pixels (H, W) that are known with their four neighbours as far as these lie in the window."""
    solid = known.copy()
    solid[1:] &= known[:-1]
    solid[:-1] &= known[1:]
    solid[:, 1:] &= known[:, :-1]
    solid[:, :-1] &= known[:, 1:]
    return solid


def fit_gradients(
    surfaces: Sequence[FloatArray],
    weights: Sequence[Weights],
    level: FloatArray,
    length_m: float,
    gsd: tuple[float, float],
) -> FloatArray:
    """The surface whose gradient fits those of several best.

    Parameters
    ----------
    surfaces : sequence of (H, W) arrays
        Metres, NaN where unknown.
    weights : sequence of Weights
        Of each; zero where ``known_gradients`` of the surface are not.
    level : (H, W) array
        Metres, known wherever a surface is.
    length_m : float
        Waves of 2 pi times this length are tied to ``level`` as much as to the gradients, where weights sum up to one.
    gsd : (float, float)
        Metres per column and row.

    Returns
    -------
    (H, W) float32 array
        NaN where ``level`` is.
    """
    tie = length_m**-2.0
    known = np.isfinite(level)
    right_side = np.zeros(level.shape, dtype=np.float32)
    for surface, own in zip(surfaces, weights):
        apart = np.where(np.isfinite(surface) & known, surface - level, np.float32(0.0)).astype(np.float32)
        right_side += _Normal(own, gsd, 0.0)(apart)
    found = _solved(_Normal(total(weights), gsd, tie), right_side, gsd, tie)
    return np.where(known, level + found, np.float32(np.nan)).astype(np.float32)


def _solved(normal: _Normal, wanted: FloatArray, gsd: tuple[float, float], tie: float) -> FloatArray:
    """Conjugate gradients from zero."""
    rows, columns = (2.0 - 2.0 * np.cos(np.pi * np.arange(size) / size) for size in wanted.shape)
    waves = (rows[:, None] / gsd[1] ** 2 + columns[None, :] / gsd[0] ** 2 + tie).astype(np.float32)

    def near(values: FloatArray) -> FloatArray:
        return np.asarray(fft.idctn(fft.dctn(values, norm="ortho") / waves, norm="ortho"))

    found, left = np.zeros_like(wanted), wanted.copy()
    step = near(left)
    way = step.copy()
    size = first = _inner(left, step)
    for _ in range(MOST_ROUNDS):
        if size <= NEAR**2 * first:
            break
        image = normal(way)
        far = np.float32(size / _inner(way, image))
        found += far * way
        left -= far * image
        step = near(left)
        before, size = size, _inner(left, step)
        way = step + np.float32(size / before) * way
    return found


def _inner(one: FloatArray, other: FloatArray) -> float:
    """Sum of the products, by rows: the same whatever the threads of a linear algebra library."""
    return float((one * other).sum(dtype=np.float64))

"""Albedo of ground of any size, window by window."""

from __future__ import annotations

import numpy as np

from ..arrays import DoubleArray, FloatArray

WAVES_PX = tuple(2.0**k for k in range(2, 9))
"""Distances of the random values that are interpolated between: waves from about 8 to 500 pixels."""

HURST = 0.6
"""Of the pattern, as made scenes have it."""

SPLINE_VARIANCE = 151.0 / 315.0
"""Mean of the sum of squares of the four weights of a cubic B-spline along an axis."""

LIMITS = 0.4, 2.5
"""Of the albedo about one."""


class AlbedoPattern:
    """Albedo about one with a self-affine pattern, the same for a pixel in every window.

    The sum over octaves of random values on a lattice, interpolated by cubic B-splines, with a standard deviation
    that grows with their distance to the power of the Hurst exponent.

    Parameters
    ----------
    seed : int
    spread : float
        Standard deviation; zero for albedo one.
    """

    def __init__(self, seed: int, spread: float) -> None:
        self._seed, self._spread = seed, spread

    def rows(self, row: int, height: int, width: int) -> FloatArray:
        """Albedo of whole rows from ``row`` on, (height, width)."""
        if self._spread == 0.0:
            return np.ones((height, width), dtype=np.float32)
        sizes = np.array(WAVES_PX) ** HURST
        sizes *= self._spread / (np.linalg.norm(sizes) * SPLINE_VARIANCE)
        field = np.zeros((height, width))
        for octave, (wave, size) in enumerate(zip(WAVES_PX, sizes.tolist())):
            field += size * self._octave(octave, wave, row, height, width)
        return np.clip(1.0 + field, *LIMITS).astype(np.float32)

    def _octave(self, octave: int, wave: float, row: int, height: int, width: int) -> DoubleArray:
        first, down = _weights(np.arange(row, row + height) / wave)
        left, across = _weights(np.arange(width) / wave)
        lines = range(int(first.min()), int(first.max()) + 4)
        columns = int(left.max()) + 4
        lattice = np.stack(
            [np.random.default_rng((self._seed, 11, octave, line)).standard_normal(columns) for line in lines]
        )
        # Sums of four terms in their order: a matrix product would leave it to the threads.
        wide = np.zeros((len(lattice), width))
        for k, weight in enumerate(across):
            wide += weight * lattice[:, left + k]
        found, inner = np.zeros((height, width)), first - first.min()
        for k, weight in enumerate(down):
            found += weight[:, None] * wide[inner + k]
        return found


def _weights(at: DoubleArray) -> tuple[np.ndarray, tuple[DoubleArray, ...]]:
    """First of the four knots of a cubic B-spline at places from zero on, and their weights."""
    first = np.floor(at).astype(np.int64)
    t = at - first
    return first, (
        (1.0 - t) ** 3 / 6.0,
        (3.0 * t**3 - 6.0 * t**2 + 4.0) / 6.0,
        (-3.0 * t**3 + 3.0 * t**2 + 3.0 * t + 1.0) / 6.0,
        t**3 / 6.0,
    )

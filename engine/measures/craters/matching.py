"""How well a crater of a size fits about every pixel."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from ...arrays import BoolArray, DoubleArray
from .templates import Stencil

LEAST_KNOWN = 0.85
"""Share of the ground about a crater, by its weight, that has to be known."""

LEAST_ENERGY = 1e-9
"""Mean square of a field below which there is nothing but rounding."""


@dataclass(frozen=True)
class Fit:
    """How well one diameter fits about every pixel, (H, W) arrays.

    Attributes
    ----------
    likeness : array
        Correlation of the ground, its trend taken off, with the template that fits best; -1 to 1.
    worth : array
        Amplitude of that template times its worth: depth over diameter in a DTM, contrast in an image.
    template : array of int
        Its number.
    """

    likeness: DoubleArray
    worth: DoubleArray
    template: NDArray[np.int8]


class Matcher:
    """Fields of one window, ready to be matched at any diameter.

    Parameters
    ----------
    fields : sequence of (H, W) arrays
        Finite.
    known : (H, W) bool array
    reach : (int, int)
        Rows and columns that the largest kernel reaches from its middle.
    """

    def __init__(self, fields: Sequence[DoubleArray], known: BoolArray, reach: tuple[int, int]) -> None:
        self._shape = known.shape
        self._full = [fft.next_fast_len(size + 2 * far, real=True) for size, far in zip(known.shape, reach)]
        # About its mean a field loses fewer digits in the transform.
        centred = [field - field.mean() for field in fields]
        self._fields = [self._transform(field) for field in centred]
        self._energy = self._transform(sum(np.square(field) for field in centred))
        self._known = None if known.all() else self._transform(known.astype(np.float64))

    def fit(self, stencil: Stencil) -> Fit:
        """How well a diameter fits: the best of the stencil's templates everywhere.

        Each is fitted by weighted least squares with an amplitude, over the stencil's trends; the likeness is the square
        root of the share of the variance about the trend that it explains, with the sign of the amplitude.
        """
        total = float(stencil.weight.sum())
        left = self._correlated(self._energy, stencil.weight)
        for field, kernel, norm in stencil.trends:
            left -= self._correlated(self._fields[field], kernel) ** 2 / norm
        spread = np.sqrt(np.maximum(left, LEAST_ENERGY * total))
        likeness = np.full(self._shape, -1.0)
        worth = np.zeros(self._shape)
        number = np.zeros(self._shape, dtype=np.int8)
        for index, template in enumerate(stencil.templates):
            transformed = sum(
                field * self._kernel(kernel) for field, kernel in zip(self._fields, template.kernels)
            )
            found = self._inner(transformed, template.kernels[0].shape)
            better = found > likeness * spread * math.sqrt(template.norm)
            likeness = np.where(better, found / (math.sqrt(template.norm) * spread), likeness)
            number[better] = index
            worth = np.where(better, found / template.norm * template.worth, worth)
        if self._known is not None:
            likeness[self._correlated(self._known, stencil.weight) < LEAST_KNOWN * total] = -1.0
        return Fit(likeness, worth, number)

    def _transform(self, values: DoubleArray) -> NDArray[np.complex128]:
        return np.asarray(fft.rfft2(values, self._full))

    def _kernel(self, kernel: DoubleArray) -> NDArray[np.complex128]:
        return self._transform(kernel[::-1, ::-1])

    def _correlated(self, transformed: NDArray[np.complex128], kernel: DoubleArray) -> DoubleArray:
        return self._inner(transformed * self._kernel(kernel), kernel.shape)

    def _inner(self, transformed: NDArray[np.complex128], kernel: tuple[int, ...]) -> DoubleArray:
        """The part of a correlation that lies over the window."""
        whole = fft.irfft2(transformed, self._full)
        rows, columns = (slice(side // 2, side // 2 + size) for side, size in zip(kernel, self._shape))
        return np.asarray(whole[rows, columns])

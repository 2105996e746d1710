"""How well a crater of a size fits about every pixel."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from ...arrays import BoolArray, DoubleArray
from .templates import REACH, DtmTemplates, ImageTemplates, Stencil

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


Spectrum = NDArray[np.complex128]


class Kernels:
    """The kernels of one diameter, ready for windows of one shape.

    Parameters
    ----------
    stencil : Stencil
    full : (int, int)
        Rows and columns of the transforms.
    """

    def __init__(self, stencil: Stencil, full: tuple[int, int]) -> None:
        def ready(kernel: DoubleArray) -> Spectrum:
            return np.asarray(fft.rfft2(kernel[::-1, ::-1], full))

        self.shape = stencil.weight.shape
        self.total = float(stencil.weight.sum())
        self.weight = ready(stencil.weight)
        self.trends = [(field, ready(kernel), norm) for field, kernel, norm in stencil.trends]
        self.templates = [([ready(k) for k in one.kernels], one.norm, one.worth) for one in stencil.templates]


class Bank:
    """Kernels of the last octave and shape that were asked for.

    Parameters
    ----------
    templates : DtmTemplates or ImageTemplates
    """

    def __init__(self, templates: DtmTemplates | ImageTemplates) -> None:
        self.templates = templates
        self._key: object = None
        self._kernels: list[Kernels] = []

    def kernels(
        self, diameters_m: tuple[float, ...], gsd: tuple[float, float], full: tuple[int, int]
    ) -> list[Kernels]:
        """The kernels of some diameters on pixels of a size, for transforms of a shape."""
        key = diameters_m, gsd, full
        if key != self._key:
            self._kernels = [Kernels(self.templates.stencil(diameter, gsd), full) for diameter in diameters_m]
            self._key = key
        return self._kernels


def reach(diameter_m: float, gsd: tuple[float, float]) -> tuple[int, int]:
    """Rows and columns that the kernels of a diameter reach from their middle."""
    return math.ceil(REACH * diameter_m / 2.0 / gsd[1]), math.ceil(REACH * diameter_m / 2.0 / gsd[0])


def transform_shape(shape: tuple[int, int], far: tuple[int, int]) -> tuple[int, int]:
    """Rows and columns of the transforms of windows of a shape, for kernels that reach so far."""
    height, width = (int(fft.next_fast_len(size + 2 * one, real=True)) for size, one in zip(shape, far))
    return height, width


class Matcher:
    """Fields of one window, ready to be matched at any diameter.

    Parameters
    ----------
    fields : sequence of (H, W) arrays
        Finite.
    known : (H, W) bool array
    full : (int, int)
        Rows and columns of the transforms.
    """

    def __init__(self, fields: Sequence[DoubleArray], known: BoolArray, full: tuple[int, int]) -> None:
        self._window, self._full = (known.shape[0], known.shape[1]), full
        # About its mean a field loses fewer digits in the transform.
        centred = [field - field.mean() for field in fields]
        self._fields = [self._transform(field) for field in centred]
        self._energy = self._transform(sum(np.square(field) for field in centred))
        self._known = None if known.all() else self._transform(known.astype(np.float64))

    def fit(self, kernels: Kernels) -> Fit:
        """How well a diameter fits: the best of its templates everywhere.

        Each is fitted by weighted least squares with an amplitude, over the stencil's trends; the likeness is the
        square root of the share of the variance about the trend that it explains, with the sign of the amplitude.
        """
        left = self._over(self._energy * kernels.weight, kernels)
        for field, kernel, norm in kernels.trends:
            left -= self._over(self._fields[field] * kernel, kernels) ** 2 / norm
        spread = np.sqrt(np.maximum(left, LEAST_ENERGY * kernels.total))
        likeness = np.full(self._window, -1.0)
        worth = np.zeros(self._window)
        number = np.zeros(self._window, dtype=np.int8)
        for index, (spectra, norm, each) in enumerate(kernels.templates):
            found = self._over(np.asarray(sum(field * one for field, one in zip(self._fields, spectra))), kernels)
            like = found / (math.sqrt(norm) * spread)
            better = like > likeness
            likeness[better] = like[better]
            number[better] = index
            worth[better] = found[better] * (each / norm)
        if self._known is not None:
            likeness[self._over(self._known * kernels.weight, kernels) < LEAST_KNOWN * kernels.total] = -1.0
        return Fit(likeness, worth, number)

    def _transform(self, values: DoubleArray) -> Spectrum:
        return np.asarray(fft.rfft2(values, self._full))

    def _over(self, spectrum: Spectrum, kernels: Kernels) -> DoubleArray:
        """The part of a correlation that lies over the window."""
        whole = fft.irfft2(spectrum, self._full)
        rows, columns = (slice(side // 2, side // 2 + size) for side, size in zip(kernels.shape, self._window))
        return np.asarray(whole[rows, columns])

"""Size-frequency of rocks and the laws that describe it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

LEAST_ROCKS = 5
K_LIMITS = (-4.0, -0.3)
"""Decimal logarithms between which k is looked for: from a ten thousandth to half of the ground."""


def golombek_rapp(diameter: NDArray[np.float64], k: float) -> NDArray[np.float64]:
    """Share of the ground covered by rocks of at least a diameter (metres).

    F_k(D) = k exp(-q D) with q = 1.79 + 0.152 / k (Golombek & Rapp 1997).
    """
    return np.asarray(k * np.exp(-(1.79 + 0.152 / k) * diameter))


@dataclass(frozen=True)
class SizeLaws:
    """Fits to the rocks of at least ``smallest_m``.

    Attributes
    ----------
    count : int
        Rocks in the fits.
    smallest_m : float
    power : float
        b of N(>= D) ~ D^-b, maximum likelihood (Clauset et al. 2009); NaN below five rocks.
    power_error : float
        Its standard error, b / sqrt(n).
    covered : float
        k of Golombek & Rapp, least squares of the logarithm of the covered share; NaN below five rocks, and
        where no k of the law fits: it falls off so fast that fields of boulders of many metres leave it.
    """

    count: int
    smallest_m: float
    power: float
    power_error: float
    covered: float


def fit(diameters_m: NDArray[np.float64], area_m2: float, smallest_m: float) -> SizeLaws:
    """Fit both laws.

    Parameters
    ----------
    diameters_m : (n,) array
    area_m2 : float
        Ground on which they were counted.
    smallest_m : float
        Diameter from which the count is complete.
    """
    used = np.sort(diameters_m[diameters_m >= smallest_m])[::-1]
    if used.size < LEAST_ROCKS:
        return SizeLaws(int(used.size), smallest_m, math.nan, math.nan, math.nan)
    power = used.size / float(np.log(used / smallest_m).sum())
    share = np.cumsum(math.pi / 4.0 * used**2) / area_m2

    def misfit(exponent: float) -> float:
        k = 10.0**exponent
        return float(np.sum((math.log(k) - (1.79 + 0.152 / k) * used - np.log(share)) ** 2))

    low, high = K_LIMITS
    best = float(optimize.minimize_scalar(misfit, bounds=(low, high), method="bounded").x)
    covered = 10.0**best if low + 0.02 < best < high - 0.02 else math.nan
    return SizeLaws(int(used.size), smallest_m, power, power / math.sqrt(used.size), covered)

"""How well the terrain classes of a scene are told apart by relief."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from ..moon import TERRAINS

PAIRS = ((0, 1), (1, 2), (0, 2))
"""Classes that are held against each other."""

STEPS = 20_001
REACH = 8.0
"""Steps of the integral over a density, and how many standard deviations it goes beyond the means."""


@dataclass(frozen=True)
class Density:
    """Relief of the tiles of one class.

    Attributes
    ----------
    terrain : str
    count : int
    mean_m, deviation_m : float
        NaN where there is no tile, and no second one.
    """

    terrain: str
    count: int
    mean_m: float
    deviation_m: float

    @property
    def known(self) -> bool:
        """Whether it has a width."""
        return self.deviation_m > 0.0

    def at(self, relief_m: NDArray[np.float64]) -> NDArray[np.float64]:
        """Normal density, per metre."""
        return np.asarray(stats.norm.pdf(relief_m, self.mean_m, self.deviation_m))


def densities(relief: NDArray[np.float64], labels: NDArray[np.intp]) -> list[Density]:
    """Of each class in the order of ``moon.TERRAINS``.

    Parameters
    ----------
    relief : array
        Metres.
    labels : array of that shape
        Index of the class, negative where there is none.
    """
    found = []
    for index, terrain in enumerate(TERRAINS):
        values = relief[labels == index]
        mean = float(values.mean()) if values.size else math.nan
        deviation = float(values.std(ddof=1)) if values.size > 1 else math.nan
        found.append(Density(terrain, int(values.size), mean, deviation))
    return found


def overlap_percent(one: Density, other: Density) -> float:
    """Area that two densities have in common, in per cent of the area of each; NaN where one has no width."""
    if not (one.known and other.known):
        return math.nan
    ends = [(d.mean_m - REACH * d.deviation_m, d.mean_m + REACH * d.deviation_m) for d in (one, other)]
    # Fine about each of the two, however different their widths are.
    parts = [np.linspace(low, high, STEPS) for low, high in ends]
    relief = np.unique(np.concatenate(parts))
    return 100.0 * float(np.trapezoid(np.minimum(one.at(relief), other.at(relief)), relief))

"""The Gaussian model of the relief of the terrain classes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

HURST = 0.9
"""Relief of a self-affine surface grows as the length to this power: 0.7 to 0.95 on the Moon, median 0.9
(Cai & Fa 2020)."""


@dataclass(frozen=True)
class ClassModel:
    """Gaussian of the relief (max - min of the coarse DEM in a tile) of each class.

    The classes are the pack's: its experts were trained with them. They follow the ground size of the tiles
    and nothing else of a scene. Bruzzone & Prieto (2000) estimate them from the scene by EM, but the relief of
    lunar ground is one broad continuum: EM then cuts each scene in thirds of its own, and neighbouring frames
    give the same tile to different experts.

    Attributes
    ----------
    means, deviations : (3,) tuples
        Metres, means growing.
    ground_m : float
        Geometric mean of the sides of the tiles they hold for, in metres.
    """

    means: tuple[float, float, float]
    deviations: tuple[float, float, float]
    ground_m: float

    def at(self, ground_m: float) -> ClassModel:
        """The model for tiles of another ground size."""
        factor = (ground_m / self.ground_m) ** HURST
        return ClassModel(
            (self.means[0] * factor, self.means[1] * factor, self.means[2] * factor),
            (self.deviations[0] * factor, self.deviations[1] * factor, self.deviations[2] * factor),
            ground_m,
        )

    def energies(self, relief: NDArray[np.float64]) -> NDArray[np.float64]:
        """Negative logarithm of every class's likelihood, up to what all classes share.

        1/2 ln sigma^2 + (x - mu)^2 / (2 sigma^2) for neighbouring classes between their means. Beyond them
        the outermost classes are open: nothing is flatter than flat and nothing higher than crater walls,
        while mountains are no likelier the further a tile lies from their mean. Between two classes, relief
        on the far side of one counts as its mean, so that the tail of a wide class never takes tiles back:
        with the same neighbours, more relief never means a lower class.

        Parameters
        ----------
        relief : (...,) array
            Metres; NaN gives zero energy for every class, so that neighbours decide.

        Returns
        -------
        (3, ...) array
            Relative to the first class.
        """
        flat, mountain, crater = self.means
        low, high = np.minimum(relief, mountain), np.maximum(relief, mountain)
        first = self._term(1, low) - self._term(0, np.maximum(low, flat))
        second = self._term(2, np.minimum(high, crater)) - self._term(1, high)
        return np.where(np.isnan(relief), 0.0, np.stack([np.zeros_like(first), first, first + second]))

    def _term(self, index: int, relief: NDArray[np.float64]) -> NDArray[np.float64]:
        deviation = self.deviations[index]
        return math.log(deviation) + (relief - self.means[index]) ** 2 / (2.0 * deviation**2)

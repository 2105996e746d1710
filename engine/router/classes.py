"""The three terrain classes and their Gaussian model of relief."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CLASSES = ("flat", "mountain", "crater")
"""Terrain classes in the order of growing relief; their codes in rasters are 1, 2, 3."""

CODES = {name: index + 1 for index, name in enumerate(CLASSES)}


@dataclass(frozen=True)
class ClassModel:
    """Gaussian of the relief (max - min of the coarse DEM in a tile) of each class.

    Attributes
    ----------
    means, deviations : (3,) tuples
        Metres, means growing.
    ground_m : float
        Geometric mean of the sides of the tiles they hold for, in metres.
    shares : (3,) tuple
        Share of the tiles in each class.
    """

    means: tuple[float, float, float]
    deviations: tuple[float, float, float]
    ground_m: float
    shares: tuple[float, float, float] = (1 / 3, 1 / 3, 1 / 3)

    def at(self, ground_m: float) -> ClassModel:
        """The model for tiles of another ground size.

        Relief over a self-affine surface grows as the length to the power of the Hurst exponent,
        which is 0.7 to 0.95 on the Moon (Cai & Fa 2020); 0.9, their median, is used.
        """
        factor = (ground_m / self.ground_m) ** 0.9
        return ClassModel(
            (self.means[0] * factor, self.means[1] * factor, self.means[2] * factor),
            (self.deviations[0] * factor, self.deviations[1] * factor, self.deviations[2] * factor),
            ground_m,
            self.shares,
        )

    def energies(self, relief: NDArray[np.float64]) -> NDArray[np.float64]:
        """Negative logarithm of every class's posterior, constants left away.

        1/2 ln sigma^2 + (x - mu)^2 / (2 sigma^2) - ln share. Relief beyond the outer means counts as the
        outer mean: nothing is flatter than flat, whatever a wide neighbour's tail says.

        Parameters
        ----------
        relief : (...,) array
            Metres; NaN gives zero energy for every class, so that neighbours decide.

        Returns
        -------
        (3, ...) array
        """
        x = np.clip(relief, self.means[0], self.means[2])
        terms = [
            math.log(deviation / share) + (x - mean) ** 2 / (2.0 * deviation**2)
            for mean, deviation, share in zip(self.means, self.deviations, self.shares)
        ]
        return np.where(np.isnan(relief), 0.0, np.stack(terms))


def fit(relief: NDArray[np.float64], prior: ClassModel, strength: float = 20.0, rounds: int = 50) -> ClassModel:
    """Adapt a class model to a scene by expectation-maximisation with a conjugate prior.

    Bruzzone & Prieto (2000) estimate the classes by EM. Alone, EM would split a scene of one terrain
    in three; so each class starts with the pack's statistics and keeps them with the weight of
    ``strength`` tiles (maximum a posteriori under a normal-inverse-gamma prior for mean and
    deviation, a Dirichlet prior for the shares). A class without tiles stays as the pack has it and
    becomes unlikely, and no mean moves over half-way towards its neighbour.

    Parameters
    ----------
    relief : array
        Relief of the tiles in metres; NaN is left out.
    prior : ClassModel
        The pack's statistics for tiles of this ground size.
    strength : float
        Weight of the prior in tiles.
    rounds : int
        Most iterations.

    Returns
    -------
    ClassModel
    """
    x = relief[np.isfinite(relief)].astype(np.float64)
    if x.size == 0:
        return prior
    anchor = np.array(prior.means)
    spread = np.array(prior.deviations)
    middle = 0.5 * (anchor[:-1] + anchor[1:])
    low = np.concatenate(([0.5 * anchor[0]], middle))
    high = np.concatenate((middle, [2.0 * anchor[2]]))
    model = prior
    for _ in range(rounds):
        energy = model.energies(x)
        likelihood = np.exp(-(energy - energy.min(axis=0)))
        share = likelihood / likelihood.sum(axis=0)
        weight = share.sum(axis=1)
        mean = (strength * anchor + share @ x) / (strength + weight)
        mean = np.clip(mean, low, high)
        square = (share * (x[None, :] - mean[:, None]) ** 2).sum(axis=1)
        variance = (strength * (spread**2 + (mean - anchor) ** 2) + square) / (strength + weight)
        # A class may become twice as narrow or wide, not degenerate.
        deviation = np.clip(np.sqrt(variance), 0.5 * spread, 2.0 * spread)
        shares = (strength / 3.0 + weight) / (strength + x.size)
        following = ClassModel(_triple(mean), _triple(deviation), prior.ground_m, _triple(shares))
        moved = np.abs(np.array(following.means) - np.array(model.means)).max()
        model = following
        if moved < 1e-3:
            break
    return model


def _triple(values: NDArray[np.float64]) -> tuple[float, float, float]:
    first, second, third = values.tolist()
    return first, second, third

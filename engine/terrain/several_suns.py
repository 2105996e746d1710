"""What images under several suns tell of slopes together. Plain values in and out.

An image tells the slope towards its sun with some error, and the slope across it with a larger one, which is a guess
from shapes. With the inverse squares of both as weights, s the direction of the light and t across it, the gradient
of several images has the covariance

    C = (sum over k of  s_k s_k' / along_k^2 + t_k t_k' / across_k^2)^-1.

Of two images that tell nothing across their suns, that is the error model of photometric stereo by Liu, Wu & Woehler
(2018, ISPRS Journal 136, 58-72): the error grows with one over the sine of the angle between the azimuths. How well an
image tells either slope was measured on made scenes; see ``told``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..arrays import DoubleArray
from ..raster.frame import Sun

INCIDENCES_DEG = (20.0, 40.0, 50.0, 60.0, 70.0, 80.0)
ALONG_DEG = (4.0, 2.5, 2.0, 1.8, 1.8, 2.2)
ACROSS_DEG = (5.0, 4.0, 3.8, 3.6, 3.6, 4.0)
"""Errors of slopes along and across the sun, in degrees, of DTMs of made scenes under incidences."""

LEAST_ANGLE_DEG = 30.0
"""Between the azimuths of two suns, whichever way, under which they tell nearly the same."""


@dataclass(frozen=True)
class Told:
    """Standard errors of the slopes that an image tells along and across its sun; any unit, the same for both."""

    along: float
    across: float


def told(incidence_deg: float) -> Told:
    """What an image under a sun tells in the mean of made scenes, in degrees."""
    return Told(*(float(np.interp(incidence_deg, INCIDENCES_DEG, errors)) for errors in (ALONG_DEG, ACROSS_DEG)))


def covariance(suns: Sequence[Sun]) -> DoubleArray:
    """Covariance (2, 2) of the gradient that images under several suns tell together, degrees squared.

    Parameters
    ----------
    suns : sequence of Sun
        In one frame.
    """
    information = np.zeros((2, 2))
    for sun in suns:
        angle, errors = math.radians(sun.azimuth_deg), told(sun.incidence_deg)
        along = np.array((math.sin(angle), math.cos(angle)))
        across = np.array((along[1], -along[0]))
        information += np.outer(along, along) / errors.along**2 + np.outer(across, across) / errors.across**2
    return np.asarray(np.linalg.inv(information))


def error(suns: Sequence[Sun]) -> float:
    """Root mean square of the error of the gradient, both axes together, degrees."""
    return math.sqrt(float(np.trace(covariance(suns))))


def expected_gain(suns: Sequence[Sun]) -> float:
    """Error of the slopes of all together over that of the best image alone."""
    return error(suns) / min(error([sun]) for sun in suns)


def between(one: Sun, other: Sun) -> float:
    """Angle between the lines in which two suns shine, 0 to 90 degrees: opposite suns show the same slopes."""
    turn = abs(one.azimuth_deg - other.azimuth_deg) % 180.0
    return min(turn, 180.0 - turn)


def best_pair(suns: Sequence[Sun]) -> tuple[int, int]:
    """Numbers of the two that complement each other best."""
    pairs = [(i, j) for i in range(len(suns)) for j in range(i + 1, len(suns))]
    return min(pairs, key=lambda pair: error([suns[pair[0]], suns[pair[1]]]))

"""What to believe of the contrast of an image whose estimate is not certain, and how far to follow it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .contrast import Contrast

SPREAD = 0.5
"""Standard deviation of the logarithm of the contrast of stretched images: powers of 0.5 to 2 and offsets of up to half
of the mean, each as likely as the next, have this one."""

STRETCHED, STRETCHED_BY_ITS_LOOK = 0.1, 0.9
"""Share of images that are stretched, among those that look calibrated and those that look like a display's."""

RESPONSE = 0.65
"""Power of an image's contrast by which the experts' detail grows: they do not believe every contrast, as those of
their training were off too (``tests.benchmarks.contrast``: made scenes under powers of 0.5 to 2)."""


@dataclass(frozen=True)
class Belief:
    """What is held of a contrast.

    Attributes
    ----------
    stretched : bool
        Whether the image is taken for stretched; one that is not is left as it is.
    factor : float
        Its contrast over that of the shaded ground: one where it is left as it is, infinite for logarithms.
    wanted : float
        What the contrast is to be made: one, or less where the factor is uncertain (``damped``).
    doubt : float
        Standard deviation of the logarithm of the contrast that is left, of a normal one.
    """

    stretched: bool
    factor: float
    wanted: float
    doubt: float


def believed(found: Contrast, shown: bool) -> Belief:
    """Weigh an estimate against what images are like.

    An image is calibrated, with the factor one, or stretched, with any factor about one; the estimate tells the two
    apart as far as its uncertainty lets it, and the mean of what is left of the second is the factor.

    Parameters
    ----------
    found : Contrast
    shown : bool
        Whether the image looks like a display's, or the user takes it for one.
    """
    if math.isinf(found.factor):
        return Belief(True, found.factor, damped(found.uncertainty), found.uncertainty)
    chance = STRETCHED_BY_ITS_LOOK if shown else STRETCHED
    middle, width = 0.0, SPREAD
    if found.known:
        seen, error = math.log(found.factor), found.uncertainty
        whole = math.hypot(SPREAD, error)
        calibrated = (1.0 - chance) * _normal(seen, error)
        chance *= _normal(seen, whole)
        chance /= chance + calibrated
        middle, width = seen * (SPREAD / whole) ** 2, SPREAD * error / whole
    if chance < 0.5:
        return Belief(False, 1.0, 1.0, math.sqrt(chance) * math.hypot(middle, width))
    doubt = math.sqrt(chance * width**2 + (1.0 - chance) * middle**2)
    return Belief(True, math.exp(middle), damped(width), doubt)


def _normal(value: float, deviation: float) -> float:
    return math.exp(-0.5 * (value / deviation) ** 2) / deviation


def damped(deviation: float) -> float:
    """The contrast with which the detail of experts is nearest to the truth in the mean square.

    Detail of k times the true height, the logarithm of k normal about zero with the deviation s, is so when it is
    multiplied by E(k) / E(k^2) = exp(-1.5 s^2); that of experts is the power ``RESPONSE`` of the contrast, so that s is
    smaller, and the contrast has to change the more.

    Parameters
    ----------
    deviation : float
        Of the logarithm of the contrast.
    """
    return math.exp(-1.5 * RESPONSE * deviation**2)

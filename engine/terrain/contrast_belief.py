"""What to believe of the contrast of an image whose estimate is not certain, and how far to follow it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .contrast import Contrast


@dataclass(frozen=True)
class Prior:
    """What images of a kind are like, before one is seen.

    Attributes
    ----------
    stretched : float
        Share of them whose contrast is not that of their light.
    spread : float
        Standard deviation of the logarithm of the contrast of these.
    most : float
        Largest logarithm that is believed.
    """

    stretched: float
    spread: float
    most: float = math.inf


CALIBRATED, DISPLAYED = Prior(0.1, 0.5), Prior(0.9, 0.5)
"""Images that look calibrated, and those that look like a display's: powers of 0.5 to 2 and offsets of up to half of
the mean, each as likely as the next, have this spread."""

LAMP = Prior(1.0, 0.3, 0.5)
"""Images in scattered light, under the sun that stands for it: a second lit stretch of the rim takes off up to a third
of the contrast, and light from all around a sixth. What is estimated far beyond is not the light's."""

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


def believed(found: Contrast, prior: Prior) -> Belief:
    """Weigh an estimate against what images are like.

    An image is calibrated, with the factor one, or stretched, with any factor about one; the estimate tells the two
    apart as far as its uncertainty lets it, and the mean of what is left of the second is the factor.

    Parameters
    ----------
    found : Contrast
    prior : Prior
        Of images like this one.
    """
    if math.isinf(found.factor):
        return Belief(True, found.factor, damped(found.uncertainty), found.uncertainty)
    chance, middle, width = prior.stretched, 0.0, prior.spread
    if found.known:
        seen, error = min(max(math.log(found.factor), -prior.most), prior.most), found.uncertainty
        whole = math.hypot(prior.spread, error)
        calibrated = (1.0 - chance) * _normal(seen, error)
        chance *= _normal(seen, whole)
        chance /= chance + calibrated
        middle, width = seen * (prior.spread / whole) ** 2, prior.spread * error / whole
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

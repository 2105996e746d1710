"""From how well a place fits to how likely it is a crater."""

from __future__ import annotations

import math
from dataclasses import dataclass

LEAST_LIKENESS = 0.5
"""Correlation with a model crater under which a place is not looked at."""

MOST_LIKENESS = 0.995
LEAST_WORTH = 1e-3
REFERENCE_PX = 12.0


@dataclass(frozen=True)
class Evidence:
    """What is known of a place.

    Attributes
    ----------
    likeness : float
        Correlation of the ground, its trend taken off, with the model crater that fits best.
    worth : float
        Depth over diameter in a DTM, contrast in an image, of that model as it fits.
    across_px : float
        Pixels across, of the octave that it is looked for in: of few pixels many things look alike.
    template : int
        Number of the model, the freshest first.
    """

    likeness: float
    worth: float
    across_px: float
    template: int

    def terms(self) -> tuple[float, ...]:
        """What the score is a weighted sum of."""
        likeness = math.atanh(min(self.likeness, MOST_LIKENESS))
        size = math.log2(self.across_px / REFERENCE_PX)
        worth = math.log(max(self.worth, LEAST_WORTH))
        fresh, soft = float(self.template == 0), float(self.template == 2)
        return 1.0, likeness, size, worth, fresh, soft, likeness * likeness, likeness * size


Weights = tuple[float, ...]

DTM_WEIGHTS: Weights = (-1.172, -2.168, -0.443, 0.473, 1.987, -2.320, 7.304, 2.190)
IMAGE_WEIGHTS: Weights = (-3.132, -1.404, -0.641, 0.244, -0.026, -0.421, 5.693, 2.743)
"""Of a logistic regression on the craters of made scenes, which ``build.py bench craters --fit`` prints."""


def score(evidence: Evidence, weights: Weights) -> float:
    """Share of such places on made scenes that are craters, 0 to 1."""
    total = sum(weight * term for weight, term in zip(weights, evidence.terms()))
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, total))))

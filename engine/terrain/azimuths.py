"""Directions in degrees: how far they are apart, and their mean."""

from __future__ import annotations

import math
from typing import TypeVar

import numpy as np

from ..arrays import DoubleArray

Angle = TypeVar("Angle", float, DoubleArray)


def apart(one_deg: Angle, other_deg: float) -> Angle:
    """Degrees between directions, 0 to 180."""
    return abs((one_deg - other_deg + 180.0) % 360.0 - 180.0)


def mean(azimuths_deg: DoubleArray) -> float:
    """The direction in which the sum of unit vectors points, in degrees; zero where there is none."""
    azimuths = np.radians(azimuths_deg)
    return math.degrees(math.atan2(np.sin(azimuths).sum(), np.cos(azimuths).sum()))

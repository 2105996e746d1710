"""Ground whose brightness says little of its slope: too steep, facing the sun, or lit along the ground."""

from __future__ import annotations

import math

import numpy as np

from ..arrays import BoolArray, FloatArray
from .photometry import central_gradient

STEEPEST_DEG = 35.0
"""Steeper ground than the angle of repose: a few fresh walls and boulders, of which experts have seen little."""

RAKING_DEG = 80.0
"""Between the sun and the ground's own vertical: a degree of slope then changes brightness by a fifth and more, and
shadows take over."""

FACING_DEG = 10.0
"""Ground that faces the sun within this is at its brightest, where a slope changes nothing."""


def steep_or_raking(heights: FloatArray, sun: FloatArray) -> BoolArray:
    """Where a surface is steep, or its light is.

    Parameters
    ----------
    heights : (H, W) array
        In pixels.
    sun : (4,) array
        As ``experts.normalise.sun_input`` has it; zeros where it is unknown, and then only steepness counts.
    """
    east, north = central_gradient(heights, 1.0, 1.0)
    stretch = east * east
    stretch += north * north
    found = stretch > np.float32(math.tan(math.radians(STEEPEST_DEG)) ** 2)
    if sun[2] > 0.0:
        stretch += np.float32(1.0)
        np.sqrt(stretch, out=stretch)
        facing = sun[2] - sun[0] * east - sun[1] * north
        found |= facing < stretch * np.float32(math.cos(math.radians(RAKING_DEG)))
        found |= facing > stretch * np.float32(math.cos(math.radians(FACING_DEG)))
    return np.asarray(found)

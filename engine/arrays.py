"""Names for the arrays that go from room to room."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
"""Heights in metres, brightness, slopes: what rasters hold; NaN where unknown."""

DoubleArray = NDArray[np.float64]
"""Positions and sums."""

BoolArray = NDArray[np.bool_]
"""Masks: true where something is known."""

"""What craters are drawn on in the report."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ...contract.progress import Progress
from ...reports.crater_counts import CraterMap
from ...terrain.photometry import known_gradient
from ...terrain.slope import hillshade
from .found import FoundCrater
from .octaves import Octave, Part, Surface, read_means

MOST_PX = 1400
"""Longer side of the picture."""

LIGHT = (315.0, 35.0)
"""Azimuth and elevation of the light on a DTM."""


def crater_map(surface: Surface, is_image: bool, craters: Sequence[FoundCrater], progress: Progress) -> CraterMap:
    """The image, or the DTM shaded, in means of its pixels, with the circles of the craters."""
    grid = surface.grid
    factor = max(1, math.ceil(max(grid.height, grid.width) / MOST_PX))
    height, width = (max(1, size // factor) for size in (grid.height, grid.width))
    progress.check()
    means = read_means(surface, Octave(factor, ()), Part(0, 0, height, width), (0, 0))
    if not is_image:
        metres = (np.full(height, side * factor) for side in grid.gsd)
        means = hillshade(*known_gradient(means, *metres), *LIGHT)
    across, down = (side * factor for side in grid.gsd)
    circles = [
        (one.column / factor, one.row / factor, one.diameter_m / across, one.diameter_m / down)
        for one in (crater.place for crater in craters)
    ]
    return CraterMap(means, np.array(circles).reshape(-1, 4))

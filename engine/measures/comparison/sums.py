"""What Compare DTMs gathers of the pixels of one region."""

from __future__ import annotations

import math
from collections import defaultdict

from ...moon import CODES
from ..evaluation.error_sums import ErrorSums
from ..evaluation.resolution import ResolutionSums
from .regions import Region, Window

MOST_RESOLUTION_PX = 16_000_000
"""Pixels of a region from which the effective resolution is taken: blocks are left out beyond."""

NONE = 0
"""Code of pixels without a class."""

Errors = dict[int, ErrorSums]
"""By code of the terrain class."""


class RegionSums:
    """Sums of the methods on one region, by terrain class.

    Attributes
    ----------
    errors : list of dict
        Of each method.
    resolution : list of dict
        Of each method, by code of the class; None for all of the region.
    """

    def __init__(self, region: Region, methods: int) -> None:
        self.region = region
        self.errors: list[defaultdict[int, ErrorSums]] = [defaultdict(ErrorSums) for _ in range(methods)]
        self.resolution: list[defaultdict[int | None, ResolutionSums]] = [
            defaultdict(ResolutionSums) for _ in range(methods)
        ]
        self._every = max(1, math.ceil(region.window.height * region.window.width / MOST_RESOLUTION_PX))
        self._seen = 0

    def next_is_fine(self, window: Window) -> bool:
        """Whether the effective resolution is taken from this window, one of those that make up the region."""
        fine = self._seen % self._every == 0
        self._seen += 1
        return fine and min(window.height, window.width) > 1

    def all_classes(self, method: int) -> ErrorSums:
        """The errors of a method on all pixels of the region."""
        return ErrorSums.together(self.errors[method].values())

    def of_class(self, method: int, terrain: str) -> ErrorSums:
        """The errors of a method on the pixels of one class."""
        return self.errors[method].get(CODES[terrain]) or ErrorSums()

    def width_px(self, method: int, terrain: str | None) -> float:
        """Effective resolution as a standard deviation in pixels, as ``ResolutionSums`` tells it."""
        sums = self.resolution[method].get(None if terrain is None else CODES[terrain])
        return math.nan if sums is None else sums.width_px()

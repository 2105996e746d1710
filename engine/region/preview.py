"""Frames as they are looked at before anything is made: on coarse pixels, whole or where two of them overlap."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import ndimage

from ..arrays import FloatArray
from ..contract.progress import Progress
from ..contract.requests import TilingRequest
from ..errors import OverlapError
from ..experts.runner import Runner
from ..raster.align import positions_on
from ..raster.frame import STILL, Move
from ..raster.grid import Grid, great_circle
from ..raster.union import place_on
from ..scene.inputs import Inputs
from ..scene.looker import Looker
from ..scene.scene import Lighting, lighting
from .frame import choices_of
from .table import Frame

ABOUT_POSTINGS = 3.0
"""That are looked at beyond an overlap, so that experts see what lies about it."""

LEAST_POSTINGS, LEAST_ALONG = 1.5, 5.0
"""Across and along an overlap in which two frames are compared: corners alone tell little."""

MOST_POSTINGS = 60.0
"""Along an overlap that is looked at: of a longer one the middle."""

Window = tuple[int, int, int, int]


class Preview:
    """A frame, opened, and lit when it is first looked at.

    Parameters
    ----------
    frame : Frame
    inputs : Inputs
        Open; their files rest between looks.
    experts : Runner
    tiling : TilingRequest
    progress : Progress
        Told of this frame.
    """

    def __init__(
        self, frame: Frame, inputs: Inputs, experts: Runner, tiling: TilingRequest, progress: Progress
    ) -> None:
        self.frame = frame
        self.inputs = inputs
        self._experts, self._tiling = experts, tiling
        self.progress = progress

    @property
    def grid(self) -> Grid:
        """Of the image."""
        return self.inputs.image.grid

    @property
    def posting_m(self) -> float:
        """Of the coarse DEM on this ground."""
        return self.inputs.coarse.posting_m

    @cached_property
    def light(self) -> Lighting:
        """Sun and contrast.

        Raises
        ------
        MmoedtmError
            The image cannot be read, or its light not be told.
        """
        choices = choices_of(self.frame, self._tiling, STILL)
        quiet = Progress(cancelled=self._cancelled)  # all of it is said when the DTM is made
        found = lighting(self.inputs, choices, self._experts.pack.manifest, quiet)
        self.inputs.image.rest()
        return found

    def _cancelled(self) -> bool:
        self.progress.check()
        return False

    def looker(self, part: Window | None = None) -> Looker | None:
        """To look at it with, whole or in part; None where its sun is not known, or contradicted by the image."""
        light = self.light
        if light.lamp.sun is None or light.doubted:
            return None
        inputs, manifest = self.inputs, self._experts.pack.manifest
        found = Looker(
            inputs.image, light.calibration, inputs.coarse, self._experts, manifest, light.lamp.sun, self._tiling,
            part=part,
        )
        inputs.image.rest()
        return found


@dataclass(frozen=True)
class Overlap:
    """Two previews that share ground, by their numbers, and what of each image is looked at there."""

    one: int
    other: int
    windows: tuple[Window, Window]


def overlaps(previews: Sequence[Preview | None], progress: Progress) -> Iterator[Overlap]:
    """All pairs of frames that share enough ground to be compared."""
    known = [(number, preview) for number, preview in enumerate(previews) if preview is not None]
    middles = [_middle(preview.grid) for _, preview in known]
    for index, (i, one) in enumerate(known):
        progress.check()
        for (j, other), middle in zip(known[index + 1 :], middles[index + 1 :]):
            reach = 0.5 * (_diagonal(one.grid) + _diagonal(other.grid))
            if float(great_circle(middles[index], middle, one.grid.radius)[0]) < reach:
                windows = _windows(one, other)
                if windows is not None:
                    yield Overlap(i, j, windows)


@dataclass(frozen=True)
class Shared:
    """What experts make of common ground under either image.

    Attributes
    ----------
    one, other : (H, W) arrays
        Metres on the grid of the first.
    gsd : (float, float)
        Metres per column and row.
    axes : (2, 2) array
        Columns: where a metre to the right and a metre up in the raster lead in the map.
    """

    one: FloatArray
    other: FloatArray
    gsd: tuple[float, float]
    axes: np.ndarray

    @property
    def squares(self) -> tuple[float, int]:
        """Sum of the squares of the differences (m2), and the number of pixels."""
        apart = (self.one - self.other).astype(np.float64)
        known = apart[np.isfinite(apart)]
        return float(np.square(known).sum()), int(known.size)


def shared(
    previews: Sequence[Preview | None], overlap: Overlap, moves: tuple[Move, Move], progress: Progress
) -> Shared | None:
    """Both surfaces of an overlap with the coarse DEM moved under each; None where one does not show the ground."""
    surfaces = []
    for number, window, move in zip((overlap.one, overlap.other), overlap.windows, moves):
        preview = previews[number]
        looker = None if preview is None else preview.looker(window)
        found = None if looker is None else looker.surfaces(np.array((move.east_m, move.north_m)), progress)
        if looker is None or found is None:
            return None
        surfaces.append((looker, found[1]))
    (first, one), (second, other) = surfaces
    columns, rows = np.meshgrid(np.arange(first.grid.width) + 0.5, np.arange(first.grid.height) + 0.5)
    at = positions_on(first.grid, second.grid, columns, rows)
    there = _sampled(other, at[1] - 0.5, at[0] - 0.5)
    return Shared(one, there, first.grid.gsd, first.axes)


def _sampled(surface: FloatArray, rows: np.ndarray, columns: np.ndarray) -> FloatArray:
    """Cubic values of a surface at fractional indices; NaN beyond it and where a pixel about is unknown."""
    known = np.isfinite(surface)
    level = np.float32(surface[known].mean()) if known.any() else np.float32(0.0)
    filled = np.where(known, surface - level, np.float32(0.0))
    where = [rows, columns]
    weight = ndimage.map_coordinates(known.astype(np.float32), where, order=1, mode="constant", cval=0.0)
    values = ndimage.map_coordinates(filled, where, order=3, mode="nearest", output=np.float32) + level
    return np.where(weight > 0.999, values, np.float32(np.nan))


def _windows(one: Preview, other: Preview) -> tuple[Window, Window] | None:
    posting = one.posting_m / one.grid.ground_size.mean_m
    first = _within(one.grid, other.grid, other.frame.scene.image, 0)
    if first is None or min(first[2:]) < LEAST_POSTINGS * posting or max(first[2:]) < LEAST_ALONG * posting:
        return None
    top, left, height, width = first
    short = [min(size, math.floor(MOST_POSTINGS * posting)) for size in (height, width)]
    first = top + (height - short[0]) // 2, left + (width - short[1]) // 2, short[0], short[1]
    about = round(ABOUT_POSTINGS * posting)
    second = _within(other.grid, one.grid.window(*first), one.frame.scene.image, about)
    return None if second is None else (_grown(first, about, one.grid), second)


def _within(grid: Grid, other: Grid, path: str, about: int) -> Window | None:
    """The window of a grid that another one covers, and what lies about it."""
    try:
        place = place_on(grid, other, path)
    except OverlapError:
        return None
    top, left = max(place.top, 0), max(place.left, 0)
    height = min(place.top + place.height, grid.height) - top
    width = min(place.left + place.width, grid.width) - left
    return _grown((top, left, height, width), about, grid) if height > 0 and width > 0 else None


def _grown(window: Window, about: int, grid: Grid) -> Window:
    top, left, height, width = window
    first, start = max(top - about, 0), max(left - about, 0)
    return first, start, min(top + height + about, grid.height) - first, min(left + width + about, grid.width) - start


def _middle(grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    return grid.longitude_latitude(np.array([grid.width / 2.0]), np.array([grid.height / 2.0]))


def _diagonal(grid: Grid) -> float:
    """Metres, and a little more."""
    x, y = grid.gsd
    return 1.05 * math.hypot(x * grid.width, y * grid.height)

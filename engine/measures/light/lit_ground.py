"""A DTM under a sun, in bands of rows of its image."""

from __future__ import annotations

import numpy as np

from ...arrays import FloatArray
from ...contract.light_request import LightRequest
from ...contract.progress import Progress
from ...raster.align import AlignedHeights
from ...raster.frame import Sun
from ...raster.heights import HeightReader
from ...raster.known_means import known_means
from ...synthetic.albedo import AlbedoPattern
from ...synthetic.camera import blur, blur_px
from ...terrain.photometry import LAWS, known_gradient
from ...terrain.shadows import lit_share
from ..reach import ShadowReach, shadow_reach
from .frame import ImageFrame

BLUR_REACH_PX = 3
"""Pixels of the image that the camera's blur sees; it is cut at four standard deviations."""

Rows = tuple[FloatArray, FloatArray]
"""Brightness, and share of the Sun's disc seen, of rows of the image; NaN where the DTM is not known."""


class LitGround:
    """A DTM lit by one sun.

    Parameters
    ----------
    heights : HeightReader
    frame : ImageFrame
    request : LightRequest
    sun : Sun
    albedo_map : AlignedHeights, optional
        Albedo on the grid of the ground, by which the other albedo is multiplied.
    progress : Progress
        Warned when shadows could be longer than is looked.
    """

    def __init__(
        self,
        heights: HeightReader,
        frame: ImageFrame,
        request: LightRequest,
        sun: Sun,
        albedo_map: AlignedHeights | None,
        progress: Progress,
    ) -> None:
        self.frame, self._request, self._sun = frame, request, sun.on(frame.ground)
        self._heights = heights if frame.own else AlignedHeights(heights, frame.ground, cubic=True)
        self._law, self._albedo_map = LAWS[request.law], albedo_map
        self._pattern = AlbedoPattern(request.seed, request.albedo_variation / 100.0)
        self._reach = ShadowReach(1, 1)
        if request.shadows:
            self._reach = shadow_reach(AlignedHeights(heights, frame.ground), self._sun, progress)
        level = np.zeros((1, 1), dtype=np.float32)
        self.level = float(self._law(level, level, self._sun.azimuth_deg, self._sun.incidence_deg)[0, 0])

    def blurred(self, row: int, height: int) -> Rows:
        """Rows of the image as the camera blurs them; as ``rows`` where there is no camera."""
        if self._request.camera == "none":
            return self.rows(row, height)
        above, below = min(row, BLUR_REACH_PX), min(self.frame.image.height - row - height, BLUR_REACH_PX)
        bright, share = self.rows(row - above, above + height + below)
        seen = blur(bright, blur_px(self.frame.factor))
        inner = slice(above, above + height)
        return seen[inner], share[inner]

    def rows(self, row: int, height: int) -> Rows:
        """Rows of the image, with nothing of the camera but the size of its pixels."""
        factor = self.frame.factor
        bright, share = self._ground_rows(row * factor, height * factor)
        return known_means(bright, factor), known_means(share, factor)

    def _ground_rows(self, row: int, height: int) -> Rows:
        """The same of rows of the ground."""
        grid = self.frame.ground
        top, bottom = max(row - self._reach.above, 0), min(row + height + self._reach.below, grid.height)
        heights = self._heights.read(top, 0, bottom - top, grid.width)
        near = slice(max(row - top - 1, 0), row - top + height + 1)
        inner = slice(min(row - top, 1), min(row - top, 1) + height)
        about = heights[near]
        lines = top + near.start + np.arange(len(about), dtype=np.float64) + 0.5
        metres = grid.ground_metres(lines)
        east, north = (part[inner] for part in known_gradient(about, *metres))
        direct = self._law(east, north, self._sun.azimuth_deg, self._sun.incidence_deg)
        share = np.where(np.isfinite(direct), np.float32(1.0), np.float32(np.nan))
        if self._request.shadows:
            own = slice(row - top, row - top + height)
            middle = len(metres[0]) // 2
            gsd = float(metres[0][middle]), float(metres[1][middle])
            share *= lit_share(heights, gsd, self._sun)[own]
        scattered = np.float32(self._request.scattered / 100.0 * self.level)
        return self._albedo(row, height) * (direct * share + scattered), share

    def _albedo(self, row: int, height: int) -> FloatArray:
        width = self.frame.ground.width
        albedo = np.float32(self._request.albedo) * self._pattern.rows(row, height, width)
        return albedo if self._albedo_map is None else albedo * self._albedo_map.read(row, 0, height, width)

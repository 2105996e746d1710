"""Maps of a DTM at the size in which they are drawn: made at full resolution, band by band, then averaged."""

from __future__ import annotations

import math
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ...arrays import FloatArray
from ...contract.progress import Progress
from ...raster.grid import Grid
from ...raster.known_means import known_means
from ..slope.maps import Shade, SlopeHistogram, Wanted, maps_of_band

BAND = 256
WINDOW = 5
"""Side of the window of the slope variance in pixels, as Slope and roughness has it by default."""


class Surface(Protocol):
    """Heights on the grid of the panel."""

    def read(self, row: int, column: int, height: int, width: int) -> FloatArray:
        """A window, NaN where unknown."""


@dataclass(frozen=True)
class Frame:
    """A part of a grid, and how much smaller it is drawn.

    Attributes
    ----------
    grid : Grid
    row, column, height, width : int
        The part, whole multiples of ``factor`` in size.
    factor : int
        Pixels along each side that are one drawn pixel.
    """

    grid: Grid
    row: int
    column: int
    height: int
    width: int
    factor: int

    @property
    def part(self) -> tuple[int, int, int, int]:
        """Row, column, height, width."""
        return self.row, self.column, self.height, self.width

    @property
    def size_m(self) -> tuple[float, float]:
        """Ground metres across and down."""
        gsd_x, gsd_y = self.grid.gsd
        return self.width * gsd_x, self.height * gsd_y


def framed(grid: Grid, part: tuple[int, int, int, int], size: int) -> Frame:
    """A part (row, column, height, width) of a grid so that its longer side is drawn in at most ``size`` pixels."""
    row, column, height, width = part
    factor = min(max(1, math.ceil(max(height, width) / size)), height, width)
    return Frame(grid, row, column, height // factor * factor, width // factor * factor, factor)


def maps(
    surface: Surface, frame: Frame, kinds: Collection[str], shade: Shade, progress: Progress
) -> dict[str, FloatArray]:
    """Maps of a surface as they are drawn.

    Parameters
    ----------
    surface : Surface
        Heights in metres on the frame's grid.
    frame : Frame
    kinds : collection of str
        Of 'hillshade', 'heights', 'slope' and 'roughness', the standard deviation of slope in 5 x 5 pixels.
    shade : Shade
        Light of the hillshade, azimuth from the top of the raster.
    progress : Progress
        Asked for a cancel.

    Returns
    -------
    dict of (h, w) arrays
        Means over the pixels of each drawn one, NaN where less than half of them are known.
    """
    inner = {"hillshade": "hillshade", "slope": "slope", "roughness": "deviation"}
    wanted = Wanted(("slope", *(inner[kind] for kind in kinds if kind in inner and kind != "slope")), WINDOW, shade)
    margin, histogram = wanted.margin, SlopeHistogram()
    metres = frame.grid.ground_metres(np.arange(frame.grid.height, dtype=np.float64) + 0.5)
    found: dict[str, list[FloatArray]] = {kind: [] for kind in kinds}
    with ThreadPoolExecutor(2, "panel") as pool:
        for top in range(0, frame.height, _step(frame)):
            progress.check()
            height, row = min(_step(frame), frame.height - top), frame.row + top
            heights = surface.read(row - margin, frame.column - margin, height + 2 * margin, frame.width + 2 * margin)
            at = np.clip(np.arange(row - margin + 1, row + height + margin - 1), 0, frame.grid.height - 1)
            band = maps_of_band(heights, (metres[0][at], metres[1][at]), wanted, pool, histogram)
            known = heights[margin:-margin, margin:-margin]
            for kind in kinds:
                values = known if kind == "heights" else band[inner[kind]].astype(np.float32)
                if kind == "hillshade":
                    values[~np.isfinite(band["slope"])] = np.nan
                found[kind].append(known_means(values, frame.factor))
    return {kind: np.concatenate(parts) for kind, parts in found.items()}


def _step(frame: Frame) -> int:
    """Rows that are worked on at a time: whole drawn ones."""
    return max(1, BAND // frame.factor) * frame.factor

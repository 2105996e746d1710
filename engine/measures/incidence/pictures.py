"""Images and slopes of the middle of a study's ground."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...arrays import FloatArray
from ...raster.baseline import bicubic
from ...raster.heights import HeightReader
from ...raster.reader import RasterReader
from ...raster.whole_moon import Windows
from ...reports.incidence import Picture
from ...terrain.slope import horn_gradient, slope_degrees
from .trial import Trial

SIDE_PX = 400
"""Of the part that is drawn, pixel by pixel: detail is what there is to see."""

MOST_DRAWN = 6
"""Suns; of more, spread over the incidences."""


def pictures(heights: HeightReader, coarse_dem: str, trials: Sequence[Trial]) -> list[Picture]:
    """The coarse DEM, the DTMs under the first azimuth, and the DTM itself.

    Parameters
    ----------
    heights : HeightReader
        Of the DTM that was lit.
    coarse_dem : str
    trials : sequence of Trial
    """
    grid = heights.grid
    height, width = min(SIDE_PX, grid.height), min(SIDE_PX, grid.width)
    top, left = (grid.height - height) // 2, (grid.width - width) // 2
    metres = grid.ground_metres(top + np.arange(height, dtype=np.float64) + 0.5)

    def slope(surface: Windows) -> FloatArray:
        window = surface.read(top - 1, left - 1, height + 2, width + 2)
        return slope_degrees(*horn_gradient(window, *metres))

    first = sorted((one for one in trials if one.sun.azimuth_deg == trials[0].sun.azimuth_deg),
                   key=lambda one: one.sun.incidence_deg)  # fmt: skip
    shown = [first[k] for k in sorted({round(k) for k in np.linspace(0, len(first) - 1, min(MOST_DRAWN, len(first)))})]
    found = []
    with RasterReader(coarse_dem) as reader:
        baseline = bicubic(HeightReader(reader, "auto", _unsaid), grid)
        window = baseline.read(top - 1, left - 1, height + 2, width + 2)
        found.append(Picture("coarse DEM", None, slope_degrees(*horn_gradient(window, *metres))))
    for one in shown:
        with RasterReader(str(one.image)) as image, RasterReader(str(one.dtm)) as dtm:
            title = f"incidence {one.sun.incidence_deg:g}°"
            found.append(Picture(title, image.read(top, left, height, width), slope(dtm)))
    return [*found, Picture("DTM that was lit", None, slope(heights))]


def _unsaid(text: str) -> None:
    """What is assumed of an input was said when it was used."""

"""Shadows of single rocks in image and DTM."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...arrays import BoolArray, DoubleArray, FloatArray
from ...contract.progress import Progress
from ...errors import OverlapError, ParameterError
from ...raster.align import AlignedHeights
from ...raster.frame import Sun
from ...raster.grid import Grid
from ...raster.reader import RasterReader
from ...vector.layer import ring, write_layer
from ...vector.polygons import read_places
from ..relit import relight
from .match import ShadowMatch, rock_shadow
from .neighbourhood import Neighbourhood, neighbourhood

LOCAL_REACH = 256
"""Pixels towards the sun from which terrain casts shadow onto a rock's neighbourhood."""


MOST_ACROSS_PX = 1024
"""Pixels across an outline that can be a rock's; its shadow is some twenty times as long."""


@dataclass(frozen=True)
class ComparedRock:
    """One rock of the comparison.

    Attributes
    ----------
    number : int
    area_m2 : float
    vertices : (n, 2) array
        Columns and rows of the outline on the image.
    around : Neighbourhood
    image : (h, w) array
        Brightness of the neighbourhood.
    shadows : two (h, w) bool arrays
        Of the image and of the DTM.
    match : ShadowMatch
    """

    number: int
    area_m2: float
    vertices: DoubleArray
    around: Neighbourhood
    image: FloatArray
    shadows: tuple[BoolArray, BoolArray]
    match: ShadowMatch

    @property
    def outline(self) -> DoubleArray:
        """Columns and rows of the outline in the neighbourhood."""
        return self.vertices - (self.around.left, self.around.top)


def compare_rocks(
    layer: str, least_area_m2: float, image: RasterReader, dtm: AlignedHeights, sun: Sun, progress: Progress
) -> list[ComparedRock]:
    """Compare the shadows of every rock of a layer that lies on image and DTM.

    Parameters
    ----------
    layer : str
        Outlines of rocks.
    least_area_m2 : float
        Smaller ones are left out.
    image : RasterReader
    dtm : AlignedHeights
        On the image's grid.
    sun : Sun
        In the raster's frame.
    progress : Progress

    Raises
    ------
    ParameterError
        The layer holds points.
    OverlapError
        No rock is left.
    """
    places, grid = read_places(layer), image.grid
    rocks: list[ComparedRock] = []
    outside = small = 0
    steps = progress.steps(len(places.items), "rocks")
    for place in places.items:
        progress.check()
        steps.advance()
        vertices = place.on(places.plane, grid)
        if not np.isfinite(vertices).all():
            outside += 1  # beyond the projection of the image
            continue
        if len(vertices) < 3:
            raise ParameterError(f"{layer} holds points, but outlines of rocks are needed; give polygons.")
        across = float(np.ptp(vertices, axis=0).max())
        if across > MOST_ACROSS_PX:
            raise ParameterError(
                f"Outline {place.number} of {layer} is {across:,.0f} pixels across, over {MOST_ACROSS_PX:,}; give "
                "outlines of rocks."
            )
        area = grid.gsd[0] * grid.gsd[1] * _area(vertices)
        if area < least_area_m2:
            small += 1
            continue
        around = neighbourhood(vertices, sun, grid.gsd)
        seen, bright = _window(image, dtm, around, sun)
        if not (np.isfinite(seen) & np.isfinite(bright) & around.inside).any():
            outside += 1
            continue
        found, shadows = rock_shadow(seen, bright, around.inside, grid.gsd)
        rocks.append(ComparedRock(place.number, area, vertices, around, seen, shadows, found))
    if small:
        progress.info(f"{small} rocks of under {least_area_m2:g} m2 are left out.")
    if outside:
        progress.warning(f"{outside} rocks lie outside of the image or the DTM and are left out.")
    if not rocks:
        raise OverlapError(
            f"{layer} has no rock of at least {least_area_m2:g} m2 on the ground of image and DTM; "
            "give outlines of rocks in this image."
        )
    return rocks


def _window(
    image: RasterReader, dtm: AlignedHeights, around: Neighbourhood, sun: Sun
) -> tuple[FloatArray, FloatArray]:
    """Brightness of image and re-lit DTM over a neighbourhood, with the terrain that can shade it."""
    height, width = around.inside.shape
    azimuth = math.radians(sun.azimuth_deg)
    up, right = (math.ceil(LOCAL_REACH * c) for c in (math.cos(azimuth), math.sin(azimuth)))
    above, below, before, after = max(up, 2), max(-up, 2), max(-right, 2), max(right, 2)
    heights = dtm.read(around.top - above, around.left - before, above + height + below, before + width + after)
    bright = relight(heights, image.grid.gsd, sun)
    bright = bright[above : above + height, before : before + width]
    return image.read(around.top, around.left, height, width), bright


def _area(vertices: DoubleArray) -> float:
    """In pixels."""
    x, y = vertices.T
    return 0.5 * abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))))


def write_rocks_table(target: str, grid: Grid, rocks: Sequence[ComparedRock]) -> None:
    """Write the outlines with the figures of every rock."""
    shapes = [ring(*grid.to_crs(rock.vertices[:, 0], rock.vertices[:, 1])) for rock in rocks]
    found = [rock.match for rock in rocks]
    columns: dict[str, NDArray[Any]] = {
        "rock": np.array([rock.number for rock in rocks], dtype=np.int32),
        "area_m2": np.array([rock.area_m2 for rock in rocks]),
        "image_px": np.array([m.image_px if m.has_shadow else 0 for m in found], dtype=np.int32),
        "dtm_px": np.array([m.dtm_px for m in found], dtype=np.int32),
        "difference_percent": np.array([m.difference_percent for m in found]),
        "iou": np.array([m.iou for m in found]),
        "offset_m": np.array([m.offset_m for m in found]),
        "has_shadow": np.array([int(m.has_shadow) for m in found], dtype=np.int32),
    }
    write_layer(target, grid.wkt, "Polygon", shapes, columns)

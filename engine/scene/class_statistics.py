"""Class statistics: the terrain classes of a DEM alone, and how well they are told apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import starmap
from typing import TYPE_CHECKING, Any

import numpy as np

from ..contract.progress import Progress
from ..errors import OverlapError
from ..experts.pack import load
from ..files import whole_file
from ..moon import TERRAINS
from ..raster.align import AlignedHeights, same_ground
from ..raster.grid import Grid
from ..raster.heights import HeightReader
from ..raster.pixels import with_pixels
from ..raster.provenance import tags
from ..raster.reader import RasterReader
from ..reports.classes import draw_classes
from ..reports.figures_file import write_figures
from ..router.statistics import PAIRS, Density, densities, overlap_percent
from .class_products import write_class_layer, write_class_raster, write_relief_raster
from .routing import Routing, route

if TYPE_CHECKING:
    from ..operations.class_statistics import ClassStatisticsSettings

MOST_OVERLAP_PERCENT = 10.0
"""The paper's: classes that share more are not told apart well."""


def class_statistics(settings: ClassStatisticsSettings, progress: Progress) -> dict[str, Any]:
    """Classify the tiles of a DEM, and write their classes, their relief and its densities.

    Raises
    ------
    OverlapError
        The grid lies on other ground than the DEM.
    ParameterError
        The pixels are too small or too large for the DEM.
    """
    pack = load(settings.tiling.pack)
    with ExitStack() as stack:
        # The area is cut from what is cut into tiles.
        area = None if settings.grid else settings.extent
        reader = stack.enter_context(RasterReader(settings.coarse_dem, extent=area))
        heights = HeightReader(reader, settings.height_unit, progress.info, progress.warning)
        grid = _grid(settings, heights.grid)
        beside = OverlapError(
            f"{settings.coarse_dem} does not cover any part of {settings.grid}; give rasters of the same ground."
        )
        with same_ground(beside):
            aligned = AlignedHeights(heights, grid)
        routing = route(aligned, pack.manifest, settings.tiling, progress)
        progress.info(str(routing))
        inputs = {"coarse_dem": settings.coarse_dem, **({"grid": settings.grid} if settings.grid else {})}
        facts = tags("class_statistics", settings, inputs, pack=str(pack))
        progress.at(0.4, "Writing classes", force=True)
        known = np.isfinite(routing.relief)
        write_class_raster(settings.output, grid, routing, known, facts, progress)
        if settings.output_tiles:
            write_class_layer(settings.output_tiles, grid, routing, known)
        if settings.output_relief:
            progress.at(0.7, "Writing relief", force=True)
            write_relief_raster(settings.output_relief, grid, routing, facts, progress)
    found = densities(routing.relief, routing.labels)
    overlaps = {(one, other): overlap_percent(found[one], found[other]) for one, other in PAIRS}
    for (one, other), percent in overlaps.items():
        if percent > MOST_OVERLAP_PERCENT:
            progress.warning(
                f"The reliefs of {TERRAINS[one]} and {TERRAINS[other]} tiles overlap by {percent:.0f} %, more than "
                f"{MOST_OVERLAP_PERCENT:.0f} %: the two are not told apart well on this ground."
            )
    if settings.output_plot:
        with whole_file(settings.output_plot) as path:
            _draw(path, routing, found, overlaps)
    results = _results(found, overlaps)
    if settings.output_json:
        model = {"means_m": list(routing.model.means), "deviations_m": list(routing.model.deviations)}
        write_figures(settings.output_json, {"tiles": routing.plan.cut, "class_model": model, **results})
    progress.at(1.0, "Classified", force=True)
    return results


def _grid(settings: ClassStatisticsSettings, dem: Grid) -> Grid:
    """The pixels that are cut into tiles."""
    if settings.grid is None:
        return with_pixels(dem, settings.pixel_size)
    with RasterReader(settings.grid, extent=settings.extent) as reader:
        return reader.grid


def _results(found: Sequence[Density], overlaps: dict[tuple[int, int], float]) -> dict[str, Any]:
    results: dict[str, Any] = {f"tiles_{one.terrain}": one.count for one in found}
    results |= {f"mean_{one.terrain}": one.mean_m for one in found}
    results |= {f"deviation_{one.terrain}": one.deviation_m for one in found}
    return results | {f"overlap_{TERRAINS[i]}_{TERRAINS[j]}": percent for (i, j), percent in overlaps.items()}


def _draw(path: Any, routing: Routing, found: Sequence[Density], overlaps: dict[tuple[int, int], float]) -> None:
    relief = {one.terrain: routing.relief[routing.labels == index] for index, one in enumerate(found)}
    curves = {}
    for one in found:
        if one.known:
            at = np.linspace(max(0.0, one.mean_m - 4.0 * one.deviation_m), one.mean_m + 4.0 * one.deviation_m, 400)
            words = f"{one.terrain}: {one.count} tiles, {one.mean_m:.1f} ± {one.deviation_m:.1f} m"
            curves[one.terrain] = at, one.at(at), words

    def note(pair: tuple[int, int], percent: float) -> str:
        return f"{TERRAINS[pair[0]]} and {TERRAINS[pair[1]]} overlap by {percent:.1f} %"

    draw_classes(path, relief, curves, list(starmap(note, (o for o in overlaps.items() if math.isfinite(o[1])))))

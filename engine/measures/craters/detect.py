"""Craters of an image or a DTM: found, measured, counted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...contract.progress import Progress
from ...errors import OverlapError, ParameterError
from ...files import whole_file
from ...raster.align import AlignedHeights, same_ground
from ...raster.grid import Grid
from ...raster.heights import HeightReader
from ...raster.reader import RasterReader
from ...reports.areas import AreaRow
from ...reports.crater_counts import write_crater_counts
from ...scene.inputs import tell
from ...scene.sun import find_sun, require_sun
from ...tiling.bands import bands
from ..counts import Count, CountedGround, require_areas, write_counts
from .candidates import Candidate, candidates, distinct
from .found import FoundCrater, write_found
from .in_dtm import measure_in
from .matching import Bank
from .octaves import WINDOW, Surface, octaves, parts
from .picture import crater_map
from .size_frequency import lines, size_table, write_table
from .templates import DtmTemplates, ImageTemplates

if TYPE_CHECKING:
    from ...operations.detect_craters import DetectCratersSettings

SMALLEST_PX = 8.0
LARGEST_SHARE = 0.5
"""Of the shorter side of the raster."""

SHALLOWEST = 0.005
"""Depth over diameter under which a rim that was followed belongs to no crater."""

BAND = 512


@dataclass(frozen=True)
class Search:
    """What is looked for in which raster."""

    surface: Surface
    templates: DtmTemplates | ImageTemplates
    least_score: float
    smallest_m: float
    largest_m: float


def detect_craters(settings: DetectCratersSettings, progress: Progress) -> dict[str, Any]:
    """Find craters, measure their depth where there is a DTM, and count them.

    Raises
    ------
    ParameterError
        There is nothing to look in, the sun is not known, the sizes contradict each other, or a target has nothing to
        hold.
    OverlapError
        Image and DTM are of other ground.
    """
    if not (settings.image or settings.dtm):
        raise ParameterError("Nothing to look for craters in; give an image with its sun, or a DTM.")
    require_areas(settings.areas, settings.output_areas)
    with ExitStack() as stack:
        image, dtm = (stack.enter_context(RasterReader(p)) if p else None for p in (settings.image, settings.dtm))
        heights: AlignedHeights | None = None
        if dtm is not None:
            read = HeightReader(dtm, settings.height_unit, progress.info, progress.warning)
            beside = OverlapError(
                f"{dtm.path} does not cover any part of {settings.image}; give a DTM of the same ground."
            )
            with same_ground(beside):
                heights = AlignedHeights(read, (image or dtm).grid)
        search = _search(settings, image, heights, progress)
        grid = search.surface.grid
        ground = CountedGround(grid, settings.areas)
        found = search_all(search, progress)
        craters = [FoundCrater(one, None if heights is None else _depth(heights, one)) for one in found]
        _count_ground(search.surface, ground, progress)
        counts = ground.counts(*_places(found))
        write_found(settings.output, grid, craters, heights is not None)
        if settings.output_areas:
            write_counts(settings.output_areas, settings.areas, "craters", counts[1:])
        if settings.output_table:
            write_table(settings.output_table, counts, search.smallest_m)
        figures = _figures(craters, counts)
        if settings.output_report:
            facts = _facts(settings, search, figures)
            drawn = crater_map(search.surface, image is not None, craters, progress)
            with whole_file(settings.output_report) as path:
                rows = [AreaRow(one.name, one.ground_m2 / 1e6, one.sizes_m) for one in counts]
                table = size_table(counts[0], search.smallest_m)
                write_crater_counts(path, facts, rows, table, lines(search.smallest_m, search.largest_m), drawn)
    return figures


def _search(
    settings: DetectCratersSettings, image: RasterReader | None, heights: AlignedHeights | None, progress: Progress
) -> Search:
    surface: Surface
    templates: DtmTemplates | ImageTemplates
    if image is not None:
        tell(image, progress)
        sun = require_sun(find_sun(settings.sun, image, progress), "Finding craters in an image").on(image.grid)
        surface, templates = image, ImageTemplates(sun)
    else:
        assert heights is not None
        surface, templates = heights, DtmTemplates()
    return Search(surface, templates, settings.least_score, *_sizes(surface.grid, settings.smallest, settings.largest))


def _sizes(grid: Grid, smallest: float | None, largest: float | None) -> tuple[float, float]:
    """Smallest and largest diameter in metres."""
    pixel = grid.ground_size.mean_m
    low = smallest or SMALLEST_PX * pixel
    high = largest or max(LARGEST_SHARE * min(grid.width * grid.gsd[0], grid.height * grid.gsd[1]), 2.0 * low)
    if not low < high:
        raise ParameterError(f"smallest is {low:g} m and largest {high:g} m, but must be the smaller one.")
    if low < 4.0 * pixel:
        raise ParameterError(
            f"smallest is {low:g} m, {low / pixel:.1f} pixels of {pixel:.3g} m; craters need at least 4, so give "
            f"{4.0 * pixel:.3g} or more."
        )
    return low, high


def search_all(search: Search, progress: Progress, window: int = WINDOW) -> list[Candidate]:
    """All craters, the largest first; the same whatever the windows.

    Parameters
    ----------
    search : Search
    progress : Progress
    window : int
        Side of the windows in pixels of each octave.
    """
    grid = search.surface.grid
    planned = [
        (octave, part)
        for octave in octaves(search.smallest_m, search.largest_m, grid.ground_size.mean_m)
        for part in parts(grid, octave, window)
    ]
    found: list[Candidate] = []
    bank = Bank(search.templates)
    steps = progress.steps(len(planned), "parts")
    for octave, part in planned:
        progress.check()
        found += candidates(search.surface, bank, octave, part, search.least_score)
        steps.advance()
    craters = distinct(found, grid)
    kept = [one for one in craters if search.smallest_m <= one.diameter_m <= search.largest_m]
    return sorted(kept, key=lambda one: (-one.diameter_m, one.row, one.column))


def _count_ground(surface: Surface, ground: CountedGround, progress: Progress) -> None:
    grid = surface.grid
    for row, height in bands(grid.height, BAND):
        progress.check()
        ground.add(row, np.isfinite(surface.read(row, 0, height, grid.width)))


def _depth(heights: AlignedHeights, one: Candidate) -> float | None:
    """Depth by Measure craters' own rule; None where the rim cannot be followed."""
    shape = measure_in(heights, (one.column, one.row), one.diameter_m / 2.0)
    if shape is None or not shape.depth_m > SHALLOWEST * one.diameter_m:
        return None
    return shape.depth_m


def _places(found: Sequence[Candidate]) -> tuple[Any, Any, Any]:
    """Columns, rows and diameters."""
    table = np.array([(one.column, one.row, one.diameter_m) for one in found]).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def _figures(craters: Sequence[FoundCrater], counts: Sequence[Count]) -> dict[str, Any]:
    ratios = [c.depth_m / c.place.diameter_m for c in craters if c.depth_m is not None]
    sizes = counts[0].sizes_m
    return {
        "craters": len(craters),
        "craters_per_km2": counts[0].per_km2,
        "median_diameter": float(np.median(sizes)) if sizes.size else None,
        "with_depth": len(ratios),
        "depth_diameter": float(np.median(ratios)) if ratios else None,
        "areas_counted": len(counts) - 1,
    }


def _facts(settings: DetectCratersSettings, search: Search, figures: dict[str, Any]) -> dict[str, Any]:
    ratio = figures["depth_diameter"]
    return {
        "source": Path(settings.image or settings.dtm or "").name,
        "looked_in": "image" if settings.image else "DTM",
        "pixel_m": search.surface.grid.gsd,
        "smallest_m": search.smallest_m,
        "largest_m": search.largest_m,
        "least_score": search.least_score,
        "with_depth": figures["with_depth"],
        "depth_diameter": math.nan if ratio is None else ratio,
    }

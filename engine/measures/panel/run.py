"""The work of Draw figure panel: what goes where, on one grid, to pictures of one scale."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import numpy as np

from ...contract.progress import Progress
from ...errors import OverlapError, ParameterError
from ...files import whole_file
from ...raster.frame import Sun
from ...raster.grid import Grid, same_grid
from ...raster.heights import HeightReader
from ...raster.reader import RasterReader
from ...reports.figure_marks import Direction, Map, Outline
from ...reports.figure_marks import Line as Profile
from ...reports.figure_panel import Cell, Picture, Row, draw
from ...vector.areas import read_areas
from ...vector.lines import read_lines
from ...vector.shapes import plane
from ..profiles.sampling import sampled
from ..slope.maps import Shade
from .layout import Layout, Line, usual
from .layout_file import MOST_COLUMNS, read_layout
from .light import usual_light
from .opened import Opened, drawn, surfaces_of, whole
from .reduced import Frame, framed

if TYPE_CHECKING:
    from ...operations.draw_panel import DrawPanelSettings

MOST_AREAS, MOST_LINES = 6, 3


def draw_panel(settings: DrawPanelSettings, progress: Progress) -> dict[str, Any]:
    """Draw DTMs, and what is given beside them, as one figure.

    Raises
    ------
    ParameterError
        Labels, rows or the layout do not fit, or there is too much for one figure.
    OverlapError
        Something does not lie on the ground of the first DTM.
    """
    written = read_layout(settings.layout) if settings.layout else None
    if written is not None:
        _require_nothing_beside(settings)
    elif len(settings.input) > MOST_COLUMNS:
        raise ParameterError(f"input has {len(settings.input)} DTMs, but a figure holds {MOST_COLUMNS}; give fewer.")
    with ExitStack() as stack:
        first = written.grid if written else settings.input[0]
        opened = Opened(stack, first, settings.height_unit, progress, settings.extent)
        grid = opened.grid
        if settings.image and not same_grid(opened.reader(settings.image).grid, grid):
            raise OverlapError(
                f"{settings.image} is not on the grid of {opened.first.path}; give the image it was made from."
            )
        outlines = _areas(settings, grid, progress)
        layout = written or usual(settings, [outline.name for outline in outlines])
        light = _light(settings, opened.first).on(grid)
        rows = _rows(layout, outlines, opened, Shade(light.azimuth_deg, 90.0 - light.incidence_deg), settings, progress)
        lines = _lines(settings, [opened.heights(raster) for _, raster in layout.profiles], grid, progress)
    ground = whole(grid, settings.size)
    picture = Picture(
        rows, Map(ground.factor, ground.size_m, outlines, lines), Direction(-grid.turn_deg, light.azimuth_deg),
        [title for title, _ in layout.profiles],
    )  # fmt: skip
    for target, kind in ((settings.output, "png"), (settings.output_pdf, "pdf")):
        if target:
            with whole_file(target) as path:
                draw(path, kind, picture)
    count = sum(cell is not None for row in rows for cell in row.cells)
    return {"pictures": count, "pixel": float(np.sqrt(np.prod(grid.gsd))) * ground.factor}


def _require_nothing_beside(settings: DrawPanelSettings) -> None:
    """Refuse what a layout says itself."""
    said = {"input": settings.input, "labels": settings.labels, "image": settings.image, "rows": settings.rows,
            "coarse_dem": settings.coarse_dem, "reference": settings.reference}  # fmt: skip
    twice = [name for name, value in said.items() if value]
    if twice:
        raise ParameterError(f"{settings.layout} says what is drawn, and so does {twice[0]}; give one of the two.")


def _rows(
    layout: Layout, outlines: Sequence[Outline], opened: Opened, shade: Shade, settings: DrawPanelSettings,
    progress: Progress,
) -> list[Row]:  # fmt: skip
    """The rows of the layout; each raster is read once for all of the ground, and once for each area."""
    parts: dict[str, tuple[Frame, list[Line]]] = {}
    frames = {outline.name: framed(opened.grid, outline.part, settings.size) for outline in outlines}
    for line in layout.lines:
        if line.area and line.area not in frames:
            raise ParameterError(
                f"{settings.layout} has a row of the area {line.area!r}, which is not on this ground; give a layer of "
                "areas that has it."
            )
        frame = frames[line.area] if line.area else whole(opened.grid, settings.size)
        parts.setdefault(line.area, (frame, []))[1].append(line)
    steps = progress.steps(sum(len(surfaces_of(lines)) for _, lines in parts.values()) or 1, "pictures")
    found = {
        area: drawn(opened, lines, frame, shade, progress, steps.advance) for area, (frame, lines) in parts.items()
    }
    return [
        Row(
            line.title,
            [
                None if place is None
                else Cell(place.show, found[line.area](place), place.title, place.range, place.label)
                for place in line.places
            ],
            parts[line.area][0].size_m if line.area else None,
        )
        for line in layout.lines
    ]  # fmt: skip


def _light(settings: DrawPanelSettings, first: RasterReader) -> Sun:
    """The light of the hillshades: as given, else the usual one."""
    usually = usual_light(first)
    return Sun(
        usually.azimuth_deg if settings.light_azimuth is None else settings.light_azimuth,
        usually.incidence_deg if settings.light_incidence is None else settings.light_incidence,
    )


def _areas(settings: DrawPanelSettings, grid: Grid, progress: Progress) -> list[Outline]:
    """The areas as boxes on the grid."""
    if not settings.areas:
        return []
    areas, layer = read_areas(settings.areas, settings.name_field)
    found = []
    for area in areas:
        rings = area.on(layer, grid)
        if not rings:
            continue
        corners = np.concatenate(rings)
        low = np.maximum(np.floor(corners.min(axis=0)), 0).astype(int)
        high = np.minimum(np.ceil(corners.max(axis=0)), (grid.width, grid.height)).astype(int)
        if (high - low >= 2).all():
            width, height = (int(side) for side in high - low)
            found.append(Outline(area.name, rings, (int(low[1]), int(low[0]), height, width)))
    if not found:
        raise OverlapError(f"No area of {settings.areas} lies on the first DTM; draw them on its ground.")
    if len(found) < len(areas):
        away = len(areas) - len(found)
        progress.warning(f"{away} of {len(areas)} areas do not lie on the first DTM and are left out.")
    if len(found) > MOST_AREAS:
        raise ParameterError(f"{settings.areas} has {len(found)} areas, but a figure holds {MOST_AREAS}; give fewer.")
    return found


def _lines(
    settings: DrawPanelSettings, heights: Sequence[HeightReader], grid: Grid, progress: Progress
) -> list[Profile]:
    """The first lines of the layer with their profiles."""
    if not settings.lines:
        return []
    lines, wkt = read_lines(settings.lines)
    spacing = min(grid.gsd)
    found = []
    for line in lines[:MOST_LINES]:
        profile = sampled(line, wkt, heights, spacing, progress)
        if np.isfinite(profile.heights).any():
            where = grid.from_longitude_latitude(*plane(wkt).longitude_latitude(*line.vertices.T))
            found.append(Profile(line.number, np.column_stack(where), profile.distance, profile.heights))
    if not found:
        raise OverlapError(f"{settings.lines} does not cross any valid pixel of the DTMs; draw lines on their ground.")
    return found

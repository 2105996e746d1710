"""The work of Draw figure panel: what is given, on the grid of the first DTM, to pictures of one scale a row."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...arrays import FloatArray
from ...contract.progress import Progress
from ...errors import OverlapError, ParameterError
from ...files import whole_file
from ...raster.align import AlignedHeights
from ...raster.baseline import bicubic
from ...raster.frame import Sun
from ...raster.grid import Grid, same_grid
from ...raster.heights import HeightReader
from ...raster.reader import RasterReader
from ...reports.figure_panel import Direction, Line, Map, Outline, Panel, Picture, draw
from ...vector.areas import read_areas
from ...vector.lines import read_lines
from ...vector.shapes import plane
from ..profiles.sampling import sampled
from ..slope.maps import Shade
from .reduced import Frame, Surface, framed, maps
from .rows import Row, rows_of

if TYPE_CHECKING:
    from ...operations.draw_panel import DrawPanelSettings

MOST_COLUMNS, MOST_AREAS, MOST_LINES = 10, 6, 3
NORTH_WEST = Sun(315.0, 45.0)


@dataclass(frozen=True)
class Column:
    """A surface that is drawn: its title, itself on the panel's grid, and where its file has it."""

    title: str
    surface: Surface
    heights: HeightReader


def draw_panel(settings: DrawPanelSettings, progress: Progress) -> dict[str, Any]:
    """Draw DTMs, and what is given beside them, as one figure.

    Raises
    ------
    ParameterError
        Labels or rows do not fit, or there is too much for one figure.
    OverlapError
        Something does not lie on the ground of the first DTM.
    """
    rows = rows_of(settings.rows, settings.reference is not None)
    with ExitStack() as stack:
        columns = _columns(settings, stack, progress)
        first = columns[1 if settings.coarse_dem else 0].heights
        grid = first.grid
        image = _image(settings, stack)
        if image is not None and not same_grid(image.grid, grid):
            raise OverlapError(f"{image.path} is not on the grid of {first.path}; give the image it was made from.")
        sun = _light(settings, first)
        light = sun.on(grid)
        shade = Shade(light.azimuth_deg, 90.0 - light.incidence_deg)
        whole = framed(grid, (0, 0, grid.height, grid.width), settings.size)
        outlines = _areas(settings, grid, progress)
        frames = [framed(grid, outline.part, settings.size) for outline in outlines]
        steps = progress.steps(len(columns) * (1 + len(frames)), "pictures")
        kinds = {"heights" if row.kind == "difference" else row.kind for row in rows}
        drawn = []
        for column in columns:
            drawn.append(maps(column.surface, whole, kinds, shade, progress))
            steps.advance()
        pictures = [_row(row, columns, drawn, settings.reference is not None) for row in rows]
        for outline, frame in zip(outlines, frames):
            shades = []
            for column in columns:
                shades.append(maps(column.surface, frame, ("hillshade",), shade, progress)["hillshade"])
                steps.advance()
            pictures.append(Panel(f"area {outline.name}", "hillshade", None, shades, _metres(frame)))
        seen = None if image is None else [image.block_means(one.factor, one.part) for one in (whole, *frames)]
        lines = _lines(settings, columns, grid, progress)
    picture = Picture(
        [column.title for column in columns], pictures, seen, Map(whole.factor, _metres(whole), outlines, lines),
        Direction(-grid.turn_deg, light.azimuth_deg),
    )  # fmt: skip
    for target, kind in ((settings.output, "png"), (settings.output_pdf, "pdf")):
        if target:
            with whole_file(target) as path:
                draw(path, kind, picture)
    count = sum(shown is not None for panel in pictures for shown in panel.values)
    return {"pictures": count + len(seen or ()), "pixel": float(np.sqrt(np.prod(grid.gsd))) * whole.factor}


def _columns(settings: DrawPanelSettings, stack: ExitStack, progress: Progress) -> list[Column]:
    """Coarse DEM, DTMs, reference, on the grid of the first DTM."""

    def opened(path: str, extent: str | None = None) -> HeightReader:
        reader = stack.enter_context(RasterReader(path, extent=extent))
        return HeightReader(reader, settings.height_unit, progress.info, progress.warning)

    if len(settings.input) > MOST_COLUMNS:
        raise ParameterError(f"input has {len(settings.input)} DTMs, but a figure holds {MOST_COLUMNS}; give fewer.")
    dtms = [opened(settings.input[0], settings.extent), *map(opened, settings.input[1:])]
    grid = dtms[0].grid
    found = []
    if settings.coarse_dem:
        coarse = opened(settings.coarse_dem)
        found.append(Column("coarse DEM", bicubic(coarse, grid), coarse))
    for title, dtm in zip(_titles(settings), dtms):
        found.append(Column(title, dtm if same_grid(dtm.grid, grid) else AlignedHeights(dtm, grid), dtm))
    if settings.reference:
        reference = opened(settings.reference)
        same = same_grid(reference.grid, grid)
        found.append(Column("reference", reference if same else AlignedHeights(reference, grid), reference))
    return found


def _image(settings: DrawPanelSettings, stack: ExitStack) -> RasterReader | None:
    if not settings.image:
        return None
    return stack.enter_context(RasterReader(settings.image, extent=settings.extent))


def _titles(settings: DrawPanelSettings) -> list[str]:
    if not settings.labels:
        return [Path(path).stem for path in settings.input]
    titles = [title.strip() for title in settings.labels.split(";")]
    if len(titles) != len(settings.input):
        raise ParameterError(
            f"labels has {len(titles)} titles for {len(settings.input)} DTMs; write one for each, separated by "
            "semicolons."
        )
    return titles


def _light(settings: DrawPanelSettings, dtm: HeightReader) -> Sun:
    """The light of the hillshades: as given, else the sun of the DTM's image, else from the north-west."""
    azimuth, incidence = (dtm.reader.tag(f"MMOEDTM_SUN_{name}") for name in ("AZIMUTH", "INCIDENCE"))
    usual = Sun(float(azimuth), float(incidence)) if azimuth and incidence else NORTH_WEST
    return Sun(
        usual.azimuth_deg if settings.light_azimuth is None else settings.light_azimuth,
        usual.incidence_deg if settings.light_incidence is None else settings.light_incidence,
    )


def _row(row: Row, columns: Sequence[Column], drawn: Sequence[dict[str, FloatArray]], with_reference: bool) -> Panel:
    values: list[FloatArray | None]
    if row.kind == "difference":
        values = [maps["heights"] - drawn[-1]["heights"] for maps in drawn[:-1]] + [None]
    else:
        values = [maps[row.kind] for maps in drawn]
    return Panel(row.kind, row.kind, row.range, values)


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


def _lines(settings: DrawPanelSettings, columns: Sequence[Column], grid: Grid, progress: Progress) -> list[Line]:
    """The first lines of the layer with their profiles."""
    if not settings.lines:
        return []
    lines, wkt = read_lines(settings.lines)
    spacing = min(grid.gsd)
    found = []
    for line in lines[:MOST_LINES]:
        profile = sampled(line, wkt, [column.heights for column in columns], spacing, progress)
        if np.isfinite(profile.heights).any():
            where = grid.from_longitude_latitude(*plane(wkt).longitude_latitude(*line.vertices.T))
            found.append(Line(line.number, np.column_stack(where), profile.distance, profile.heights))
    if not found:
        raise OverlapError(f"{settings.lines} does not cross any valid pixel of the DTMs; draw lines on their ground.")
    return found


def _metres(frame: Frame) -> tuple[float, float]:
    """Ground metres across and down."""
    gsd_x, gsd_y = frame.grid.gsd
    return frame.width * gsd_x, frame.height * gsd_y

"""The pictures of an evaluation's page, from the drawing of figure panels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from ...arrays import FloatArray
from ...contract.progress import Progress
from ...raster.grid import Grid
from ...raster.nearest import nearest
from ...reports.evaluation import View
from ...reports.figure_marks import Direction, Map, Outline
from ...reports.figure_panel import Cell, Picture, Row
from ..panel.light import usual_light
from ..panel.reduced import Frame, Surface, framed, maps
from ..slope.maps import Shade
from .inputs import Inputs
from .squares import CELL, worst
from .sums import Sums

SIDE_PX = 420
"""Of a picture, along its longer side."""

MOST_ZOOMS = 3
LEAST_ALTITUDE_DEG = 25.0
"""Of the light of hillshades: under a lower sun they are black and white."""

LIT_DIFFERENCE = "image minus DTM (share of the mean)"


def ground(grid: Grid) -> Frame:
    """All of the ground as it is drawn."""
    return framed(grid, (0, 0, grid.height, grid.width), SIDE_PX)


def views(inputs: Inputs, sums: Sums, progress: Progress) -> list[View]:
    """The pictures in the order of the page, as far as there is something to show.

    Parameters
    ----------
    inputs : Inputs
    sums : Sums
        With all bands gathered.
    progress : Progress
        Asked for a cancel.
    """
    grid, frame = inputs.grid, ground(inputs.grid)
    sun = usual_light(inputs.reader).on(grid) if inputs.light is None else inputs.light.sun
    shade = Shade(sun.azimuth_deg, max(LEAST_ALTITUDE_DEG, 90.0 - sun.incidence_deg))
    direction = Direction(-grid.turn_deg, sun.azimuth_deg)
    zooms = _zooms(grid, worst(sums.cells, MOST_ZOOMS))
    named = _surfaces(inputs)

    def mapped(part: Frame, kinds: Sequence[str]) -> dict[str, dict[str, FloatArray]]:
        return {title: maps(surface, part, kinds, shade, progress) for title, surface in named.items()}

    def whole(*rows: Row, outlines: Sequence[Outline] = ()) -> Picture:
        return Picture(rows, Map(frame.factor, frame.size_m, outlines), direction)

    drawn = mapped(frame, ("hillshade", "slope", "heights"))
    found = []
    if sums.seen:
        found.append(View("Image and DTM under the same sun", "What the DTM explains of the image is gray on the "
                                                              "right. "
                          "Patches of one colour are albedo; edges are relief that is wrong or lacking.",
                          whole(_in_light(sums))))  # fmt: skip
    words = "Numbers are the places that are drawn larger below." if zooms else ""
    found.append(View("Relief", words, whole(_row("hillshade", drawn), outlines=[outline for outline, _ in zooms])))
    rows = [_row("slope", drawn), *_differences(drawn)]
    found.append(View("Slopes and errors of heights" if len(rows) > 1 else "Slopes", "", whole(*rows)))
    sure = _how_sure(inputs, frame)
    if sure:
        found.append(View("How sure it is", "What was stated when the DTM was made, before any reference was seen.",
                          whole(Row("", sure))))  # fmt: skip
    if zooms:
        rows = [_zoom(outline.name, part, inputs, mapped) for outline, part in zooms]
        picture = Picture(rows, Map(1, zooms[0][1].size_m), Direction(-grid.turn_deg, None))
        largest = "errors" if "reference" in named else "differences from the image"
        found.append(View("The worst places", f"Squares of {CELL} pixels with the largest {largest}.", picture))
    return found


def _surfaces(inputs: Inputs) -> dict[str, Surface]:
    found: dict[str, Surface] = {"DTM": inputs.dtm}
    if inputs.surfaces.coarse is not None:
        found["coarse DEM"] = inputs.surfaces.coarse
    if inputs.surfaces.reference is not None:
        found["reference"] = inputs.surfaces.reference
    return found


def _in_light(sums: Sums) -> Row:
    """Image, DTM and their difference, each in shares of its own mean over the pixels of both."""
    image, lit = (sums.seen[name].means() for name in ("image", "lit"))
    known = np.isfinite(image) & np.isfinite(lit)
    scaled = [one / one[known].mean() if known.any() and one[known].mean() > 0.0 else one for one in (image, lit)]
    cells = [Cell("image", one, title) for one, title in zip(scaled, ("image", "DTM, lit"))]
    return Row("", [*cells, Cell("difference", scaled[0] - scaled[1], "difference", None, LIT_DIFFERENCE)])


def _how_sure(inputs: Inputs, frame: Frame) -> list[Cell]:
    """Stated errors as means of what is drawn together, and support where it lies."""
    stated, cells = inputs.stated, []
    for kind, title, reader in (("height_error", "heights", stated.heights), ("slope_error", "slopes", stated.slopes)):
        if reader is not None:
            cells.append(Cell(kind, reader.block_means(frame.factor, frame.part), title))
    if stated.support is not None:
        codes = nearest(stated.support, inputs.grid, frame.part, frame.factor)
        cells.append(Cell("support", np.where(codes > 0, codes, np.float32(np.nan)), "support"))
    return cells


def _row(kind: str, drawn: Mapping[str, Mapping[str, FloatArray]]) -> Row:
    return Row(kind, [Cell(kind, one[kind], title) for title, one in drawn.items()])


def _differences(drawn: Mapping[str, Mapping[str, FloatArray]]) -> list[Row]:
    """Heights minus the reference; without one, minus the coarse DEM."""
    base = "reference" if "reference" in drawn else "coarse DEM"
    if base not in drawn:
        return []
    return [Row("difference", [None if title == base else _difference(title, drawn, base) for title in drawn])]


def _difference(title: str, drawn: Mapping[str, Mapping[str, FloatArray]], base: str) -> Cell:
    apart = drawn[title]["heights"] - drawn[base]["heights"]
    return Cell("difference", apart, f"{title} minus {base}", None, f"minus {base} (m)")


def _zooms(grid: Grid, places: Sequence[tuple[int, int]]) -> list[tuple[Outline, Frame]]:
    """Numbered squares, each at full size."""
    found = []
    for number, (row, column) in enumerate(places, 1):
        top, left = row * CELL, column * CELL
        part = top, left, min(CELL, grid.height - top), min(CELL, grid.width - left)
        corners = np.array([(0, 0), (part[3], 0), (part[3], part[2]), (0, part[2])], dtype=np.float64)
        found.append((Outline(str(number), [corners + (left, top)], part), framed(grid, part, CELL)))
    return found


def _zoom(
    name: str, part: Frame, inputs: Inputs, mapped: Callable[[Frame, Sequence[str]], dict[str, dict[str, FloatArray]]]
) -> Row:
    drawn = mapped(part, ("hillshade", "heights"))
    cells: list[Cell | None] = []
    if inputs.light is not None:
        cells.append(Cell("image", inputs.light.image.block_means(part.factor, part.part), "image"))
    cells += [Cell("hillshade", one["hillshade"], title) for title, one in drawn.items()]
    if "reference" in drawn:
        cells.append(_difference("DTM", drawn, "reference"))
    return Row(f"place {name}", cells, part.size_m)

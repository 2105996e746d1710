"""Mosaic: DTM tiles or strips into one."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..contract.progress import Progress
from ..errors import ParameterError
from ..raster import provenance
from ..raster.area import window_of
from ..raster.frame import STILL, Move
from ..raster.grid import Grid, Window
from ..raster.writer import RasterWriter
from .composition import Composition
from .fill import MOST_REACH, fill_beneath
from .level_pieces import Levelled, level_pieces
from .pieces import OpenFiles, Piece, lay_beneath, lay_out

if TYPE_CHECKING:
    from ..operations.mosaic import MosaicSettings

BAND = 256
SPAN = 4096
"""Rows and columns that are put together at a time."""


def mosaic(settings: MosaicSettings, progress: Progress) -> dict[str, Any]:
    """Put two or more DTMs into one, on the grid of the first.

    Raises
    ------
    ParameterError
        There is one alone, or they are no neighbours.
    BodyError
        They do not refer to one sphere.
    OverlapError
        The coarse DEM lies on other ground.
    """
    paths = settings.input
    if len(paths) < 2:
        raise ParameterError("Mosaic needs two or more DTMs; give more inputs.")
    # Blended, sorted, so that the result does not depend on the order in which a dialog lists them.
    if settings.combine != "priority":
        paths = (paths[0], *sorted(paths[1:]))
    way = Way(settings.combine, settings.overlap, settings.level, settings.fill)
    beneath = None if settings.coarse_dem is None else Beneath(settings.coarse_dem, settings.height_unit)

    def tags(inputs: Mapping[str, str], facts: Mapping[str, str]) -> dict[str, str]:
        return provenance.tags("mosaic", settings, inputs, **facts)

    return put_together(paths, settings.height_unit, beneath, way, settings.output, tags, progress, settings.extent)


@dataclass(frozen=True)
class Way:
    """How pieces are put together; see the parameters of Mosaic.

    Attributes
    ----------
    combine : str
        'blend' or 'priority'.
    overlap : int
        Width of the transition in pixels.
    level : str
        'none', 'offset' or 'offset and tilt'.
    fill : bool
        Whether gaps are filled from what lies beneath.
    """

    combine: str
    overlap: int
    level: str
    fill: bool


@dataclass(frozen=True)
class Beneath:
    """A coarse DEM under the whole, the unit of its heights, and where it is moved to."""

    path: str
    height_unit: str
    move: Move = STILL


def put_together(
    paths: Sequence[str],
    height_unit: str,
    beneath: Beneath | None,
    way: Way,
    target: str,
    tags: Callable[[Mapping[str, str], Mapping[str, str]], dict[str, str]],
    progress: Progress,
    extent: str | None = None,
) -> dict[str, Any]:
    """Put DTMs into one, on the grid of the first; with priority the first lies on top.

    Parameters
    ----------
    paths : sequence of str
        One or more.
    height_unit : str
        Of the DTMs.
    beneath : Beneath, optional
    way : Way
    target : str
        GeoTIFF that is written.
    tags : callable
        Makes its tags from the paths of the inputs by name, and from facts about their levels.
    progress : Progress
    extent : str, optional
        The area that is written (``contract.extents.Extent``); all of it if not given.

    Returns
    -------
    dict
        The results of Mosaic.
    """
    files = OpenFiles()
    with ExitStack() as stack:
        grid, pieces = lay_out(paths, height_unit, files, stack, progress)
        inputs = {f"{i}": piece.path for i, piece in enumerate(pieces)}
        coarse = None
        if beneath is not None:
            coarse = lay_beneath(beneath.path, grid, beneath.height_unit, files, stack, progress, beneath.move)
            inputs["coarse_dem"] = coarse.path
        levelled = None
        if way.level != "none":
            levelled = level_pieces(pieces, coarse, grid, way.level == "offset and tilt", progress)
            pieces = levelled.pieces
        facts = {f"level_{i}": line for i, line in enumerate(levelled.corrections)} if levelled else {}
        layers = Layers(pieces, coarse if way.fill else None, way.overlap, way.combine == "priority")
        text = "height above 1737.4 km"
        area = window_of(grid, extent, "the mosaic") if extent else (0, 0, grid.height, grid.width)
        with RasterWriter(target, grid, "m", text, tags(inputs, facts), progress=progress, inside=area) as writer:
            result = _stream(layers, files, grid, area, writer, progress)
    return {"inputs": len(paths), **result, **_levelling(levelled)}


def _levelling(levelled: Levelled | None) -> dict[str, Any]:
    """What is reported of levelling."""
    if levelled is None:
        return dict.fromkeys(("groups", "level_rms_before", "level_rms_after", "corrections"))
    levels = levelled.levels
    return {
        "groups": len(levels.groups),
        "level_rms_before": levels.rms_before_m,
        "level_rms_after": levels.rms_after_m,
        "corrections": "; ".join(levelled.corrections),
    }


@dataclass(frozen=True)
class Layers:
    """What lies over one another in a mosaic, and how it is put together."""

    pieces: Sequence[Piece]
    beneath: Piece | None
    overlap: int
    priority: bool

    @property
    def reach(self) -> int:
        """Pixels about a window on which what is written in it depends."""
        return min(self.overlap, MOST_REACH) if self.beneath is not None else 0


def _stream(
    layers: Layers, files: OpenFiles, grid: Grid, area: Window, writer: RasterWriter, progress: Progress
) -> dict[str, float | None]:
    first, left, bottom, right = area[0], area[1], area[0] + area[2], area[1] + area[3]
    covered, filled, squares, pairs = 0, 0, 0.0, 0
    steps = progress.steps(-(-area[2] // BAND), "parts")
    for row in range(first, bottom, BAND):
        height = min(BAND, bottom - row)
        files.keep(_readers(layers, row - layers.reach, height + 2 * layers.reach, grid.width))
        for column in range(left, right, SPAN):
            progress.check()
            width = min(SPAN, right - column)
            window = _widened((row, column, height, width), layers.reach, (grid.height, grid.width))
            inner = (
                slice(row - window[0], row - window[0] + height),
                slice(column - window[1], column - window[1] + width),
            )
            made = _compose(layers, window, progress)
            heights = made.heights()
            known = int(np.isfinite(heights[inner]).sum())
            if layers.beneath is not None and known < height * width:
                heights = fill_beneath(heights, layers.beneath.read(*window), layers.reach)
            apart, number = made.disagreement(inner)
            squares, pairs = squares + apart, pairs + number
            all_known = int(np.isfinite(heights[inner]).sum())
            covered, filled = covered + all_known, filled + all_known - known
            writer.write(heights[inner], row, column)
        steps.advance()
    size = area[2] * area[3]
    return {
        "coverage": 100.0 * covered / size,
        "filled": None if layers.beneath is None else 100.0 * filled / size,
        "overlap_rms": math.sqrt(squares / pairs) if pairs else None,
    }


def _readers(layers: Layers, row: int, height: int, width: int) -> Iterator[Any]:
    """Readers of what touches a band."""
    for piece in layers.pieces:
        if piece.touches(row, 0, height, width):
            yield piece.heights.reader
    if layers.beneath is not None:
        yield layers.beneath.heights.reader


def _widened(window: tuple[int, int, int, int], reach: int, shape: tuple[int, int]) -> tuple[int, int, int, int]:
    """A window with what lies about it on the grid."""
    row, column, height, width = window
    top, left = max(row - reach, 0), max(column - reach, 0)
    bottom, right = min(row + height + reach, shape[0]), min(column + width + reach, shape[1])
    return top, left, bottom - top, right - left


def _compose(layers: Layers, window: tuple[int, int, int, int], progress: Progress) -> Composition:
    row, column, height, width = window
    made = Composition((height, width), layers.overlap, layers.priority)
    margin = made.margin
    for piece in layers.pieces:
        if not piece.touches(*window):
            continue
        progress.check()
        place = piece.place
        top, bottom = max(row, place.top), min(row + height, place.top + place.height)
        left, right = max(column, place.left), min(column + width, place.left + place.width)
        heights = piece.read(top - margin, left - margin, bottom - top + 2 * margin, right - left + 2 * margin)
        made.add(heights, (slice(top - row, bottom - row), slice(left - column, right - column)))
    return made

"""Mosaic: DTM tiles or strips into one."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ..arrays import BoolArray
from ..contract.progress import Progress
from ..errors import ParameterError
from ..raster import provenance
from ..raster.area import window_of
from ..raster.frame import STILL, Move
from ..raster.grid import Grid, Window
from ..raster.writer import RasterWriter, products
from ..reconstruct.assemble import LAYERS, held
from ..reconstruct.support import MISSING
from ..reconstruct.told import ERRORS, Told
from .composition import Composition
from .fill import MOST_REACH, fill_beneath
from .level_pieces import Levelled, level_pieces
from .pieces import OpenFiles, Piece, lay_beneath, lay_out

if TYPE_CHECKING:
    from ..operations.mosaic import MosaicSettings

BAND = 256
SPAN = 4096
"""Rows and columns that are put together at a time."""

FIGURES = ("coverage", "filled", "overlap_rms", "groups", "level_rms_before", "level_rms_after", "corrections")
"""What Mosaic tells of a result."""


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

    inputs, targets = Inputs(paths, settings.height_unit), {"heights": settings.output}
    result = put_together(inputs, beneath, way, targets, tags, progress, settings.extent)
    return {"inputs": len(paths), **{name: result[name] for name in FIGURES}}


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
class Inputs:
    """DTMs that are put together, in order.

    Attributes
    ----------
    paths : sequence of str
        One or more.
    height_unit : str
        Of all.
    layers : mapping
        Of ``ERROR_LAYERS``: paths of those of each DTM, by name.
    coarse_dem_error_m : float, optional
        Of their coarse DEM, where it is stated for all and in the errors of heights.
    """

    paths: Sequence[str]
    height_unit: str
    layers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    coarse_dem_error_m: float | None = None


@dataclass(frozen=True)
class Beneath:
    """A coarse DEM under the whole, the unit of its heights, and where it is moved to."""

    path: str
    height_unit: str
    move: Move = STILL


def put_together(
    inputs: Inputs,
    beneath: Beneath | None,
    way: Way,
    targets: Mapping[str, str],
    tags: Callable[[Mapping[str, str], Mapping[str, str]], dict[str, str]],
    progress: Progress,
    extent: str | None = None,
) -> dict[str, Any]:
    """Put DTMs into one, on the grid of the first; with priority the first lies on top.

    Parameters
    ----------
    inputs : Inputs
    beneath : Beneath, optional
    way : Way
    targets : mapping
        GeoTIFFs that are written: of ``heights``, and of the layers that the inputs have.
    tags : callable
        Makes their tags from the paths of the inputs by name, and from facts about their levels.
    progress : Progress
    extent : str, optional
        The area that is written (``contract.extents.Extent``); all of it if not given.

    Returns
    -------
    dict
        What is told of the mosaic: ``FIGURES``, and those of ``Told``.
    """
    files = OpenFiles()
    with ExitStack() as stack:
        grid, pieces = lay_out(inputs.paths, inputs.layers, inputs.height_unit, files, stack, progress)
        named = {f"{i}": piece.path for i, piece in enumerate(pieces)}
        coarse = None
        if beneath is not None:
            coarse = lay_beneath(beneath.path, grid, beneath.height_unit, files, stack, progress, beneath.move)
            named["coarse_dem"] = coarse.path
        levelled = None
        if way.level != "none":
            levelled = level_pieces(pieces, coarse, grid, way.level == "offset and tilt", progress)
            pieces = levelled.pieces
        facts = {f"level_{i}": line for i, line in enumerate(levelled.corrections)} if levelled else {}
        layers = Layers(pieces, coarse if way.fill else None, way.overlap, way.combine == "priority")
        area = window_of(grid, extent, "the mosaic") if extent else (0, 0, grid.height, grid.width)
        writers: dict[str, RasterWriter] = {}

        def opened() -> Iterator[RasterWriter]:
            for name, target in targets.items():
                unit, text = LAYERS[name]
                kind = "uint8" if name == "support" else "float32"
                more = held(inputs.coarse_dem_error_m) if name == "height_error" else {}
                of_file = {**tags(named, facts), **more}
                writers[name] = RasterWriter(target, grid, unit, text, of_file, kind, progress, area)
                yield writers[name]

        with products(opened()):
            result = _stream(layers, files, grid, area, writers, progress)
    return {**result, **_levelling(levelled)}


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
    def told(self) -> Sequence[str]:
        """Names of the layers that every piece has."""
        return tuple(self.pieces[0].layers)

    @property
    def reach(self) -> int:
        """Pixels about a window on which what is written in it depends."""
        return min(self.overlap, MOST_REACH) if self.beneath is not None else 0


def _stream(
    layers: Layers,
    files: OpenFiles,
    grid: Grid,
    area: Window,
    writers: Mapping[str, RasterWriter],
    progress: Progress,
) -> dict[str, float | None]:
    first, left, bottom, right = area[0], area[1], area[0] + area[2], area[1] + area[3]
    covered, filled, squares, pairs, told = 0, 0, 0.0, 0, Told()
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
            heights = own = made.heights()
            known = int(np.isfinite(own[inner]).sum())
            if layers.beneath is not None and known < height * width:
                heights = fill_beneath(own, layers.beneath.read(*window), layers.reach)
            apart, number = made.disagreement(inner)
            squares, pairs = squares + apart, pairs + number
            all_known = int(np.isfinite(heights[inner]).sum())
            covered, filled = covered + all_known, filled + all_known - known
            alone = np.isfinite(heights) & np.isnan(own)
            of_pieces = {name: values[inner] for name, values in _told(made, layers.told, alone).items()}
            told.add(of_pieces)
            written = {"heights": heights[inner], **of_pieces}
            for name, writer in writers.items():
                writer.write(written[name], row, column)
        steps.advance()
    size = area[2] * area[3]
    return {
        "coverage": 100.0 * covered / size,
        "filled": None if layers.beneath is None else 100.0 * filled / size,
        "overlap_rms": math.sqrt(squares / pairs) if pairs else None,
        **told.figures(covered),
    }


def _told(made: Composition, layers: Iterable[str], alone: BoolArray) -> dict[str, np.ndarray]:
    """Layers of a window; where the coarse DEM alone gives a height, nothing is known of its error."""
    return {
        name: made.errors(name) if name in ERRORS else np.where(alone, np.uint8(MISSING), made.support())
        for name in layers
    }


def _readers(layers: Layers, row: int, height: int, width: int) -> Iterator[Any]:
    """Readers of what touches a band."""
    for piece in layers.pieces:
        if piece.touches(row, 0, height, width):
            yield piece.heights.reader
            yield from piece.layers.values()
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
    made = Composition((height, width), layers.overlap, layers.priority, layers.told)
    margin = made.margin
    for piece in layers.pieces:
        if not piece.touches(*window):
            continue
        progress.check()
        place = piece.place
        top, bottom = max(row, place.top), min(row + height, place.top + place.height)
        left, right = max(column, place.left), min(column + width, place.left + place.width)
        heights = piece.read(top - margin, left - margin, bottom - top + 2 * margin, right - left + 2 * margin)
        told = {name: piece.read_layer(name, top, left, bottom - top, right - left) for name in layers.told}
        made.add(heights, (slice(top - row, bottom - row), slice(left - column, right - column)), told)
    return made

"""Craters of a DTM: ellipse, depth, and how two DTMs differ."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
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
from ...reports.craters import CraterRow, write_craters
from ...vector.polygons import Place, Places, read_places
from .in_dtm import measure_in, metres_at
from .outlines import MeasuredCrater, write_craters_layer

if TYPE_CHECKING:
    from ...operations.measure_craters import MeasureCratersSettings


def measure_craters(settings: MeasureCratersSettings, progress: Progress) -> dict[str, Any]:
    """Fit an ellipse to every crater that is given, in one DTM or two, and measure it.

    Raises
    ------
    OverlapError
        No crater has a rim that can be followed.
    ParameterError
        Points come without a diameter, or a crater is too large.
    """
    places = read_places(settings.craters)
    with ExitStack() as stack:
        surfaces: dict[str, AlignedHeights] = {}
        for name, path in (("dtm", settings.dtm), ("other", settings.other)):
            if path:
                reader = stack.enter_context(RasterReader(path))
                heights = HeightReader(reader, settings.height_unit, progress.info, progress.warning)
                beside = OverlapError(
                    f"{path} does not cover any part of {settings.dtm}; give another DTM of the same ground."
                )
                with same_ground(beside):
                    surfaces[name] = AlignedHeights(heights, surfaces["dtm"].grid if surfaces else reader.grid)
        grid = surfaces["dtm"].grid
        measured = _measured(places, surfaces, settings.diameter, progress)
    if not measured:
        raise OverlapError(
            f"{settings.craters} has no crater whose rim can be followed in {settings.dtm}; give outlines or a "
            "diameter that fit the rims within a third."
        )
    lost = len(places.items) - len(measured)
    if lost:
        progress.warning(
            f"{lost} of {len(places.items)} craters have too little of a rim, or lie outside, and are left out."
        )
    write_craters_layer(settings.output, grid, measured)
    figures = _figures(measured)
    if settings.output_report:
        names = {name: Path(path).name for name, path in (("dtm", settings.dtm), ("other", settings.other)) if path}
        with whole_file(settings.output_report) as target:
            _report(target, names, grid, measured, figures)
    return figures


def _measured(
    places: Places, surfaces: Mapping[str, AlignedHeights], diameter: float | None, progress: Progress
) -> list[MeasuredCrater]:
    """Craters whose rim can be followed in every DTM."""
    measured = []
    steps = progress.steps(len(places.items), "craters")
    for place in places.items:
        progress.check()
        centre, radius = _rough(place, places, surfaces["dtm"].grid, diameter)
        shapes = {name: measure_in(surface, centre, radius) for name, surface in surfaces.items()}
        followed = {name: shape for name, shape in shapes.items() if shape is not None}
        if len(followed) == len(surfaces):
            measured.append(MeasuredCrater(place.number, centre, followed))
        steps.advance()
    return measured


def _rough(place: Place, places: Places, grid: Grid, diameter: float | None) -> tuple[tuple[float, float], float]:
    """Column and row of the centre, and the radius in metres, as given."""
    vertices = place.on(places.plane, grid)
    if not np.isfinite(vertices).all():
        return (math.nan, math.nan), math.nan  # beyond the projection of the DTM
    if len(vertices) == 1:
        if diameter is None:
            raise ParameterError("Craters given as points need a diameter; give one, or draw outlines.")
        return (float(vertices[0, 0]), float(vertices[0, 1])), diameter / 2.0
    x, y = vertices.T
    cross = x * np.roll(y, -1) - np.roll(x, -1) * y
    area = float(cross.sum()) / 2.0
    if abs(area) < 1e-9:
        raise ParameterError(f"Crater {place.number} has an outline without area; draw it again.")
    column = float(((x + np.roll(x, -1)) * cross).sum()) / (6.0 * area)
    row = float(((y + np.roll(y, -1)) * cross).sum()) / (6.0 * area)
    across, down = metres_at(grid, (column, row))
    return (column, row), math.sqrt(abs(area) * across * down / math.pi)


def _figures(craters: Sequence[MeasuredCrater]) -> dict[str, Any]:
    """The results; None for those of a second DTM where there is none."""

    def mean(name: str, field: str) -> float | None:
        values = [getattr(c.shapes[name], field) for c in craters if name in c.shapes]
        return float(np.mean(values)) if values else None

    gaps = [abs(c.shapes["dtm"].depth_m - c.shapes["other"].depth_m) for c in craters if "other" in c.shapes]
    return {
        "craters_measured": len(craters),
        "axis_ratio": mean("dtm", "axis_ratio"),
        "depth_diameter": mean("dtm", "depth_diameter"),
        "other_axis_ratio": mean("other", "axis_ratio"),
        "other_depth_diameter": mean("other", "depth_diameter"),
        "depth_difference": float(np.mean(gaps)) if gaps else None,
    }


def _report(
    path: Path, names: Mapping[str, str], grid: Grid, craters: Sequence[MeasuredCrater], figures: Mapping[str, Any]
) -> None:
    rows = [
        CraterRow(c.number, names[name], shape.diameter_m, shape.axis_ratio, shape.depth_m, shape.depth_diameter)
        for c in craters for name, shape in c.shapes.items()
    ]  # fmt: skip
    means = [
        (names[name], figures[f"{prefix}axis_ratio"], figures[f"{prefix}depth_diameter"])
        for name, prefix in (("dtm", ""), ("other", "other_")) if name in names
    ]  # fmt: skip
    write_craters(path, names["dtm"], grid.gsd, rows, means)

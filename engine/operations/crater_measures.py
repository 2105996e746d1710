"""The work of Measure craters."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..analysis.craters import SEARCH, CraterShape, measure
from ..analysis.page import note, number, table, write_page
from ..errors import OverlapError, ParameterError
from ..files import whole_file
from ..raster.align import AlignedHeights
from ..raster.grid import Grid
from ..raster.heights import HeightReader
from ..raster.reader import RasterReader
from ..vector.layer import ring, write_layer
from ..vector.polygons import Place, Places, read_places
from .progress import Progress

CORNERS = 72
MOST_PIXELS = 4096
"""Pixels across a crater beyond which it is refused: it would not fit in memory, and is no detail."""

Measured = tuple[Place, tuple[float, float], dict[str, CraterShape]]
"""A crater as given, the column and row of its rough centre, and its shape in every DTM."""


def measure_craters(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Run Measure craters; see ``operations.measure_craters`` for the parameters."""
    places = read_places(values["craters"])
    with ExitStack() as stack:
        reader = stack.enter_context(RasterReader(values["dtm"]))
        grid = reader.grid
        surfaces = {"dtm": AlignedHeights(HeightReader(reader, values["height_unit"], progress.info), grid)}
        if values["other"]:
            second = stack.enter_context(RasterReader(values["other"]))
            surfaces["other"] = AlignedHeights(HeightReader(second, values["height_unit"], progress.info), grid)
        measured: list[Measured] = []
        steps = progress.steps(len(places.items), "craters")
        for place in places.items:
            progress.check()
            centre, radius = _rough(place, places, grid, values["diameter"])
            shapes = {name: _shape(surface, centre, radius) for name, surface in surfaces.items()}
            followed = {name: shape for name, shape in shapes.items() if shape is not None}
            if len(followed) == len(surfaces):
                measured.append((place, centre, followed))
            steps.advance()
    if not measured:
        raise OverlapError(
            f"{values['craters']} has no crater whose rim can be followed in {values['dtm']}; give outlines or a "
            "diameter that fit the rims within a third."
        )
    lost = len(places.items) - len(measured)
    if lost:
        progress.warning(
            f"{lost} of {len(places.items)} craters have too little of a rim, or lie outside, and are left out."
        )
    figures = _figures([row[2] for row in measured])
    _write(values["output"], grid, measured)
    if values["output_report"]:
        with whole_file(values["output_report"]) as path:
            _report(path, values, grid, measured, figures)
    return {"output": values["output"], "output_report": values["output_report"], **figures}


def _rough(place: Place, places: Places, grid: Grid, diameter: float | None) -> tuple[tuple[float, float], float]:
    """Column and row of the centre, and the radius in metres, as given."""
    vertices = place.on(places.plane, grid)
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
    return (column, row), math.sqrt(abs(area) * grid.gsd[0] * grid.gsd[1] / math.pi)


def _shape(surface: AlignedHeights, centre: tuple[float, float], radius: float) -> CraterShape | None:
    gsd = surface.grid.gsd
    reach = [math.ceil(SEARCH[1] * radius / g) + 3 for g in gsd]
    if max(reach) > MOST_PIXELS:
        raise ParameterError(
            f"A crater of {2 * radius:,.0f} m is {2 * max(reach):,} pixels across; measure it in a coarser DTM."
        )
    left, top = math.floor(centre[0]) - reach[0], math.floor(centre[1]) - reach[1]
    window = surface.read(top, left, 2 * reach[1], 2 * reach[0])
    if not np.isfinite(window).any():
        return None
    return measure(window, (centre[0] - left, centre[1] - top), radius, gsd)


def _figures(shapes: list[dict[str, CraterShape]]) -> dict[str, Any]:
    found: dict[str, Any] = {"craters_measured": len(shapes)}
    for name, prefix in (("dtm", ""), ("other", "other_")):
        if name in shapes[0]:
            found[f"{prefix}axis_ratio"] = float(np.mean([s[name].axis_ratio for s in shapes]))
            found[f"{prefix}depth_diameter"] = float(np.mean([s[name].depth_diameter for s in shapes]))
    if "other" in shapes[0]:
        found["depth_difference"] = float(np.mean([abs(s["dtm"].depth_m - s["other"].depth_m) for s in shapes]))
    return found


def _write(target: str, grid: Grid, rows: list[Measured]) -> None:
    angles = np.arange(CORNERS) * (2.0 * math.pi / CORNERS)
    outlines, columns = [], {"crater": np.array([place.number for place, _, _ in rows], dtype=np.int32)}
    for _, centre, shapes in rows:
        shape = shapes["dtm"]
        turn = math.radians(shape.turn_deg)
        u, v = shape.major_m / 2.0 * np.cos(angles), shape.minor_m / 2.0 * np.sin(angles)
        east = shape.x + u * math.cos(turn) - v * math.sin(turn)
        north = shape.y + u * math.sin(turn) + v * math.cos(turn)
        outlines.append(ring(*grid.to_crs(centre[0] + east / grid.gsd[0], centre[1] - north / grid.gsd[1])))
    measures = ("major_m", "minor_m", "axis_ratio", "turn_deg", "diameter_m", "depth_m", "depth_diameter", "rim_share")
    table_of: dict[str, NDArray[Any]] = dict(columns)
    for name, prefix in (("dtm", ""), ("other", "other_")):
        if name in rows[0][2]:
            for field in measures:
                table_of[prefix + field] = np.array([getattr(shapes[name], field) for _, _, shapes in rows]).round(4)
            # Counter-clockwise from east, as the shape counts it from the right of the raster.
            turns = [90.0 - grid.map_azimuth(90.0 - shapes[name].turn_deg) for _, _, shapes in rows]
            table_of[prefix + "turn_deg"] = (np.array(turns) % 180.0).round(4)
    write_layer(target, grid.wkt, "Polygon", outlines, table_of)


def _report(
    path: Path,
    values: Mapping[str, Any],
    grid: Grid,
    rows: list[Measured],
    figures: Mapping[str, Any],
) -> None:
    names = {"dtm": Path(values["dtm"]).name}
    if values["other"]:
        names["other"] = Path(values["other"]).name
    head = ["crater", "DTM", "diameter (m)", "major / minor axis (no unit)", "depth (m)", "depth / diameter (no unit)"]
    lines = [
        [str(place.number), names[name], number(shape.diameter_m, 1), number(shape.axis_ratio, 3),
         number(shape.depth_m, 2), number(shape.depth_diameter, 4)]
        for place, _, shapes in rows for name, shape in shapes.items()
    ]  # fmt: skip
    means = [
        ["mean", names[name], "", number(figures[f"{prefix}axis_ratio"], 3), "",
         number(figures[f"{prefix}depth_diameter"], 4)]
        for name, prefix in (("dtm", ""), ("other", "other_")) if name in names
    ]  # fmt: skip
    parts = [f"<p>Pixels of {grid.gsd[0]:.2f} x {grid.gsd[1]:.2f} m on the ground.</p>", table(head, lines + means)]
    parts.append(note("Rim: highest point over the surrounding plane in 180 azimuths, fitted by an ellipse. "
                      "Depth: mean "
                      "rim over the lowest twentieth of the floor."))  # fmt: skip
    write_page(path, f"Craters of {names['dtm']}", parts)

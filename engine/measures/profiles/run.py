"""Profiles along lines."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...contract.progress import Progress
from ...errors import OverlapError, ParameterError
from ...files import whole_file
from ...raster.align import sample
from ...raster.grid import Grid, great_circle
from ...raster.heights import HeightReader
from ...raster.reader import RasterReader
from ...reports.profiles import DrawnLine, draw_profiles
from ...vector.lines import Line, read_lines
from .lines import LineProfile, differences, slopes_along

if TYPE_CHECKING:
    from ...operations.profile import ProfileSettings

CHUNK = 256
"""Samples read at a time: the window about them stays small on a long oblique line."""

MOST_SAMPLES = 2_000_000


def profile(settings: ProfileSettings, progress: Progress) -> dict[str, Any]:
    """Sample DTMs along the lines of a layer, and write the samples as a table and a picture.

    Raises
    ------
    OverlapError
        No line crosses a valid pixel.
    ParameterError
        The spacing would give too many samples.
    """
    lines, wkt = read_lines(settings.lines)
    with ExitStack() as stack:
        readers = [stack.enter_context(RasterReader(path)) for path in settings.input]
        heights = [HeightReader(reader, settings.height_unit, progress.info, progress.warning) for reader in readers]
        spacing = settings.spacing or min(math.sqrt(h.grid.gsd[0] * h.grid.gsd[1]) for h in heights)
        names = _names(settings.input)
        steps = progress.steps(len(lines), "lines")
        profiles = []
        for line in lines:
            profiles.append(_sampled(line, wkt, heights, spacing, progress))
            steps.advance()
    if not any(np.isfinite(p.heights).any() for p in profiles):
        raise OverlapError(f"{settings.lines} does not cross any valid pixel of the DTMs; give lines on their ground.")
    with whole_file(settings.output) as path:
        _write(path, profiles, names)
    if settings.output_plot:
        with whole_file(settings.output_plot) as path:
            drawn = [DrawnLine(p.number, p.distance, p.heights, p.slopes) for p in profiles]
            draw_profiles(path, drawn, names, 2.0 * spacing)
    mean, largest = differences(profiles)
    return {
        "lines_sampled": len(profiles),
        "samples": int(sum(p.distance.size for p in profiles)),
        "length": float(sum(p.distance[-1] for p in profiles)),
        "baseline": 2.0 * spacing,
        "mean_difference": mean,
        "largest_difference": largest,
    }


def _names(paths: Sequence[str]) -> list[str]:
    """Names of the DTMs, made distinct."""
    stems = [Path(path).stem for path in paths]
    return [f"{stem}_{i + 1}" if stems.count(stem) > 1 else stem for i, stem in enumerate(stems)]


def _sampled(line: Line, wkt: str, heights: Sequence[HeightReader], spacing: float, progress: Progress) -> LineProfile:
    """A line cut into equal steps on the ground, with the heights of every DTM."""
    # The unit grid of the layer's CRS: its pixel coordinates are the coordinates of the layer.
    plane = Grid(wkt, (1.0, 0.0, 0.0, 0.0, 1.0, 0.0), 1, 1)
    x, y = line.vertices.T
    if plane.period:
        # From 179 to -179 degrees is a step of two, not the way round the Moon.
        x = np.unwrap(x, period=plane.period)
    longitude, latitude = plane.longitude_latitude(x, y)
    legs = great_circle((longitude[:-1], latitude[:-1]), (longitude[1:], latitude[1:]), plane.radius)
    at_vertex = np.concatenate(([0.0], np.cumsum(legs)))
    count = max(2, int(at_vertex[-1] / spacing) + 1)
    if count > MOST_SAMPLES:
        raise ParameterError(
            f"spacing of {spacing:g} m would give {count:,} samples on line {line.number}; choose a larger one."
        )
    distance = np.minimum(np.arange(count) * spacing, at_vertex[-1])
    longitude, latitude = plane.longitude_latitude(np.interp(distance, at_vertex, x), np.interp(distance, at_vertex, y))
    table = np.full((len(heights), count), np.nan, dtype=np.float32)
    for index, reader in enumerate(heights):
        columns, rows = reader.grid.from_longitude_latitude(longitude, latitude)
        if reader.grid.turn_columns:
            columns = np.unwrap(columns, period=reader.grid.turn_columns)
        for start in range(0, count, CHUNK):
            progress.check()
            part = slice(start, start + CHUNK)
            table[index, part] = sample(reader, rows[part] - 0.5, columns[part] - 0.5)
    slopes = np.stack([slopes_along(distance, row) for row in table])
    return LineProfile(line.number, distance, longitude, latitude, table, slopes)


def _write(path: Path, profiles: Sequence[LineProfile], names: Sequence[str]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        head = [f"{kind}_{name}_{unit}" for name in names for kind, unit in (("height", "m"), ("slope", "deg"))]
        table.writerow(["line", "distance_m", "longitude_deg", "latitude_deg", *head])
        for line in profiles:
            for i in range(line.distance.size):
                row = [line.number, f"{line.distance[i]:.3f}", f"{line.longitude[i]:.8f}", f"{line.latitude[i]:.8f}"]
                for heights, slopes in zip(line.heights, line.slopes):
                    row += [_cell(heights, i, 4), _cell(slopes, i, 4)]
                table.writerow(row)


def _cell(values: NDArray[np.float32], index: int, digits: int) -> str:
    value = float(values[index])
    return f"{value:.{digits}f}" if math.isfinite(value) else ""

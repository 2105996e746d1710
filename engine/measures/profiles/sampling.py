"""Heights of DTMs along a line."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...contract.progress import Progress
from ...errors import ParameterError
from ...raster.align import sample
from ...raster.grid import Grid, great_circle
from ...raster.heights import HeightReader
from ...vector.lines import Line
from .lines import LineProfile, slopes_along

CHUNK = 256
"""Samples read at a time: the window about them stays small on a long oblique line."""

MOST_SAMPLES = 2_000_000


def sampled(line: Line, wkt: str, heights: Sequence[HeightReader], spacing: float, progress: Progress) -> LineProfile:
    """A line cut into equal steps on the ground, with the heights of every DTM.

    Parameters
    ----------
    line : Line
    wkt : str
        CRS of its layer.
    heights : sequence of HeightReader
    spacing : float
        Ground metres.
    progress : Progress
        Asked for a cancel.

    Raises
    ------
    ParameterError
        The spacing would give too many samples.
    """
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

"""The page of Combine DTMs: what was found, and the middle of the grid as pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..files import whole_file
from ..raster.frame import Move
from ..raster.reader import RasterReader
from ..reports.combination import Shown, write_combination
from .lit_stream import Taken, lit_in
from .registering import said
from .suns_together import put_together

SHOWN_PX, MOST_SHOWN = 400, 7
"""Pixels of the part that the report shows, and how many DTMs."""


def write_report(
    target: str,
    combined: str,
    posting_m: float,
    layers: Sequence[Taken],
    moves: Sequence[Move],
    results: Mapping[str, Any],
) -> None:
    """Write the page.

    Parameters
    ----------
    target, combined : str
        The page, and the combined DTM.
    posting_m : float
    layers : sequence of Taken
    moves : sequence of Move
        Of each, in the frame of the map.
    results : mapping
        Of Combine DTMs.
    """
    grid = layers[0][0].grid
    height, width = min(SHOWN_PX, grid.height), min(SHOWN_PX, grid.width)
    window = (grid.height - height) // 2, (grid.width - width) // 2, height, width
    drawn = [Shown(layer.name, layer.read(*window)) for layer, _ in layers[:MOST_SHOWN]]
    with RasterReader(combined) as reader:
        drawn.append(Shown("combined", reader.read(*window)))
    lit = [lit_in(layer, standing, window) for layer, standing in layers]
    error = put_together(lit, grid.gsd, posting_m, (slice(None), slice(None))).error
    dtms = []
    for (layer, standing), move in zip(layers, moves):
        sun = layer.sun.in_map(grid)
        dtms.append({
            "name": layer.name,
            "azimuth_deg": sun.azimuth_deg % 360.0,
            "incidence_deg": sun.incidence_deg,
            "move": said(move),
            "strength": standing.strength,
            "weight": standing.weight,
        })  # fmt: skip
    with whole_file(target) as path:
        write_combination(path, {**results, "dtms": dtms}, drawn, error, grid.gsd)

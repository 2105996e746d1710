"""The report of Combine DTMs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from ..arrays import FloatArray
from ..terrain.photometry import central_gradient
from ..terrain.slope import hillshade
from .page import Table, number, picture, write_page

AZIMUTH_DEG, ALTITUDE_DEG = 315.0, 30.0
"""Of the light of all hillshades, in the frame of the grid."""

IN_A_ROW = 4


@dataclass(frozen=True)
class Shown:
    """A part of a DTM: its name, and heights in metres."""

    title: str
    heights: FloatArray


def write_combination(
    path: Path, figures: Mapping[str, Any], drawn: Sequence[Shown], error: FloatArray, gsd: tuple[float, float]
) -> None:
    """Write the page.

    Parameters
    ----------
    path : Path
    figures : mapping
        'dtms' is a list of mappings with name, azimuth_deg, incidence_deg, move, strength and weight; the others are
        results of Combine DTMs.
    drawn : sequence of Shown
        The DTMs, and last the combined one.
    error : (H, W) array
        Standard deviation of the same part.
    gsd : (float, float)
        Metres per column and row.
    """
    write_page(
        path,
        "combination.html",
        figures=figures,
        table=_table(figures["dtms"]),
        panel=picture(draw_panel(drawn, error, gsd)),
        light=(AZIMUTH_DEG, ALTITUDE_DEG),
    )


def _table(dtms: Sequence[Mapping[str, Any]]) -> Table:
    head = ["DTM", "sun azimuth (degrees)", "sun incidence (degrees)", "strength of its detail", "weight", "moved by"]
    rows = [
        [
            str(one["name"]),
            number(one["azimuth_deg"], 1),
            number(one["incidence_deg"], 1),
            number(one["strength"], 2),
            number(one["weight"], 2),
            str(one["move"]),
        ]
        for one in dtms
    ]
    return Table(head, rows)


def draw_panel(drawn: Sequence[Shown], error: FloatArray, gsd: tuple[float, float]) -> Figure:
    """Hillshades of all under one light, and the standard deviation."""
    count = len(drawn) + 1
    rows, columns = -(-count // IN_A_ROW), min(count, IN_A_ROW)
    figure = Figure(figsize=(3.6 * columns, 3.7 * rows), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False).ravel()
    extent = (0.0, error.shape[1] * gsd[0], 0.0, error.shape[0] * gsd[1])
    for axis, one in zip(axes, drawn):
        known = np.isfinite(one.heights)
        level = np.float32(one.heights[known].mean()) if known.any() else np.float32(0.0)
        shade = hillshade(*central_gradient(np.where(known, one.heights, level), *gsd), AZIMUTH_DEG, ALTITUDE_DEG)
        axis.imshow(np.where(known, shade, np.nan), cmap="gray", extent=extent, interpolation="nearest")
        axis.set_title(one.title, fontsize="small")
    last = axes[len(drawn)]
    shown = last.imshow(error, cmap="viridis", extent=extent, interpolation="nearest")
    last.set_title("standard deviation", fontsize="small")
    figure.colorbar(shown, ax=last, label="m", shrink=0.8)
    for axis in axes:
        axis.tick_params(labelsize="x-small")
    for axis in axes[count:]:
        axis.set_axis_off()
    return figure

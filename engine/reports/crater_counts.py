"""The report of Detect craters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.collections import EllipseCollection
from matplotlib.figure import Figure
from numpy.typing import NDArray

from .areas import AreaRow, area_table
from .page import Table, number, picture, write_page

FOUND, PRODUCTION = "#3f6f8f", "#b0b4ba"
EQUILIBRIUM = ("#a8483f", "#d9a441", "#7a5195")
STRETCH_PERCENT = (1.0, 99.0)


@dataclass(frozen=True)
class Line:
    """A published line: densities per km2 at diameters in metres, (m,) arrays."""

    name: str
    diameters_m: NDArray[np.float64]
    per_km2: NDArray[np.float64]
    is_production: bool


@dataclass(frozen=True)
class SizeRow:
    """Craters of at least a diameter."""

    diameter_m: float
    craters: int
    per_km2: float
    error_per_km2: float
    equilibrium_per_km2: float


@dataclass(frozen=True)
class CraterMap:
    """What craters are drawn on.

    Attributes
    ----------
    brightness : (h, w) array
        Image or shaded DTM, thinned out.
    circles : (n, 4) array
        Column and row of the middles in it, and width and height of the outlines.
    """

    brightness: NDArray[np.float32]
    circles: NDArray[np.float64]


def write_crater_counts(
    path: Path,
    facts: Mapping[str, Any],
    areas: Sequence[AreaRow],
    table: Sequence[SizeRow],
    lines: Sequence[Line],
    drawn: CraterMap,
) -> None:
    """Write the page.

    Parameters
    ----------
    path : Path
    facts : mapping
        ``source``, ``looked_in`` ('image' or 'DTM'), ``pixel_m``, ``smallest_m``, ``largest_m``, ``least_score``,
        ``depth_diameter`` (NaN where there is none) and ``with_depth``.
    areas : sequence of AreaRow
        All of the ground first.
    table : sequence of SizeRow
        Of all of the ground.
    lines : sequence of Line
    drawn : CraterMap
    """
    write_page(
        path,
        "crater_counts.html",
        facts=facts,
        count=areas[0].sizes_m.size,
        map=picture(_map(drawn)),
        sizes=picture(_sizes(areas[0], facts["smallest_m"], lines)),
        table=_table(table),
        areas=area_table(areas, "craters"),
    )


def _table(rows: Sequence[SizeRow]) -> Table:
    head = ["diameter of at least (m)", "craters", "craters per km2", "standard error (per km2)", "of equilibrium (%)"]
    cells = [
        [number(r.diameter_m, 2), f"{r.craters:,}", number(r.per_km2, 3), number(r.error_per_km2, 3),
         number(100.0 * r.per_km2 / r.equilibrium_per_km2, 1)]
        for r in rows
    ]  # fmt: skip
    return Table(head, cells)


def _map(drawn: CraterMap) -> Figure:
    height, width = drawn.brightness.shape
    figure = Figure(figsize=(9.0, max(1.5, min(12.0, 9.0 * height / width))), layout="constrained")
    axis = figure.subplots()
    known = drawn.brightness[np.isfinite(drawn.brightness)]
    low, high = np.percentile(known, STRETCH_PERCENT) if known.size else (0.0, 1.0)
    extent = (0.0, float(width), float(height), 0.0)
    axis.imshow(drawn.brightness, cmap="gray", vmin=low, vmax=high, extent=extent, interpolation="nearest")
    if len(drawn.circles):
        columns, rows, wide, tall = drawn.circles.T
        outlines = EllipseCollection(
            wide, tall, np.zeros(len(wide)), units="xy", offsets=np.column_stack((columns, rows)),
            transOffset=axis.transData, facecolors="none", edgecolors="#f0c808", linewidths=0.6,
        )  # fmt: skip
        axis.add_collection(outlines)
    axis.set(xlim=(0.0, width), ylim=(height, 0.0))
    axis.set_axis_off()
    return figure


def _sizes(whole: AreaRow, smallest_m: float, lines: Sequence[Line]) -> Figure:
    """Cumulative size-frequency with its errors, isochrons and lines of equilibrium."""
    figure = Figure(figsize=(6.5, 6.5), layout="constrained")
    axis = figure.subplots()
    colours = iter(EQUILIBRIUM)
    for line in lines:
        if line.is_production:
            axis.loglog(line.diameters_m, line.per_km2, color=PRODUCTION, linewidth=0.9)
        else:
            axis.loglog(line.diameters_m, line.per_km2, "--", color=next(colours), linewidth=1.1, label=line.name)
    sizes = np.sort(whole.sizes_m)[::-1]
    if sizes.size:
        count = np.arange(1, sizes.size + 1)
        density, error = count / whole.ground_km2, np.sqrt(count) / whole.ground_km2
        axis.fill_between(sizes, np.maximum(density - error, 0.3 * density), density + error, color=FOUND, alpha=0.2,
                          linewidth=0.0)  # fmt: skip
        axis.loglog(sizes, density, ".", color=FOUND, markersize=4, label="craters found")
        axis.set_ylim(0.3 * float(density.min()), 10.0 * float(density.max()))
    axis.set_xlim(0.8 * smallest_m, None)
    bottom, top = axis.get_ylim()
    for line in lines:
        inside = np.flatnonzero((line.per_km2 < 0.6 * top) & (line.per_km2 > 2.0 * bottom))
        if line.is_production and inside.size:
            place = line.diameters_m[inside[0]], line.per_km2[inside[0]]
            axis.annotate(line.name, place, fontsize="x-small", color="#6b7078", xytext=(4, 2),
                          textcoords="offset points")  # fmt: skip
    axis.set(xlabel="diameter D (m)", ylabel="craters of at least D (per km2)")
    axis.legend(fontsize="small")
    return figure

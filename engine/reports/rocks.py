"""The report of Detect rocks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from .areas import AreaRow, area_table
from .page import Table, number, picture, write_page

NAMES = {"image": "image", "dtm": "DTM"}
COLOURS = {"image": "#3f6f8f", "dtm": "#d9a441"}


@dataclass(frozen=True)
class SizeLaws:
    """Laws that the sizes of rocks follow; NaN where one does not fit.

    Attributes
    ----------
    power, power_error : float
        b of N(>= D) ~ D^-b.
    covered : float
        k of Golombek and Rapp.
    diameters_m : (m,) array
        Where they are drawn.
    per_km2, shares : (m,) arrays
        By the two laws: rocks of at least a diameter, and the share of the ground that they cover.
    """

    power: float
    power_error: float
    covered: float
    diameters_m: NDArray[np.float64]
    per_km2: NDArray[np.float64]
    shares: NDArray[np.float64]


@dataclass(frozen=True)
class RockCount:
    """Rocks of one source: their diameters (n,), the ground looked at, and the laws of their sizes."""

    diameters_m: NDArray[np.float64]
    area_m2: float
    laws: SizeLaws


def write_rocks(
    path: Path,
    source: str,
    pixel_m: tuple[float, float],
    counts: Mapping[str, RockCount],
    matched: int | None,
    smallest_m: float,
    areas: Sequence[AreaRow],
) -> None:
    """Write the page.

    Parameters
    ----------
    path : Path
    source : str
        Name of the raster.
    pixel_m : (float, float)
    counts : mapping
        By 'image' and 'dtm'.
    matched : int, optional
        Rocks that both have.
    smallest_m : float
        Diameter from which on laws are fitted.
    areas : sequence of AreaRow
        All of the ground first.
    """
    in_image, in_dtm = (counts[name].diameters_m.size if name in counts else 0 for name in NAMES)
    write_page(
        path,
        "rocks.html",
        source=source,
        pixel_m=pixel_m,
        counts=_counts(counts),
        matched=matched,
        matched_percent=100.0 * matched / in_image if matched is not None and in_image else math.nan,
        in_image=in_image,
        in_dtm=in_dtm,
        smallest_m=smallest_m,
        sizes=picture(_sizes(counts)),
        areas=area_table(areas, "rocks"),
    )


def _counts(counts: Mapping[str, RockCount]) -> Table:
    head = ["", "rocks", "ground (km2)", "rocks per km2", "b of D^-b (no unit)", "k of Golombek-Rapp (no unit)"]
    rows = []
    for name, one in counts.items():
        found, laws = one.diameters_m.size, one.laws
        rows.append(
            [NAMES[name], f"{found:,}", number(one.area_m2 / 1e6, 3), number(found / one.area_m2 * 1e6, 1),
             f"{number(laws.power, 2)} ± {number(laws.power_error, 2)}", number(laws.covered, 4)]
        )  # fmt: skip
    return Table(head, rows)


def _sizes(counts: Mapping[str, RockCount]) -> Figure:
    """Cumulative numbers and covered shares with the fitted laws."""
    figure = Figure(figsize=(6.5, 8), layout="constrained")
    numbers, shares = figure.subplots(2, 1)
    for name, one in counts.items():
        if one.diameters_m.size:
            style = {"color": COLOURS[name], "markersize": 4, "label": NAMES[name]}
            sizes = np.sort(one.diameters_m)[::-1]
            numbers.loglog(sizes, np.arange(1, sizes.size + 1) / one.area_m2 * 1e6, ".", **style)
            shares.semilogy(sizes, np.cumsum(math.pi / 4.0 * sizes**2) / one.area_m2, ".", **style)
        laws, line = one.laws, {"color": COLOURS[name], "linewidth": 1}
        if math.isfinite(laws.power):
            numbers.loglog(laws.diameters_m, laws.per_km2, label=f"{NAMES[name]}: D^-{laws.power:.2f}", **line)
        if math.isfinite(laws.covered):
            shares.semilogy(laws.diameters_m, laws.shares, label=f"{NAMES[name]}: k = {laws.covered:.3g}", **line)
    numbers.set(xlabel="diameter D (m)", ylabel="rocks of at least D (per km2)")
    shares.set(xlabel="diameter D (m)", ylabel="share of the ground covered by rocks of at least D")
    for axis in (numbers, shares):
        if axis.get_legend_handles_labels()[0]:
            axis.legend(fontsize="small")
    return figure

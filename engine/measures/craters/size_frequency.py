"""Cumulative size-frequency of craters, and the published lines that it is held against."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from ...arrays import DoubleArray
from ...files import whole_file
from ...reports.crater_counts import Line, SizeRow
from ...synthetic.crater_laws import equilibrium, hartmann, production, trask
from ..counts import Count

AGES_GA = (0.01, 0.1, 1.0, 3.5)
"""Ages of the isochrons that are drawn."""

DRAWN = 60
"""Points of a drawn line."""

BINS_AN_OCTAVE = 2
"""Diameters of the table are powers of the square root of two metres, as the Crater Analysis Techniques Working Group
(1979) recommends."""


def size_table(count: Count, smallest_m: float) -> list[SizeRow]:
    """Craters of at least each diameter from the smallest that is looked for on.

    Parameters
    ----------
    count : Count
    smallest_m : float
        From which the count is meant to be complete.
    """
    sizes = count.sizes_m[count.sizes_m >= smallest_m]
    if not sizes.size or count.ground_m2 <= 0.0:
        return []
    first = math.ceil(BINS_AN_OCTAVE * math.log2(smallest_m))
    last = math.floor(BINS_AN_OCTAVE * math.log2(float(sizes.max())))
    km2 = count.ground_m2 / 1e6
    rows: list[SizeRow] = []
    for diameter in [smallest_m, *(2.0 ** (index / BINS_AN_OCTAVE) for index in range(first, last + 1))]:
        if rows and diameter <= smallest_m * (1.0 + 1e-9):
            continue
        number = int((sizes >= diameter).sum())
        rows.append(SizeRow(diameter, number, number / km2, math.sqrt(number) / km2, trask(diameter) * 1e6))
    return rows


def lines(smallest_m: float, largest_m: float) -> list[Line]:
    """Lines of production and equilibrium between two diameters."""
    at = np.geomspace(smallest_m, max(largest_m, 2.0 * smallest_m), DRAWN)

    def line(name: str, law: Callable[[float], float], production_line: bool) -> Line:
        densities: DoubleArray = np.array([law(float(diameter)) for diameter in at]) * 1e6
        return Line(name, at, densities, production_line)

    return [
        *(line(_age(age), partial(production, age_ga=age), True) for age in AGES_GA),
        line("equilibrium, Trask 1966", trask, False),
        line("equilibrium, Xiao & Werner 2015", equilibrium, False),
        line("saturation, Hartmann 1984", hartmann, False),
    ]


def _age(age_ga: float) -> str:
    return f"{age_ga:g} Ga" if age_ga >= 1.0 else f"{1000.0 * age_ga:g} Ma"


def write_table(target: str, counts: Sequence[Count], smallest_m: float) -> None:
    """Write the tables of all of the ground and of every area as CSV.

    Raises
    ------
    OutputError
        The target cannot be written.
    """
    head = ("area", "diameter_m", "craters", "per_km2", "error_per_km2", "equilibrium_per_km2", "ground_km2")
    with whole_file(target) as path, path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(head)
        for count in counts:
            for row in size_table(count, smallest_m):
                densities = (row.per_km2, row.error_per_km2, row.equilibrium_per_km2, count.ground_m2 / 1e6)
                numbers = [f"{number:.6g}" for number in densities]
                table.writerow([count.name or "all", f"{row.diameter_m:.3f}", row.craters, *numbers])

"""The table of what was counted in areas."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .page import Table, number


@dataclass(frozen=True)
class AreaRow:
    """A part of the ground, what was counted in it, and their diameters (n,)."""

    name: str
    ground_km2: float
    sizes_m: NDArray[np.float64]


def area_table(areas: Sequence[AreaRow], what: str) -> Table | None:
    """A row for all of the ground and one for each area; None where there are no areas.

    Parameters
    ----------
    areas : sequence of AreaRow
        All of the ground first.
    what : str
        That was counted, in the plural.
    """
    if len(areas) < 2:
        return None
    head = ["", what, "ground (km2)", f"{what} per km2", "median diameter (m)", "largest diameter (m)"]
    rows = []
    for one in areas:
        count = one.sizes_m.size
        density = count / one.ground_km2 if one.ground_km2 > 0.0 else math.nan
        middle, largest = (float(of(one.sizes_m)) if count else math.nan for of in (np.median, np.max))
        rows.append(
            [one.name or "all of the ground", f"{count:,}", number(one.ground_km2, 4), number(density, 2),
             number(middle, 1), number(largest, 1)]
        )  # fmt: skip
    return Table(head, rows)

"""The report of Detect rocks."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from matplotlib.figure import Figure

from .page import Table, number, picture, write_page

NAMES = {"image": "image", "dtm": "DTM"}


@dataclass(frozen=True)
class RockCount:
    """Rocks of one source: how many, on how much ground, and the laws that their sizes follow (NaN for none)."""

    count: int
    area_m2: float
    power: float
    power_error: float
    covered: float


def write_rocks(
    path: Path,
    source: str,
    pixel_m: tuple[float, float],
    counts: Mapping[str, RockCount],
    matched: int | None,
    smallest_m: float,
    sizes: Figure,
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
    sizes : Figure
        Size-frequency.
    """
    rows = [
        [NAMES[name], f"{one.count:,}", number(one.area_m2 / 1e6, 3), number(one.count / one.area_m2 * 1e6, 1),
         f"{number(one.power, 2)} ± {number(one.power_error, 2)}", number(one.covered, 4)]
        for name, one in counts.items()
    ]  # fmt: skip
    head = ["", "rocks", "ground (km2)", "rocks per km2", "b of D^-b (no unit)", "k of Golombek-Rapp (no unit)"]
    in_image, in_dtm = (counts[name].count if name in counts else 0 for name in NAMES)
    write_page(
        path,
        "rocks.html",
        source=source,
        pixel_m=pixel_m,
        counts=Table(head, rows),
        matched=matched,
        matched_percent=100.0 * matched / in_image if matched is not None and in_image else math.nan,
        in_image=in_image,
        in_dtm=in_dtm,
        smallest_m=smallest_m,
        sizes=picture(sizes),
    )

"""The report of Measure craters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .page import Table, number, write_page


@dataclass(frozen=True)
class CraterRow:
    """A crater's shape in one DTM."""

    number: int
    dtm: str
    diameter_m: float
    axis_ratio: float
    depth_m: float
    depth_diameter: float


def write_craters(
    path: Path,
    source: str,
    pixel_m: tuple[float, float],
    craters: Sequence[CraterRow],
    means: Sequence[tuple[str, float, float]],
) -> None:
    """Write the page.

    Parameters
    ----------
    path : Path
    source : str
        Name of the DTM.
    pixel_m : (float, float)
    craters : sequence of CraterRow
    means : sequence of (str, float, float)
        DTM, mean axis ratio, mean depth over diameter.
    """
    head = ["crater", "DTM", "diameter (m)", "major / minor axis (no unit)", "depth (m)", "depth / diameter (no unit)"]
    rows = [
        [str(c.number), c.dtm, number(c.diameter_m, 1), number(c.axis_ratio, 3), number(c.depth_m, 2),
         number(c.depth_diameter, 4)]
        for c in craters
    ]  # fmt: skip
    rows += [["mean", dtm, "", number(ratio, 3), "", number(depth, 4)] for dtm, ratio, depth in means]
    write_page(path, "craters.html", source=source, pixel_m=pixel_m, craters=Table(head, rows))

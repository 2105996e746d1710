"""The rows of the table: area by area, class by class, method by method."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...files import whole_file
from ...moon import TERRAINS
from ..evaluation.error_sums import THRESHOLDS_M, ErrorSums
from ..evaluation.resolution import FWHM
from .at_shots import AtShots
from .methods import Inputs
from .sums import RegionSums

AT_PIXELS, AT_SHOTS, WITHOUT_OFFSET = "pixels", "points", "points, offset taken off"
"""What a row was measured at."""

FIGURES = (
    "count", *(f"re_under_{limit:g}m_percent" for limit in THRESHOLDS_M), "mae_m", "rmse_m", "bias_m", "nmad_m",
    "slope_error_deg", "effective_resolution_m",
)  # fmt: skip

ALL_CLASSES = "all"


@dataclass(frozen=True)
class Row:
    """One method on one area and class.

    Attributes
    ----------
    area : str
        Empty for all of the ground.
    terrain : str
        Class, or ALL_CLASSES.
    method : str
    measured_at : str
    figures : dict
        By name, as FIGURES has them; NaN where not measured.
    """

    area: str
    terrain: str
    method: str
    measured_at: str
    figures: dict[str, float]


def of_pixels(inputs: Inputs, regions: Sequence[RegionSums]) -> list[Row]:
    """Rows of what was measured at pixels."""
    pixel = math.sqrt(math.prod(inputs.grid.gsd))
    rows = []
    for sums in regions:
        for terrain in (None, *(TERRAINS if inputs.classes is not None else ())):
            for index, label in enumerate(inputs.labels):
                errors = sums.all_classes(index) if terrain is None else sums.of_class(index, terrain)
                width = sums.width_px(index, terrain) * FWHM * pixel
                rows.append(_row(sums.region.name, terrain, label, AT_PIXELS, errors, width))
    return rows


def of_shots(inputs: Inputs, names: Sequence[str], found: AtShots) -> list[Row]:
    """Rows of what was measured at points, in regions of these names."""
    rows = []
    for region, name in enumerate(names):
        for terrain in (None, *(TERRAINS if inputs.classes is not None else ())):
            for kind, errors in ((AT_SHOTS, found.errors), (WITHOUT_OFFSET, found.without_offset)):
                for index, label in enumerate(inputs.labels):
                    sums = found.sums(errors[index], region, terrain)
                    rows.append(_row(name, terrain, label, kind, sums, math.nan))
    return rows


def _row(area: str, terrain: str | None, method: str, measured_at: str, errors: ErrorSums, width_m: float) -> Row:
    figures = {**errors.figures(), "effective_resolution_m": width_m}
    return Row(area, terrain or ALL_CLASSES, method, measured_at, {name: figures[name] for name in FIGURES})


def best_of(rows: Sequence[Row], measured_at: str, baseline: str) -> Row | None:
    """The DTM with the least RMSE on all of the ground."""
    whole = [
        row
        for row in rows
        if (row.area, row.terrain, row.measured_at) == ("", ALL_CLASSES, measured_at) and row.method != baseline
    ]
    known = [row for row in whole if math.isfinite(row.figures["rmse_m"])]
    return min(known, key=lambda row: row.figures["rmse_m"]) if known else None


def write_table(target: str, rows: Sequence[Row]) -> None:
    """Write the rows as CSV; what was not measured is empty.

    Raises
    ------
    OutputError
        The target cannot be written.
    """
    with whole_file(target) as path, path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["area", "class", "method", "measured_at", *FIGURES])
        for row in rows:
            cells = [_cell(name, row.figures[name]) for name in FIGURES]
            table.writerow([row.area, row.terrain, row.method, row.measured_at, *cells])


def _cell(name: str, value: float) -> Any:
    if name == "count":
        return int(value)
    return f"{value:.4f}" if math.isfinite(value) else ("inf" if math.isinf(value) else "")

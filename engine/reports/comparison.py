"""The report of Compare DTMs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .distribution import Distributions, draw_distributions
from .page import Table, number, picture, write_page

COLOURS = ("#3f6f8f", "#a8483f", "#5b8c5a", "#7a5195", "#2f4b7c", "#bc5090", "#6b4a10", "#1b9e9e")
BASELINE_COLOUR = "#d9a441"

BINS_OF_POINTS = 60

COLUMNS = (
    ("RE < 2 m (%)", "re_under_2m_percent", 2, -1.0),
    ("RE < 4 m (%)", "re_under_4m_percent", 2, -1.0),
    ("RE < 10 m (%)", "re_under_10m_percent", 2, -1.0),
    ("MAE (m)", "mae_m", 2, 1.0),
    ("RMSE (m)", "rmse_m", 2, 1.0),
    ("bias (m)", "bias_m", 2, 0.0),
    ("NMAD (m)", "nmad_m", 2, 1.0),
)
"""Head, figure, digits, and whether less is better (1), more (-1), or what is nearer to zero (0)."""

OF_PIXELS = (
    ("slope error (degrees)", "slope_error_deg", 2, 1.0),
    ("effective resolution (m)", "effective_resolution_m", 1, 1.0),
)
WITHOUT_OFFSET = (("RMSE without the offset (m)", "rmse_m", 2, 1.0), ("NMAD without the offset (m)", "nmad_m", 2, 1.0))


@dataclass(frozen=True)
class Compared:
    """What the page is made of.

    Attributes
    ----------
    figures : mapping
        As the JSON has them.
    rows : sequence of mapping
        ``area``, ``terrain``, ``method``, ``measured_at`` and ``figures``, in the order in which they are shown.
    distributions : mapping
        By area and what was measured at.
    widest_m : float
        Widest effective resolution that is looked for; wider ones are infinite.
    baseline : str
        Name of the method that is the coarse DEM.
    """

    figures: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]]
    distributions: Mapping[tuple[str, str], Distributions]
    widest_m: float
    baseline: str


@dataclass(frozen=True)
class Cell:
    """Text of a cell, and whether it is the best of its column."""

    text: str
    best: bool = False


@dataclass(frozen=True)
class Section:
    """One area: its name, its table and the picture of its errors."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    distribution: str | None


def write_comparison(path: Path, compared: Compared) -> None:
    """Write the page."""
    figures = compared.figures
    at_points = figures.get("at_points")
    write_page(
        path,
        "comparison.html",
        figures=figures,
        inputs=_inputs(figures),
        pixels=_sections(compared, "pixels", ""),
        points=_sections(compared, "points", "points, offset taken off"),
        at_points=at_points,
        offsets=_offsets(at_points["offsets"]) if at_points else None,
    )


def _inputs(figures: Mapping[str, Any]) -> Table:
    rows = [
        [
            one["label"],
            one["file"],
            " x ".join(number(side, 2) for side in one["pixel_m"]),
            "interpolated" if one["interpolated"] else "as it is",
        ]
        for one in figures["inputs"]
    ]
    rows += [["reference", figures[kind], "", kind] for kind in ("reference", "points") if figures[kind]]
    return Table(["", "file", "pixels (m)", "on the common grid"], rows)


def _sections(compared: Compared, kind: str, beside: str) -> list[Section]:
    """A section for each area that was measured at one kind of places."""
    rows = [row for row in compared.rows if row["measured_at"] == kind]
    others = {_place(row): row["figures"] for row in compared.rows if row["measured_at"] == beside}
    columns = (*COLUMNS, *(WITHOUT_OFFSET if beside else OF_PIXELS))
    with_classes = len({row["terrain"] for row in rows}) > 1
    sections = []
    for area in dict.fromkeys(row["area"] for row in rows):
        lines = []
        own = [row for row in rows if row["area"] == area]
        for terrain in dict.fromkeys(row["terrain"] for row in own):
            some = [row for row in own if row["terrain"] == terrain]
            if not any(row["figures"]["count"] for row in some) and terrain != "all":
                continue
            values = [
                [*(row["figures"][c[1]] for c in columns[: -len(WITHOUT_OFFSET)]),
                 *((others[_place(row)] if beside else row["figures"])[c[1]] for c in columns[-len(WITHOUT_OFFSET) :])]
                for row in some
            ]  # fmt: skip
            best = [_best([line[i] for line in values], column[3]) for i, column in enumerate(columns)]
            for index, (row, line) in enumerate(zip(some, values)):
                cells = [Cell(terrain)] if with_classes else []
                cells += [Cell(row["method"]), *(
                    Cell(_words(value, column[2], compared.widest_m), index in best[i])
                    for i, (value, column) in enumerate(zip(line, columns))
                ), Cell(number(row["figures"]["count"], 0))]  # fmt: skip
                lines.append(cells)
        head = [*(["class"] if with_classes else []), "method", *(column[0] for column in columns), kind]
        sections.append(Section(area or "All of the ground", head, lines, _distribution(compared, area, kind)))
    return sections


def _place(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return row["area"], row["terrain"], row["method"]


def _best(values: Sequence[float], better: float) -> list[int]:
    """Places of the best values; none where there is nothing to compare."""
    ranks = [abs(value) if better == 0.0 else better * value for value in values]
    known = [rank for rank in ranks if math.isfinite(rank)]
    if len(values) < 2 or not known:
        return []
    return [index for index, rank in enumerate(ranks) if rank == min(known)]


def _words(value: float, digits: int, widest_m: float) -> str:
    if math.isinf(value):
        return f"over {widest_m:,.0f}"
    return number(value, digits)


def _distribution(compared: Compared, area: str, kind: str) -> str | None:
    errors = compared.distributions.get((area, kind))
    if errors is None or not errors.counts:
        return None
    labels = [one["label"] for one in compared.figures["inputs"]]

    def style(label: str) -> tuple[str, str]:
        own = label == compared.baseline
        return label, BASELINE_COLOUR if own else COLOURS[labels.index(label) % len(COLOURS)]

    bins = {"points": BINS_OF_POINTS}.get(kind, 2 * BINS_OF_POINTS)
    return picture(draw_distributions(errors, style, kind, bins))


def _offsets(offsets: Mapping[str, Mapping[str, float]]) -> Table:
    head = ["", "east (m)", "standard error (m)", "north (m)", "standard error (m)", "above (m)"]
    rows = []
    for label, one in offsets.items():
        values = [one["east_m"], one["error_east_m"], one["north_m"], one["error_north_m"], one["level_m"]]
        cells = [number(value, 2) for value in values]
        rows.append([f"{label} (as far as was looked)" if one["at_border"] else label, *cells])
    return Table(head, rows)

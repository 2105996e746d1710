"""The report of Ablation study."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from .incidence import Picture
from .page import Table, number, picture, write_page

COLUMNS = (
    ("re_under_2m_percent", "RE < 2 m (%)", 2),
    ("re_under_4m_percent", "RE < 4 m (%)", 2),
    ("re_under_10m_percent", "RE < 10 m (%)", 2),
    ("mae_m", "MAE (m)", 3),
    ("rmse_m", "RMSE (m)", 3),
    ("slope_error_deg", "slope error (degrees)", 3),
    ("stripes_m", "stripes (m)", 3),
)
COLOURS = ("#3f6f8f", "#d9a441", "#a2504c")
STEEP_PERCENT = 99.0
"""Percentile of the slopes of the truth at which their colours end."""

ACROSS = 5
"""Maps in a line."""


def write_ablation(path: Path, figures: Mapping[str, Any], drawn: Sequence[Picture]) -> None:
    """Write the page.

    Parameters
    ----------
    path : Path
    figures : mapping
        The figures of Ablation study.
    drawn : sequence of Picture
        The coarse DEM with the image, the trainings, and last the truth.
    """
    rows = figures["rows"]
    write_page(
        path,
        "ablation.html",
        figures=figures,
        best=min(rows, key=lambda one: one["rmse_m"]),
        steepest=min(rows, key=lambda one: one["slope_error_deg"]),
        bars=picture(draw_bars(figures)),
        panel=picture(draw_panel(drawn)),
        table=_table(figures),
        paper=_paper(figures) if any(row["paper"] for row in rows) else None,
    )


def _table(figures: Mapping[str, Any]) -> Table:
    several = figures["seeds"] > 1
    coarse = [number(figures["coarse"][name], digits) for name, _, digits in COLUMNS]
    rows = [["coarse DEM", "–", "–", *coarse]]
    for one in figures["rows"]:
        cells = [
            number(one[name], digits) + (f" ± {number(one['spread'][name], digits)}" if several else "")
            for name, _, digits in COLUMNS
        ]
        rows.append([one["row"], number(one["parameters"], 0), number(one["minutes"], 1), *cells])
    return Table(["", "weights", "minutes", *(label for _, label, _ in COLUMNS)], rows)


def _paper(figures: Mapping[str, Any]) -> Table:
    columns = COLUMNS[:5]
    own = [one for one in figures["rows"] if one["paper"]]
    rows = [[one["row"], *(number(one["paper"][name], 2) for name, _, _ in columns)] for one in own]
    return Table(["", *(label for _, label, _ in columns)], rows)


def draw_bars(figures: Mapping[str, Any]) -> Figure:
    """Errors of every row, or of every mix of the slope expert by its truth, with the coarse DEM as a line."""
    shown = [column for column in COLUMNS if column[0] in ("rmse_m", "slope_error_deg", "stripes_m")]
    figure = Figure(figsize=(12, 4.2), layout="constrained")
    rows, truths = figures["rows"], figures["truths"] or [None]
    names = list(dict.fromkeys(row["row"] if row["mix"] is None else f"{row['network']} {row['mix']}" for row in rows))
    width = 0.8 / len(truths)
    for axis, (name, label, _) in zip(figure.subplots(1, len(shown)), shown):
        for index, (truth, colour) in enumerate(zip(truths, COLOURS)):
            own = [row for row in rows if row["truth"] == truth]
            at = np.arange(len(own)) + (index - (len(truths) - 1) / 2.0) * width
            axis.bar(at, [row[name] for row in own], width, yerr=[row["spread"][name] for row in own], color=colour,
                     label=f"truth {truth}" if truth else None)  # fmt: skip
        axis.axhline(figures["coarse"][name], color="#777777", linestyle="--", label="coarse DEM")
        if name == "stripes_m" and figures["striped_truth_stripes_m"] is not None:
            axis.axhline(figures["striped_truth_stripes_m"], color="black", linestyle=":", label="striped truth")
        axis.set_xticks(np.arange(len(names)), names, rotation=45, ha="right", fontsize="small")
        axis.set_ylabel(label)
    figure.axes[-1].legend(fontsize="small")
    return figure


def draw_panel(drawn: Sequence[Picture]) -> Figure:
    """The image and the slopes of one tile, on one scale of colours."""
    maps = [(one.title, one.slope) for one in drawn]
    lines = math.ceil((len(maps) + 1) / ACROSS)
    figure = Figure(figsize=(2.7 * ACROSS, 2.6 * lines), layout="constrained")
    axes = figure.subplots(lines, ACROSS, squeeze=False).ravel()
    known = drawn[-1].slope[np.isfinite(drawn[-1].slope)]
    steep = float(np.percentile(known, STEEP_PERCENT)) if known.size else 1.0
    image = drawn[0].image
    if image is not None:
        low, high = np.percentile(image, (0.5, 99.5))
        axes[0].imshow(image, cmap="gray", vmin=low, vmax=high, interpolation="nearest")
    axes[0].set_title("image", fontsize="small")
    for axis, (title, slope) in zip(axes[1:], maps):
        axis.imshow(slope, cmap="inferno", vmin=0.0, vmax=max(steep, 1e-3), interpolation="nearest")
        axis.set_title(title, fontsize="small")
    for axis in axes:
        axis.set_axis_off()
    figure.colorbar(axes[1].images[0], ax=list(axes), label="slope (degrees)", shrink=0.6)
    return figure

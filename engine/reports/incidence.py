"""The report of Incidence study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from .page import Table, number, picture, write_page

CURVES = (
    ("slope_error_deg", "mean slope error (degrees)"),
    ("rmse_m", "RMSE of heights (m)"),
    ("effective_resolution_m", "effective resolution (m)"),
)
COLOUR, COARSE = "#3f6f8f", "#d9a441"
STEEP_PERCENT = 99.0
"""Percentile of the slopes of the lit DTM at which their colours end."""


@dataclass(frozen=True)
class Picture:
    """A part of a surface: its name, the image that it was made from (None for none), its slopes in degrees."""

    title: str
    image: NDArray[np.float32] | None
    slope: NDArray[np.float32]


def write_incidence(path: Path, figures: Mapping[str, Any], drawn: Sequence[Picture]) -> None:
    """Write the page.

    Parameters
    ----------
    path : Path
    figures : mapping
        The figures of Incidence study.
    drawn : sequence of Picture
        The coarse DEM, the DTMs, and last the DTM that was lit.
    """
    write_page(
        path,
        "incidence.html",
        figures=figures,
        curves=picture(draw_curves(figures, drawn)),
        panel=picture(draw_panel(figures, drawn)),
        table=_table(figures),
    )


def _table(figures: Mapping[str, Any]) -> Table:
    columns = (
        ("shadow_percent", "in shadow (%)", 1),
        ("slope_error_deg", f"slope error (degrees over {figures['slope_baseline_m']:.2f} m)", 3),
        ("rmse_m", "RMSE (m)", 3),
        ("mae_m", "MAE (m)", 3),
        ("re_under_2m_percent", "RE < 2 m (%)", 2),
        ("effective_resolution_m", "effective resolution (m)", 1),
    )
    rows = [["bicubic coarse DEM", "–", "–"]]
    rows[0] += [number(figures["coarse"].get(name), digits) for name, _, digits in columns]
    for one in figures["suns"]:
        row = ["DTM", f"{one['incidence_deg']:g}", f"{one['azimuth_deg']:g}"]
        rows.append(row + [number(one[name], digits) for name, _, digits in columns])
    return Table(["", "incidence (degrees)", "azimuth (degrees)", *(label for _, label, _ in columns)], rows)


def draw_curves(figures: Mapping[str, Any], drawn: Sequence[Picture]) -> Figure:
    """Errors over the incidence: means over the azimuths, every sun as a point, the coarse DEM as a line."""
    figure = Figure(figsize=(12, 3.8), layout="constrained")
    for axis, (name, label) in zip(figure.subplots(1, len(CURVES)), CURVES):
        low, high = figures["preferred_deg"]
        axis.axvspan(low, high, color="#eeeeee", label=f"{low:g} to {high:g}°, the paper's")
        suns, means = figures["suns"], figures["incidences"]
        axis.plot([s["incidence_deg"] for s in suns], [s[name] for s in suns], ".", color=COLOUR, alpha=0.5)
        axis.plot([m["incidence_deg"] for m in means], [m[name] for m in means], color=COLOUR, marker="o", label="DTM")
        if np.isfinite(figures["coarse"][name]):
            axis.axhline(figures["coarse"][name], color=COARSE, linestyle="--", label="bicubic coarse DEM")
        axis.set(xlabel="incidence (degrees)", ylabel=label, ylim=(0.0, None), xlim=(0.0, 90.0))
    figure.axes[0].legend(fontsize="small")
    return figure


def draw_panel(figures: Mapping[str, Any], drawn: Sequence[Picture]) -> Figure:
    """Images above, slopes below, on one scale of colours."""
    figure = Figure(figsize=(2.6 * len(drawn) + 0.6, 5.6), layout="constrained")
    axes = figure.subplots(2, len(drawn), squeeze=False)
    known = drawn[-1].slope[np.isfinite(drawn[-1].slope)]
    steep = float(np.percentile(known, STEEP_PERCENT)) if known.size else 1.0
    shown = None
    for (above, below), one, letter in zip(axes.T, drawn, "abcdefghijklmnop"):
        if one.image is not None and np.isfinite(one.image).any():
            ends = np.nanpercentile(one.image, (0.5, 99.5))
            above.imshow(one.image, cmap="gray", vmin=ends[0], vmax=ends[1], interpolation="nearest")
        below.imshow(one.slope, cmap="inferno", vmin=0.0, vmax=max(steep, 1e-3), interpolation="nearest")
        shown = below.images[0]
        below.set_title(f"({letter}) {one.title}", fontsize="small")
    for axis in axes.ravel():
        axis.set_axis_off()
    if shown is not None:
        baseline = figures["slope_baseline_m"]
        figure.colorbar(shown, ax=list(axes[:, -1]), label=f"slope (degrees over {baseline:.2f} m)", shrink=0.8)
    return figure

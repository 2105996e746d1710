"""The report of Compare with SAR."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from .page import Table, number, picture, write_page

MOST_POINTS = 20_000
MOST_DRAWN = 700


@dataclass(frozen=True)
class SarMaps:
    """What is drawn.

    Attributes
    ----------
    roughness, backscatter : (H, W) arrays
        Degrees squared and decibels on the SAR grid, NaN where not compared.
    false_share, true_share : (n,) arrays
        ROC curve of backscatter telling rough ground from smooth.
    cpr : (H, W) array or None
        Circular polarisation ratio.
    """

    roughness: NDArray[np.float64]
    backscatter: NDArray[np.float32]
    false_share: NDArray[np.float64]
    true_share: NDArray[np.float64]
    cpr: NDArray[np.float32] | None = None


def write_sar(path: Path, figures: Mapping[str, Any], maps: SarMaps) -> None:
    """Write the page; ``figures`` are those of Compare with SAR."""
    baseline = figures["baseline_m"]
    over = f"over {baseline:.2f} m" if baseline else "over the baseline of the given raster"
    write_page(
        path,
        "sar.html",
        figures=figures,
        over=over,
        correlations=_correlations(figures, over),
        areas=_areas(figures["areas"], over) if len(figures["areas"]) > 1 else None,
        scatter=picture(_scatter(figures, maps, over)),
        roc=picture(_roc(maps)),
        maps=picture(_maps(maps, over)),
    )


def _correlations(figures: Mapping[str, Any], over: str) -> Table:
    rough, bright = figures["rough_from_deg2"], figures["bright_from_db"]
    rows = [
        ["SAR pixels compared", number(figures["pixels"], 0)],
        [f"Pearson correlation of log roughness ({over}) with dB (no unit)",
         number(figures["pearson_of_log_roughness"], 3)],
        [f"Spearman correlation of roughness ({over}) with dB (no unit)", number(figures["spearman"], 3)],
        [f"ground of over {rough:g} deg2 {over} (%)", number(figures["rough_percent"], 2)],
        [f"of it over {bright:g} dB (%)", number(figures["rough_that_is_bright_percent"], 2)],
        [f"of the smoother ground over {bright:g} dB (%)", number(figures["smooth_that_is_bright_percent"], 2)],
        ["area under the ROC curve (no unit)", number(figures["roc_area"], 3)],
        ["best threshold (dB)", number(figures["best_threshold_db"], 2)],
    ]  # fmt: skip
    cpr = figures["areas"][0]["cpr"]
    if math.isfinite(cpr):
        rows.append(["circular polarisation ratio of the mean powers (no unit)", number(cpr, 3)])
    return Table(["", "value"], rows)


COLUMNS = (
    ("SAR pixels", "pixels", 0), ("mean slope variance (deg2)", "roughness_deg2", 1),
    ("mean backscatter (dB)", "backscatter_db", 2), ("circular polarisation ratio", "cpr", 3),
    ("rough ground (%)", "rough_percent", 1), ("of it bright (%)", "rough_that_is_bright_percent", 1),
    ("of the smoother ground bright (%)", "smooth_that_is_bright_percent", 1), ("Spearman", "spearman", 3),
    ("area under the ROC curve", "roc_area", 3),
)  # fmt: skip
"""Head, figure and digits."""


def _areas(areas: Sequence[Mapping[str, Any]], over: str) -> Table:
    heads = [f"{head} {over}" if "variance" in head else head for head, _, _ in COLUMNS]
    rows = [[one["area"] or "all", *(number(one[name], digits) for _, name, digits in COLUMNS)] for one in areas]
    return Table(["area", *heads], rows)


def _scatter(figures: Mapping[str, Any], maps: SarMaps, over: str) -> Figure:
    figure = Figure(figsize=(7, 4.6), layout="constrained")
    axis = figure.subplots()
    known = np.isfinite(maps.roughness)
    x, y = np.maximum(maps.roughness[known], 1e-2), maps.backscatter[known]
    step = max(1, x.size // MOST_POINTS)
    axis.semilogx(x[::step], y[::step], ".", markersize=2, alpha=0.4, color="#3f6f8f")
    axis.axvline(figures["rough_from_deg2"], color="#999", linewidth=1)
    axis.axhline(figures["bright_from_db"], color="#999", linewidth=1)
    axis.set(xlabel=f"slope variance {over} (deg2)", ylabel="backscatter (dB)")
    return figure


def _roc(maps: SarMaps) -> Figure:
    figure = Figure(figsize=(5, 4.4), layout="constrained")
    axis = figure.subplots()
    axis.plot([0, 100], [0, 100], color="#999", linewidth=1)
    axis.plot(100 * maps.false_share, 100 * maps.true_share, color="#3f6f8f")
    axis.set(xlabel="smooth ground called rough (%)", ylabel="rough ground called rough (%)", aspect="equal")
    return figure


def _maps(maps: SarMaps, over: str) -> Figure:
    step = max(1, max(maps.roughness.shape) // MOST_DRAWN)
    layers = [(np.log10(np.maximum(maps.roughness, 1e-2)), f"log10 of slope variance {over} (deg2)", "magma"),
              (maps.backscatter, "backscatter (dB)", "gray")]  # fmt: skip
    if maps.cpr is not None and np.isfinite(maps.cpr).any():
        layers.append((maps.cpr, "circular polarisation ratio (no unit)", "viridis"))
    figure = Figure(figsize=(6.5, 4.5 * len(layers)), layout="constrained")
    axes = figure.subplots(len(layers), 1)
    for axis, (values, title, colours) in zip(axes, layers):
        known = values[np.isfinite(values)]
        low, high = np.quantile(known, [0.02, 0.98])
        drawn = axis.imshow(values[::step, ::step], cmap=colours, vmin=low, vmax=high, interpolation="nearest")
        axis.set_title(title, fontsize="small")
        axis.set_axis_off()
        figure.colorbar(drawn, ax=axis, shrink=0.8)
    return figure

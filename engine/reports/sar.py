"""The HTML report of Compare with SAR."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from .page import note, number, picture, table, write_page
from .sar import SarFigures

MOST_POINTS = 20_000
MOST_DRAWN = 700


def write_sar_report(
    path: Path,
    content: Mapping[str, Any],
    figures: SarFigures,
    roughness: NDArray[np.float64],
    backscatter: NDArray[np.float64],
) -> None:
    """Write the page.

    Parameters
    ----------
    path : Path
    content : mapping
        The figures of Compare with SAR.
    figures : SarFigures
    roughness, backscatter : (H, W) arrays
        Degrees squared and decibels on the SAR grid, NaN where not compared.
    """
    baseline = content["baseline_m"]
    over = f"over {baseline:.2f} m" if baseline else "over the baseline of the given raster"
    rough, bright = content["rough_from_deg2"], content["bright_from_db"]
    lines = [
        ["SAR pixels compared", number(content["pixels"], 0)],
        [f"Pearson correlation of log roughness ({over}) with dB (no unit)", number(figures.pearson, 3)],
        [f"Spearman correlation of roughness ({over}) with dB (no unit)", number(figures.spearman, 3)],
        [f"ground of over {rough:g} deg2 {over} (%)", number(figures.rough_percent, 2)],
        [f"of it over {bright:g} dB (%)", number(figures.rough_bright_percent, 2)],
        [f"of the smoother ground over {bright:g} dB (%)", number(figures.smooth_bright_percent, 2)],
        ["area under the ROC curve (no unit)", number(figures.roc.area, 3)],
        ["best threshold (dB)", number(figures.roc.threshold, 2)],
    ]
    parts = [
        f"<p>SAR pixels of {content['sar_pixel_m'][0]:.2f} x {content['sar_pixel_m'][1]:.2f} m; slope variance in "
        f"{content['window_px']} x {content['window_px']} pixels, slopes {over}.</p>",
        table(["", "value"], lines),
        picture(_scatter(content, roughness, backscatter, over), "Roughness against backscatter"),
        picture(_roc(figures), "ROC curve"),
        picture(_maps(roughness, backscatter, over), "Maps of roughness and backscatter"),
    ]
    if content["speckle_filter"]:
        parts.append(note("Speckle was reduced by a Lee filter over 5 x 5 pixels of linear power."))
    write_page(path, f"Roughness of {content['input']} against {content['sar']}", parts)


def _scatter(
    content: Mapping[str, Any], roughness: NDArray[np.float64], backscatter: NDArray[np.float64], over: str
) -> Figure:
    figure = Figure(figsize=(7, 4.6), layout="constrained")
    axis = figure.subplots()
    known = np.isfinite(roughness)
    x, y = np.maximum(roughness[known], 1e-2), backscatter[known]
    step = max(1, x.size // MOST_POINTS)
    axis.semilogx(x[::step], y[::step], ".", markersize=2, alpha=0.4, color="#3f6f8f")
    axis.axvline(content["rough_from_deg2"], color="#999", linewidth=1)
    axis.axhline(content["bright_from_db"], color="#999", linewidth=1)
    axis.set(xlabel=f"slope variance {over} (deg2)", ylabel="backscatter (dB)")
    return figure


def _roc(figures: SarFigures) -> Figure:
    figure = Figure(figsize=(5, 4.4), layout="constrained")
    axis = figure.subplots()
    axis.plot([0, 100], [0, 100], color="#999", linewidth=1)
    axis.plot(100 * figures.roc.false_share, 100 * figures.roc.true_share, color="#3f6f8f")
    axis.set(xlabel="smooth ground called rough (%)", ylabel="rough ground called rough (%)", aspect="equal")
    return figure


def _maps(roughness: NDArray[np.float64], backscatter: NDArray[np.float64], over: str) -> Figure:
    step = max(1, max(roughness.shape) // MOST_DRAWN)
    figure = Figure(figsize=(6.5, 9), layout="constrained")
    axes = figure.subplots(2, 1)
    layers = ((np.log10(np.maximum(roughness, 1e-2)), f"log10 of slope variance {over} (deg2)", "magma"),
              (backscatter, "backscatter (dB)", "gray"))  # fmt: skip
    for axis, (values, title, colours) in zip(axes, layers):
        known = values[np.isfinite(values)]
        low, high = np.quantile(known, [0.02, 0.98])
        drawn = axis.imshow(values[::step, ::step], cmap=colours, vmin=low, vmax=high, interpolation="nearest")
        axis.set_title(title, fontsize="small")
        axis.set_axis_off()
        figure.colorbar(drawn, ax=axis, shrink=0.8)
    return figure

"""The HTML report of Evaluate: one self-contained page."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from .error_sums import BIN_M, REACH_M
from .page import note, number, picture, table, write_page
from .resolution import FWHM, WIDTHS_PX

NAMES = {"dtm": "DTM", "coarse": "bicubic coarse DEM", "reference": "reference"}
COLOURS = {"dtm": "#3f6f8f", "coarse": "#d9a441"}


def write_report(path: Path, content: Mapping[str, Any], histograms: Mapping[str, NDArray[np.int64]]) -> None:
    """Write the page.

    Parameters
    ----------
    path : Path
    content : mapping
        The figures of Evaluate.
    histograms : mapping
        Histograms of the height errors (``ErrorSums.histogram``) by candidate.
    """
    pixel = content["pixel_m"]
    baseline = content["slope_baseline_m"]
    parts = [f"<p>Pixels of {pixel[0]:.2f} x {pixel[1]:.2f} m on the ground; slopes over {baseline:.2f} m.</p>"]
    if "against_reference" in content:
        parts.append("<h2>Against the reference</h2>" + _errors(content["against_reference"], baseline))
        parts.append(picture(_histogram(histograms), "Distribution of the height errors"))
        parts.append("<h2>By slope of the reference</h2>" + _by_slope(content["by_slope_of_reference"], baseline))
        if "by_terrain" in content:
            parts.append("<h2>By terrain class</h2>" + _by_terrain(content["by_terrain"]))
        parts.append("<h2>Effective resolution</h2>" + _resolution(content["effective_resolution_m"], pixel))
    if math.isfinite(content["seams"]):
        parts.append(
            "<h2>Seams</h2><p>Kinks along the lines where tiles begin and end are "
            f"<b>{number(content['seams'], 3)}</b> times those elsewhere; without seams this is 1 (no unit).</p>"
        )
    if "low_pass_deviation_rms_m" in content:
        parts.append(
            "<h2>Long waves</h2><p>Under a Gaussian of one posting of the coarse DEM "
            f"({content['coarse_posting_m']:.1f} m) the DTM deviates from the coarse DEM, interpolated bilinearly, by "
            f"<b>{number(content['low_pass_deviation_rms_m'], 3)} m</b> (RMS).</p>"
        )
    parts.append("<h2>Stripes</h2>" + _stripes(content["stripes"]))
    if "relit_correlation" in content:
        parts.append("<h2>Lit under the image's sun</h2>" + _light(content["relit_correlation"]))
    if content["not_measured"]:
        items = "".join(f"<li>{html.escape(text)}</li>" for text in content["not_measured"])
        parts.append(f"<h2>Not measured</h2><ul>{items}</ul>")
    write_page(path, f"Evaluation of {content['dtm']}", parts)


def _errors(against: Mapping[str, Mapping[str, float]], baseline: float) -> str:
    lines = [
        ("RE &lt; 2 m (%)", "re_under_2m_percent", 2),
        ("RE &lt; 4 m (%)", "re_under_4m_percent", 2),
        ("RE &lt; 10 m (%)", "re_under_10m_percent", 2),
        ("MAE (m)", "mae_m", 3),
        ("RMSE (m)", "rmse_m", 3),
        ("bias (m)", "bias_m", 3),
        ("NMAD (m)", "nmad_m", 3),
        (f"mean slope error (degrees over {baseline:.2f} m)", "slope_error_deg", 3),
        ("pixels", "count", 0),
    ]
    head = ["", *(NAMES[name] for name in against)]
    return table(head, [[label, *(number(a[key], n) for a in against.values())] for label, key, n in lines])


def _by_slope(bins: Mapping[str, list[Mapping[str, float]]], baseline: float) -> str:
    head = [f"slope (degrees over {baseline:.2f} m)", "pixels"]
    head += [f"{kind} of the {NAMES[name]} (m)" for name in bins for kind in ("MAE", "RMSE")]
    rows = []
    for index, one in enumerate(bins["dtm"]):
        row = [f"{one['from_deg']:g} to {one['to_deg']:g}", number(one["count"], 0)]
        for figures in bins.values():
            row += [number(figures[index]["mae_m"], 3), number(figures[index]["rmse_m"], 3)]
        rows.append(row)
    return table(head, rows)


def _by_terrain(classes: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    head = ["class", "pixels"] + [f"{kind} of the {NAMES[name]} (m)" for name in classes for kind in ("MAE", "RMSE")]
    rows = []
    for terrain, one in classes["dtm"].items():
        row = [terrain, number(one["count"], 0)]
        for figures in classes.values():
            row += [number(figures[terrain]["mae_m"], 3), number(figures[terrain]["rmse_m"], 3)]
        rows.append(row)
    return table(head, rows)


def _resolution(widths: Mapping[str, float], pixel: Sequence[float]) -> str:
    most = WIDTHS_PX[-1] * FWHM * math.sqrt(pixel[0] * pixel[1])

    def words(width: float) -> str:
        if width == 0.0:
            return "as fine as the reference"
        return f"over {most:,.1f}" if math.isinf(width) else number(width, 2)

    text = (
        "Full width at half maximum of the Gaussian that smooths the reference until its gradients fit best (after "
        "Kirk et al. 2021). The reference's own resolution bounds what can be seen."
    )
    return table(["", "effective resolution (m)"], [[NAMES[n], words(w)] for n, w in widths.items()]) + note(text)


def _stripes(stripes: Mapping[str, Mapping[str, float]]) -> str:
    rows = [
        [NAMES[name], *(number(v[key], 4 if key.endswith("_m") else 2) for key in
                        ("columns_m", "columns_ratio", "rows_m", "rows_ratio"))]
        for name, v in stripes.items()
    ]  # fmt: skip
    text = (
        "RMS of the mean detail (shorter than 5 pixels) along each column and row, and over what detail of the same "
        "strength without order would give. Compare the rows of this table with each other."
    )
    return table(["", "columns (m)", "over chance (no unit)", "rows (m)", "over chance (no unit)"], rows) + note(text)


def _light(light: Mapping[str, Mapping[str, float]]) -> str:
    rows = [[NAMES[name], number(v["whole"], 3), number(v["detail"], 3)] for name, v in light.items()]
    text = (
        "Pearson correlation of the image with the surface lit by the Lunar-Lambert law with cast shadows, both "
        "smoothed by 1 pixel; detail is what a low-pass of 15 pixels leaves. Albedo lowers it; it needs no truth."
    )
    return table(["", "whole (no unit)", "detail (no unit)"], rows) + note(text)


def _histogram(histograms: Mapping[str, NDArray[np.int64]]) -> Figure:
    figure = Figure(figsize=(8, 3.6), layout="constrained")
    axis = figure.subplots()
    centres = np.arange(next(iter(histograms.values())).size) * BIN_M - REACH_M
    reach = 1.0
    for counts in histograms.values():
        share = np.cumsum(counts) / counts.sum()
        ends = centres[np.searchsorted(share, [0.005, 0.995])]
        reach = max(reach, float(np.abs(ends).max()))
    edges = np.linspace(-reach, reach, 121)
    for name, counts in histograms.items():
        density, _ = np.histogram(centres, edges, weights=counts)
        percent = 100.0 * density / counts.sum()
        axis.stairs(percent, edges, label=NAMES[name], color=COLOURS[name], linewidth=1.6)
    axis.set(xlabel="height minus reference (m)", ylabel="pixels (%)")
    axis.legend()
    return figure

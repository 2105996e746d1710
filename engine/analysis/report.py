"""The HTML report of Evaluate: one self-contained page."""

from __future__ import annotations

import base64
import html
import io
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from .error_sums import BIN_M, REACH_M

NAMES = {"dtm": "DTM", "coarse": "bicubic coarse DEM", "reference": "reference"}
COLOURS = {"dtm": "#3f6f8f", "coarse": "#d9a441"}

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 0 auto; padding: 1rem; color: #222; }}
table {{ border-collapse: collapse; width: 100%; margin: 0.5rem 0 1.5rem; font-size: 0.95rem; }}
th, td {{ text-align: right; padding: 0.3rem 0.5rem; border-bottom: 1px solid #ddd; }}
th:first-child, td:first-child {{ text-align: left; }}
img {{ max-width: 100%; height: auto; }} .scroll {{ overflow-x: auto; }} small {{ color: #666; }}
</style></head><body><h1>{title}</h1>{body}</body></html>
"""


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
        parts.append(_picture(_histogram(histograms), "Distribution of the height errors"))
        parts.append("<h2>By slope of the reference</h2>" + _by_slope(content["by_slope_of_reference"], baseline))
    if "low_pass_deviation_rms_m" in content:
        parts.append(
            "<h2>Long waves</h2><p>Under a Gaussian of one posting of the coarse DEM "
            f"({content['coarse_posting_m']:.1f} m) the DTM deviates from the coarse DEM, interpolated bilinearly, by "
            f"<b>{_number(content['low_pass_deviation_rms_m'], 3)} m</b> (RMS).</p>"
        )
    parts.append("<h2>Stripes</h2>" + _stripes(content["stripes"]))
    if "relit_correlation" in content:
        parts.append("<h2>Lit under the image's sun</h2>" + _light(content["relit_correlation"]))
    if content["not_measured"]:
        items = "".join(f"<li>{html.escape(text)}</li>" for text in content["not_measured"])
        parts.append(f"<h2>Not measured</h2><ul>{items}</ul>")
    title = f"Evaluation of {html.escape(str(content['dtm']))}"
    path.write_text(_PAGE.format(title=title, body="\n".join(parts)), encoding="utf-8")


def _number(value: float | None, digits: int) -> str:
    return "–" if value is None or not math.isfinite(value) else f"{value:,.{digits}f}"


def _table(head: list[str], rows: list[list[str]]) -> str:
    top = "".join(f"<th>{cell}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="scroll"><table><tr>{top}</tr>{body}</table></div>'


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
    return _table(head, [[label, *(_number(a[key], n) for a in against.values())] for label, key, n in lines])


def _by_slope(bins: Mapping[str, list[Mapping[str, float]]], baseline: float) -> str:
    head = [f"slope (degrees over {baseline:.2f} m)", "pixels"]
    head += [f"{kind} of the {NAMES[name]} (m)" for name in bins for kind in ("MAE", "RMSE")]
    rows = []
    for index, one in enumerate(bins["dtm"]):
        row = [f"{one['from_deg']:g} to {one['to_deg']:g}", _number(one["count"], 0)]
        for table in bins.values():
            row += [_number(table[index]["mae_m"], 3), _number(table[index]["rmse_m"], 3)]
        rows.append(row)
    return _table(head, rows)


def _stripes(stripes: Mapping[str, Mapping[str, float]]) -> str:
    rows = [
        [NAMES[name], *(_number(v[key], 4 if key.endswith("_m") else 2) for key in
                        ("columns_m", "columns_ratio", "rows_m", "rows_ratio"))]
        for name, v in stripes.items()
    ]  # fmt: skip
    note = (
        "<p><small>RMS of the mean detail (shorter than 5 pixels) along each column and row, and over what detail of "
        "the same strength without order would give. Compare the rows of this table with each other.</small></p>"
    )
    return _table(["", "columns (m)", "over chance (no unit)", "rows (m)", "over chance (no unit)"], rows) + note


def _light(light: Mapping[str, Mapping[str, float]]) -> str:
    rows = [[NAMES[name], _number(v["whole"], 3), _number(v["detail"], 3)] for name, v in light.items()]
    note = (
        "<p><small>Pearson correlation of the image with the surface lit by the Lunar-Lambert law with cast shadows, "
        "both smoothed by 1 pixel; detail is what a low-pass of 15 pixels leaves. Albedo lowers it; it needs no truth."
        "</small></p>"
    )
    return _table(["", "whole (no unit)", "detail (no unit)"], rows) + note


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


def _picture(figure: Figure, text: str) -> str:
    buffer = io.BytesIO()
    figure.savefig(buffer, dpi=110, format="png")
    return f'<img alt="{text}" src="data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}">'

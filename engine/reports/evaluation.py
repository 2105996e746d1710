"""The report of Evaluate."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from . import evaluation_words as words
from .distribution import Distributions, draw_distributions
from .figure_panel import Picture, figure_of
from .page import Table, number, picture, write_page
from .reliability import Reliability, draw_reliability

NAMES = {"dtm": "DTM", "coarse": "bicubic coarse DEM", "reference": "reference"}
COLOURS = {"dtm": "#3f6f8f", "coarse": "#d9a441"}


@dataclass(frozen=True)
class Source:
    """An input: its role, name, pixels, what its file tells of its making, and the beginning of its SHA-256."""

    role: str
    name: str
    pixels: str
    told: str
    digest: str


@dataclass(frozen=True)
class View:
    """A picture of the page with its heading and a sentence or none."""

    title: str
    words: str
    picture: Picture


@dataclass(frozen=True)
class Shown:
    """What the page begins with."""

    sources: Sequence[Source]
    views: Sequence[View]


def write_evaluation(
    path: Path, figures: Mapping[str, Any], errors: Distributions, widest_m: float, shown: Shown
) -> None:
    """Write the page: inputs, pictures, then the tables, each with a sentence on what is good and what is not.

    Parameters
    ----------
    path : Path
    figures : mapping
        The figures of Evaluate.
    errors : Distributions
    widest_m : float
        Widest effective resolution that is looked for; wider ones are infinite in ``figures``.
    shown : Shown
    """
    baseline = figures["slope_baseline_m"]
    against = figures.get("against_reference")

    def style(name: str) -> tuple[str, str]:
        return NAMES[name], COLOURS[name]

    pixel = math.sqrt(math.prod(figures["pixel_m"]))
    seams, light = figures["seams"], figures.get("relit_correlation")
    said = {"stripes": words.of_stripes(figures["stripes"])}
    if against:
        said["errors"] = words.of_errors(against)
        said["slopes"] = words.of_slopes(figures["by_slope_of_reference"]["dtm"])
        said["resolution"] = words.of_resolution(figures["effective_resolution_m"], pixel)
    if "stated_errors" in figures:
        said["stated"] = words.of_stated(figures["stated_errors"], figures["stated_heights_without_long_waves"])
    if "by_terrain" in figures:
        said["terrain"] = words.of_terrain(figures["by_terrain"]["dtm"])
    if math.isfinite(seams):
        said["seams"] = words.of_seams(seams)
    if "low_pass_deviation_rms_m" in figures:
        said["long_waves"] = words.of_long_waves(figures["low_pass_deviation_rms_m"])
    if light:
        said["light"] = words.of_light(light)
    write_page(
        path,
        "evaluation.html",
        figures=figures,
        said=said,
        sources=_sources(shown.sources),
        views=[(view.title, view.words, picture(figure_of(view.picture))) for view in shown.views],
        errors=_errors(against, baseline) if against else None,
        distribution=picture(draw_distributions(errors, style)) if against else None,
        by_slope=_by_slope(figures["by_slope_of_reference"], baseline) if against else None,
        by_terrain=_by_terrain(figures["by_terrain"]) if "by_terrain" in figures else None,
        stated=_stated(figures["stated_errors"]) if "stated_errors" in figures else None,
        by_support=_by_support(figures["stated_errors"]) if "stated_errors" in figures else None,
        reliability=picture(_curves(figures["stated_errors"])) if "stated_errors" in figures else None,
        resolution=_resolution(figures["effective_resolution_m"], widest_m) if against else None,
        seams=seams if math.isfinite(seams) else None,
        stripes=_stripes(figures["stripes"]),
        light=_light(light) if light else None,
    )


def _sources(sources: Sequence[Source]) -> Table:
    rows = [[one.role, one.name, one.pixels, one.told, one.digest] for one in sources]
    return Table(["", "file", "pixels", "what it tells of itself", "SHA-256"], rows)


def _errors(against: Mapping[str, Mapping[str, float]], baseline: float) -> Table:
    lines = [
        ("RE < 2 m (%)", "re_under_2m_percent", 2),
        ("RE < 4 m (%)", "re_under_4m_percent", 2),
        ("RE < 10 m (%)", "re_under_10m_percent", 2),
        ("MAE (m)", "mae_m", 3),
        ("RMSE (m)", "rmse_m", 3),
        ("bias (m)", "bias_m", 3),
        ("NMAD (m)", "nmad_m", 3),
        (f"mean slope error (degrees over {baseline:.2f} m)", "slope_error_deg", 3),
        ("pixels", "count", 0),
    ]
    head = ["", *(NAMES[name] for name in against)]
    return Table(head, [[label, *(number(a[key], n) for a in against.values())] for label, key, n in lines])


def _by_slope(bins: Mapping[str, list[Mapping[str, float]]], baseline: float) -> Table:
    head = [f"slope (degrees over {baseline:.2f} m)", "pixels"]
    head += [f"{kind} of the {NAMES[name]} (m)" for name in bins for kind in ("MAE", "RMSE")]
    rows = []
    for index, one in enumerate(bins["dtm"]):
        row = [f"{one['from_deg']:g} to {one['to_deg']:g}", number(one["count"], 0)]
        for figures in bins.values():
            row += [number(figures[index]["mae_m"], 3), number(figures[index]["rmse_m"], 3)]
        rows.append(row)
    return Table(head, rows)


def _by_terrain(classes: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Table:
    head = ["class", "pixels"] + [f"{kind} of the {NAMES[name]} (m)" for name in classes for kind in ("MAE", "RMSE")]
    rows = []
    for terrain, one in classes["dtm"].items():
        row = [terrain, number(one["count"], 0)]
        for figures in classes.values():
            row += [number(figures[terrain]["mae_m"], 3), number(figures[terrain]["rmse_m"], 3)]
        rows.append(row)
    return Table(head, rows)


KINDS = {"heights": "m", "slopes": "degrees"}
"""Of stated errors, with their units."""


def _stated(stated: Mapping[str, Mapping[str, Any]]) -> Table:
    head = ["", "pixels", "stated (RMS)", "true (RMS)"]
    multiples = next(iter(stated.values()))["multiples"]
    head += [f"within {multiple:g} (%)" for multiple in multiples]
    rows = [[f"{kind} ({KINDS[kind]})", *_numbers(one)] for kind, one in stated.items()]
    normal = [number(share, 1) for share in _normal(multiples)]
    return Table(head, [*rows, ["normal errors", "–", "–", "–", *normal]])


def _numbers(one: Mapping[str, Any]) -> list[str]:
    shares = [number(share, 1) for share in one["within_percent"]]
    return [number(one["count"], 0), number(one["stated_rms"], 3), number(one["true_rms"], 3), *shares]


def _by_support(stated: Mapping[str, Mapping[str, Any]]) -> Table | None:
    """One table of all kinds by support; None where no support is given."""
    head = ["support", "", "pixels", "stated (RMS)", "true (RMS)"]
    head += [f"within {multiple:g} (%)" for multiple in next(iter(stated.values()))["multiples"]]
    rows = [[name, f"{kind} ({KINDS[kind]})", *_numbers(part)]
            for kind, one in stated.items() for name, part in one["by_support"].items()]  # fmt: skip
    return Table(head, rows) if any(len(one["by_support"]) > 1 for one in stated.values()) else None


def _curves(stated: Mapping[str, Mapping[str, Any]]) -> Figure:
    kinds = [Reliability(kind, KINDS[kind], {"DTM": one}) for kind, one in stated.items()]
    multiples = next(iter(stated.values()))["multiples"]
    return draw_reliability(kinds, multiples, _normal(multiples))


def _normal(multiples: Sequence[float]) -> list[float]:
    """Per cent of normal errors within multiples of their standard deviation."""
    return [100.0 * math.erf(multiple / math.sqrt(2.0)) for multiple in multiples]


def _resolution(widths: Mapping[str, float], widest_m: float) -> Table:
    def words(width: float) -> str:
        if width == 0.0:
            return "as fine as the reference"
        return f"over {widest_m:,.1f}" if math.isinf(width) else number(width, 2)

    return Table(["", "effective resolution (m)"], [[NAMES[n], words(w)] for n, w in widths.items()])


def _stripes(stripes: Mapping[str, Mapping[str, float]]) -> Table:
    head = ["", "columns (m)", "over chance (no unit)", "rows (m)", "over chance (no unit)"]
    columns = (("columns_m", 4), ("columns_ratio", 2), ("rows_m", 4), ("rows_ratio", 2))
    return Table(head, [[NAMES[name], *(number(v[key], n) for key, n in columns)] for name, v in stripes.items()])


def _light(light: Mapping[str, Mapping[str, float]]) -> Table:
    rows = [[NAMES[name], number(v["whole"], 3), number(v["detail"], 3)] for name, v in light.items()]
    return Table(["", "whole (no unit)", "detail (no unit)"], rows)

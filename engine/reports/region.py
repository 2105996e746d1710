"""The report of Reconstruct region."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, Polygon
from matplotlib.patheffects import withStroke

from ..arrays import FloatArray
from ..terrain.photometry import central_gradient
from ..terrain.slope import hillshade
from .page import Table, number, picture, write_page
from .region_errors import DrawnErrors, draw_errors

COLOURS = {"done": "#1b6f8a", "failed": "#c0392b"}
BEFORE, AFTER = "#9a9a9a", "#1b6f8a"
MOST_NAMED = 30
"""Frames whose names are written into the pictures."""

MOST_PAIRS = 40
"""Overlaps that are drawn: those with the largest difference."""


@dataclass(frozen=True)
class Footprint:
    """A frame on the map: corners (n, 2) in kilometres to the right and down of the map's first corner."""

    name: str
    status: str
    corners: np.ndarray


@dataclass(frozen=True)
class RegionMap:
    """What is drawn of a mosaic.

    Attributes
    ----------
    heights : (H, W) array
        Metres, NaN where unknown.
    gsd : (float, float)
        Metres per column and row.
    frames : sequence of Footprint
    errors : DrawnErrors, optional
        How sure its heights are.
    """

    heights: FloatArray
    gsd: tuple[float, float]
    frames: Sequence[Footprint]
    errors: DrawnErrors | None = None


def write_region(
    path: Path,
    frames: Sequence[Mapping[str, Any]],
    fitted: Mapping[str, Any],
    mosaic: Mapping[str, Any],
    drawn: RegionMap,
) -> None:
    """Write the page.

    Parameters
    ----------
    path : Path
    frames : sequence of mapping
        What is known of each frame.
    fitted, mosaic : mapping
        What is told of the fit, and the figures of the mosaic.
    drawn : RegionMap
    """
    done = [frame for frame in frames if frame["status"] == "done"]
    pairs = [pair for pair in fitted["pairs"] if pair["rms_each_m"] is not None and pair["rms_fitted_m"] is not None]
    moved = any("alone_east" in frame or frame.get("moved_east") for frame in done)
    write_page(
        path,
        "region.html",
        done=len(done),
        count=len(frames),
        failed=[frame for frame in frames if frame["status"] != "done"],
        key=_key(fitted, mosaic),
        map=picture(_map(drawn)),
        errors=picture(draw_errors(drawn.errors, drawn.gsd)) if drawn.errors else None,
        frames=_frames(frames, drawn.errors is not None),
        moves=picture(_moves(done)) if moved else None,
        pairs=picture(_pairs(pairs)) if pairs else None,
        left_out=max(0, len(pairs) - MOST_PAIRS),
        fitted=fitted,
        suns=_suns(mosaic["suns"]["pairs"]) if mosaic["suns"]["pairs"] else None,
        groups=mosaic["suns"]["groups"],
        corrections=[line for line in (mosaic["corrections"] or "").split("; ") if line],
    )


def _key(fitted: Mapping[str, Any], mosaic: Mapping[str, Any]) -> Table:
    rows = [
        ["RMS difference of overlapping DTMs (m)", number(mosaic["overlap_rms"], 2)],
        ["the same of previews, each frame fitted by itself (m)", number(fitted["rms_each_m"], 2)],
        ["the same of previews, as fitted (m)", number(fitted["rms_fitted_m"], 2)],
        ["pixels of the mosaic with a height (%)", number(mosaic["coverage"], 1)],
    ]
    if mosaic["height_error_m"] is not None:
        rows += [
            ["error of the mosaic's heights, RMS of what is stated (m)", number(mosaic["height_error_m"], 2)],
            ["error of its slopes, RMS of what is stated (degrees)", number(mosaic["slope_error_deg"], 2)],
            ["heights that rest on light that was seen (%)", number(mosaic["lit_percent"], 1)],
        ]
    if mosaic["filled"] is not None:
        rows.append(["of the mosaic filled from the coarse DEM (%)", number(mosaic["filled"], 1)])
    if mosaic["level_rms_after"] is not None:
        rows.append(["RMS difference of overlapping DTMs after levelling (m)", number(mosaic["level_rms_after"], 2)])
    return Table(["", "value"], rows)


def _frames(frames: Sequence[Mapping[str, Any]], told: bool) -> Table:
    head = ["frame", "status", "time (UTC)", "sun azimuth, incidence (degrees)", "moved east, north (m)",
            "give or take (m)", "by itself (m)", "image off (m)", "heights (%)", "long waves off (m)",
            "mean off (m)"]  # fmt: skip
    rows = [_row(frame) for frame in frames]
    if told:
        head += ["error of heights (m)", "of slopes (degrees)", "lit (%)"]
        rows = [[*row, *_sure(frame)] for row, frame in zip(rows, frames)]
    return Table(head, rows)


def _sure(frame: Mapping[str, Any]) -> list[str]:
    figures = (("height_error_m", 2), ("slope_error_deg", 2), ("lit_percent", 1))
    return [number(frame.get(name), digits) for name, digits in figures]


def _row(frame: Mapping[str, Any]) -> list[str]:
    def two(first: str, second: str, digits: int, sign: str = "+") -> str:
        values = frame.get(first), frame.get(second)
        known = [value for value in values if value is not None]
        return ", ".join(f"{value:{sign}.{digits}f}" for value in known) if len(known) == 2 else "–"

    return [
        frame["name"],
        frame["status"],
        (frame.get("time") or "–").replace("T", " "),
        two("sun_azimuth", "sun_incidence", 1, ""),
        two("moved_east", "moved_north", 1),
        two("error_east", "error_north", 1, ""),
        two("alone_east", "alone_north", 1),
        two("image_off_east", "image_off_north", 1),
        number(frame.get("coverage"), 1),
        number(frame.get("low_pass_m"), 2),
        number(frame.get("bias_m"), 2),
    ]


def _suns(pairs: Sequence[Mapping[str, Any]]) -> Table:
    """What overlapping frames tell together, those first whose suns complement each other best."""
    head = ["frames", "angle between the lines of light (degrees)", "slope error to expect", "in the mosaic"]
    rows = [
        [f"{pair['one']}  –  {pair['other']}", number(pair["angle_deg"], 0), number(pair["expected_gain"], 2),
         "together" if pair["together"] else "–"]
        for pair in pairs[:MOST_PAIRS]
    ]  # fmt: skip
    return Table(head, rows)


def _map(drawn: RegionMap) -> Figure:
    """Shaded relief, coloured by height, with the footprints of the frames."""
    height, width = drawn.heights.shape
    right, down = width * drawn.gsd[0] / 1000.0, height * drawn.gsd[1] / 1000.0
    # Two inches for axes and colour bar; neither side beyond what a page shows.
    scale = min(7.2 / right, 9.0 / down)
    figure = Figure(figsize=(max(right * scale, 2.5) + 2.0, max(down * scale, 2.0) + 0.8), layout="constrained")
    axis = figure.subplots()
    known = drawn.heights[np.isfinite(drawn.heights)]
    low, high = np.quantile(known, [0.01, 0.99]) if known.size else (0.0, 1.0)
    # The light part of the colours, so that shade stays apart from height.
    colours = matplotlib.colors.ListedColormap(matplotlib.colormaps["cividis"](np.linspace(0.3, 1.0, 256)))
    scaled = matplotlib.colors.Normalize(low, max(high, low + 1.0))
    filled = np.where(np.isfinite(drawn.heights), drawn.heights, np.float32(low))
    shade = np.nan_to_num(hillshade(*central_gradient(filled, *drawn.gsd), 315.0, 45.0)) / 255.0
    # Level ground at two thirds; what is darker is brought nearer, because walls in full shade show nothing.
    away = shade - math.sin(math.radians(45.0))
    relief = np.clip(0.64 + np.where(away < 0.0, 0.75, 1.1) * away, 0.12, 1.0)
    tint = colours(scaled(filled))[..., :3]
    rgb = np.clip(relief[..., None] * (0.55 + 0.75 * tint), 0.0, 1.0)
    rgb[~np.isfinite(drawn.heights)] = 1.0
    axis.imshow(rgb, extent=(0.0, right, down, 0.0), interpolation="nearest")
    for frame in drawn.frames:
        colour = COLOURS.get(frame.status, COLOURS["failed"])
        failed = frame.status != "done"
        axis.add_patch(Polygon(frame.corners, closed=True, fill=False, edgecolor="white", linewidth=2.6, alpha=0.8))
        axis.add_patch(
            Polygon(frame.corners, closed=True, fill=failed, facecolor=(*matplotlib.colors.to_rgb(colour), 0.12),
                    edgecolor=colour, linewidth=1.4, linestyle="--" if failed else "-")
        )  # fmt: skip
        if len(drawn.frames) <= MOST_NAMED:
            middle = 0.5 * (frame.corners.min(axis=0) + frame.corners.max(axis=0))
            text = f"{frame.name}\nfailed" if failed else frame.name
            axis.text(float(middle[0]), float(middle[1]), text, ha="center", va="center", fontsize=8, color=colour,
                      path_effects=[withStroke(linewidth=2.5, foreground="white")])  # fmt: skip
    ends = [np.array([0.0, right]), np.array([0.0, down])]
    for frame in drawn.frames:
        ends = [np.array([min(e[0], c.min()), max(e[1], c.max())]) for e, c in zip(ends, frame.corners.T)]
    axis.set(xlim=ends[0], ylim=ends[1][::-1], aspect="equal")
    axis.set(xlabel="kilometres to the right", ylabel="kilometres down")
    axis.tick_params(labelsize=8)
    bar = figure.colorbar(matplotlib.cm.ScalarMappable(scaled, colours), ax=axis, shrink=0.7, pad=0.02)
    bar.set_label("height above the 1737.4 km sphere (m)", fontsize=8)
    bar.ax.tick_params(labelsize=8)
    return figure


def _moves(done: Sequence[Mapping[str, Any]]) -> Figure:
    """Moves of the coarse DEM, by each frame alone and as made."""
    figure = Figure(figsize=(6.4, 5.6), layout="constrained")
    axis = figure.subplots()
    alone = [frame for frame in done if "alone_east" in frame]
    for frame in alone:
        ends = [[frame[f"{kind}_{way}"] for kind in ("alone", "moved")] for way in ("east", "north")]
        axis.plot(*ends, color="#d5d5d5", linewidth=0.9, zorder=1)
    axis.scatter([f["alone_east"] for f in alone], [f["alone_north"] for f in alone], s=26, facecolor="white",
                 edgecolor=BEFORE, linewidth=1.3, label="each by itself", zorder=3)  # fmt: skip
    axis.scatter([f["moved_east"] for f in done], [f["moved_north"] for f in done], s=22, color=AFTER,
                 label="as made", zorder=4)  # fmt: skip
    known = [frame for frame in done if "error_east" in frame]
    if known:
        middle = known[0]
        axis.add_patch(
            Ellipse((middle["moved_east"], middle["moved_north"]), 2.0 * middle["error_east"],
                    2.0 * middle["error_north"], fill=False, edgecolor=AFTER, linewidth=0.9, linestyle=":",
                    label=f"one standard error ({middle['name']})")
        )  # fmt: skip
    if len(alone) <= MOST_NAMED:
        for place, names in _at_one_place(alone).items():
            text = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
            axis.annotate(text, place, fontsize=7, color="#666", ha="center", textcoords="offset points",
                          xytext=(0, 6))  # fmt: skip
    axis.axhline(0.0, color="#bbb", linewidth=0.8, zorder=0)
    axis.axvline(0.0, color="#bbb", linewidth=0.8, zorder=0)
    axis.set(xlabel="coarse DEM moved east (m)", ylabel="moved north (m)")
    axis.set_aspect("equal", adjustable="datalim")
    axis.margins(0.2)
    axis.legend(fontsize=8, frameon=False)
    return _plain(figure, axis)


def _at_one_place(frames: Sequence[Mapping[str, Any]]) -> dict[tuple[float, float], list[str]]:
    """Names of frames by the move that they ask for, to half a metre."""
    places: dict[tuple[float, float], list[str]] = {}
    for frame in frames:
        east, north = (round(2.0 * frame[f"alone_{way}"]) / 2.0 for way in ("east", "north"))
        places.setdefault((east, north), []).append(frame["name"])
    return places


def _pairs(pairs: Sequence[Mapping[str, Any]]) -> Figure:
    """Differences of overlapping previews before and after."""
    shown = sorted(pairs, key=lambda pair: -pair["rms_each_m"])[:MOST_PAIRS][::-1]
    figure = Figure(figsize=(7.2, 1.1 + 0.24 * len(shown)), layout="constrained")
    axis = figure.subplots()
    places = range(len(shown))
    before, after = ([pair[name] for pair in shown] for name in ("rms_each_m", "rms_fitted_m"))
    axis.hlines(places, before, after, color="#cfcfcf", linewidth=1.6, zorder=1)
    axis.scatter(before, places, s=26, facecolor="white", edgecolor=BEFORE, linewidth=1.3, zorder=3,
                 label="each by itself")  # fmt: skip
    axis.scatter(after, places, s=22, color=AFTER, zorder=4, label="as fitted")
    axis.set_yticks(places, [f"{pair['one']}  –  {pair['other']}" for pair in shown], fontsize=7)
    axis.set(xlabel="RMS difference of the previews (m)", ylim=(-0.8, len(shown) - 0.2))
    axis.set_xlim(left=0.0)
    axis.grid(axis="x", color="#eee")
    axis.set_axisbelow(True)
    axis.legend(fontsize=8, frameon=False, loc="lower right")
    return _plain(figure, axis)


def _plain(figure: Figure, axis: Axes) -> Figure:
    for side in ("top", "right"):
        axis.spines[side].set_visible(False)
    axis.tick_params(labelsize=8)
    return figure

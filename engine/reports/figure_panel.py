"""A figure of DTMs side by side: a row for each quantity with one colour scale, insets and profiles below."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, Normalize
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

from ..arrays import FloatArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Panel:
    """One row: a picture for each column.

    Attributes
    ----------
    title : str
    kind : str
        'hillshade', 'heights', 'slope', 'roughness' or 'difference'.
    range : (float, float), optional
        Of the colours; that of all values if not given.
    values : sequence of (h, w) arrays or None
        None for a column that has none.
    size_m : (float, float), optional
        Ground metres across and down, where the row is an inset.
    """

    title: str
    kind: str
    range: tuple[float, float] | None
    values: Sequence[FloatArray | None]
    size_m: tuple[float, float] | None = None


@dataclass(frozen=True)
class Outline:
    """An area: its rings in columns and rows of the grid, and the part (row, column, height, width) about it."""

    name: str
    rings: Sequence[Array]
    part: tuple[int, int, int, int]


@dataclass(frozen=True)
class Line:
    """A line: (n, 2) columns and rows of the grid, and heights (k, n) in metres over the distance (n,)."""

    number: int
    vertices: Array
    distance_m: Array
    heights: FloatArray


@dataclass(frozen=True)
class Map:
    """What lies on the whole pictures: pixels of the grid to a drawn one, ground metres across and down, marks."""

    factor: int
    size_m: tuple[float, float]
    areas: Sequence[Outline]
    lines: Sequence[Line]


@dataclass(frozen=True)
class Direction:
    """Degrees clockwise from the top of the pictures: of map north, and of the light."""

    north_deg: float
    light_deg: float


@dataclass(frozen=True)
class Picture:
    """All that is drawn.

    Attributes
    ----------
    titles : sequence of str
        Of the columns.
    panels : sequence of Panel
    image : sequence of (h, w) arrays, optional
        Brightness of the whole and of each area: a column of its own before the others.
    map : Map
    direction : Direction
    """

    titles: Sequence[str]
    panels: Sequence[Panel]
    image: Sequence[FloatArray] | None
    map: Map
    direction: Direction


@dataclass(frozen=True)
class _Scale:
    colours: str
    label: str
    low: float | None
    """Percentile of all values of a row; None for zero."""
    high: float


SCALES = {
    "hillshade": _Scale("gray", "", 0.5, 99.5),
    "heights": _Scale("viridis", "height (m)", 0.0, 100.0),
    "slope": _Scale("inferno", "slope (degrees)", None, 99.5),
    "roughness": _Scale("magma", "deviation of slope (degrees)", None, 99.0),
    "difference": _Scale("RdBu_r", "minus reference (m)", None, 98.0),
}
@dataclass(frozen=True)
class _Colours:
    """Of the pictures of a row: a colour map, and the range of values that it spans."""

    of: Colormap
    range: Normalize


UNKNOWN = "#d9d9d9"
MARK = "#ffb000"
STROKE = [withStroke(linewidth=1.4, foreground="black")]
WIDTH_IN = 2.9
"""Of one picture."""

LEAST_HEIGHT_IN, MOST_HEIGHT_IN = 1.4, 9.0


def draw(path: Path, kind: str, picture: Picture) -> None:
    """Draw the figure.

    Parameters
    ----------
    path : Path
    kind : 'png' or 'pdf'
    picture : Picture
    """
    heights = [_height_in(panel.size_m or picture.map.size_m) for panel in picture.panels]
    below = 2.2 * len(picture.map.lines)
    columns = len(picture.titles) + (picture.image is not None)
    figure = Figure(figsize=(WIDTH_IN * columns + 0.9, sum(heights) + 0.35 + below), layout="constrained")
    parts: Any = figure.subfigures(2, 1, height_ratios=(sum(heights) + 0.35, below)) if below else (figure, None)
    upper, lower = parts
    axes = upper.subplots(len(heights), columns, squeeze=False, height_ratios=heights)
    letters = iter(_letters())
    inset = 0
    for line, panel in zip(axes, picture.panels):
        whole = panel.size_m is None
        size = panel.size_m or picture.map.size_m
        cells = list(line)
        if picture.image is not None:
            first = cells.pop(0)
            inset += not whole
            brightness = picture.image[0 if panel is picture.panels[0] else inset]
            if panel is picture.panels[0] or not whole:
                _show(first, brightness, _colours("hillshade", [brightness], None), size, next(letters))
            else:
                first.set_axis_off()
        colours = _colours(panel.kind, [values for values in panel.values if values is not None], panel.range)
        last = None
        for cell, values in zip(cells, panel.values):
            if values is None:
                cell.set_axis_off()
            else:
                last = _show(cell, values, colours, size, next(letters))
        label = SCALES[panel.kind].label
        if label and last is not None:
            upper.colorbar(last, ax=list(line), label=label, fraction=0.03, pad=0.01)
        shown = next(cell for cell in line if cell.axison)
        _plain(shown.set_ylabel(panel.title))
        if panel is picture.panels[0] or not whole:
            _scale_bar(shown, size)
    _head(axes[0], picture)
    if lower is not None:
        _profiles(lower, picture)
    figure.savefig(path, format=kind, dpi=150, metadata={"CreationDate": None} if kind == "pdf" else None)


def _head(line: NDArray[Any], picture: Picture) -> None:
    """Titles, and the marks on the first picture."""
    titles = [*(["image"] if picture.image is not None else []), *picture.titles]
    for cell, title in zip(line, titles):
        _plain(cell.set_title(title, fontsize="medium"))
    first = line[0]
    across, down = picture.map.size_m
    values = picture.image[0] if picture.image is not None else picture.panels[0].values[0]
    assert values is not None, "the first row has a picture in every column"
    scale = np.array((across / values.shape[1], down / values.shape[0])) / picture.map.factor
    for area in picture.map.areas:
        for ring in area.rings:
            first.fill(*(ring * scale).T, fill=False, edgecolor=MARK, linewidth=1.2)
        _plain(first.text(*(area.rings[0].min(axis=0) * scale), area.name, color=MARK, fontsize="small", va="bottom",
                          path_effects=STROKE, clip_on=True))  # fmt: skip
    for line_ in picture.map.lines:
        first.plot(*(line_.vertices * scale).T, color=MARK, linewidth=1.3)
        first.text(*(line_.vertices[0] * scale), str(line_.number), color=MARK, fontsize="small", path_effects=STROKE,
                   clip_on=True)  # fmt: skip
    for name, degrees, place in (
        ("N", picture.direction.north_deg, (0.90, 0.86)), ("light", picture.direction.light_deg, (0.72, 0.86))
    ):  # fmt: skip
        _arrow(first, name, degrees, place)


def _show(axes: Axes, values: FloatArray, colours: _Colours, size_m: tuple[float, float], letter: str) -> Any:
    across, down = size_m
    drawn = axes.imshow(
        values, extent=(0.0, across, down, 0.0), interpolation="nearest", cmap=colours.of, norm=colours.range
    )
    axes.set(xticks=(), yticks=(), xlim=(0.0, across), ylim=(down, 0.0))
    axes.text(0.02, 0.98, f"({letter})", transform=axes.transAxes, va="top", color="white", fontsize="small",
              path_effects=STROKE)  # fmt: skip
    return drawn


def _colours(kind: str, values: Sequence[FloatArray], given: tuple[float, float] | None) -> _Colours:
    """Colours of a row: one range over all of its pictures."""
    scale = SCALES[kind]
    of = matplotlib.colormaps[scale.colours].with_extremes(bad=UNKNOWN)
    every = np.concatenate([part[np.isfinite(part)] for part in values]) if values else np.zeros(0)
    if given is not None:
        low, high = given
    elif not every.size:
        low, high = 0.0, 1.0
    elif kind == "difference":
        high = float(np.percentile(np.abs(every), scale.high))
        low = -high
    else:
        low = 0.0 if scale.low is None else float(np.percentile(every, scale.low))
        high = float(np.percentile(every, scale.high))
    return _Colours(of, Normalize(low, high if high > low else low + 1.0))


def _scale_bar(axes: Axes, size_m: tuple[float, float]) -> None:
    """A bar of a round length, about a quarter of the picture."""
    across, down = size_m
    length = round_length(across / 4.0)
    left, y = 0.04 * across, 0.955 * down
    axes.plot((left, left + length), (y, y), color="white", linewidth=2.5, solid_capstyle="butt", path_effects=STROKE)
    text = f"{length / 1000.0:g} km" if length >= 1000.0 else f"{length:g} m"
    axes.text(left + length / 2.0, y - 0.015 * down, text, color="white", ha="center", va="bottom", fontsize="small",
              path_effects=STROKE)  # fmt: skip


def round_length(metres: float) -> float:
    """The largest of 1, 2, 5 times a power of ten that is not longer."""
    power = 10.0 ** np.floor(np.log10(metres))
    return float(max(step * power for step in (1.0, 2.0, 5.0) if step * power <= metres * (1.0 + 1e-9)))


def _arrow(axes: Axes, name: str, degrees: float, place: tuple[float, float]) -> None:
    """An arrow that points so many degrees clockwise from the top, with its name at its foot."""
    angle, (x, y) = np.radians(degrees), place
    box = axes.get_window_extent()
    length = 0.09 * np.array((1.0, box.width / box.height))
    right, up = np.array((np.sin(angle), np.cos(angle))) * length / 2.0
    axes.annotate("", (x + right, y + up), (x - right, y - up), xycoords="axes fraction", textcoords="axes fraction",
                  arrowprops={"arrowstyle": "-|>", "color": "white", "path_effects": STROKE})  # fmt: skip
    axes.text(x, y - 0.10 * length[1] / 0.09, name, transform=axes.transAxes, color="white", fontsize="x-small",
              ha="center", va="center", path_effects=STROKE)  # fmt: skip


def _profiles(figure: Any, picture: Picture) -> None:
    for axes, line in zip(figure.subplots(len(picture.map.lines), 1, squeeze=False)[:, 0], picture.map.lines):
        for title, heights in zip(picture.titles, line.heights):
            axes.plot(line.distance_m, heights, "--" if title == "reference" else "-", linewidth=1.0, label=title)
        axes.set(xlabel="distance (m)", ylabel="height (m)", title=f"line {line.number}")
        axes.margins(x=0.0)
        for text in axes.legend(fontsize="small").get_texts():
            _plain(text)


def _plain(text: Any) -> None:
    """A name of the user, which may hold dollars."""
    text.set_parse_math(False)


def _height_in(size_m: tuple[float, float]) -> float:
    return float(np.clip(WIDTH_IN * size_m[1] / size_m[0], LEAST_HEIGHT_IN, MOST_HEIGHT_IN))


def _letters() -> list[str]:
    """a to z, then aa to zz: enough for every figure that can be asked for."""
    ones = list(string.ascii_lowercase)
    return ones + [one + other for one in ones for other in ones]

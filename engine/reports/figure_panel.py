"""A figure of rasters side by side: rows of pictures, of which those of one kind share a colour scale."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from ..arrays import FloatArray
from .figure_marks import STROKE, Direction, Map, mark, plain, scale_bar
from .figure_scales import SCALES, Colours, colours

WIDTH_IN = 2.9
"""Of one picture."""

MOST_NAMED = 4
"""Classes that are all named, whether they are there or not; of more only those that are."""

LEAST_HEIGHT_IN, MOST_HEIGHT_IN = 1.4, 9.0


@dataclass(frozen=True)
class Cell:
    """One picture.

    Attributes
    ----------
    kind : str
        A key of ``figure_scales.SCALES``.
    values : (h, w) array
    title : str
    range : (float, float), optional
        Of the colours; that of the values that share them if not given.
    label : str
        Of the colour bar, instead of the usual one of its kind.
    """

    kind: str
    values: FloatArray
    title: str = ""
    range: tuple[float, float] | None = None
    label: str = ""

    @property
    def bar(self) -> str:
        """Words on its colour bar; empty where it has none."""
        return self.label or SCALES[self.kind].label


@dataclass(frozen=True)
class Row:
    """Pictures beside each other, None for an empty place.

    Attributes
    ----------
    title : str
    cells : sequence of Cell or None
    size_m : (float, float), optional
        Ground metres across and down, where the row is an inset; None where it shows all of the ground.
    """

    title: str
    cells: Sequence[Cell | None]
    size_m: tuple[float, float] | None = None


@dataclass(frozen=True)
class Picture:
    """All that is drawn.

    Attributes
    ----------
    rows : sequence of Row
    map : Map
    direction : Direction
    profiles : sequence of str
        Names of the heights of the map's lines.
    """

    rows: Sequence[Row]
    map: Map
    direction: Direction
    profiles: Sequence[str] = ()


def draw(path: Path, kind: str, picture: Picture) -> None:
    """Draw a figure into a file.

    Parameters
    ----------
    path : Path
    kind : 'png' or 'pdf'
    picture : Picture
    """
    figure_of(picture).savefig(
        path, format=kind, dpi=150, metadata={"CreationDate": None} if kind == "pdf" else None
    )


def figure_of(picture: Picture) -> Figure:
    """The figure: letters in reading order, marks on the first picture of all of the ground, profiles below."""
    rows = picture.rows
    heights = [_height_in(row.size_m or picture.map.size_m) for row in rows]
    below = 2.2 * len(picture.map.lines)
    columns = max(len(row.cells) for row in rows)
    figure = Figure(figsize=(WIDTH_IN * columns + 0.9, sum(heights) + 0.35 + below), layout="constrained")
    parts: Any = figure.subfigures(2, 1, height_ratios=(sum(heights) + 0.35, below)) if below else (figure, None)
    upper, lower = parts
    axes = upper.subplots(len(rows), columns, squeeze=False, height_ratios=heights)
    shown = _colours_of(rows)
    letters = iter(_letters())
    marked = False
    for line, row in zip(axes, rows):
        size = row.size_m or picture.map.size_m
        drawn = []
        for place, axis in enumerate(line):
            cell = row.cells[place] if place < len(row.cells) else None
            if cell is None:
                axis.set_axis_off()
                continue
            drawn.append((axis, cell, _show(axis, cell, shown[id(cell)], size, next(letters))))
            plain(axis.set_title(cell.title, fontsize="medium"))
            if not marked and row.size_m is None:
                mark(axis, picture.map, cell.values.shape, picture.direction)
                scale_bar(axis, size)
                marked = True
        if not drawn:
            continue
        plain(drawn[0][0].set_ylabel(row.title))
        if row.size_m is not None:
            scale_bar(drawn[0][0], size)
        _bars(upper, list(line), drawn)
    if lower is not None:
        _profiles(lower, picture)
    return figure


def _colours_of(rows: Sequence[Row]) -> dict[int, Colours]:
    """Colours of every cell, by its identity: those that share a range have the same object."""
    groups: dict[tuple[object, ...], list[Cell]] = {}
    for number, row in enumerate(rows):
        for cell in row.cells:
            if cell is None:
                continue
            shared = SCALES[cell.kind].shared
            own = id(cell) if shared == "none" else number if shared == "row" else None
            groups.setdefault((cell.kind, cell.bar, cell.range, own), []).append(cell)
    found = {}
    for cells in groups.values():
        one = colours(cells[0].kind, [cell.values for cell in cells], cells[0].range)
        found.update({id(cell): one for cell in cells})
    return found


def _bars(figure: Any, line: list[Axes], drawn: Sequence[tuple[Axes, Cell, Any]]) -> None:
    """Colour bars of a row: one beside it where its pictures share one, else one at each; names of classes below."""
    labelled = [one for one in drawn if one[1].bar and not SCALES[one[1].kind].classes]
    if len({id(image.norm) for _, _, image in labelled}) == 1:
        figure.colorbar(labelled[-1][2], ax=line, label=labelled[-1][1].bar, fraction=0.03, pad=0.01)
    else:
        for axis, cell, image in labelled:
            figure.colorbar(image, ax=axis, label=cell.bar, fraction=0.05, pad=0.02, location="bottom")
    for axis, cell, _ in drawn:
        classes = SCALES[cell.kind].classes
        if classes:
            every = len(classes) <= MOST_NAMED
            shown = [one for code, one in enumerate(classes, 1) if every or (cell.values == code).any()]
            patches = [Patch(facecolor=colour, label=name) for name, colour in shown]
            axis.legend(handles=patches, loc="lower right", fontsize="xx-small", framealpha=0.9)


def _show(axes: Axes, cell: Cell, of: Colours, size_m: tuple[float, float], letter: str) -> Any:
    across, down = size_m
    drawn = axes.imshow(
        cell.values, extent=(0.0, across, down, 0.0), interpolation="nearest", cmap=of.of, norm=of.range
    )
    axes.set(xticks=(), yticks=(), xlim=(0.0, across), ylim=(down, 0.0))
    axes.text(0.02, 0.98, f"({letter})", transform=axes.transAxes, va="top", color="white", fontsize="small",
              path_effects=STROKE)  # fmt: skip
    return drawn


def _profiles(figure: Any, picture: Picture) -> None:
    for axes, line in zip(figure.subplots(len(picture.map.lines), 1, squeeze=False)[:, 0], picture.map.lines):
        for title, heights in zip(picture.profiles, line.heights):
            axes.plot(line.distance_m, heights, "--" if title == "reference" else "-", linewidth=1.0, label=title)
        axes.set(xlabel="distance (m)", ylabel="height (m)", title=f"line {line.number}")
        axes.margins(x=0.0)
        for text in axes.legend(fontsize="small").get_texts():
            plain(text)


def _height_in(size_m: tuple[float, float]) -> float:
    return float(np.clip(WIDTH_IN * size_m[1] / size_m[0], LEAST_HEIGHT_IN, MOST_HEIGHT_IN))


def _letters() -> list[str]:
    """a to z, then aa to zz: enough for every figure that can be asked for."""
    ones = list(string.ascii_lowercase)
    return ones + [one + other for one in ones for other in ones]

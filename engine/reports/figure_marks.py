"""Marks on the pictures of a figure: areas, lines, arrows, a scale bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

from ..arrays import FloatArray

Array = NDArray[np.float64]

MARK = "#ffb000"
STROKE = [withStroke(linewidth=1.4, foreground="black")]


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
    areas: Sequence[Outline] = ()
    lines: Sequence[Line] = ()


@dataclass(frozen=True)
class Direction:
    """Degrees clockwise from the top of the pictures: of map north, and of the light where there is one."""

    north_deg: float
    light_deg: float | None


def mark(axes: Axes, ground: Map, shape: tuple[int, ...], direction: Direction) -> None:
    """Draw areas, lines and arrows on a picture of all of the ground, of this shape in drawn pixels."""
    scale = np.array((ground.size_m[0] / shape[1], ground.size_m[1] / shape[0])) / ground.factor
    for area in ground.areas:
        for ring in area.rings:
            axes.fill(*(ring * scale).T, fill=False, edgecolor=MARK, linewidth=1.2)
        corner = scale * (area.rings[0][:, 0].min(), area.rings[0][:, 1].max())
        plain(axes.annotate(area.name, (float(corner[0]), float(corner[1])), (3, 3), textcoords="offset points",
                            color=MARK, fontsize="small", va="bottom", path_effects=STROKE,
                            annotation_clip=True))  # fmt: skip
    for line in ground.lines:
        axes.plot(*(line.vertices * scale).T, color=MARK, linewidth=1.3)
        x, y = (float(at) for at in line.vertices[0] * scale)
        axes.text(x, y, str(line.number), color=MARK, fontsize="small", path_effects=STROKE, clip_on=True)
    for name, degrees, place in (
        ("N", direction.north_deg, (0.90, 0.86)), ("light", direction.light_deg, (0.72, 0.86))
    ):  # fmt: skip
        if degrees is not None:
            _arrow(axes, name, degrees, place)


def scale_bar(axes: Axes, size_m: tuple[float, float]) -> None:
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


def plain(text: Any) -> None:
    """A name of the user, which may hold dollars."""
    text.set_parse_math(False)


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

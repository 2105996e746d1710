"""The report of Compare shadows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from numpy.typing import NDArray

from .page import Table, number, picture, write_page

MOST_ROWS, MOST_PICTURES = 60, 12
COLOURS = ("#ffffff", "#efece2", "#303848", "#2c7fb8", "#d7301f")
MEANINGS = ("lit in both", "shadow in both", "shadow in the image alone", "shadow in the DTM alone")


@dataclass(frozen=True)
class RockPicture:
    """What is drawn of a rock.

    Attributes
    ----------
    image : (h, w) array
        Brightness of the neighbourhood.
    outline : (n, 2) array
        Columns and rows of the rock's outline in it.
    shadows : two (h, w) bool arrays
        Of the image and of the DTM.
    """

    image: NDArray[np.float32]
    outline: NDArray[np.float64]
    shadows: tuple[NDArray[np.bool_], NDArray[np.bool_]]


@dataclass(frozen=True)
class RockRow:
    """One rock that has a shadow in the image."""

    number: int
    area_m2: float
    image_px: int
    dtm_px: int
    difference_percent: float
    iou: float
    offset_m: float
    picture: RockPicture


def write_shadows(
    path: Path, figures: Mapping[str, Any], rocks: Sequence[RockRow] | None, difference: NDArray[np.uint8]
) -> None:
    """Write the page.

    Parameters
    ----------
    path : Path
    figures : mapping
        The figures of Compare shadows.
    rocks : sequence of RockRow, optional
        None where no outlines were given.
    difference : (h, w) array
        1 lit in both, 2 shadow in both, 3 shadow in the image alone, 4 in the DTM alone, 0 unknown; thinned out.
    """
    largest = sorted(rocks or (), key=lambda rock: -rock.area_m2)
    write_page(
        path,
        "shadows.html",
        figures=figures,
        whole=_whole(figures["whole_image"], figures["whole_image_by_two_classes"]),
        map=picture(_map(difference)),
        given=rocks is not None,
        rocks=_rocks(largest[:MOST_ROWS]) if largest else None,
        scatter=picture(_scatter(largest)) if largest else None,
        gallery=picture(_gallery(largest[:MOST_PICTURES])) if largest else None,
        left_out=len(largest[MOST_ROWS:]),
    )


def _whole(local: Mapping[str, Any], classes: Mapping[str, Any]) -> Table:
    lines = (
        ("shadow in the image (pixels)", "image_px", 0),
        ("shadow of the DTM (pixels)", "dtm_px", 0),
        ("difference (% of the image's)", "difference_percent", 1),
        ("intersection over union (no unit)", "iou", 3),
    )
    rows = [[label, *(number(one[key], digits) for one in (local, classes))] for label, key, digits in lines]
    return Table(["", "against the lit ground around", "by two classes (the paper's)"], rows)


def _rocks(rocks: Sequence[RockRow]) -> Table:
    head = ["rock", "area (m2)", "image (pixels)", "DTM (pixels)", "difference (%)", "IoU (no unit)", "offset (m)"]
    rows = [
        [str(r.number), number(r.area_m2, 1), str(r.image_px), str(r.dtm_px), number(r.difference_percent, 1),
         number(r.iou, 3), number(r.offset_m, 2)]
        for r in rocks
    ]  # fmt: skip
    return Table(head, rows)


def _map(difference: NDArray[np.uint8]) -> Figure:
    figure = Figure(figsize=(6.5, 7), layout="constrained")
    axis = figure.subplots()
    axis.imshow(difference, cmap=ListedColormap(COLOURS), vmin=-0.5, vmax=4.5, interpolation="nearest")
    axis.set_axis_off()
    patches = [Patch(color=colour, label=text) for colour, text in zip(COLOURS[1:], MEANINGS)]
    figure.legend(handles=patches, loc="outside lower center", ncols=2, fontsize="small", frameon=False)
    return figure


def _scatter(rows: Sequence[RockRow]) -> Figure:
    figure = Figure(figsize=(6, 5), layout="constrained")
    axis = figure.subplots()
    x = np.array([r.image_px for r in rows])
    y = np.array([r.dtm_px for r in rows])
    most = max(int(x.max()), int(y.max()), 1) * 1.05
    axis.plot([0, most], [0, most], color="#999", linewidth=1)
    axis.scatter(x, y, s=14, color="#3f6f8f")
    axis.set(xlabel="shadow in the image (pixels)", ylabel="shadow of the DTM (pixels)")
    return figure


def _gallery(rows: Sequence[RockRow]) -> Figure:
    columns = min(4, len(rows))
    lines = math.ceil(len(rows) / columns)
    figure = Figure(figsize=(9, 2.4 * lines), layout="constrained")
    for axis, row in zip(figure.subplots(lines, columns, squeeze=False).ravel(), rows):
        drawn = row.picture
        height, width = drawn.image.shape
        extent = (0.0, float(width), float(height), 0.0)
        axis.imshow(drawn.image, cmap="gray", extent=extent, interpolation="nearest")
        x, y = np.arange(width) + 0.5, np.arange(height) + 0.5
        for mask, colour in zip(drawn.shadows, ("#2c7fb8", "#d7301f")):
            if mask.any() and min(mask.shape) > 1:
                axis.contour(x, y, mask, levels=[0.5], colors=colour, linewidths=1.0)
        axis.plot(*np.append(drawn.outline, drawn.outline[:1], axis=0).T, color="#f0c808", linewidth=1.0)
        axis.set_title(f"rock {row.number}", fontsize="small")
    for axis in figure.axes:
        axis.set_axis_off()
    return figure

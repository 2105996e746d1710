"""The HTML report of Compare shadows."""

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

from .page import note, number, picture, table, write_page
from .shadow_match import Neighbourhood, ShadowMatch

MOST_ROWS, MOST_PICTURES = 60, 12
COLOURS = ("#ffffff", "#efece2", "#303848", "#2c7fb8", "#d7301f")
MEANINGS = ("lit in both", "shadow in both", "shadow in the image alone", "shadow in the DTM alone")


@dataclass(frozen=True)
class RockRow:
    """One rock of the comparison.

    Attributes
    ----------
    number : int
    area_m2 : float
    vertices : (n, 2) array
        Columns and rows of the outline on the image.
    around : Neighbourhood
    image : (h, w) array
        Brightness of the neighbourhood.
    shadows : two (h, w) bool arrays
        Of the image and of the DTM.
    shadow : ShadowMatch
    """

    number: int
    area_m2: float
    vertices: NDArray[np.float64]
    around: Neighbourhood
    image: NDArray[np.float32]
    shadows: tuple[NDArray[np.bool_], NDArray[np.bool_]]
    shadow: ShadowMatch


def write_shadow_report(
    path: Path, content: Mapping[str, Any], rows: Sequence[RockRow], difference: NDArray[np.uint8]
) -> None:
    """Write the page.

    Parameters
    ----------
    path : Path
    content : mapping
        The figures of Compare shadows.
    rows : sequence of RockRow
    difference : (h, w) array
        1 lit in both, 2 shadow in both, 3 shadow in the image alone, 4 in the DTM alone, 0 unknown; thinned out.
    """
    pixel, whole = content["pixel_m"], content["whole_image"]
    parts = [
        f"<p>Sun at azimuth {content['sun_azimuth_deg']:.2f}&deg; from map north, incidence "
        f"{content['sun_incidence_deg']:.2f}&deg;. Pixels of {pixel[0]:.2f} x {pixel[1]:.2f} m on the ground.</p>",
        "<h2>Whole image</h2>",
        table(
            ["", "value"],
            [
                ["shadow in the image (pixels)", number(whole["image_px"], 0)],
                ["shadow cast by the DTM (pixels)", number(whole["dtm_px"], 0)],
                ["difference (% of the image's)", number(whole["difference_percent"], 1)],
                ["intersection over union (no unit)", number(whole["iou"], 3)],
            ],
        ),
    ]
    parts.append(picture(_map(difference), "Map of the shadows of image and DTM"))
    if content["threshold"] is None:
        parts.append(note("The image as a whole has no shadow: the darker of its two classes is not dark enough."))
    if rows:
        parts += _rocks(content["rocks"], rows)
    else:
        parts.append("<h2>Rocks</h2><p>No outlines of rocks were given.</p>")
    write_page(path, f"Shadows of {content['dtm']} against {content['image']}", parts)


def _map(difference: NDArray[np.uint8]) -> Figure:
    figure = Figure(figsize=(6.5, 7), layout="constrained")
    axis = figure.subplots()
    axis.imshow(difference, cmap=ListedColormap(COLOURS), vmin=-0.5, vmax=4.5, interpolation="nearest")
    axis.set_axis_off()
    patches = [Patch(color=colour, label=text) for colour, text in zip(COLOURS[1:], MEANINGS)]
    figure.legend(handles=patches, loc="outside lower center", ncols=2, fontsize="small", frameon=False)
    return figure


def _rocks(figures: Mapping[str, Any], rows: Sequence[RockRow]) -> list[str]:
    with_shadow = sorted((r for r in rows if r.shadow.has_shadow), key=lambda r: -r.area_m2)
    parts = [
        "<h2>Rocks</h2>",
        f"<p>{figures['compared']} of {figures['given']} rocks have a shadow in the image. Median difference "
        f"<b>{number(figures['difference_median_percent'], 1)} %</b>, 90th percentile "
        f"{number(figures['difference_90_percent'], 1)} %, median intersection over union "
        f"{number(figures['iou_median'], 3)}.</p>",
    ]
    if not with_shadow:
        return parts
    parts += [picture(_scatter(with_shadow), "Shadow pixels of every rock, image against DTM"),
              picture(_gallery(with_shadow[:MOST_PICTURES]), "The largest rocks with their shadows"),
              note("Yellow: outline of the rock. Blue: shadow of the image. Red: shadow of the DTM.")]  # fmt: skip
    lines = [
        [str(r.number), number(r.area_m2, 1), str(r.shadow.image_px), str(r.shadow.dtm_px),
         number(r.shadow.difference_percent, 1), number(r.shadow.iou, 3), number(r.shadow.offset_m, 2)]
        for r in with_shadow[:MOST_ROWS]
    ]  # fmt: skip
    head = ["rock", "area (m2)", "image (pixels)", "DTM (pixels)", "difference (%)", "IoU (no unit)", "offset (m)"]
    parts.append(table(head, lines))
    if len(with_shadow) > MOST_ROWS:
        parts.append(note(f"The {MOST_ROWS} largest of {len(with_shadow)}; the table layer has all."))
    return parts


def _scatter(rows: Sequence[RockRow]) -> Figure:
    figure = Figure(figsize=(6, 5), layout="constrained")
    axis = figure.subplots()
    x = np.array([r.shadow.image_px for r in rows])
    y = np.array([r.shadow.dtm_px for r in rows])
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
        height, width = row.image.shape
        extent = (0.0, float(width), float(height), 0.0)
        axis.imshow(row.image, cmap="gray", extent=extent, interpolation="nearest")
        x, y = np.arange(width) + 0.5, np.arange(height) + 0.5
        for mask, colour in zip(row.shadows, ("#2c7fb8", "#d7301f")):
            if mask.any() and min(mask.shape) > 1:
                axis.contour(x, y, mask, levels=[0.5], colors=colour, linewidths=1.0)
        outline = row.vertices - (row.around.left, row.around.top)
        axis.plot(*np.append(outline, outline[:1], axis=0).T, color="#f0c808", linewidth=1.0)
        axis.set_title(f"rock {row.number}", fontsize="small")
    for axis in figure.axes:
        axis.set_axis_off()
    return figure

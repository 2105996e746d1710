"""How sure the mosaic of a region is, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from numpy.typing import NDArray

from ..arrays import FloatArray

COLOURS = ("#ffffff", "#e8e4d8", "#f2a33a", "#202840", "#e8413c", "#9aa0a6", "#8e5ea2")
"""Of the classes of support from nothing on, as QGIS shows them (resources/styles/support.qml)."""

SHOWN_SHARE = 0.99
"""Of the errors, which the colours spread over: single large ones would leave the rest in one colour."""

WIDE_IN, MOST_HIGH_IN = 3.4, 8.0

Extent = tuple[float, float, float, float]


@dataclass(frozen=True)
class DrawnErrors:
    """What is drawn of a mosaic, all (H, W).

    Attributes
    ----------
    height_error, slope_error : arrays
        Standard deviations in metres and degrees, NaN where unknown.
    support : uint8 array
        Classes.
    meanings : sequence of str
        Of the classes from one.
    """

    height_error: FloatArray
    slope_error: FloatArray
    support: NDArray[np.uint8]
    meanings: Sequence[str]


def draw_errors(drawn: DrawnErrors, gsd: tuple[float, float]) -> Figure:
    """Both errors and the support beside one another, with kilometres to the right and down."""
    height, width = drawn.support.shape
    right, down = width * gsd[0] / 1000.0, height * gsd[1] / 1000.0
    figure = Figure(figsize=(3.0 * WIDE_IN, min(WIDE_IN * down / right, MOST_HIGH_IN) + 1.2), layout="constrained")
    axes = figure.subplots(1, 3)
    extent = (0.0, right, down, 0.0)
    _error(figure, axes[0], drawn.height_error, extent, "Error of heights (m)")
    _error(figure, axes[1], drawn.slope_error, extent, "Error of slopes (degrees)")
    axes[2].imshow(drawn.support, cmap=ListedColormap(COLOURS), vmin=-0.5, vmax=len(COLOURS) - 0.5, extent=extent,
                   interpolation="nearest")  # fmt: skip
    axes[2].set_title("Support of heights", fontsize=9)
    there = [number for number in range(1, len(COLOURS)) if (drawn.support == number).any()]
    patches = [Patch(facecolor=COLOURS[n], edgecolor="#888", label=drawn.meanings[n - 1]) for n in there]
    if patches:
        figure.legend(handles=patches, loc="outside lower right", ncols=2, fontsize=7, frameon=False)
    for axis in axes:
        axis.tick_params(labelsize=7)
    return figure


def _error(figure: Figure, axis: Axes, values: FloatArray, extent: Extent, title: str) -> None:
    known = values[np.isfinite(values)]
    most = float(np.quantile(known, SHOWN_SHARE)) if known.size else 1.0
    image = axis.imshow(values, cmap="viridis", vmin=0.0, vmax=most, extent=extent, interpolation="nearest")
    axis.set_title(title, fontsize=9)
    bar = figure.colorbar(image, ax=axis, shrink=0.8, orientation="horizontal", extend="max")
    bar.ax.tick_params(labelsize=7)

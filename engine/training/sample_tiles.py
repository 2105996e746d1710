"""Sample tiles of a training run: what the network makes of made or real ground."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from ..terrain.photometry import FloatArray, central_gradient
from ..terrain.slope import hillshade

TITLES = ("image", "coarse DEM", "result", "truth")


def plot_tiles(path: Path, tiles: Sequence[tuple[FloatArray, FloatArray, FloatArray, FloatArray]], title: str) -> None:
    """Draw image and hillshades of coarse DEM, result and truth, a row for each tile, as a PNG.

    Parameters
    ----------
    path : Path
    tiles : sequence of (image, coarse, result, truth)
        Each (H, W); heights in pixels, so that slopes are real.
    title : str
    """
    figure = Figure(figsize=(9.6, 2.5 * len(tiles) + 0.4), layout="constrained")
    figure.suptitle(title)
    axes = figure.subplots(len(tiles), len(TITLES), squeeze=False)
    for row, (image, *surfaces) in zip(axes, tiles):
        row[0].imshow(image, cmap="gray")
        for axis, heights in zip(row[1:], surfaces):
            axis.imshow(hillshade(*central_gradient(heights, 1.0, 1.0), 315.0, 45.0), cmap="gray", vmin=60, vmax=255)
        for axis in row:
            axis.set_axis_off()
    for axis, text in zip(axes[0], TITLES):
        axis.set_title(text, fontsize=10)
    figure.savefig(path, dpi=100, format="png")

"""The plot of the reliefs of the terrain classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

COLOURS = {"flat": "#6a9fb5", "mountain": "#d9a441", "crater": "#a8483f"}
BINS = 40


def draw_classes(
    path: Path,
    relief: Mapping[str, NDArray[np.float64]],
    curves: Mapping[str, tuple[NDArray[np.float64], NDArray[np.float64], str]],
    notes: Sequence[str],
) -> None:
    """Draw histograms of the relief of tiles, and a density over each, as a PNG.

    Parameters
    ----------
    path : Path
    relief : mapping
        Metres, by class.
    curves : mapping
        Relief in metres, density per metre and words for the legend, by class.
    notes : sequence of str
        Lines of text on the plot.
    """
    figure = Figure(figsize=(8, 4.6), layout="constrained")
    axis = figure.subplots()
    most = max((float(values.max()) for values in relief.values() if values.size), default=1.0)
    edges = np.linspace(0.0, max(most, 1e-3), BINS + 1)
    for terrain, values in relief.items():
        if values.size > 1:
            axis.hist(values, bins=edges.tolist(), density=True, color=COLOURS[terrain], alpha=0.35)
    for terrain, (at, density, words) in curves.items():
        axis.plot(at, density, color=COLOURS[terrain], linewidth=2.0, label=words)
    axis.set(xlabel="relief of a tile, highest minus lowest height (m)", ylabel="density (1/m)")
    axis.set_xlim(left=0.0)
    if curves:
        axis.legend(loc="upper right")
    axis.text(0.98, 0.62, "\n".join(notes), transform=axis.transAxes, ha="right", va="top", fontsize="small")
    figure.savefig(path, dpi=110, format="png")

"""The picture of Profiles along lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

MOST_DRAWN = 6


@dataclass(frozen=True)
class DrawnLine:
    """Samples of one line.

    Attributes
    ----------
    number : int
    distance_m : (n,) array
        From the start.
    heights, slopes : (k, n) arrays
        Metres and degrees in each of k DTMs, NaN where unknown.
    """

    number: int
    distance_m: NDArray[np.float64]
    heights: NDArray[np.float32]
    slopes: NDArray[np.float32]


def draw_profiles(path: Path, lines: Sequence[DrawnLine], names: Sequence[str], baseline_m: float) -> None:
    """Draw heights and slopes of the first lines as a PNG.

    Parameters
    ----------
    path : Path
    lines : sequence of DrawnLine
    names : sequence of str
        Of the k DTMs.
    baseline_m : float
        Over which slopes are taken.
    """
    drawn = lines[:MOST_DRAWN]
    figure = Figure(figsize=(12, 3.4 * len(drawn)), layout="constrained")
    axes = figure.subplots(len(drawn), 2, squeeze=False)
    for (left, right), line in zip(axes, drawn):
        for name, heights, slopes in zip(names, line.heights, line.slopes):
            left.plot(line.distance_m, heights, label=name, linewidth=1.1)
            right.plot(line.distance_m, slopes, label=name, linewidth=0.9)
        left.set(title=f"Line {line.number}", xlabel="distance (m)", ylabel="height (m)")
        right.set(
            title=f"Line {line.number}", xlabel="distance (m)", ylabel=f"slope (degrees, baseline {baseline_m:.1f} m)"
        )
        for text in left.legend(fontsize="small").get_texts():
            text.set_parse_math(False)  # a file may be called a$b$.tif
    if len(lines) > MOST_DRAWN:
        figure.suptitle(f"The first {MOST_DRAWN} of {len(lines)} lines")
    figure.savefig(path, dpi=90, format="png")

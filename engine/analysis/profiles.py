"""Heights along lines: slopes, differences and a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

MOST_DRAWN = 6


@dataclass(frozen=True)
class LineProfile:
    """Samples of one line.

    Attributes
    ----------
    number : int
    distance : (n,) array
        Ground metres from the start.
    longitude, latitude : (n,) arrays
        Degrees.
    heights : (k, n) array
        Metres in each of k DTMs, NaN where unknown.
    slopes : (k, n) array
        Degrees along the line, uphill positive.
    """

    number: int
    distance: NDArray[np.float64]
    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]
    heights: NDArray[np.float32]
    slopes: NDArray[np.float32]


def slopes_along(distance: NDArray[np.float64], heights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Slope in degrees along a line by central differences, one-sided at its ends."""
    # The last step may be shorter than the others.
    distinct = np.maximum(np.gradient(distance), 1e-9)
    return np.degrees(np.arctan(np.gradient(heights.astype(np.float64)) / distinct)).astype(np.float32)


def differences(profiles: Sequence[LineProfile]) -> tuple[float, float]:
    """Largest mean absolute difference of a DTM from the first, and the largest of all; NaN for one DTM."""
    heights = np.concatenate([p.heights for p in profiles], axis=1).astype(np.float64)
    if heights.shape[0] < 2:
        return float("nan"), float("nan")
    gap = np.abs(heights[1:] - heights[:1])
    if not np.isfinite(gap).any():
        return float("nan"), float("nan")
    rows = [row[np.isfinite(row)] for row in gap]
    return max(float(r.mean()) for r in rows if r.size), float(np.nanmax(gap))


def plot(path: Path, profiles: Sequence[LineProfile], names: Sequence[str], baseline: float) -> None:
    """Draw heights and slopes of the first lines as a PNG."""
    drawn = profiles[:MOST_DRAWN]
    figure = Figure(figsize=(12, 3.4 * len(drawn)), layout="constrained")
    axes = figure.subplots(len(drawn), 2, squeeze=False)
    for (left, right), line in zip(axes, drawn):
        for name, heights, slopes in zip(names, line.heights, line.slopes):
            left.plot(line.distance, heights, label=name, linewidth=1.1)
            right.plot(line.distance, slopes, label=name, linewidth=0.9)
        left.set(title=f"Line {line.number}", xlabel="distance (m)", ylabel="height (m)")
        right.set(
            title=f"Line {line.number}", xlabel="distance (m)", ylabel=f"slope (degrees, baseline {baseline:.1f} m)"
        )
        for text in left.legend(fontsize="small").get_texts():
            text.set_parse_math(False)  # a file may be called a$b$.tif
    if len(profiles) > MOST_DRAWN:
        figure.suptitle(f"The first {MOST_DRAWN} of {len(profiles)} lines")
    figure.savefig(path, dpi=90, format="png")

"""The picture of how errors of heights are distributed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

TAILS = (0.005, 0.995)
"""Shares of the pixels between which errors are drawn."""

BINS = 120


@dataclass(frozen=True)
class Distributions:
    """Height errors: the middles of the bins in metres, and the pixels in each, by candidate."""

    middles_m: NDArray[np.float64]
    counts: Mapping[str, NDArray[np.int64]]


def draw_distributions(
    errors: Distributions, style: Callable[[str], tuple[str, str]], what: str = "pixels", bins: int = BINS
) -> Figure:
    """Draw the distributions of all candidates over one axis.

    Parameters
    ----------
    errors : Distributions
        Of candidates that have pixels.
    style : callable
        Words and colour of a candidate.
    what : str
        That errors are of, in the plural.
    bins : int
        Of the picture.
    """
    figure = Figure(figsize=(8, 3.6), layout="constrained")
    axis = figure.subplots()
    reach = 1.0
    for counts in errors.counts.values():
        share = np.cumsum(counts) / counts.sum()
        ends = errors.middles_m[np.searchsorted(share, TAILS)]
        reach = max(reach, float(np.abs(ends).max()))
    edges = np.linspace(-reach, reach, bins + 1)
    for name, counts in errors.counts.items():
        density, _ = np.histogram(errors.middles_m, edges, weights=counts)
        words, colour = style(name)
        axis.stairs(100.0 * density / counts.sum(), edges, label=words, color=colour, linewidth=1.6)
    axis.set(xlabel="height minus reference (m)", ylabel=f"{what} (%)")
    if errors.counts:
        for text in axis.legend().get_texts():
            text.set_parse_math(False)  # a DTM may be called a$b$
    return figure

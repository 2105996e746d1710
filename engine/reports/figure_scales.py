"""Colours of the quantities that figures show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib
import numpy as np
from matplotlib.colors import BoundaryNorm, Colormap, ListedColormap, Normalize

from ..arrays import FloatArray

UNKNOWN = "#d9d9d9"


@dataclass(frozen=True)
class Scale:
    """How a quantity is shown.

    Attributes
    ----------
    colours : str
        Name of a colour map.
    label : str
        Of the colour bar; none without one.
    low : float, optional
        Percentile of the values at which the colours begin; None for zero.
    high : float
        Percentile at which they end.
    shared : str
        Which pictures of a figure have one range: those of the 'figure', of a 'row', or 'none' with another.
    classes : tuple of (str, str)
        Name and colour of each code from 1 on, where values are codes.
    """

    colours: str
    label: str
    low: float | None
    high: float
    shared: str
    classes: tuple[tuple[str, str], ...] = ()


SCALES = {
    "image": Scale("gray", "", 0.5, 99.5, "none"),
    "hillshade": Scale("gray", "", 0.5, 99.5, "row"),
    "heights": Scale("viridis", "height (m)", 0.0, 100.0, "row"),
    "slope": Scale("inferno", "slope (degrees)", None, 99.5, "figure"),
    "roughness": Scale("magma", "deviation of slope (degrees)", None, 99.0, "figure"),
    "difference": Scale("RdBu_r", "minus reference (m)", None, 98.0, "figure"),
    "height_error": Scale("viridis", "stated error of heights (m)", None, 99.0, "none"),
    "slope_error": Scale("viridis", "stated error of slopes (degrees)", None, 99.0, "none"),
    "values": Scale("viridis", "", 1.0, 99.0, "none"),
    "classes": Scale("", "", None, 0.0, "none", (("flat", "#6a9fb5"), ("mountain", "#d9a441"), ("crater", "#a8483f"))),
    "shadows": Scale("", "", None, 0.0, "none", (("lit in both", "#e8e4da"), ("shadow in both", "#2c3640"),
                                                 ("image alone", "#c0504d"), ("DTM alone", "#4f81bd"))),
    "support": Scale("", "", None, 0.0, "none", (("lit and seen", "#e8e4d8"), ("steep or raking light", "#f2a33a"),
                                                 ("cast shadow", "#202840"), ("saturated", "#e8413c"),
                                                 ("image missing, coarse only", "#9aa0a6"),
                                                 ("outside of what the experts know", "#8e5ea2"))),
}  # fmt: skip
"""By what is shown."""


@dataclass(frozen=True)
class Colours:
    """Of the pictures that share them: a colour map, and the range of values that it spans."""

    of: Colormap
    range: Normalize


def colours(kind: str, values: Sequence[FloatArray], given: tuple[float, float] | None) -> Colours:
    """Colours of pictures of one kind: one range over all of them.

    Parameters
    ----------
    kind : str
        A key of SCALES.
    values : sequence of arrays
    given : (float, float), optional
        The range, instead of that of the values.
    """
    scale = SCALES[kind]
    if scale.classes:
        listed = ListedColormap([colour for _, colour in scale.classes]).with_extremes(bad=UNKNOWN)
        return Colours(listed, BoundaryNorm(np.arange(len(scale.classes) + 1) + 0.5, len(scale.classes)))
    of = matplotlib.colormaps[scale.colours].with_extremes(bad=UNKNOWN)
    every = np.concatenate([part[np.isfinite(part)] for part in values]) if values else np.zeros(0)
    if given is not None:
        low, high = given
    elif not every.size:
        low, high = 0.0, 1.0
    elif kind == "difference":
        high = float(np.percentile(np.abs(every), scale.high))
        low = -high
    else:
        low = 0.0 if scale.low is None else float(np.percentile(every, scale.low))
        high = float(np.percentile(every, scale.high))
    return Colours(of, Normalize(low, high if high > low else low + 1.0))

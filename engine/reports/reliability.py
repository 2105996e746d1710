"""The picture of stated against true errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter

COLOURS = ("#3f6f8f", "#d9a441", "#a8483f", "#6a8f5f", "#6b5b95", "#444444")


@dataclass(frozen=True)
class Reliability:
    """One kind of error.

    Attributes
    ----------
    title : str
    unit : str
    lines : mapping
        By their names: 'within_percent', a list for the multiples, and 'curve', dictionaries of 'stated' and 'true'.
    """

    title: str
    unit: str
    lines: Mapping[str, Mapping[str, Any]]


def draw_reliability(kinds: Sequence[Reliability], multiples: Sequence[float], normal: Sequence[float]) -> Figure:
    """Shares of errors within multiples of what is stated, and true over stated errors; a row for each kind.

    Parameters
    ----------
    kinds : sequence of Reliability
    multiples : sequence of float
    normal : sequence of float
        Shares of a normal distribution within them, per cent.
    """
    figure = Figure(figsize=(9, 3.5 * len(kinds)), layout="constrained")
    for (shares, errors), kind in zip(figure.subplots(len(kinds), 2, squeeze=False), kinds):
        shares.plot(multiples, normal, "--", color="#888888", linewidth=1.2, label="normal errors")
        ends = []
        for (name, line), colour in zip(kind.lines.items(), COLOURS):
            stated, true = ([one[key] for one in line["curve"]] for key in ("stated", "true"))
            for axis, x, y in ((shares, multiples, line["within_percent"]), (errors, stated, true)):
                axis.plot(x, y, "o-", markersize=3.5, linewidth=1.4, color=colour, label=name)
            ends += [value for value in (*stated, *true) if value > 0.0]
        shares.set(xlabel="stated standard deviations (no unit)", ylabel=f"errors of {kind.title} within (%)",
                   ylim=(0.0, 102.0))  # fmt: skip
        shares.legend(fontsize="small")
        if ends:
            errors.plot((min(ends), max(ends)), (min(ends), max(ends)), "--", color="#888888", linewidth=1.2)
            errors.set(xscale="log", yscale="log")
            for axis in (errors.xaxis, errors.yaxis):
                axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
                axis.set_major_formatter("{x:g}")
                axis.set_minor_formatter(NullFormatter())
        errors.set(xlabel=f"stated error of {kind.title} ({kind.unit})", ylabel=f"true error ({kind.unit}, RMS)")
    return figure

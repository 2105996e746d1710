"""Learning curves from the log of a training run."""

from __future__ import annotations

import csv
from pathlib import Path

from matplotlib.figure import Figure


def plot_curves(path: Path, log: Path, title: str) -> None:
    """Draw loss and errors over those of the coarse DEM against steps, as a PNG."""
    with log.open(newline="") as file:
        rows = [{k: float(v) for k, v in row.items()} for row in csv.DictReader(file)]
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    left, right = figure.subplots(1, 2)
    steps = [row["step"] for row in rows]
    left.plot(steps, [row["loss"] for row in rows], color="#3f6f8f")
    left.set(title=title, xlabel="step", ylabel="loss (no unit)")
    for key, label, colour in (("rmse_ratio", "RMSE", "#3f6f8f"), ("slope_ratio", "slope error", "#d9a441")):
        right.plot(steps, [row[key] for row in rows], label=label, color=colour)
    right.set(xlabel="step", ylabel="over that of the coarse DEM (no unit)")
    right.legend()
    figure.savefig(path, dpi=100, format="png")

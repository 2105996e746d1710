"""Run the runs of a configuration, and draw their curves."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from ..analysis.curves import plot_curves
from ..errors import ParameterError
from ..files import whole_file
from . import config
from .trainer import FINAL, train


class Reporter(Protocol):
    """What ``operations.progress.Progress`` offers."""

    def at(self, share: float, text: str, force: bool = False) -> None:
        """Show the share done."""

    def check(self) -> None:
        """Raise when the user has cancelled."""


def train_all(values: Mapping[str, Any], progress: Reporter) -> dict[str, Any]:
    """Run Train; see ``operations.train`` for the parameters."""
    runs = config.read(values["config"])
    chosen = [name.strip() for name in values["runs"].split(",")] if values["runs"] else list(runs)
    for name in chosen:
        if name not in runs:
            raise ParameterError(f"The configuration has no run {name!r}; it has: {', '.join(runs)}.")
    folder = Path(values["output"])
    for index, name in enumerate(chosen):
        run = runs[name]
        if values["pairs"]:
            run = replace(run, pairs=values["pairs"])
        start = None
        if run.start:
            source = Path(values["weights"] or values["output"])
            exported = source / f"{run.start}.onnx"
            start = exported if exported.exists() else source / run.start / FINAL

        def tell(share: float, text: str, index: int = index) -> None:
            progress.check()
            if text:
                progress.at((index + share) / len(chosen), text, force=True)

        train(run, folder / name, start, tell, values["workers"])
        with whole_file(str(folder / name / "curves.png")) as path:
            plot_curves(path, folder / name / "log.csv", name)
    waited = []
    for name in chosen:
        with (folder / name / "log.csv").open(newline="") as file:
            waited.append(float(list(csv.DictReader(file))[-1]["waited_share"]))
    return {"output": str(folder), "runs_trained": len(chosen), "waited_percent": 100.0 * sum(waited) / len(waited)}

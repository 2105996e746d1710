"""Run the runs of a configuration, and draw their curves."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from ..contract.progress import Progress, clock
from ..errors import ParameterError
from ..experts.pack import find
from ..files import whole_file
from ..networks.base import Batch, Network
from . import config, log, weights
from .config import RunConfig
from .curves import plot_curves
from .sample import Sample
from .sample_tiles import plot_tiles
from .trainer import leave, source_of, train
from .weights import FINAL

if TYPE_CHECKING:
    from ..operations.train import TrainSettings


PICTURED = 4
"""Tiles in the picture of a run, of grounds that no run of practical length draws."""


class Pictures:
    """Curves and sample tiles of a run, drawn anew at every checkpoint: curves.png, tiles.png."""

    def __init__(self, run: RunConfig, folder: Path) -> None:
        self.folder = folder
        self.run = run
        self._samples: list[Sample] = []

    def __call__(self, network: Network) -> None:
        """Draw both."""
        if not self._samples:
            source = source_of(self.run)
            self._samples = [source(self.run.seed, (1 << 40) + i)[0] for i in range(PICTURED)]
        device = next(network.parameters()).device
        arrays = [np.stack(parts) for parts in zip(*self._samples)]
        batch = Batch(*(torch.from_numpy(a).to(device) for a in arrays))
        network.eval()
        with torch.no_grad():
            surfaces = (batch.coarse, network.heights(batch).float(), batch.truth)
            coarse, result, truth = (batch.pixels(heights).cpu().numpy() for heights in surfaces)
        network.train()
        image = arrays[0]
        tiles = [(image[i, 0], coarse[i, 0], result[i, 0], truth[i, 0]) for i in range(PICTURED)]
        with whole_file(str(self.folder / "tiles.png")) as path:
            plot_tiles(path, tiles, self.folder.name)
        with whole_file(str(self.folder / "curves.png")) as path:
            plot_curves(path, self.folder / log.NAME, self.folder.name)


class Told:
    """What is told of one run of several: the trainer's lines for the log, its steps with their rate as progress.

    Parameters
    ----------
    progress : Progress
    name : str
    steps : int
        Of the whole run.
    place : tuple of int
        Number of the run, and how many there are.
    """

    def __init__(self, progress: Progress, name: str, steps: int, place: tuple[int, int]) -> None:
        self._progress, self._name, self._steps, self._place = progress, name, steps, place
        self._begun: tuple[int, float] | None = None
        progress.at(place[0] / place[1], f"{name}: drawing the first samples", force=True)

    def alive(self) -> None:
        """Give a cancel its chance, between steps that are not the trainer's."""
        self._progress.check()

    def __call__(self, share: float, text: str) -> None:
        """Tell the share of the run that is done, and a line where there is one."""
        self._progress.check()
        if text:
            self._progress.info(text)
            return
        index, count = self._place
        done, now = round(share * self._steps), time.monotonic()
        first, begun = self._begun = self._begun or (done, now)
        text = f"{self._name}: {done} of {self._steps} steps"
        if done > first and now > begun:
            rate = (done - first) / (now - begun)
            text += f", {rate:.2f} steps/s, {clock((self._steps - done) / rate)} left"
        self._progress.at((index + share) / count, text)


def train_all(settings: TrainSettings, progress: Progress) -> dict[str, Any]:
    """Train the chosen runs of a configuration one after the other."""
    runs = config.read(settings.config)
    asked = [name.strip() for name in (settings.runs or "").split(",")]
    chosen = list(dict.fromkeys(name for name in asked if name)) or list(runs)
    for name in chosen:
        if name not in runs:
            raise ParameterError(f"The configuration has no run {name!r}; it has: {', '.join(runs)}.")
    folder = Path(settings.output)
    try:
        planned = [_planned(name, runs[name], settings, chosen[:index]) for index, name in enumerate(chosen)]
        for index, (name, run, start) in enumerate(planned):
            told = Told(progress, name, run.steps, (index, len(chosen)))
            train(run, folder / name, start, told, settings.workers, Pictures(run, folder / name))
    finally:
        leave()
    rows = [log.rows_of(folder / name) for name in chosen]
    waited = [row[-1]["waited_share"] for row in rows if row]
    share = sum(waited) / len(waited) if waited else math.nan
    return {"runs_trained": len(chosen), "waited_percent": 100.0 * share}


def _planned(
    name: str, run: RunConfig, settings: TrainSettings, before: Sequence[str]
) -> tuple[str, RunConfig, Path | None]:
    """A run with its data and the weights it starts from; both are looked at now, not after hours of other runs."""
    if settings.pairs:
        run = replace(run, pairs=settings.pairs)
    source_of(run)
    if not run.start:
        return name, run, None
    folder = _weights_folder(settings.weights) if settings.weights else Path(settings.output)
    exported = folder / f"{run.start}.onnx"
    start = exported if exported.exists() else folder / run.start / FINAL
    if settings.weights or run.start not in before:
        weights.read(start)
    return name, run, start


def _weights_folder(name_or_folder: str) -> Path:
    """The folder of a training or of a pack; a bare name is a pack's, unless a folder of that name is here."""
    folder = Path(name_or_folder)
    return find(name_or_folder) if folder.name == name_or_folder and not folder.is_dir() else folder

"""Run the runs of a configuration, and draw their curves."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn

from ..contract.progress import Progress
from ..errors import ParameterError
from ..files import whole_file
from . import config
from .config import RunConfig
from .curves import plot_curves
from .sample_tiles import plot_tiles
from .stream import Sample
from .trainer import FINAL, heights, leave, source_of, train

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

    def __call__(self, network: nn.Module) -> None:
        """Draw both."""
        if not self._samples:
            source = source_of(self.run)
            self._samples = [source(self.run.seed, (1 << 40) + i)[0] for i in range(PICTURED)]
        device = next(network.parameters()).device
        arrays = [np.stack(parts) for parts in zip(*self._samples)]
        batch = [torch.from_numpy(a).to(device) for a in arrays]
        network.eval()
        with torch.no_grad():
            result = heights(network, batch).float().cpu().numpy()
        network.train()
        image, coarse, truth = arrays[:3]
        tiles = [(image[i, 0], coarse[i, 0], result[i, 0], truth[i, 0]) for i in range(PICTURED)]
        with whole_file(str(self.folder / "tiles.png")) as path:
            plot_tiles(path, tiles, self.folder.name)
        with whole_file(str(self.folder / "curves.png")) as path:
            plot_curves(path, self.folder / "log.csv", self.folder.name)


def train_all(settings: TrainSettings, progress: Progress) -> dict[str, Any]:
    """Run Train; see ``operations.train`` for the parameters."""
    runs = config.read(settings.config)
    chosen = [name.strip() for name in settings.runs.split(",")] if settings.runs else list(runs)
    for name in chosen:
        if name not in runs:
            raise ParameterError(f"The configuration has no run {name!r}; it has: {', '.join(runs)}.")
    folder = Path(settings.output)
    try:
        for index, name in enumerate(chosen):
            run = runs[name]
            if settings.pairs:
                run = replace(run, pairs=settings.pairs)
            start = None
            if run.start:
                source = Path(settings.weights or settings.output)
                exported = source / f"{run.start}.onnx"
                start = exported if exported.exists() else source / run.start / FINAL

            def tell(share: float, text: str, index: int = index) -> None:
                progress.check()
                if text:
                    progress.at((index + share) / len(chosen), text, force=True)

            train(run, folder / name, start, tell, settings.workers, Pictures(run, folder / name))
    finally:
        leave()
    waited = []
    for name in chosen:
        with (folder / name / "log.csv").open(newline="") as file:
            waited.append(float(list(csv.DictReader(file))[-1]["waited_share"]))
    return {"runs_trained": len(chosen), "waited_percent": 100.0 * sum(waited) / len(waited)}

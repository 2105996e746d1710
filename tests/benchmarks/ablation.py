"""The rows of the paper's Table II for a small budget on made scenes, with the spread over seeds.

``python3 build.py bench ablation``. The paper trains 50,000 steps on real pairs with four samples of
256 x 320 pixels; here every row gets the same few hundred steps on crops of 128 x 160, so the table shows
how the parts compare early in training and no more. The compact expert and the coarse DEM stand beside.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing as mp
import os
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch

from engine.networks.base import Batch
from engine.networks.losses import LossWeights, slope_loss
from engine.networks.table_two import TABLE_TWO
from engine.training.config import RunConfig
from engine.training.sample import Sample, StreamSettings
from engine.training.stream import crops
from engine.training.trainer import train
from engine.training.weights import load

STREAM = StreamSettings(scene=384, crop=(128, 160), crops_per_light=6, lights_per_ground=2, hidden_sun=0.0)
THRESHOLDS_M = (2.0, 4.0, 10.0)
HELD_OUT = 48
"""Grounds that no run draws."""


def held_out() -> list[Sample]:
    """Samples of the test."""
    return [sample for i in range(HELD_OUT) for sample in crops(np.random.default_rng((900_000, i)), STREAM)[::6]]


def errors(name: str, path: Path | None, samples: list[Sample]) -> np.ndarray:
    """RE < 2, 4, 10 m (%), MAE and RMSE (m), mean slope error (degrees) over the samples.

       Of the coarse DEM without a network.
    Heights are in pixels; the table is for pixels of 2 m, the middle of the paper's.
    """
    network = load(path, name).eval() if path else None
    sums = np.zeros(len(THRESHOLDS_M) + 4)
    for sample in samples:
        batch = Batch(*(torch.from_numpy(np.ascontiguousarray(a[None])) for a in sample))
        coarse, truth = batch.coarse, batch.truth
        with torch.no_grad():
            result = network.heights(batch) if network else coarse
        error = 2.0 * (result - truth).numpy().astype(np.float64)
        shares = [float((np.abs(error) < t).sum()) for t in THRESHOLDS_M]
        slope = math.degrees(float(slope_loss(result, truth))) * error.size
        sums += (*shares, float(np.abs(error).sum()), float((error**2).sum()), slope, error.size)
    share = 100.0 * sums[: len(THRESHOLDS_M)] / sums[-1]
    return np.array([*share, sums[-4] / sums[-1], np.sqrt(sums[-3] / sums[-1]), sums[-2] / sums[-1]])


def one(name: str, seed: int, steps: int, samples: list[Sample]) -> np.ndarray:
    """Train a row with one seed on one thread, and its errors."""
    torch.set_num_threads(1)
    own = name == "terrain"
    slope = 5.0 if own or TABLE_TWO[name].slope_loss else 0.0
    run = RunConfig(
        network=name, steps=steps, batch=4, peak_rate=1e-3, final_rate=1e-5, warmup_steps=steps // 10,
        seed=100 + seed, checkpoint_steps=10**6, log_steps=10**6, stream=STREAM,
        loss=LossWeights(slope=slope, height=0.1 if own else 0.0, broad=1.0 if own else 0.0),
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        return errors(name, train(run, Path(folder) / name, None, lambda share, text: None), samples)


def main() -> None:
    """Train and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.ablation", description=__doc__)
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--rows", nargs="*", default=[*TABLE_TWO, "terrain"])
    parser.add_argument("--at-a-time", type=int, default=os.cpu_count(), help="runs beside each other, a thread each")
    arguments = parser.parse_args()
    samples = held_out()
    print(f"Table II on made scenes: {arguments.steps} steps of 4 crops of 128 x 160, {arguments.seeds} seeds, "
          f"{len(samples)} held-out crops, pixels taken as 2 m; mean and half the range over seeds")  # fmt: skip
    print(f"{'':22}{'RE<2 (%)':>14}{'RE<4 (%)':>14}{'RE<10 (%)':>14}{'MAE (m)':>14}{'RMSE (m)':>14}{'slope (deg)':>14}")
    base = errors("coarse", None, samples)
    print(f"{'coarse DEM, bilinear':22}" + "".join(f"{v:14.2f}" for v in base), flush=True)
    with ProcessPoolExecutor(arguments.at_a_time, mp.get_context("spawn")) as processes:
        runs = {
            name: [processes.submit(one, name, seed, arguments.steps, samples) for seed in range(arguments.seeds)]
            for name in arguments.rows
        }
        for name, found in runs.items():
            values = np.array([future.result() for future in found])
            cells = zip(values.mean(axis=0), np.ptp(values, axis=0) / 2.0)
            print(f"{name:22}" + "".join(f"{mean:8.2f} ±{spread:4.2f}" for mean, spread in cells), flush=True)


if __name__ == "__main__":
    main()

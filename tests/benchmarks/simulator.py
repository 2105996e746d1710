"""Speed of made scenes: training tiles per second on one core and on two, and of one large scene.

``python3 build.py bench simulator``. A tile is a sample of 224 x 224 pixels with image, coarse DEM and truth;
the trainer's own use beside it says how many cores keep it fed.
"""

from __future__ import annotations

import argparse
import os
import time

import numpy as np
import torch

from engine.networks.base import Batch
from engine.networks.registry import build
from engine.synthetic.scene import TERRAINS, make_scene
from engine.training.config import RunConfig
from engine.training.pools import MadeScenes, Pools
from engine.training.sample import StreamSettings
from engine.training.trainer import Step

STREAM = StreamSettings()
GROUNDS = 24


def drawn(workers: int) -> float:
    """Tiles per second that a number of processes draw."""
    source = MadeScenes(STREAM)
    pools = Pools(source, 5, source.samples, GROUNDS, workers)
    try:
        pools.batch(0)  # the first pool starts the processes; the second is drawn with it
        pools.batch(GROUNDS)
        start = time.perf_counter()
        pools.batch(2 * GROUNDS)
        return GROUNDS * source.samples / (time.perf_counter() - start)
    finally:
        pools.close()


def used() -> float:
    """Tiles per second that training uses, without waiting."""
    run = RunConfig(network="terrain", batch=5)
    samples = MadeScenes(STREAM)(1, 0)[: run.batch]
    batch = Batch(*(torch.from_numpy(np.stack(parts)) for parts in zip(*samples)))
    # As in the trainer; torch's types know no call of to() with a memory format alone.
    network = build("terrain").to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimiser = torch.optim.AdamW(network.parameters())
    step = Step(network, run)
    for index in range(12):
        if index == 2:
            start = time.perf_counter()
        loss, _ = step(batch)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
    return 10 * run.batch / (time.perf_counter() - start)


def main() -> None:
    """Print the speeds."""
    argparse.ArgumentParser(prog="python -m tests.benchmarks.simulator", description=__doc__).parse_args()
    need = used()
    print(f"training of the compact expert uses {need:.1f} tiles/s on {os.cpu_count()} cores")
    for workers in (1, 2):
        rate = drawn(workers)
        print(f"made scenes, processes: {workers}: {rate:.1f} tiles/s, {rate / need:.2f} of that")
    for terrain in TERRAINS:
        start = time.perf_counter()
        make_scene(1, terrain, 2048)
        print(f"scene of 2,048 x 2,048 pixels, {terrain}: {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()

"""Speed of made scenes, and sheets of crops to tell made ones from real ones.

``python3 build.py bench simulator``: training tiles per second on one core and on two, and seconds for one large scene.
A tile is a sample of 224 x 224 pixels with image, coarse DEM and truth; the trainer's own use beside it says how many
cores keep it fed.

``--out FOLDER`` draws sheets instead: ``made.png`` with 20 realistic crops and ``plain.png`` with 20 by the laws of
training; where the folder of real data lies beside the checkout, also ``real.png`` with 20 real crops, and
``shuffled.png``, in which the 20 realistic and the 20 real ones are numbered and shuffled, with ``answers.json``.
``--blind-seed`` shuffles and draws anew.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import rasterio
import torch
from matplotlib.figure import Figure

from engine.arrays import FloatArray
from engine.networks.base import Batch
from engine.networks.registry import build
from engine.synthetic.laws import REALISTIC, TRAINING, Laws
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


CROPS, CROP = 20, 128
"""How many crops a sheet has, and pixels along their sides."""

REAL = Path(__file__).resolve().parents[3] / "shared" / "data"
REAL_IMAGES = {
    "polar_nac/M139939938LE_intensity.tif": 6,
    "alphonsus/NAC_ROI_ALPHNSUSLOA_E129S3581_cropped.tif": 14,
}
"""Images of the NAC at 0.9 to 1.1 m under a low sun, and how many crops are taken of each."""


def made_crops(laws: Laws, seed: int) -> list[FloatArray]:
    """Crops of scenes of all terrains, pixels of 0.9 to 1.1 m, incidences of 60 to 84 degrees as the real ones have."""
    crops = []
    for index in range(CROPS):
        rng = np.random.default_rng((seed, 79, index))
        gsd, azimuth, incidence = (float(rng.uniform(*limits)) for limits in ((0.9, 1.1), (0.0, 360.0), (60.0, 84.0)))
        # Deep shadow over most of a crop says nothing: it is drawn anew.
        for attempt in range(20):
            terrain = TERRAINS[(index + attempt) % 3]
            number = 700_000 + 1_000 * seed + 20 * index + attempt
            image = make_scene(number, terrain, 420, gsd, 60.0, azimuth, incidence, laws).image
            row, column = rng.integers(0, 420 - CROP, 2)
            crop = image[row : row + CROP, column : column + CROP]
            if np.mean(crop < 0.05 * np.percentile(image, 99.0)) < 0.3:
                break
        crops.append(crop)
    return crops


def real_crops(seed: int) -> list[FloatArray]:
    """Crops of real images from anywhere where all pixels are known; none without the folder of real data."""
    crops: list[FloatArray] = []
    for name, count in REAL_IMAGES.items():
        if not (REAL / name).is_file():
            return []
        with rasterio.open(REAL / name) as dataset:
            image = dataset.read(1, masked=True).astype(np.float32).filled(np.nan)
        rng = np.random.default_rng((seed, 80, count))
        wanted = len(crops) + count
        for _ in range(10_000):
            row, column = (int(rng.integers(0, n - CROP)) for n in image.shape)
            crop = image[row : row + CROP, column : column + CROP]
            if np.isfinite(crop).all():
                crops.append(crop)
            if len(crops) == wanted:
                break
    return crops


def sheet(path: Path, crops: Sequence[FloatArray]) -> None:
    """Numbered crops, each stretched over its own brightness, eight or five a row."""
    across = 8 if len(crops) > CROPS else 5
    down = -(-len(crops) // across)
    figure = Figure(figsize=(1.9 * across, 2.05 * down), layout="constrained")
    for number, (axis, crop) in enumerate(zip(figure.subplots(down, across).flat, crops)):
        low, high = np.percentile(crop, [1.0, 99.5])
        axis.imshow(crop, cmap="gray", vmin=low, vmax=high, interpolation="nearest")
        axis.set_title(str(number), fontsize=8, pad=2)
        axis.axis("off")
    figure.savefig(path, dpi=100)


def draw(folder: Path, seed: int) -> None:
    """The sheets."""
    folder.mkdir(parents=True, exist_ok=True)
    made, real = made_crops(REALISTIC, seed), real_crops(seed)
    sheet(folder / "made.png", made)
    sheet(folder / "plain.png", made_crops(TRAINING, seed))
    if not real:
        print(f"No real data in {REAL.name}: there are sheets of made crops alone.")
        return
    sheet(folder / "real.png", real)
    order = np.random.default_rng((seed, 81)).permutation(2 * CROPS)
    sheet(folder / "shuffled.png", [(made + real)[k] for k in order])
    answers = {str(number): "made" if k < CROPS else "real" for number, k in enumerate(order.tolist())}
    (folder / "answers.json").write_text(json.dumps(answers, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Print the speeds, or draw the sheets."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.simulator", description=__doc__)
    parser.add_argument("--out", type=Path, help="draw sheets of crops into this folder, and measure no speeds")
    parser.add_argument("--blind-seed", type=int, default=1, help="of the crops and of their order")
    arguments = parser.parse_args()
    if arguments.out:
        draw(arguments.out, arguments.blind_seed)
        return
    need = used()
    print(f"training of the compact expert uses {need:.1f} tiles/s on {os.cpu_count()} cores")
    for workers in (1, 2):
        rate = drawn(workers)
        print(f"made scenes, processes: {workers}: {rate:.1f} tiles/s, {rate / need:.2f} of that")
    for terrain in TERRAINS:
        start = time.perf_counter()
        make_scene(1, terrain, 2048)
        plain = time.perf_counter() - start
        make_scene(1, terrain, 2048, laws=REALISTIC)
        both = time.perf_counter() - start
        print(f"scene of 2,048 x 2,048 pixels, {terrain}: {plain:.1f} s, realistic {both - plain:.1f} s")


if __name__ == "__main__":
    main()

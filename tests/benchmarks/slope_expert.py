"""The paper's slope expert (its figure 13) on real relief, by the operation Ablation study.

``python3 build.py bench slope_expert``. Trained on 100/0, 70/30 and 0/100 % of steep and flat samples, with a clean
truth, with made stripes in it, and with the stripes in the images too. The DEMs in the folder of test data are cut into
squares, lit, given a coarse DEM as made scenes are, and made a data set by Build data set; the squares at the right of
each are measured on.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import rasterio

from engine.contract.execute import execute
from engine.contract.progress import Progress
from engine.operations import OPERATIONS
from engine.synthetic.coarse import degrade
from engine.synthetic.product import write_scene
from engine.synthetic.scene import Ground, Scene, light
from engine.training.dataset import SPLITS, split_of
from tests.benchmarks.held_out import RELIEF

SIDE_PX, GSD_M, POSTING_M = 512, 2.0, 60.0
FIRST_SEED = 7300
MOST_SQUARES = 9
"""Of one DEM, so that none outweighs the others."""


def squares() -> Iterator[tuple[str, str, np.ndarray]]:
    """Name, split and heights of the squares of each DEM, heights and pixels scaled alike to pixels of 2 m."""
    for path in sorted(RELIEF.glob("*.tif")):
        with rasterio.open(path) as dataset:
            heights = dataset.read(1, masked=True).astype(np.float32).filled(np.nan)
        heights *= np.float32(GSD_M / float(path.stem.rsplit("_", 1)[1].rstrip("m")))  # names end with a pixel's metres
        down, across = (length // SIDE_PX for length in heights.shape)
        places = [(row, column) for row in range(down) for column in range(across)]
        for row, column in places[:: max(1, len(places) // MOST_SQUARES)]:
            part = heights[row * SIDE_PX : (row + 1) * SIDE_PX, column * SIDE_PX : (column + 1) * SIDE_PX]
            if np.isfinite(part).all():
                split = "validation" if column == across - 1 else "training"
                yield f"{path.stem} {row} {column}", split, np.ascontiguousarray(part - part.mean())


def scene(height: np.ndarray, seed: int) -> Scene:
    """A square under a sun of its own, without albedo, and its coarse DEM."""
    rng = np.random.default_rng((FIRST_SEED, seed))
    ground = Ground("real", GSD_M, height, np.ones_like(height))
    azimuth, incidence = float(rng.uniform(0.0, 360.0)), float(rng.uniform(45.0, 65.0))
    return Scene(ground, degrade(rng, height, GSD_M, POSTING_M), light(rng, ground, azimuth, incidence), azimuth,
                 incidence)  # fmt: skip


def data_set(folder: Path, pairs: Path) -> None:
    """Cut the tiles of all squares."""
    for index, (name, split, height) in enumerate(squares()):
        one = scene(height, index)
        paths = write_scene(one, folder)
        region = next(f"{name} {i}" for i in range(1000) if split_of(f"{name} {i}") == SPLITS.index(split))
        given = {"image": paths["image"], "coarse_dem": paths["coarse_dem"], "reference": paths["truth"],
                 "sun_azimuth": one.azimuth_deg, "sun_incidence": one.incidence_deg, "region": region,
                 "output": str(pairs)}  # fmt: skip
        found = execute(OPERATIONS["build_dataset"], given, Progress())
        print(f"{region}, {split}: {found['tiles']} tiles, {found['left_out']} left out", flush=True)


def main() -> None:
    """Make the data set, train, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.slope_expert", description=__doc__)
    parser.add_argument("--networks", default="terrain")
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--stripes", type=float, default=0.5)
    parser.add_argument("--out", help="folder that data set, trainings, report and figures stay in")
    arguments = vars(parser.parse_args())
    if not RELIEF.is_dir():
        sys.exit(f"{RELIEF} is not there: the real relief lies beside the checkout.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(arguments.pop("out") or name)
        folder.mkdir(parents=True, exist_ok=True)
        pairs = folder / "pairs"
        if not pairs.exists():
            data_set(folder, pairs)
        targets = {"folder": "runs", "output": "slope_expert.html", "output_table": "slope_expert.csv",
                   "output_json": "slope_expert.json", "output_panel": "slope_expert.png"}  # fmt: skip
        given = {"study": "slope expert", "pairs": str(pairs), **arguments,
                 **{key: str(folder / file) for key, file in targets.items()}}  # fmt: skip
        execute(OPERATIONS["ablation"], given, Progress(log=lambda level, text: print(text, flush=True)))


if __name__ == "__main__":
    main()

"""Ground in permanent shadow, lit by sunlit stretches of the rim: ``python3 build.py bench shadow [--count N]``.

Made scenes that nothing was chosen on, by class, through the whole pipeline: once told that light is scattered, so that
its direction is taken from the image over the slopes of the coarse DEM, and once without any direction. Prints RMSE and
slope error over those of the bicubic coarse DEM.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np

from engine.synthetic.laws import Laws
from engine.synthetic.scene import TERRAINS
from tests.benchmarks.held_out import measure, scenes

OFFSET = 500
"""Scenes that no other benchmark uses."""

WAYS = ("scattered", "none")
KEYS = ("rmse_m", "slope_error_deg")


def ratios(pack: str, count: int, terrain: str) -> dict[str, np.ndarray]:
    """(scenes, 2) ratios of RMSE and slope error by the way that the sun is given."""
    found: dict[str, list[list[float]]] = {way: [] for way in WAYS}
    for name, _, scene in scenes(count, (80.0, 88.0), Laws(permanent_shadow=True), OFFSET):
        if name != terrain:
            continue
        for way in WAYS:
            row = measure(scene, pack, sun=way)
            found[way].append([row["result"].errors[key] / row["bicubic"].errors[key] for key in KEYS])
    return {way: np.array(rows) for way, rows in found.items()}


def line(label: str, found: Sequence[np.ndarray]) -> str:
    """Means, worst, and how many scenes are worse than the coarse DEM, for each way."""
    cells = []
    for rows in found:
        worse = int((rows > 1.0).any(axis=1).sum())
        (rmse, slope), (most_rmse, most_slope) = rows.mean(axis=0), rows.max(axis=0)
        cells.append(f"{rmse:7.3f}{most_rmse:7.3f}{slope:9.3f}{most_slope:7.3f}{worse:5d}/{len(rows)}")
    return f"{label:10}" + "   ".join(cells)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.shadow", description=__doc__)
    parser.add_argument("--pack", default="lunar-1")
    parser.add_argument("--count", type=int, default=10, help="scenes of each terrain")
    given = parser.parse_args()
    head = f"{'RMSE':>7}{'worst':>7}{'slope':>9}{'worst':>7}{'over 1':>8}"
    print(" " * 10 + "   ".join(f"{f'sun {way}':^38}" for way in WAYS))
    print(" " * 10 + "   ".join([head] * len(WAYS)))
    all_found = []
    for terrain in TERRAINS:
        found = ratios(given.pack, given.count, terrain)
        all_found.append(found)
        print(line(terrain, [found[way] for way in WAYS]), flush=True)
    print(line("all", [np.concatenate([one[way] for one in all_found]) for way in WAYS]))


if __name__ == "__main__":
    main()

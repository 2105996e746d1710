"""Recall and precision of Detect craters on made scenes whose craters are known.

``python3 build.py bench craters``: in the true DTM, and in the image under its sun.

What counts. A crater is found where a circle of the detector has an intersection over union of at least a half with it; each
is used once. Recall is asked of craters of at least 8 pixels that lie wholly in the scene and were drawn with a degradation
of at most FRESH_ENOUGH: such a crater has kept at least a third of its depth. Older ones, up to all but gone, are three
quarters of a made population; they are no one's fault when they are missed, and no fault either when they are found.
So precision is the share of all circles of at least 8 pixels that lie on any crater that was drawn. What precision chance
alone would give is printed beside it: that of the same circles, moved at random.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from engine.contract.progress import Progress
from engine.measures.craters.candidates import overlap
from engine.measures.craters.detect import IN_DTM, IN_IMAGE, LARGEST_SHARE, SMALLEST_PX, Search, search_all
from engine.measures.craters.templates import DtmTemplates, ImageTemplates
from engine.raster.frame import Sun
from engine.raster.grid import Grid
from engine.synthetic.product import layers
from engine.synthetic.scene import TERRAINS, Scene, make_scene

FIRST_SEED = 920_000
"""Nothing was chosen on these scenes; thresholds were, on those from 900,000 on."""

SIZE, GSD_M = 768, 2.0
INCIDENCE_DEG = (50.0, 75.0)
FRESH_ENOUGH = 0.6
LEAST_OVERLAP = 0.5
MARGIN = 0.8
"""Circles from this many times 8 pixels on count where recall is asked: one of 7.9 pixels may be a crater of 8."""

DEGRADATIONS = (0.0, 0.35, 0.5, 0.6, 0.7, 0.8, 1.0)
SIZES_PX = (8.0, 12.0, 20.0, 40.0, 1000.0)


@dataclass(frozen=True)
class Array:
    """A raster in memory, read as one on disk."""

    values: np.ndarray
    grid: Grid

    def read(self, row: int, column: int, height: int, width: int) -> np.ndarray:
        """A window, NaN beyond."""
        out = np.full((height, width), np.nan, dtype=np.float32)
        rows, columns = (
            slice(max(first, 0), min(first + size, whole))
            for first, size, whole in zip((row, column), (height, width), self.values.shape)
        )
        if rows.start < rows.stop and columns.start < columns.stop:
            out[rows.start - row : rows.stop - row, columns.start - column : columns.stop - column] = self.values[
                rows, columns
            ]
        return out


@dataclass(frozen=True)
class Trial:
    """One scene: circles found and craters drawn, (n, 3) and (m, 3) of row, column, diameter in pixels.

    Attributes
    ----------
    degradation : (m,) array
    whole : (m,) array
        Whether a crater lies wholly in the scene.
    """

    found: np.ndarray
    drawn: np.ndarray
    degradation: np.ndarray
    whole: np.ndarray


def scenes(first: int, count: int) -> Iterator[Scene]:
    """Scenes of each terrain under any azimuth."""
    for terrain in TERRAINS:
        for seed in range(first, first + count):
            rng = np.random.default_rng((seed, 99))
            sun = float(rng.uniform(0.0, 360.0)), float(rng.uniform(*INCIDENCE_DEG))
            yield make_scene(seed, terrain, SIZE, GSD_M, 60.0, *sun)


def trial(scene: Scene, in_image: bool) -> Trial:
    """Look for the craters of a scene."""
    grid = layers(scene)["image"].grid
    if in_image:
        sun = Sun(scene.azimuth_deg, scene.incidence_deg, "raster")
        surface, templates, least = Array(scene.image, grid), ImageTemplates(sun), IN_IMAGE
    else:
        surface, templates, least = Array(scene.ground.height, grid), DtmTemplates(), IN_DTM
    size = scene.image.shape[0]
    search = Search(surface, templates, least, MARGIN * SMALLEST_PX * GSD_M, LARGEST_SHARE * size * GSD_M)
    found = [(one.row, one.column, one.diameter_m / GSD_M) for one in search_all(search, Progress())]
    drawn = np.array(
        [(c.row + 0.5, c.column + 0.5, c.diameter_m * math.sqrt(c.axis_ratio) / GSD_M) for c in scene.ground.craters]
    )
    radius = drawn[:, 2] / 2.0
    whole = np.all([drawn[:, i] - radius >= 0.0 for i in (0, 1)] + [drawn[:, i] + radius <= size for i in (0, 1)], axis=0)
    degradation = np.array([c.degradation for c in scene.ground.craters])
    return Trial(np.array(found).reshape(-1, 3), drawn, degradation, whole)


def pairs(found: np.ndarray, drawn: np.ndarray) -> list[tuple[int, int]]:
    """Circles and craters that are the same, the best overlaps first, each used once."""
    if not len(found) or not len(drawn):
        return []
    tree, candidates = cKDTree(drawn[:, :2]), []
    for i, one in enumerate(found):
        for j in tree.query_ball_point(one[:2], one[2]):
            share = overlap(one[2], drawn[j, 2], math.dist(one[:2], drawn[j, :2]))
            if share >= LEAST_OVERLAP:
                candidates.append((-share, i, j))
    used: tuple[set[int], set[int]] = (set(), set())
    matched = []
    for _, i, j in sorted(candidates):
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            matched.append((i, j))
    return matched


def recall(trials: Sequence[Trial], degradation: tuple[float, float], size_px: tuple[float, float]) -> tuple[float, int]:
    """Share of the craters between two degradations and sizes that are found, and how many there are."""
    hits = total = 0
    for one in trials:
        asked = one.whole & (one.degradation >= degradation[0]) & (one.degradation < degradation[1])
        asked &= (one.drawn[:, 2] >= size_px[0]) & (one.drawn[:, 2] < size_px[1])
        hits += sum(bool(asked[j]) for _, j in pairs(one.found, one.drawn))
        total += int(asked.sum())
    return hits / max(total, 1), total


def precision(trials: Sequence[Trial]) -> tuple[float, float]:
    """Share of the circles that lie on a crater, and the same of circles moved at random."""
    rng = np.random.default_rng(1)
    hits = chance = total = 0
    for one in trials:
        found = one.found[one.found[:, 2] >= SMALLEST_PX]
        moved = found.copy()
        moved[:, :2] = rng.uniform(0.0, SIZE, (len(moved), 2))
        hits += len(pairs(found, one.drawn))
        chance += len(pairs(moved, one.drawn))
        total += len(found)
    return hits / max(total, 1), chance / max(total, 1)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=4, help="Scenes of each terrain.")
    parser.add_argument("--first", type=int, default=FIRST_SEED)
    options = parser.parse_args()
    every = (0.0, 1.1)
    for name, in_image in (("DTM", False), ("image", True)):
        by_terrain: dict[str, list[Trial]] = {}
        for scene in scenes(options.first, options.count):
            by_terrain.setdefault(scene.ground.terrain, []).append(trial(scene, in_image))
        print(f"In the {name}")
        print("    terrain     circles   recall of       (craters)   precision   by chance")
        rows = {**by_terrain, "all": [one for each in by_terrain.values() for one in each]}
        for terrain, trials in rows.items():
            share, count = recall(trials, (0.0, FRESH_ENOUGH), (SMALLEST_PX, 1e9))
            right, chance = precision(trials)
            circles = sum(int((one.found[:, 2] >= SMALLEST_PX).sum()) for one in trials)
            print(f"    {terrain:10}{circles:9}{share:12.3f}{count:16}{right:12.3f}{chance:12.3f}")
        whole = rows["all"]
        print("    recall by degradation: " + ", ".join(
            f"{low:g} to {high:g}: {recall(whole, (low, high), (SMALLEST_PX, 1e9))[0]:.2f}"
            for low, high in zip(DEGRADATIONS, DEGRADATIONS[1:])))  # fmt: skip
        print(f"    recall by diameter (pixels; degradation under {FRESH_ENOUGH:g}): " + ", ".join(
            f"{low:g} to {high:g}: {recall(whole, (0.0, FRESH_ENOUGH), (low, high))[0]:.2f}"
            for low, high in zip(SIZES_PX, SIZES_PX[1:])))  # fmt: skip
        print(f"    all that were drawn: {recall(whole, every, (SMALLEST_PX, 1e9))[0]:.2f} of "
              f"{recall(whole, every, (SMALLEST_PX, 1e9))[1]:,}")  # fmt: skip


if __name__ == "__main__":
    main()

"""Recall and precision of Detect craters on made scenes whose craters are known.

``python3 build.py bench craters``: in the true DTM, and in the image under its sun. ``--fit`` prints the weights of
``engine/measures/craters/score.py`` as they come out of other scenes.

What counts. A crater is found where a circle of the detector has an intersection over union of at least a half with
it; each is used once. Recall is asked of craters that can be seen: of at least 8 pixels, wholly in the scene, drawn
with a degradation of at most FRESH_ENOUGH (such a crater has kept at least 43 % of its depth), and that stand out of
their ground: its slopes there, or its light and dark in the image, without the crater, are at most two thirds of the
crater's own (root mean squares). On a made massif, and on walls that face the sun, most small craters drown, for an
eye too. What recall is without that is printed as well. Precision is the share of all circles of at least 8 pixels
that lie on any crater that was drawn: old ones may be missed, but are no mistake when they are found. What precision
chance alone would give is that of the same circles moved at random.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize
from scipy.spatial import cKDTree

from engine.contract.progress import Progress
from engine.measures.craters.candidates import overlap
from engine.measures.craters.detect import LARGEST_SHARE, SMALLEST_PX, Search, search_all
from engine.measures.craters.score import Evidence
from engine.measures.craters.templates import DtmTemplates, ImageTemplates
from engine.measures.rocks.rock import each_once
from engine.operations.detect_craters import DetectCratersSettings
from engine.raster.frame import Sun
from engine.raster.grid import Grid
from engine.synthetic import craters
from engine.synthetic.product import layers
from engine.synthetic.scene import TERRAINS, Scene, make_scene
from engine.terrain.photometry import central_gradient, lunar_lambert

FIRST_SEED, FITTED_SEED = 940_000, 900_000
"""Nothing was chosen on the scenes from the first on; the weights come from the others, and the least score from those
between."""

SIZE, GSD_M = 512, 2.0
INCIDENCE_DEG = (50.0, 75.0)
FRESH_ENOUGH, STANDS_OUT = 0.5, 1.5
LEAST_OVERLAP = 0.5
MARGIN = 0.8
"""Circles from this many times 8 pixels on count where recall is asked: one of 7.9 pixels may be a crater of 8."""

DEGRADATIONS = (0.0, 0.35, 0.5, 0.6, 0.7, 0.8, 1.0)
SIZES_PX = (8.0, 12.0, 20.0, 40.0, 1000.0)
PROMINENCES = (0.0, 0.5, 0.75, 1.0, 1.5, 2.5, 1e9)
SEEN, ANY_SIZE, ANY = (0.0, FRESH_ENOUGH), (SMALLEST_PX, 1e9), (0.0, 1e9)
LEAST_SCORE = DetectCratersSettings.least_score


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
    evidence : list of Evidence
        Of the circles.
    degradation, prominence : (m,) arrays
        Prominence: see ``_prominence``.
    whole : (m,) array
        Whether a crater lies wholly in the scene.
    """

    found: np.ndarray
    evidence: list[Evidence]
    drawn: np.ndarray
    degradation: np.ndarray
    prominence: np.ndarray
    whole: np.ndarray


def scenes(first: int, count: int) -> Iterator[Scene]:
    """Scenes of each terrain under any azimuth."""
    for terrain in TERRAINS:
        for seed in range(first, first + count):
            rng = np.random.default_rng((seed, 99))
            sun = float(rng.uniform(0.0, 360.0)), float(rng.uniform(*INCIDENCE_DEG))
            yield make_scene(seed, terrain, SIZE, GSD_M, 60.0, *sun)


def trial(scene: Scene, in_image: bool, least_score: float = LEAST_SCORE) -> Trial:
    """Look for the craters of a scene."""
    grid = layers(scene)["image"].grid
    surface = Array(scene.image if in_image else scene.ground.height, grid)
    sun = Sun(scene.azimuth_deg, scene.incidence_deg, "raster")
    templates = ImageTemplates(sun) if in_image else DtmTemplates()
    size = scene.image.shape[0]
    search = Search(surface, templates, least_score, MARGIN * SMALLEST_PX * GSD_M, LARGEST_SHARE * size * GSD_M)
    candidates = search_all(search, Progress())
    found = np.array([(one.row, one.column, one.diameter_m / GSD_M) for one in candidates]).reshape(-1, 3)
    stamped = scene.ground.craters
    drawn = np.array([(c.row + 0.5, c.column + 0.5, c.diameter_m * math.sqrt(c.axis_ratio) / GSD_M) for c in stamped])
    radius = drawn[:, 2] / 2.0
    inside = [drawn[:, i] - radius >= 0.0 for i in (0, 1)] + [drawn[:, i] + radius <= size for i in (0, 1)]
    degradation = np.array([c.degradation for c in stamped])
    level = float(np.median(scene.image) / np.median(_lit(scene, scene.ground.height))) if in_image else None
    prominence = np.array([_prominence(scene, c, level) for c in stamped])
    evidence = [one.evidence for one in candidates]
    return Trial(found, evidence, drawn, degradation, prominence, np.all(inside, axis=0))


def _prominence(scene: Scene, crater: craters.Crater, level: float | None) -> float:
    """How far a crater stands out of its ground to 1.25 radii: root mean squares of its own fields over the rest; 0 at
    the edge.

    Fields are slopes, or, where the level of the image over the model's light is given, brightness: what the crater
    changes of it without cast shadows, over all the rest of the image.
    """
    height = scene.ground.height
    radius = crater.diameter_m / 2.0 / GSD_M
    half, row, column = math.ceil(1.3 * radius) + 1, round(crater.row), round(crater.column)
    if min(row, column) < half or max(row, column) >= len(height) - half or 2.0 * radius < SMALLEST_PX * MARGIN:
        return 0.0
    window = slice(row - half, row + half + 1), slice(column - half, column + half + 1)
    off = crater.row - row, crater.column - column
    alone = np.zeros((2 * half + 1, 2 * half + 1), dtype=np.float32)
    diameter = crater.diameter_m * math.sqrt(crater.axis_ratio)
    craters.stamp(alone, half + off[0], half + off[1], diameter, crater.degradation, GSD_M)
    bare = height[window] - alone
    rows, columns = np.mgrid[-half : half + 1, -half : half + 1]
    near = np.hypot(rows - off[0], columns - off[1]) <= 1.25 * radius
    if level is None:
        own, rest = (np.gradient(one, GSD_M) for one in (alone, bare))
    else:
        change = _lit(scene, height[window]) - _lit(scene, bare)
        own, rest = [change], [scene.image[window] / level - change]
    of_crater, of_ground = (math.sqrt(sum(float(part[near].var()) for part in one)) for one in (own, rest))
    return of_crater / max(of_ground, 1e-9)


def _lit(scene: Scene, height: np.ndarray) -> np.ndarray:
    return lunar_lambert(*central_gradient(height, GSD_M, GSD_M), scene.azimuth_deg, scene.incidence_deg)


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
    return each_once(candidates)


def recall(
    trials: Sequence[Trial],
    degradation: tuple[float, float] = SEEN,
    size_px: tuple[float, float] = ANY_SIZE,
    prominence: tuple[float, float] = (STANDS_OUT, 1e9),
) -> tuple[float, int]:
    """Share of the craters between two degradations, sizes and prominences that are found, and how many there are."""
    hits = total = 0
    for one in trials:
        asked = one.whole & (one.degradation >= degradation[0]) & (one.degradation < degradation[1])
        asked &= (one.drawn[:, 2] >= size_px[0]) & (one.drawn[:, 2] < size_px[1])
        asked &= (one.prominence >= prominence[0]) & (one.prominence < prominence[1])
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


def fit(trials: Sequence[Trial]) -> list[float]:
    """Weights of the score: a logistic regression of what lies on a crater that was drawn."""
    terms, right = [], []
    for one in trials:
        on = {i for i, _ in pairs(one.found, one.drawn)}
        terms += [evidence.terms() for evidence in one.evidence]
        right += [index in on for index in range(len(one.evidence))]
    table, sign = np.array(terms), np.where(right, 1.0, -1.0)

    def misfit(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (table @ weights)
        pull = -sign / (1.0 + np.exp(np.clip(margin, -50.0, 50.0)))
        loss = float(np.logaddexp(0.0, -margin).mean()) + 1e-5 * float(weights @ weights)
        return loss, (table * pull[:, None]).mean(axis=0) + 2e-5 * weights

    start = np.zeros(table.shape[1])
    return [float(weight) for weight in optimize.minimize(misfit, start, jac=True, method="L-BFGS-B").x]


def _row(trials: Sequence[Trial]) -> str:
    found, count = recall(trials)
    fresh, drawn = recall(trials, prominence=ANY)
    right, chance = precision(trials)
    circles = sum(int((one.found[:, 2] >= SMALLEST_PX).sum()) for one in trials)
    return f"{circles:9}{found:9.3f} of {count:5}{fresh:9.3f} of {drawn:5}{right:12.3f}{chance:11.3f}"


def report(trials: dict[str, list[Trial]]) -> None:
    """Print the tables of one kind of raster."""
    every = [one for each in trials.values() for one in each]
    print("    terrain     circles   recall, seen   any prominence   precision  by chance")
    for terrain, some in {**trials, "all": every}.items():
        print(f"    {terrain:10}{_row(some)}")
    for what, edges, name in (
        ("degradation, of any prominence", DEGRADATIONS, "degradation"),
        ("diameter in pixels, of those seen", SIZES_PX, "size_px"),
        ("prominence, of those fresh enough", PROMINENCES, "prominence"),
    ):
        shares = []
        for limits in zip(edges, edges[1:]):
            asked = {"prominence": ANY, name: limits} if name == "degradation" else {name: limits}
            share, count = recall(every, **asked)
            shares.append(f"from {limits[0]:g}: {share:.2f} of {count}")
        print(f"    recall by {what}: " + "; ".join(shares))


def main() -> None:
    """Print the tables, or the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=4, help="Scenes of each terrain.")
    parser.add_argument("--first", type=int, default=FIRST_SEED)
    parser.add_argument("--fit", action="store_true", help="Weights from scenes of their own.")
    parser.add_argument("--score", type=float, default=LEAST_SCORE)
    options = parser.parse_args()
    for name, in_image in (("DTM", False), ("image", True)):
        by_terrain: dict[str, list[Trial]] = {}
        for scene in scenes(FITTED_SEED if options.fit else options.first, options.count):
            found = trial(scene, in_image, 0.0 if options.fit else options.score)
            by_terrain.setdefault(scene.ground.terrain, []).append(found)
        print(f"In the {name}", flush=True)
        if options.fit:
            weights = fit([one for each in by_terrain.values() for one in each])
            print("    " + ", ".join(f"{weight:.3f}" for weight in weights))
        else:
            report(by_terrain)


if __name__ == "__main__":
    main()

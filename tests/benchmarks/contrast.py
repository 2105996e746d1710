"""Heights of images that were stretched for display: ``python3 build.py bench contrast [--count N] [--large N]``.

Made scenes that training never drew, each as it is and under a random monotone stretch (gamma 0.5 to 2, 0 to 2 % of
the pixels clipped at both ends, then an offset of up to half of the mean either way), through the whole pipeline with
all of Reconstruct's defaults. Prints for each scene what the stretch did to the contrast of detail (10 to 50 m), what
Reconstruct made of it and whether it takes that for settled, the gain of the result's detail (regression of its heights
in that band on the true ones) over that of the same scene without a stretch, the slope error over that of the bicubic
coarse DEM, and the share of slopes within one stated standard deviation. ``--powers`` asks instead what undoing a power
brings over taking off the offset that mends its contrast, where that is given.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from scipy import ndimage

from engine.contract.execute import execute
from engine.contract.progress import Progress
from engine.operations import OPERATIONS
from engine.raster.baseline import bicubic
from engine.raster.heights import HeightReader
from engine.raster.reader import RasterReader
from engine.reports.panel import read
from engine.synthetic.product import write_scene
from engine.synthetic.scene import TERRAINS, Scene, make_scene
from engine.terrain.slope import horn_gradient, slope_degrees
from tests.benchmarks.held_out import FIRST_SEED, POSTING_M, SIZE

FIRST = 700
"""Number of the first scene; no constant was chosen on these."""

LARGE = 1536
"""Pixels on a side of scenes that have room for many postings."""

GAMMA, CLIP, OFFSET = (0.5, 2.0), (0.0, 0.02), (-0.5, 0.5)
POWERS, POWERS_CLIP, POWERS_FIRST = (0.5, 0.7, 1.4, 2.0), 0.005, 650
DETAIL_M = (10.0, 50.0)
MARGIN = 16


@dataclass(frozen=True)
class Stretch:
    """What is done to the brightness of an image.

    Attributes
    ----------
    gamma : float
    clip : float
        Share of the pixels at either end.
    offset : float
        Over the mean.
    """

    gamma: float = 1.0
    clip: float = 0.0
    offset: float = 0.0

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Stretch:
        """At random, gamma uniformly in its logarithm."""
        gamma = math.exp(rng.uniform(*np.log(GAMMA)))
        return cls(gamma, float(rng.uniform(*CLIP)), float(rng.uniform(*OFFSET)))

    def of(self, image: np.ndarray) -> np.ndarray:
        """The image in numbers of a display, the brightest at 255 before the offset."""
        low, high = np.quantile(image, (self.clip, 1.0 - self.clip))
        shown = 255.0 * (np.clip(image, low, high) / high) ** self.gamma
        return np.asarray(shown + self.offset * shown.mean(), dtype=np.float32)


@dataclass(frozen=True)
class Outcome:
    """Of one scene and image.

    Attributes
    ----------
    reliable : bool
    factor : float
        What Reconstruct says of the contrast.
    gain : float
    slope_ratio : float
    within : float
        Share of slopes within one stated standard deviation.
    worse : bool
        Whether RMSE or slope error are over those of the bicubic coarse DEM.
    """

    reliable: bool
    factor: float
    gain: float
    slope_ratio: float
    within: float
    worse: bool


def detail(values: np.ndarray, gsd: float) -> np.ndarray:
    """The band of ``DETAIL_M``: between Gaussians that halve the waves at its ends."""
    fine, broad = (math.sqrt(2.0 * math.log(2.0)) * metres / (2.0 * math.pi * gsd) for metres in DETAIL_M)
    smooth = ndimage.gaussian_filter(values.astype(np.float64), fine)
    band = np.asarray(smooth - ndimage.gaussian_filter(values.astype(np.float64), broad))
    return band[MARGIN:-MARGIN, MARGIN:-MARGIN]


def regression(values: np.ndarray, on: np.ndarray) -> float:
    """Slope of one on the other."""
    return float((values * on).sum() / (on * on).sum())


def true_factor(image: np.ndarray, stretched: np.ndarray, gsd: float) -> float:
    """What a stretch did to the contrast of detail."""
    seen, given = (detail(one / one.mean(dtype=np.float64), gsd) for one in (stretched, image))
    return regression(seen, given)


def outcome(scene: Scene, image: np.ndarray, pack: str, contrast: str = "auto") -> Outcome:
    """Reconstruct a scene from an image of it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = write_scene(replace(scene, image=image), folder)
        given = {"image": paths["image"], "coarse_dem": paths["coarse_dem"], "sun_azimuth": scene.azimuth_deg,
                 "sun_incidence": scene.incidence_deg, "pack": pack, "contrast": contrast,
                 "output": str(folder / "dtm.tif"), "output_slope_error": str(folder / "s.tif")}  # fmt: skip
        done = execute(OPERATIONS["reconstruct"], given, Progress())
        dtm, stated = (read(folder / file)[0] for file in ("dtm.tif", "s.tif"))
        with RasterReader(paths["image"]) as reader, RasterReader(paths["coarse_dem"]) as coarse:
            shape = image.shape
            baseline = bicubic(HeightReader(coarse, "metres", lambda text: None), reader.grid).read(0, 0, *shape)
    truth, gsd = scene.ground.height, scene.ground.gsd
    metres = np.full(len(truth) - 2, gsd), np.full(len(truth) - 2, gsd)
    slopes = [slope_degrees(*horn_gradient(surface, *metres)) for surface in (dtm, baseline, truth)]
    wrong, before = (np.abs(slope - slopes[2]) for slope in slopes[:2])
    inner = slice(MARGIN, -MARGIN)
    within = wrong[inner, inner] <= stated[1:-1, 1:-1][inner, inner]
    rmse = [float(np.sqrt(np.mean((surface - truth).astype(np.float64) ** 2))) for surface in (dtm, baseline)]
    ratio = float(wrong.mean() / before.mean())
    return Outcome(
        bool(done["contrast_reliable"]), float(done["contrast_factor"] or math.nan),
        regression(detail(dtm, gsd), detail(truth, gsd)), ratio, float(within.mean()),
        rmse[0] > rmse[1] or ratio > 1.0,
    )  # fmt: skip


def scenes(count: int, size: int, first: int) -> Iterator[tuple[str, Scene, Stretch]]:
    """Scenes of all terrains, pixels of 1 to 3 m, incidence 40 to 70 degrees, each with its stretch."""
    for index in range(first, first + count):
        for number, terrain in enumerate(TERRAINS):
            rng = np.random.default_rng((FIRST_SEED, index, number, 14))
            gsd, azimuth = float(rng.uniform(1.0, 3.0)), float(rng.uniform(0.0, 360.0))
            incidence = float(rng.uniform(40.0, 70.0))
            scene = make_scene(FIRST_SEED + index, terrain, size, gsd, POSTING_M, azimuth, incidence)
            yield terrain, scene, Stretch.drawn(rng)


@dataclass(frozen=True)
class Row:
    """A scene, what its stretch did to the contrast of detail, and what came of both images."""

    terrain: str
    size: int
    contrast: float
    stretch: Stretch
    as_it_is: Outcome
    stretched: Outcome


def rows(count: int, size: int, first: int, pack: str) -> Iterator[Row]:
    """Print a line for each scene; what it says."""
    for terrain, scene, stretch in scenes(count, size, first):
        stretched = stretch.of(scene.image)
        told = true_factor(scene.image, stretched, scene.ground.gsd)
        plain, shown = (outcome(scene, image, pack) for image in (scene.image, stretched))
        print(
            f"{terrain:10}{size:5}{scene.incidence_deg:6.0f}{stretch.gamma:7.2f}{100.0 * stretch.clip:6.1f}"
            f"{stretch.offset:+7.2f}{told:8.2f}"
            + "".join(f"   {'settled' if one.reliable else 'in doubt':9}{one.factor:6.2f}{one.gain:6.2f}"
                      f"{one.slope_ratio:6.2f}{100.0 * one.within:6.1f}" for one in (plain, shown))
            + f"   {shown.gain / plain.gain:6.2f}", flush=True)  # fmt: skip
        yield Row(terrain, size, told, stretch, plain, shown)


def powers(pack: str) -> None:
    """Print gains and slope ratios of powers, of the offset that mends their contrast, and of undoing them."""
    print(f"{'':10}{'inc.':>6}{'power':>7}{'contrast':>10}   {'left':^12}   {'offset':^12}   {'undone':^12}")
    gains: dict[str, list[float]] = {"left": [], "offset": [], "undone": []}
    for terrain, scene, _ in scenes(3, SIZE, POWERS_FIRST):
        plain = outcome(scene, scene.image, pack, "as it is")
        for power in POWERS:
            stretched = Stretch(power, POWERS_CLIP).of(scene.image)
            told = true_factor(scene.image, stretched, scene.ground.gsd)
            images = {"left": stretched, "offset": stretched - np.float32((1.0 - told) * stretched.mean()),
                      "undone": (stretched / np.float32(255.0)) ** np.float32(1.0 / power)}  # fmt: skip
            line = f"{terrain:10}{scene.incidence_deg:6.0f}{power:7.2f}{told:10.2f}"
            for name, image in images.items():
                one = outcome(scene, image, pack, "as it is")
                gains[name].append(one.gain / plain.gain)
                line += f"   {gains[name][-1]:6.2f}{one.slope_ratio:6.3f}"
            print(line, flush=True)
    for name, found in gains.items():
        print(f"{name}: gains of {min(found):.2f} to {max(found):.2f}")


def summary(found: list[Row]) -> dict[str, float]:
    """Print and return what holds over scenes."""
    figures: dict[str, float] = {"scenes": len(found)}
    both = {"as_it_is": [(row.as_it_is, row.as_it_is) for row in found],
            "stretched": [(row.stretched, row.as_it_is) for row in found]}  # fmt: skip
    for name, outcomes in both.items():
        settled = [(one, plain) for one, plain in outcomes if one.reliable]
        for label, chosen in (("settled", settled), ("in doubt", [pair for pair in outcomes if pair not in settled])):
            if not chosen:
                continue
            gains = np.array([one.gain / plain.gain for one, plain in chosen])
            right = float(np.mean(np.abs(gains - 1.0) <= 0.1))
            slope = float(np.mean([one.slope_ratio for one, _ in chosen]))
            within = float(np.mean([one.within for one, _ in chosen]))
            print(f"{name.replace('_', ' '):10} {label:9}{len(chosen):4} scenes: gain over that without a stretch "
                  f"{gains.min():.2f} to {gains.max():.2f}, {100.0 * right:.0f} % within 0.9 to 1.1; slope ratio "
                  f"{slope:.3f}; {100.0 * within:.1f} % of slopes within one stated standard deviation")  # fmt: skip
            key = f"{name}_{label.replace(' ', '_')}"
            figures.update({f"{key}_scenes": len(chosen), f"{key}_gain_within_10_percent": round(right, 3),
                            f"{key}_least_gain": round(float(gains.min()), 3),
                            f"{key}_largest_gain": round(float(gains.max()), 3),
                            f"{key}_slope_ratio": round(slope, 4),
                            f"{key}_slopes_within_1": round(within, 4)})  # fmt: skip
    return figures


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.contrast", description=__doc__)
    parser.add_argument("--pack", default="lunar-1")
    parser.add_argument("--count", type=int, default=10, help="scenes of each class")
    parser.add_argument("--large", type=int, default=4, help=f"scenes of each class of {LARGE} x {LARGE} pixels")
    parser.add_argument("--first", type=int, default=FIRST, help="number of the first scene")
    parser.add_argument("--out", type=Path, help="folder for contrast.json")
    parser.add_argument("--powers", action="store_true", help="what undoing a power brings over an offset")
    given = parser.parse_args()
    if given.powers:
        powers(given.pack)
        return
    heads = (f"   {label:9}{'factor':>6}{'gain':>6}{'slope':>6}{'<1 s':>6}" for label in ("as it is", "stretched"))
    print(f"{'':10}{'size':>5}{'inc.':>6}{'gamma':>7}{'clip%':>6}{'offset':>7}{'contr.':>8}{''.join(heads)}   "
          f"{'gains':>6}")  # fmt: skip
    found = [*rows(given.count, SIZE, given.first, given.pack), *rows(given.large, LARGE, given.first, given.pack)]
    figures = summary(found)
    if given.out:
        given.out.mkdir(parents=True, exist_ok=True)
        content = {"summary": figures, "scenes": [asdict(row) for row in found]}
        (given.out / "contrast.json").write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

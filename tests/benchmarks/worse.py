"""Where the result is worse than the coarse DEM, and whether its stated error knows: ``python3 build.py bench worse``.

Made scenes outside of the training's seeds and real relief that is lit anew, with all of Reconstruct's defaults. Of
each, RMSE and mean slope error of the result over those of the bicubic coarse DEM, as they are and under Gaussians of
15 to 240 m; every scene and low-pass with a ratio over one is listed, and beside it the stated error over the true one,
of heights (without their long waves, which are the coarse DEM's) and of slopes: one, or more, says so.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
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
from engine.synthetic.scene import Scene
from engine.terrain.long_waves import long_waves
from engine.terrain.slope import horn_gradient, slope_degrees
from tests.benchmarks.held_out import POSTING_M, SIZE, real_relief, scenes

BANDS = ((40.0, 70.0), (20.0, 40.0), (70.0, 80.0))
LOW_PASSES_M = (0.0, 15.0, 30.0, 60.0, 120.0, 240.0)
MARGIN = 16


@dataclass(frozen=True)
class Held:
    """A scene's result held against its coarse DEM.

    Attributes
    ----------
    rmse, slope : (n,) arrays
        Ratios, for ``LOW_PASSES_M``.
    stated : (2,) array
        Stated over true error (RMS), of heights and of slopes.
    """

    rmse: np.ndarray
    slope: np.ndarray
    stated: np.ndarray


def held(scene: Scene, pack: str) -> Held:
    """Run a scene."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = write_scene(scene, folder)
        given = {"image": paths["image"], "coarse_dem": paths["coarse_dem"], "sun_azimuth": scene.azimuth_deg,
                 "sun_incidence": scene.incidence_deg, "pack": pack, "output": str(folder / "dtm.tif"),
                 "output_error": str(folder / "e.tif"), "output_slope_error": str(folder / "s.tif")}  # fmt: skip
        execute(OPERATIONS["reconstruct"], given, Progress())
        dtm, height, angle = (read(folder / file)[0] for file in ("dtm.tif", "e.tif", "s.tif"))
        with RasterReader(paths["image"]) as image, RasterReader(paths["coarse_dem"]) as coarse:
            baseline = bicubic(HeightReader(coarse, "metres", lambda text: None), image.grid).read(0, 0, SIZE, SIZE)
    truth, gsd = scene.ground.height, scene.ground.gsd
    inner = (slice(MARGIN, -MARGIN),) * 2
    metres = np.full(SIZE - 2, gsd), np.full(SIZE - 2, gsd)

    def slopes(surface: np.ndarray) -> np.ndarray:
        return np.pad(slope_degrees(*horn_gradient(surface.astype(np.float32), *metres)), 1)[inner]

    def passed(surface: np.ndarray, low_pass_m: float) -> np.ndarray:
        return ndimage.gaussian_filter(surface.astype(np.float64), low_pass_m / gsd) if low_pass_m else surface

    rmse, slope = [], []
    for low_pass in LOW_PASSES_M:
        result, before, true = (passed(surface, low_pass) for surface in (dtm, baseline, truth))
        rmse.append(np.linalg.norm((result - true)[inner]) / np.linalg.norm((before - true)[inner]))
        off = [np.abs(slopes(surface) - slopes(true)).mean() for surface in (result, before)]
        slope.append(off[0] / off[1])
    error = dtm - truth
    error = error - long_waves(error - error.mean(), POSTING_M / gsd) - error.mean()
    wrong = slopes(dtm) - slopes(truth)
    stated = [np.sqrt(np.mean(told[inner] ** 2) / np.mean(made**2)) for told, made in ((height, error[inner]),
                                                                                       (angle, wrong))]  # fmt: skip
    return Held(np.array(rmse), np.array(slope), np.array(stated))


def rows(count: int, first: int, pack: str) -> Iterator[tuple[str, Held]]:
    """Label of each scene, and what holds of it."""
    for low, high in BANDS:
        for terrain, index, scene in scenes(count if low == 40.0 else max(1, count // 3), (low, high), offset=first):
            yield f"{terrain} {index}, incidence {scene.incidence_deg:.0f}", held(scene, pack)
    for name, scene in real_relief():
        yield f"real: {name}", held(scene, pack)


def main() -> None:
    """Print the list."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.worse", description=__doc__)
    parser.add_argument("--pack", default="lunar-1")
    parser.add_argument("--count", type=int, default=10, help="scenes of each class at 40 to 70 degrees")
    parser.add_argument("--first", type=int, default=0, help="number of the first scene of each class")
    parser.add_argument("--out", type=Path, help="folder for worse.json")
    given = parser.parse_args()
    found, worse = [], []
    print(f"{'':34}{'low-pass':>10}{'RMSE':>7}{'slope':>7}   {'stated over true, heights':>26}{'slopes':>8}")
    for label, one in rows(given.count, given.first, given.pack):
        found.append(one)
        for low_pass, rmse, slope in zip(LOW_PASSES_M, one.rmse, one.slope):
            if max(rmse, slope) <= 1.0:
                continue
            worse.append({"scene": label, "low_pass_m": low_pass, "rmse_ratio": float(rmse),
                          "slope_ratio": float(slope), "stated_over_true": one.stated.tolist()})  # fmt: skip
            print(f"{label:34}{low_pass:8.0f} m{rmse:7.3f}{slope:7.3f}   {one.stated[0]:26.2f}{one.stated[1]:8.2f}",
                  flush=True)  # fmt: skip
    print(f"\n{len(found)} scenes; ratio to the bicubic coarse DEM by low-pass, median (worst), scenes over one")
    figures = {}
    for index, low_pass in enumerate(LOW_PASSES_M):
        line = f"{low_pass:5.0f} m"
        for kind in ("rmse", "slope"):
            ratios = np.array([getattr(one, kind)[index] for one in found])
            line += f"   {kind:6}{np.median(ratios):6.3f} ({ratios.max():.3f}){int((ratios > 1.0).sum()):4}"
            figures[f"{kind}_{low_pass:.0f}m"] = [round(float(np.median(ratios)), 4), round(float(ratios.max()), 4),
                                                  int((ratios > 1.0).sum())]  # fmt: skip
        print(line)
    if given.out:
        given.out.mkdir(parents=True, exist_ok=True)
        content = {"scenes": len(found), "median_worst_over_one": figures, "worse": worse}
        (given.out / "worse.json").write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

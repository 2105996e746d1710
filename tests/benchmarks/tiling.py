"""What the size of tiles and their overlap cost and bring: accuracy, seams, work, time and memory.

``python3 build.py bench tiling [--size N] [--scenes N]``: made scenes and real relief under made light, each through
the whole pipeline in a process of its own with every tiling. Errors are ratios to those of the best tiling, seams
the measure of Evaluate at the tiles' lines (one without seams), work the pixels that experts compute for each pixel,
mixed ground included.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio

from engine.contract.requests import TileSizes
from engine.experts.pack import write_sums
from engine.measures.evaluation.seams import SeamSums, lines_of, plan_of
from engine.raster.reader import RasterReader
from engine.synthetic.coarse import degrade
from engine.synthetic.product import write_scene
from engine.synthetic.scene import TERRAINS, Ground, Scene, light, make_ground
from engine.terrain.slope import horn_gradient, slope_degrees

ROOT = Path(__file__).resolve().parents[2]
RELIEF = Path(__file__).resolve().parents[3] / "shared" / "data" / "relief" / "lola_site01_10m.tif"
FIRST_SEED = 920_500
POSTING_M = 60.0
PACK = ROOT / "resources" / "packs" / "lunar-1"


@dataclass(frozen=True)
class Tiling:
    """Overlap of the router's cells, which are of the paper's size, and cells that a tile has at most."""

    overlap: int
    most: tuple[int, int] = (1, 1)

    def pack(self, folder: Path) -> Path:
        """The shipped experts with this tiling."""
        target = folder / f"pack-{self.overlap}-{self.most[0]}-{self.most[1]}"
        if not target.exists():
            shutil.copytree(PACK, target)
            manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
            manifest.update(overlap=self.overlap, cells_per_tile=list(self.most))
            (target / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
            write_sums(target)
        return target


PAPER = Tiling(100)
TILINGS = (PAPER, Tiling(64), Tiling(48), Tiling(32), Tiling(64, (2, 2)), Tiling(48, (1, 2)), Tiling(48, (2, 2)),
           Tiling(48, (2, 3)), Tiling(32, (2, 2)), Tiling(16, (2, 2)))  # fmt: skip
"""Those of overlap 100 are run as the paper has them: cells are not fitted to the image."""


@dataclass(frozen=True)
class Figures:
    """Of one scene with one tiling: errors in metres and degrees, seams, seconds inside the experts, peak in MiB."""

    rmse_m: float
    slope_error_deg: float
    seams: float
    work: float
    seconds: float
    peak_mib: float


def grounds(size: int, count: int) -> Iterator[tuple[str, Scene]]:
    """Scenes of each terrain, and one of real relief where its file is."""
    for terrain in TERRAINS:
        for index in range(count):
            rng = np.random.default_rng((FIRST_SEED, index))
            yield f"{terrain} {index}", _lit(rng, make_ground(rng, terrain, size, 2.0))
    if not RELIEF.exists():
        print(f"{RELIEF.name} is not there: real relief is left out.")
        return
    with rasterio.open(RELIEF) as dataset:
        heights = dataset.read(1)[:size, :size] * np.float32(0.2)
    yield "real relief", _lit(np.random.default_rng(FIRST_SEED), Ground("real", 2.0, heights, np.ones_like(heights)))


def _lit(rng: np.random.Generator, ground: Ground) -> Scene:
    coarse = degrade(rng, ground.height, ground.gsd, POSTING_M)
    azimuth, incidence = float(rng.uniform(0.0, 360.0)), float(rng.uniform(45.0, 65.0))
    return Scene(ground, coarse, light(rng, ground, azimuth, incidence), azimuth, incidence)


def measure(scene: Scene, paths: dict[str, str], tiling: Tiling, folder: Path) -> Figures:
    """Run one tiling in a process of its own; the coarse DEM stays where it is, so that all have the same."""
    target = folder / "dtm.tif"
    cut = ["--tiling", "paper"] if tiling == PAPER else ["--pack", str(tiling.pack(folder))]
    arguments = [
        sys.executable, "-m", "engine", "reconstruct", "--image", paths["image"], "--coarse-dem", paths["coarse_dem"],
        "--sun-azimuth", str(scene.azimuth_deg), "--sun-incidence", str(scene.incidence_deg), "--apply-shift", "false",
        *cut, "--output", str(target), "--json",
    ]  # fmt: skip
    log = folder / "log"
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(arguments, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(log.read_text(encoding="utf-8"))
    results = json.loads(log.read_text(encoding="utf-8").splitlines()[-1])["results"]
    with RasterReader(str(target)) as dtm:
        plan = plan_of(dtm, TileSizes())
        made = dtm.read(0, 0, dtm.grid.height, dtm.grid.width)
    assert plan is not None, "Reconstruct writes its tiles into the tags"
    truth, side = scene.ground.height, len(scene.ground.height)
    error = made - truth
    metres = np.full(side - 2, scene.ground.gsd), np.full(side - 2, scene.ground.gsd)
    slopes = [slope_degrees(*horn_gradient(surface, *metres)) for surface in (made, truth)]
    seams = SeamSums(side, side)
    seams.add(error, 1, slice(1, side - 1))
    return Figures(
        float(np.sqrt(np.mean(error.astype(np.float64) ** 2))),
        float(np.sqrt(np.mean((slopes[0] - slopes[1]).astype(np.float64) ** 2))),
        seams.ratio(*lines_of(plan)),
        float(results["work"]),
        float(results["inference_seconds"]),
        usage.ru_maxrss / 1024.0,
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.tiling", description=__doc__)
    parser.add_argument("--size", type=int, default=1280, help="pixels across a scene")
    parser.add_argument("--scenes", type=int, default=2, help="made scenes of each terrain")
    given = parser.parse_args()
    found: dict[Tiling, list[Figures]] = {tiling: [] for tiling in TILINGS}
    with tempfile.TemporaryDirectory() as name:
        for label, scene in grounds(given.size, given.scenes):
            paths = {key: str(path) for key, path in write_scene(scene, Path(name)).items()}
            for tiling in TILINGS:
                found[tiling].append(measure(scene, paths, tiling, Path(name)))
            print(label, file=sys.stderr, flush=True)
    errors = {
        tiling: np.array([(row.rmse_m, row.slope_error_deg) for row in rows]).mean(axis=0)
        for tiling, rows in found.items()
    }
    best = np.min(list(errors.values()), axis=0)
    paper = sum(row.seconds for row in found[PAPER])
    print(f"{len(found[PAPER])} scenes of {given.size} x {given.size} pixels; cells of 256 x 320")
    print(f"{'overlap':>8}{'cells':>7}{'work':>7}{'RMSE':>8}{'slope':>8}{'seams':>8}{'time':>8}{'peak MiB':>10}")
    for tiling, rows in found.items():
        rmse, slope = errors[tiling] / best
        seconds = sum(row.seconds for row in rows) / paper
        seams, peak = np.mean([row.seams for row in rows]), max(row.peak_mib for row in rows)
        work = np.mean([row.work for row in rows])
        print(f"{tiling.overlap:>8}{tiling.most[0]:>4} x{tiling.most[1]:>2}{work:7.2f}{rmse:8.3f}{slope:8.3f}"
              f"{seams:8.3f}{seconds:8.2f}{peak:10.0f}")  # fmt: skip


if __name__ == "__main__":
    main()

"""Images of half a metre over a coarse DEM of 60 m, in one step and in two, on made scenes.

``python -m tests.benchmarks.two_steps``
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import rasterio

from engine.contract.execute import execute
from engine.contract.progress import Progress
from engine.operations import OPERATIONS
from engine.synthetic.product import write_scene
from engine.synthetic.scene import TERRAINS, make_scene

GSD_M, POSTING_M = 0.5, 60.0
FIRST_M, SECOND_M = 2.0, 8.0
"""Pixels of the first step, and posting that its DTM is given as to the second."""

AZIMUTH_DEG, INCIDENCE_DEG = 300.0, 55.0
MARGIN_PX = 60


def averaged(source: str, target: Path, factor: int) -> str:
    """Means of (factor, factor) pixels as a raster of their own."""
    with rasterio.open(source) as dataset:
        values, crs, (a, b, c, d, e, f) = dataset.read(1), dataset.crs, tuple(dataset.transform)[:6]
    rows, columns = values.shape[0] // factor, values.shape[1] // factor
    blocks = values[: rows * factor, : columns * factor].reshape(rows, factor, columns, factor)
    with rasterio.open(target, "w", driver="GTiff", width=columns, height=rows, count=1, dtype="float32", crs=crs,
                       transform=rasterio.Affine(factor * a, b, c, d, factor * e, f)) as dataset:  # fmt: skip
        dataset.write(blocks.mean(axis=(1, 3)).astype(np.float32), 1)
    return str(target)


def errors(path: str, truth: np.ndarray) -> tuple[float, float]:
    """RMSE in metres and mean slope error in degrees, without the border."""
    with rasterio.open(path) as dataset:
        inner = (slice(MARGIN_PX, -MARGIN_PX),) * 2
        found, true = dataset.read(1)[inner].astype(np.float64), truth[inner]
    slopes = [np.degrees(np.arctan(np.hypot(*np.gradient(values, GSD_M)))) for values in (found, true)]
    return float(np.sqrt(np.mean((found - true) ** 2))), float(np.abs(slopes[0] - slopes[1]).mean())


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[51, 52])
    parser.add_argument("--size", type=int, default=1024)
    options = parser.parse_args()
    print("terrain, seed, RMSE (m) and slope error (degrees): coarse DEM, one step, two steps")
    for terrain in TERRAINS:
        for seed in options.seeds:
            with tempfile.TemporaryDirectory() as folder:
                rows = _tried(Path(folder), make_scene(seed, terrain, options.size, GSD_M, POSTING_M, AZIMUTH_DEG,
                                                       INCIDENCE_DEG))  # fmt: skip
            print(f"{terrain}, {seed}: " + "; ".join(f"{rmse:.3f} {slope:.3f}" for rmse, slope in rows), flush=True)


def _tried(folder: Path, scene: Any) -> list[tuple[float, float]]:
    paths = write_scene(scene, folder)
    with rasterio.open(paths["truth"]) as dataset:
        truth = dataset.read(1).astype(np.float64)
    given = {"sun_azimuth": AZIMUTH_DEG, "sun_incidence": INCIDENCE_DEG}

    def made(name: str, image: str, coarse: str, operation: str = "reconstruct") -> str:
        target = str(folder / name)
        asked = {"image": image, "coarse_dem": coarse, "output": target, **given}
        execute(OPERATIONS[operation], asked, Progress())
        return target

    aligned = made("coarse.tif", paths["image"], paths["coarse_dem"], "align")
    one = made("one.tif", paths["image"], paths["coarse_dem"])
    small = averaged(paths["image"], folder / "small.tif", round(FIRST_M / GSD_M))
    first = made("first.tif", small, paths["coarse_dem"])
    second = averaged(first, folder / "posts.tif", round(SECOND_M / FIRST_M))
    return [errors(path, truth) for path in (aligned, one, made("two.tif", paths["image"], second))]


if __name__ == "__main__":
    main()

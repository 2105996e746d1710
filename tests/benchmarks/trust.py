"""What it brings to say how good the coarse DEM is: ``python3 build.py bench trust [--count N]``.

Made scenes that training never drew under coarse DEMs of known noise at 60 m posting, sharp ones (blurred by 0.3
postings, as means over a post are) and ones as altimetry gives them (0.4 to 1 posting), in their place. Prints, with
the error left empty and with it given, over the bicubic coarse DEM: deviation from the truth under a Gaussian of 60 m,
RMSE, and slope error; medians and worst of the scenes.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
from scipy import ndimage

from engine.raster.baseline import bicubic
from engine.raster.heights import HeightReader
from engine.raster.reader import RasterReader
from engine.reports.panel import read
from engine.synthetic.laws import Laws
from engine.synthetic.scene import Scene
from engine.terrain.slope import horn_gradient, slope_degrees
from tests.benchmarks.held_out import POSTING_M, SIZE, reconstruct, scenes

NOISE_M = (0.1, 0.3, 1.0, 3.0)
BLURS = {"sharp": (0.28, 0.32), "as altimetry": (0.4, 1.0)}
OFFSET = 300
"""Scenes that no other benchmark uses."""

BORDER = 16
"""Pixels at the border that are not measured: slopes, and interpolation beyond the last posts."""


def figures(surface: np.ndarray, scene: Scene) -> np.ndarray:
    """Deviation under the low-pass (m), RMSE (m), mean slope error (degrees)."""
    error = (surface - scene.ground.height).astype(np.float64)
    long_waves = ndimage.gaussian_filter(error, POSTING_M / scene.ground.gsd)
    metres = np.full(SIZE - 2, scene.ground.gsd), np.full(SIZE - 2, scene.ground.gsd)
    slopes = [slope_degrees(*horn_gradient(height, *metres)) for height in (surface, scene.ground.height)]
    inner = (slice(BORDER, -BORDER),) * 2
    return np.array([
        np.sqrt(np.mean(long_waves[inner] ** 2)), np.sqrt(np.mean(error[inner] ** 2)),
        np.mean(np.abs(slopes[0] - slopes[1])[inner]),
    ])  # fmt: skip


def ratios(scene: Scene, pack: str, error_m: float | None) -> np.ndarray:
    """Figures of the DTM over those of the bicubic coarse DEM."""
    with tempfile.TemporaryDirectory() as name:
        paths = reconstruct(scene, pack, Path(name), fit=False, coarse_dem_error=error_m)
        dtm = read(Path(paths["dtm"]))[0]
        with RasterReader(paths["image"]) as image, RasterReader(paths["coarse_dem"]) as coarse:
            baseline = bicubic(HeightReader(coarse, "metres", lambda text: None), image.grid).read(0, 0, SIZE, SIZE)
    return figures(dtm, scene) / figures(baseline, scene)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.trust", description=__doc__)
    parser.add_argument("--pack", default="lunar-1")
    parser.add_argument("--count", type=int, default=3, help="scenes of each terrain")
    given = parser.parse_args()
    print(f"{'coarse DEM':14}{'noise':>7}{'':>12}{'under 60 m':^16}{'RMSE':^16}{'slope error':^16}")
    for blurred, blur in BLURS.items():
        for noise in NOISE_M:
            laws = Laws(blur=blur, noise_m=(noise, noise), shift=0.0, stripes=0.0)
            chosen = [scene for _, _, scene in scenes(given.count, (40.0, 70.0), laws, OFFSET)]
            for label, error_m in (("left empty", None), ("given", noise)):
                found = np.array([ratios(scene, given.pack, error_m) for scene in chosen])
                cells = "".join(f"{np.median(one):9.3f}{one.max():7.2f}" for one in found.T)
                print(f"{blurred:14}{noise:5.1f} m{label:>12}{cells}", flush=True)


if __name__ == "__main__":
    main()

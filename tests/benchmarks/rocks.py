"""What Detect rocks finds of known boulders in image, true DTM and reconstructed DTM, and where there are none.

``python3 build.py bench rocks``. Boulders are those of ``held_out.rocky_scenes``, 40 of 8 to 24 pixels a scene. False
rocks are counted on made ground full of craters and without a boulder, and on the image of Alphonsus in the folder of
test data, which has next to none.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import rasterio

from engine.measures.rocks.in_dtm import rocks_in_dtm
from engine.measures.rocks.in_image import rocks_in_image
from engine.measures.rocks.rock import Rock, pairs
from engine.raster.frame import Sun
from engine.reports.panel import read
from engine.synthetic import craters, relief
from engine.synthetic.scene import Ground, light
from tests.benchmarks.held_out import FIRST_SEED, reconstruct, rocky_scenes

SMALLEST_PX, LARGEST_PX = 4.0, 40.0
COUNTED_PX = 6.0
"""From which on rocks are said to be found reliably."""

ALPHONSUS = Path(__file__).resolve().parents[3] / "shared" / "data" / "alphonsus"
ALPHONSUS_SUN = Sun(90.0, 75.0, "raster")
"""As craters and shadows of the mosaic show it; the file does not tell it."""


def _large(rocks: list[Rock], pixel: float, least: float = COUNTED_PX) -> list[Rock]:
    return [rock for rock in rocks if rock.diameter_m >= least * pixel]


def boulders(count: int, pack: str) -> None:
    """Print what is found of boulders."""
    names = ("image", "true DTM", "DTM")
    sums = {name: np.zeros(4, dtype=int) for name in names}
    with tempfile.TemporaryDirectory() as folder:
        for index, scene in enumerate(rocky_scenes(count)):
            gsd = (scene.ground.gsd, scene.ground.gsd)
            paths = reconstruct(scene, pack, Path(folder) / str(index))
            dtm, _ = read(Path(paths["dtm"]))
            truth = [Rock(r, c, d, t, 1.0) for r, c, d, t in scene.ground.boulders]
            limits = SMALLEST_PX * gsd[0], LARGEST_PX * gsd[0]
            sun = Sun(scene.azimuth_deg, scene.incidence_deg, "raster")
            found = {
                "image": rocks_in_image(scene.image, sun, gsd, limits[1]),
                "true DTM": rocks_in_dtm(scene.ground.height, gsd, *limits),
                "DTM": rocks_in_dtm(dtm, gsd, *limits),
            }
            for name, rocks in found.items():
                large = _large(rocks, gsd[0])
                of_image = len(pairs(_large(found["image"], gsd[0]), rocks, gsd))
                sums[name] += len(truth), len(pairs(truth, rocks, gsd)), len(large), of_image
    print("            boulders  found  of at least 6 pixels  against the image  of the image's")
    for name, (there, hit, large, shared) in sums.items():
        against = 100.0 * (large / max(sums["image"][2], 1) - 1.0)
        print(f"    {name:10}{there:6}{hit:8}{large:15}{against:+18.1f} %{shared:14}")


def nothing(count: int) -> None:
    """Print what is found where there are no rocks."""
    size, in_image, in_dtm = 768, 0, 0
    for index in range(count):
        rng = np.random.default_rng((FIRST_SEED, 55, index))
        height = relief.self_affine(rng, size, 0.85, 2.5, 1.0, 17.0)
        craters.add_population(rng, height, 1.0, 3.6, 0.2 * size, 1.3)
        height = relief.relax(height, 1.0)
        azimuth, incidence = float(rng.uniform(0.0, 360.0)), float(rng.uniform(60.0, 78.0))
        image = light(rng, Ground("flat", 1.0, height, np.ones_like(height)), azimuth, incidence)
        found = rocks_in_image(image, Sun(azimuth, incidence, "raster"), (1.0, 1.0), LARGEST_PX)
        in_image += len(_large(found, 1.0, SMALLEST_PX))
        in_dtm += len(rocks_in_dtm(height, (1.0, 1.0), SMALLEST_PX, LARGEST_PX))
    print(f"False rocks on {count} made scenes of {size} x {size} full of craters: {in_image} in images, {in_dtm} "
          "in DTMs")  # fmt: skip
    for path in sorted(ALPHONSUS.glob("*.tif")):
        with rasterio.open(path) as dataset:
            values, gsd = dataset.read(1).astype(np.float32), dataset.transform.a
        image = np.where(values == 0.0, np.float32(np.nan), values)
        found = rocks_in_image(image, ALPHONSUS_SUN, (gsd, gsd), LARGEST_PX * gsd)
        print(f"Rocks on Alphonsus: {len(_large(found, gsd, SMALLEST_PX))}, "
              f"{len(_large(found, gsd))} of them of at least 6 pixels")  # fmt: skip


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=8)
    parser.add_argument("--pack", default="lunar-1")
    options = parser.parse_args()
    nothing(options.count)
    boulders(options.count, options.pack)


if __name__ == "__main__":
    main()

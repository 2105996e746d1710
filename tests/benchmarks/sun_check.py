"""How far the azimuth that an image shows over its coarse DEM lies from the sun, on made scenes and real relief.

``python -m tests.benchmarks.sun_check --count 400``
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import numpy as np

from engine.raster.grid import Grid
from engine.synthetic.product import layers
from engine.synthetic.scene import Scene, light
from engine.terrain.sun_estimate import AzimuthEstimate, estimate_azimuth
from tests.benchmarks import fit_scenes

FIRST = 1_010_000
"""First seed; nothing was chosen on these scenes."""

BEYOND_DEG = (30.0, 45.0, 60.0, 75.0, 90.0)


def estimate(scene: Scene) -> AzimuthEstimate:
    """What Reconstruct sees of a scene: block means of the image, samples of the coarse DEM, half a posting a pixel."""
    parts = layers(scene)
    factor = max(1, int(scene.coarse.posting // 2.0))
    image, grid = parts["image"].values, parts["image"].grid
    rows, columns = (size // factor for size in image.shape)
    means = image[: rows * factor, : columns * factor].reshape(rows, factor, columns, factor).mean(axis=(1, 3))
    coarse = _on(parts["coarse_dem"].values, parts["coarse_dem"].grid, grid.coarser(factor))
    side = scene.ground.gsd * factor
    return estimate_azimuth(means, coarse, (side, side), max(scene.coarse.posting * scene.ground.gsd, 2.0 * side))


def _on(posts: np.ndarray, grid: Grid, other: Grid) -> np.ndarray:
    """Heights at the middles of the pixels of another grid of the same map."""
    from scipy import ndimage

    rows, columns = np.meshgrid(np.arange(other.height) + 0.5, np.arange(other.width) + 0.5, indexing="ij")
    x, y = other.to_crs(columns, rows)
    at_columns, at_rows = grid.from_crs(x, y)
    return ndimage.map_coordinates(posts, (at_rows - 0.5, at_columns - 0.5), order=1, mode="nearest").astype(np.float32)


def scenes(count: int, wide: bool) -> Iterator[tuple[str, Scene]]:
    """Made scenes of four kinds in turn, then those of real relief."""
    for seed in range(FIRST, FIRST + count):
        scene = fit_scenes.made(seed)
        if wide:
            rng = np.random.default_rng((seed, 81))
            incidence = float(rng.uniform(20.0, 87.0))
            image = light(rng, scene.ground, scene.azimuth_deg, incidence)
            scene = Scene(scene.ground, scene.coarse, image, scene.azimuth_deg, incidence)
        yield fit_scenes.KINDS[seed % len(fit_scenes.KINDS)], scene
    for _, scene in fit_scenes.real_relief():
        yield "real relief", scene


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--wide", action="store_true", help="Incidence 20 to 87 degrees instead of 35 to 75.")
    parser.add_argument("--out")
    options = parser.parse_args()
    rows = []
    for kind, scene in scenes(options.count, options.wide):
        found = estimate(scene)
        off = abs((found.azimuth_deg - scene.azimuth_deg + 180.0) % 360.0 - 180.0)
        rows.append((kind, off, found.uncertainty_deg, found.correlation, found.reliable, scene.incidence_deg))
    if options.out:
        import json

        with open(options.out, "w", encoding="utf-8") as file:
            json.dump([[str(r[0]), *map(float, r[1:])] for r in rows], file)
    print("kind, scenes, reliable, median off, " + ", ".join(f"over {d:g}" for d in BEYOND_DEG) + ", largest")
    for kind in (*fit_scenes.KINDS, "real relief"):
        mine = [row for row in rows if row[0] == kind]
        off = np.array([row[1] for row in mine if row[4]])
        counts = ", ".join(str(int((off > d).sum())) for d in BEYOND_DEG)
        figures = f"{np.median(off):.1f}, {counts}, {off.max():.1f}" if off.size else "none"
        print(f"{kind}, {len(mine)}, {off.size}, {figures}")


if __name__ == "__main__":
    main()

"""The sample scene: a plain, a massif and a crater wall in one image.

``python -m engine.synthetic.sample --out resources/sample``
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from . import craters, rocks
from .coarse import degrade
from .product import write_scene
from .relief import relax, self_affine
from .scene import Ground, Scene, light

SIZE, GSD_M, POSTING_M = 832, 2.0, 60.0
AZIMUTH_DEG, INCIDENCE_DEG = 292.0, 58.0


def sample_scene(seed: int = 20) -> Scene:
    """Make the scene; the same bytes for the same seed."""
    rng = np.random.default_rng((seed, 4))
    plain = self_affine(rng, SIZE, 0.85, 2.5, GSD_M, 17.0)
    massif = self_affine(rng, SIZE, 0.9, 7.5, GSD_M, 17.0)
    index = np.arange(SIZE, dtype=np.float32)
    row, column = index[:, None], index[None, :]
    north_east = np.clip((column - row - 0.18 * SIZE) / (0.25 * SIZE), 0.0, 1.0)
    height = plain + north_east * (massif + 0.09 * GSD_M * (column - row))
    craters.stamp(height, 1.02 * SIZE, 0.98 * SIZE, 1.25 * SIZE * GSD_M, 0.1, GSD_M)
    stamped = craters.add_population(rng, height, GSD_M, 3.4, 0.2 * SIZE * GSD_M)
    fresh = [(c.row, c.column, c.diameter_m) for c in stamped if c.degradation < craters.FRESH]
    height = relax(height, GSD_M)
    rocks.add_rocks(rng, height, GSD_M, fresh, 10.0**-3.8, 0.03, 4.0)
    field = self_affine(rng, SIZE, 0.6, 1.0, 1.0, 1.0)
    albedo = (1.0 + 0.04 * field / field.std()).astype(np.float32)
    ground = Ground("mixed", GSD_M, height.astype(np.float32), albedo, craters=tuple(stamped))
    coarse = degrade(rng, ground.height, GSD_M, POSTING_M)
    return Scene(ground, coarse, light(rng, ground, AZIMUTH_DEG, INCIDENCE_DEG), AZIMUTH_DEG, INCIDENCE_DEG)


def main() -> None:
    """Write the sample."""
    parser = argparse.ArgumentParser(prog="python -m engine.synthetic.sample", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    write_scene(sample_scene(), parser.parse_args().out, 1.0 / 32.0)


if __name__ == "__main__":
    main()

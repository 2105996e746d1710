"""Scenes on which the fit of the coarse DEM is tuned and judged: made ground of many kinds, and real relief."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import rasterio
from scipy import ndimage

from engine.synthetic.coarse import degrade
from engine.synthetic.scene import Ground, Scene, light, make_ground

KINDS = ("flat", "mountain", "crater", "wall")
"""In turn; a wall is that of a crater, as smooth as LOLA's gridded DEMs are."""

TUNED, JUDGED = 910_000, 980_000
"""First seeds of the scenes that the constants were chosen on (910,000 to 910,059, 920,000 to 920,079, 930,000 to
930,199, 940,000 to 940,110, 950,000 to 950,199, 960,000 to 960,140 and 970,000 to 970,199; of the present rule some
of them) and of those that they are judged on."""

RELIEF = Path(__file__).resolve().parents[3] / "shared" / "data" / "relief"
SIZE = 448


def made(seed: int) -> Scene:
    """One scene: 320 to 512 pixels of 1 to 5 m, a post every 12 to 30 pixels, incidence 35 to 75 degrees."""
    rng = np.random.default_rng((seed, 79))
    kind = KINDS[seed % len(KINDS)]
    size, gsd = int(rng.integers(320, 513)), float(rng.uniform(1.0, 5.0))
    posting = gsd * float(rng.uniform(12.0, 30.0))
    ground = make_ground(rng, "crater" if kind == "wall" else kind, size, gsd)
    if kind == "wall":
        smooth = ndimage.gaussian_filter(ground.height, float(rng.uniform(2.0, 8.0)), mode="nearest")
        ground = Ground(kind, gsd, smooth, ground.albedo)
    return _lit(rng, ground, posting)


def real_relief() -> Iterator[tuple[str, Scene]]:
    """Name and scene of up to four crops of each real DEM, each under three suns, over three coarse DEMs.

    Heights and pixels are scaled alike to pixels of 2 m, which keeps the slopes.
    """
    for index, path in enumerate(sorted(RELIEF.glob("*.tif"))):
        with rasterio.open(path) as dataset:
            heights = dataset.read(1, masked=True).astype(np.float32).filled(np.nan)
        scale = np.float32(2.0 / float(path.stem.rsplit("_", 1)[1].rstrip("m")))
        rows, columns = heights.shape
        corners = {(r, c) for r in (0, max(0, rows - SIZE)) for c in (0, max(0, columns - SIZE))}
        for number, (row, column) in enumerate(sorted(corners)):
            height = np.ascontiguousarray(heights[row : row + SIZE, column : column + SIZE] * scale)
            side = min(height.shape)
            height = height[:side, :side]
            if side < 240 or not np.isfinite(height).all():
                continue
            ground = Ground("real", 2.0, height - height.mean(), np.ones_like(height))
            for draw in range(3):
                rng = np.random.default_rng((JUDGED, 80, index, number, draw))
                yield f"{path.stem} {3 * number + draw}", _lit(rng, ground, 2.0 * float(rng.uniform(12.0, 30.0)))


def _lit(rng: np.random.Generator, ground: Ground, posting_m: float) -> Scene:
    coarse = degrade(rng, ground.height, ground.gsd, posting_m)
    azimuth, incidence = float(rng.uniform(0.0, 360.0)), float(rng.uniform(35.0, 75.0))
    return Scene(ground, coarse, light(rng, ground, azimuth, incidence), azimuth, incidence)

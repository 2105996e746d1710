"""Training samples from made scenes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..experts.normalise import least_brightness
from ..experts.scheme import OURS, Scheme
from ..raster.frame import Sun
from ..synthetic.coarse import degrade
from ..synthetic.scene import TERRAINS, light, make_ground
from . import scattered
from .sample import Sample, StreamSettings, Tile, cut, off_calibration
from .stripes import with_stripes


def draw_light(rng: np.random.Generator, settings: StreamSettings) -> tuple[float, float]:
    """Azimuth in the canonical octant, incidence 20 to 80 degrees, some to 87."""
    azimuth = float(rng.uniform(0.0, 45.0))
    if rng.uniform() < settings.rare_lights[0]:
        return azimuth, float(rng.uniform(80.0, 87.0))
    return azimuth, float(rng.uniform(20.0, 80.0))


def scenes(rng: np.random.Generator, settings: StreamSettings) -> Iterator[Tile]:
    """One ground under several suns, a scene for each."""
    shares = np.array(settings.shares, dtype=np.float64)
    terrain = int(rng.choice(3, p=shares / shares.sum()))
    gsd = float(np.exp(rng.uniform(np.log(0.8), np.log(5.0))))
    posting = gsd * float(np.exp(rng.uniform(np.log(8.0), np.log(60.0))))
    ground = make_ground(rng, TERRAINS[terrain], settings.scene, gsd)
    # The posting sets the noise; very fine postings stand for interpolated products.
    coarse = degrade(rng, ground.height, gsd, posting).on_image(ground.height.shape)
    for _ in range(settings.lights_per_ground):
        azimuth, incidence = draw_light(rng, settings)
        if settings.rare_lights[1] and rng.uniform() < settings.rare_lights[1]:
            clean, sun = scattered.seen(rng, ground, azimuth)
        else:
            clean, sun = light(rng, ground, azimuth, incidence), Sun(azimuth, incidence, "raster")
        image = off_calibration(rng, clean)
        least = least_brightness(float(image.mean(dtype=np.float64)), offset_removed=False)
        yield with_stripes(Tile(image, coarse, ground.height, gsd, posting, sun, least, terrain), settings.stripes)


def crops(rng: np.random.Generator, settings: StreamSettings, scheme: Scheme = OURS) -> list[Sample]:
    """All samples of one ground under several suns."""
    return [
        cut(rng, scene, settings, scheme) for scene in scenes(rng, settings) for _ in range(settings.crops_per_light)
    ]

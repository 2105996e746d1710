"""Training samples from made scenes.

Every sample is cut from a scene in the canonical orientation (``experts.orientation``): the sun
between north and north-east. Samples whose sun is hidden are turned at random, because nobody
knows the orientation of an image with an unknown sun.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from ..experts.normalise import least_brightness, pixel_floor_image, pixel_heights, sun_input
from ..synthetic.coarse import degrade
from ..synthetic.scene import TERRAINS, light, make_ground

Sample = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""image, coarse, truth (each (1, H, W) float32), sun (4,), posting (1,), terrain class () int64."""


@dataclass(frozen=True)
class StreamSettings:
    """What is drawn: sizes in pixels, shares of terrains, ranges of light."""

    scene: int = 512
    crop: tuple[int, int] = (224, 224)
    crops_per_light: int = 5
    lights_per_ground: int = 3
    shares: tuple[float, float, float] = (0.34, 0.33, 0.33)
    hidden_sun: float = 0.15
    steep_light: float = 0.10


def draw_light(rng: np.random.Generator, settings: StreamSettings) -> tuple[float, float]:
    """Azimuth in the canonical octant, incidence 20 to 80 degrees, some to 87."""
    azimuth = float(rng.uniform(0.0, 45.0))
    if rng.uniform() < settings.steep_light:
        return azimuth, float(rng.uniform(80.0, 87.0))
    return azimuth, float(rng.uniform(20.0, 80.0))


def off_calibration(rng: np.random.Generator, image: np.ndarray) -> np.ndarray:
    """An image whose contrast is not what its light makes: an offset that calibration did not find.

    Half of the images are calibrated but for a few per cent of stray light; in the others the contrast is
    off by a factor whose logarithm has a standard deviation of 0.2, the accuracy of ``terrain.contrast``.
    """
    mean = np.float32(image.mean())
    if rng.uniform() < 0.5:
        return np.maximum(image + np.float32(rng.uniform(-0.03, 0.03)) * mean, np.float32(0.0))
    factor = np.float32(np.exp(rng.normal(0.0, 0.2)))
    return np.asarray((image - mean) * factor + mean, dtype=np.float32)


def crops(rng: np.random.Generator, settings: StreamSettings) -> list[Sample]:
    """All samples of one ground under several suns."""
    terrain = TERRAINS[int(rng.choice(3, p=settings.shares))]
    gsd = float(np.exp(rng.uniform(np.log(0.8), np.log(5.0))))
    posting = gsd * float(np.exp(rng.uniform(np.log(8.0), np.log(60.0))))
    ground = make_ground(rng, terrain, settings.scene, gsd)
    # The posting sets the noise; very fine postings stand for interpolated products.
    coarse = degrade(rng, ground.height, gsd, posting).on_image(ground.height.shape)
    drawn: list[Sample] = []
    for _ in range(settings.lights_per_ground):
        azimuth, incidence = draw_light(rng, settings)
        image = light(rng, ground, azimuth, incidence)
        image = off_calibration(rng, image)
        for _ in range(settings.crops_per_light):
            sample = _crop(rng, settings, image, coarse, ground.height, gsd, posting, azimuth, incidence)
            drawn.append((*sample, np.array(TERRAINS.index(terrain))))
    return drawn


def _crop(
    rng: np.random.Generator,
    settings: StreamSettings,
    image: np.ndarray,
    coarse: np.ndarray,
    truth: np.ndarray,
    gsd: float,
    posting: float,
    azimuth: float,
    incidence: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    height, width = settings.crop
    row = int(rng.integers(0, image.shape[0] - height + 1))
    column = int(rng.integers(0, image.shape[1] - width + 1))
    window = (slice(row, row + height), slice(column, column + width))
    tile = image[window]
    least = least_brightness(float(image.mean(dtype=np.float64)), False)
    if rng.uniform() < 0.15:  # images resampled from a finer grid, or out of focus
        tile = ndimage.gaussian_filter(tile, rng.uniform(0.3, 1.0))
    brightness = pixel_floor_image(tile, np.ones(tile.shape, dtype=bool), least)
    base, affine = pixel_heights(coarse[window], gsd)
    target = (truth[window] - np.float32(affine.offset)) / np.float32(gsd)
    layers = [brightness, base, target]
    if rng.uniform() < settings.hidden_sun:
        turns, mirror = int(rng.integers(4)), bool(rng.integers(2))
        turns -= turns % 2 if height != width else 0  # a quarter turn would change the shape
        layers = [np.rot90(layer[:, ::-1] if mirror else layer, turns) for layer in layers]
        sun = sun_input(None, None)
    else:
        sun = sun_input(azimuth, incidence)
    first, second, third = (np.ascontiguousarray(layer)[None] for layer in layers)
    return first, second, third, sun, np.array([posting / gsd], dtype=np.float32)

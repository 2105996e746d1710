"""Training samples from made scenes, drawn in background processes.

Every sample is cut from a scene in the canonical orientation (``experts.orientation``): the sun
between north and north-east. Samples whose sun is hidden are turned at random, because nobody
knows the orientation of an image with an unknown sun.
"""

from __future__ import annotations

import multiprocessing as mp
import os
import queue
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import ndimage

from ..experts.normalise import pixel_heights, pixel_image, sun_input
from ..synthetic.coarse import degrade
from ..synthetic.scene import TERRAINS, light, make_ground

Sample = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""image, coarse, truth (each (1, S, S) float16 or float32), sun (4,), posting (1,)."""


@dataclass(frozen=True)
class StreamSettings:
    """What is drawn: sizes in pixels, shares of terrains, ranges of light."""

    scene: int = 512
    crop: int = 224
    crops_per_light: int = 10
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
            drawn.append(_crop(rng, settings, image, coarse, ground.height, gsd, posting, azimuth, incidence))
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
) -> Sample:
    size = settings.crop
    row, column = rng.integers(0, image.shape[0] - size + 1, 2)
    window = (slice(row, row + size), slice(column, column + size))
    tile = image[window]
    if rng.uniform() < 0.15:  # images resampled from a finer grid, or out of focus
        tile = ndimage.gaussian_filter(tile, rng.uniform(0.3, 1.0))
    brightness = pixel_image(tile, np.ones(tile.shape, dtype=bool))
    base, affine = pixel_heights(coarse[window], gsd)
    target = (truth[window] - np.float32(affine.offset)) / np.float32(gsd)
    layers = [brightness, base, target]
    if rng.uniform() < settings.hidden_sun:
        turns, mirror = int(rng.integers(4)), bool(rng.integers(2))
        layers = [np.rot90(layer[:, ::-1] if mirror else layer, turns) for layer in layers]
        sun = sun_input(None, None)
    else:
        sun = sun_input(azimuth, incidence)
    first, second, third = (np.ascontiguousarray(layer)[None] for layer in layers)
    return first, second, third, sun, np.array([posting / gsd], dtype=np.float32)


def _produce(seed: int, settings: StreamSettings, out: Any) -> None:
    if hasattr(os, "nice"):
        os.nice(5)  # on few cores the trainer goes first; the reservoir bridges the rest
    rng = np.random.default_rng(seed)
    while True:
        out.put(crops(rng, settings))


class Stream:
    """Batches from a reservoir that background processes keep renewing.

    The reservoir decouples the rate of drawing scenes from the rate of training: a batch is drawn
    from it at once, and ``waited_s`` counts the time spent with too few samples in it.
    """

    def __init__(self, settings: StreamSettings, seed: int, workers: int = 1, capacity: int = 3000) -> None:
        context = mp.get_context("spawn")
        self._queue: Any = context.Queue(maxsize=4)
        self._workers = [
            context.Process(target=_produce, args=(seed * 1000 + i, settings, self._queue), daemon=True)
            for i in range(workers)
        ]
        for worker in self._workers:
            worker.start()
        self._samples: list[Sample] = []
        self._capacity = capacity
        self._rng = np.random.default_rng(seed)
        self.waited_s = 0.0
        self.drawn = 0

    def batch(self, size: int, warm: int = 600) -> Sequence[np.ndarray]:
        """Arrays of ``size`` samples, stacked; waits until ``warm`` samples are there."""
        start = time.perf_counter()
        while len(self._samples) < warm or not self._queue.empty():
            try:
                self._take(self._queue.get(timeout=60.0))
            except queue.Empty:
                if not any(worker.is_alive() for worker in self._workers):
                    raise RuntimeError("the processes that draw training scenes have died") from None
        self.waited_s += time.perf_counter() - start
        chosen = self._rng.integers(0, len(self._samples), size)
        return [np.stack(parts) for parts in zip(*(self._samples[i] for i in chosen))]

    def _take(self, samples: list[Sample]) -> None:
        self.drawn += len(samples)
        for sample in samples:
            if len(self._samples) < self._capacity:
                self._samples.append(sample)
            else:
                self._samples[int(self._rng.integers(self._capacity))] = sample

    def close(self) -> None:
        """End the background processes."""
        for worker in self._workers:
            worker.terminate()
            worker.join()

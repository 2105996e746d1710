"""Samples from real pairs: tiles of a data set made by Build data set."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import zarr
from scipy import ndimage

from ..errors import ParameterError
from ..experts.normalise import pixel_heights, pixel_image, sun_input
from ..experts.orientation import canonical
from .dataset import array
from .stream import Sample, StreamSettings

TILES = 12
"""Tiles that count as one ground of a pool."""


class RealPairs:
    """Samples of the training split: ``RealPairs(folder, settings)(seed, ground)``.

    Every tile is turned so that its sun stands in the canonical octant; the sun turns with it. Light is
    varied by a gain of shadows and by noise and blur, as nobody can move the sun of a real image.
    """

    def __init__(self, folder: str, settings: StreamSettings) -> None:
        if not Path(folder).is_dir():
            raise ParameterError(f"{folder} does not exist; make the data set with build_dataset.")
        self.folder, self.settings = folder, settings
        self.samples = TILES

    def __call__(self, seed: int, ground: int) -> list[Sample]:
        """Twelve tiles drawn from the training split."""
        rng = np.random.default_rng((seed, ground))
        store = zarr.open_group(self.folder, mode="r")
        split = np.asarray(array(store, "split"))
        train = np.flatnonzero(split == 0)
        if train.size == 0:
            raise ParameterError(f"{self.folder} has no tile in its training split; add pairs of other regions.")
        return [self._sample(rng, store, int(index)) for index in rng.choice(train, TILES)]

    def _sample(self, rng: np.random.Generator, store: zarr.Group, index: int) -> Sample:
        image, coarse, truth = (np.asarray(array(store, name)[index]) for name in ("image", "coarse", "truth"))
        azimuth, incidence, gsd, posting = (float(v) for v in np.asarray(array(store, "geometry")[index]))
        turn = canonical(azimuth)
        image, coarse, truth = (np.ascontiguousarray(turn.apply(part)) for part in (image, coarse, truth))
        height, width = self.settings.crop
        row = int(rng.integers(0, image.shape[0] - height + 1))
        column = int(rng.integers(0, image.shape[1] - width + 1))
        window = (slice(row, row + height), slice(column, column + width))
        seen = image[window] * np.float32(np.exp(rng.normal(0.0, 0.05)))
        seen = seen + rng.normal(0.0, 0.01 * float(seen.mean()), seen.shape).astype(np.float32)
        if rng.uniform() < 0.15:
            seen = ndimage.gaussian_filter(seen, rng.uniform(0.3, 0.8))
        base, affine = pixel_heights(coarse[window], gsd)
        target = (truth[window] - np.float32(affine.offset)) / np.float32(gsd)
        hidden = rng.uniform() < self.settings.hidden_sun
        sun = sun_input(None, None) if hidden else sun_input(turn.azimuth(azimuth), incidence)
        brightness = pixel_image(seen, np.ones(seen.shape, dtype=bool))
        layers = (np.ascontiguousarray(part)[None] for part in (brightness, base, target))
        first, second, third = layers
        terrain = np.array(int(np.asarray(array(store, "terrain")[index])))
        return first, second, third, sun, np.array([posting / gsd], dtype=np.float32), terrain

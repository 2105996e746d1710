"""Samples from real pairs: tiles of a data set made by Build data set."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from ..errors import ParameterError
from ..experts.scheme import OURS, Scheme
from ..moon import TERRAINS
from .dataset import PairSet, open_pairs
from .sample import Sample, StreamSettings, Tile, cut, holds, off_calibration
from .stripes import with_stripes

TILES = 12
"""Tiles that count as one ground of a pool."""

TRAINING = 0
"""The only split that samples are drawn from."""


class RealPairs:
    """Samples of the training split: ``RealPairs(folder, settings, scheme)(seed, ground)``.

    Classes are drawn by ``settings.shares``, so that each expert gets its own mix. Nobody can move the sun of
    a real image, so its contrast is varied, as calibration leaves it, and its sharpness.

    Attributes
    ----------
    notes : list of str
        What the user should know of the mix.

    Raises
    ------
    ParameterError
        The data set is absent or damaged, its tiles are too small for the crops, or it lacks what the run asks for.
    """

    samples = TILES

    def __init__(self, folder: str, settings: StreamSettings, scheme: Scheme = OURS) -> None:
        self.folder, self.settings, self.scheme = folder, settings, scheme
        pairs = open_pairs(Path(folder))
        self.digest = pairs.digest
        require_room(pairs, settings.crop, scheme)
        self.shares, self.notes = _shares(pairs, settings)

    def facts(self) -> dict[str, object]:
        """What decides the samples."""
        return {"pairs": self.digest, "crop": self.settings.crop, "shares": self.settings.shares,
                "hidden_sun": self.settings.hidden_sun, "stripes": self.settings.stripes,
                **asdict(self.scheme)}  # fmt: skip

    def __call__(self, seed: int, ground: int) -> list[Sample]:
        """Twelve tiles drawn from the training split."""
        rng = np.random.default_rng((seed, ground))
        pairs = open_pairs(Path(self.folder))
        classes = rng.choice(len(TERRAINS), TILES, p=self.shares)
        chosen = [int(rng.choice(pairs.indices(TRAINING, int(terrain)))) for terrain in classes]
        return [self._sample(rng, with_stripes(pairs.tile(index), self.settings.stripes)) for index in chosen]

    def _sample(self, rng: np.random.Generator, tile: Tile) -> Sample:
        image = off_calibration(rng, tile.image)
        image = image + rng.normal(0.0, 0.01 * abs(float(image.mean())), image.shape).astype(np.float32)
        return cut(rng, replace(tile, image=image), self.settings, self.scheme)


def require_room(pairs: PairSet, crop: tuple[int, int], scheme: Scheme) -> None:
    """Refuse a data set whose tiles do not hold the crops that are cut from them.

    Raises
    ------
    ParameterError
    """
    height, width = pairs.tile_shape
    turned = scheme.orientation == "octant"
    if holds((height, width), crop) and (not turned or holds((width, height), crop)):
        return
    most = f"{min(height, width)} x {min(height, width)}" if turned else f"{height} x {width}"
    raise ParameterError(
        f"{pairs.folder} has tiles of {height} x {width} pixels, and a crop of {crop[0]} x {crop[1]} does not fit them"
        f"{' when they are turned' if turned else ''}; set crop to at most {most}, or cut larger tiles."
    )


def _shares(pairs: PairSet, settings: StreamSettings) -> tuple[np.ndarray, list[str]]:
    """Shares of the classes that the training split has, and what to say of those that it lacks."""
    wanted = np.array(settings.shares, dtype=np.float64) / sum(settings.shares)
    there = np.array([pairs.indices(TRAINING, terrain).size > 0 for terrain in range(len(TERRAINS))])
    if not there.any():
        raise ParameterError(f"{pairs.folder} has no tile in its training split; add pairs of other regions.")
    lacking = [name for name, found, share in zip(TERRAINS, there, wanted) if share > 0.0 and not found]
    lost = float(wanted[~there].sum())
    if lost >= 0.5:
        raise ParameterError(
            f"{pairs.folder} has no {' or '.join(lacking)} tile in its training split, of which the run wants "
            f"{lost:.0%}; add pairs with such ground, or leave the run out."
        )
    notes = [f"The data set has no {name} tile for training; the other classes take its share." for name in lacking]
    shares = np.where(there, wanted, 0.0)
    return shares / shares.sum(), notes

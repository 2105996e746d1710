"""One training sample: how a tile of image, coarse DEM and truth is turned, cut, blurred and normalised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..arrays import FloatArray
from ..experts.normalise import sun_input
from ..experts.orientation import alike
from ..experts.scheme import OURS, Scheme
from ..raster.frame import Sun
from ..raster.orientation import ALL

OUT_OF_FOCUS = 0.15
"""Share of images that were resampled from a finer grid, or are out of focus."""

CONTRAST_SPREAD = 0.2
"""Standard deviation of the logarithm of the contrast that calibration leaves (``terrain.contrast``)."""


class Sample(NamedTuple):
    """What ``networks.base.Batch`` holds of one tile.

    Attributes
    ----------
    image, coarse, truth : (1, H, W) float32 arrays
    sun : (4,) float32 array
    posting : (1,) float32 array
    terrain : () int64 array
    unit : (1,) float32 array
    """

    image: FloatArray
    coarse: FloatArray
    truth: FloatArray
    sun: FloatArray
    posting: FloatArray
    terrain: NDArray[Any]
    unit: FloatArray


@dataclass(frozen=True)
class StreamSettings:
    """What is drawn: sizes in pixels, shares of terrains, ranges of light.

    Attributes
    ----------
    scene : int
        Side of a made scene.
    crop : (int, int)
        Rows and columns of a sample.
    crops_per_light, lights_per_ground : int
        Samples of a made scene under one sun, and suns over one ground.
    shares : (float, float, float)
        Flat, mountain, crater; in proportion.
    hidden_sun : float
        Share of samples that do not know their sun.
    rare_lights : (float, float)
        Shares of made scenes under incidences of 80 to 87 degrees, and in permanent shadow.
    stripes : (float, float)
        RMS of made stripes along the columns: metres in the truth of steep tiles, and share of the brightness in the
        images of all tiles. To study what an expert makes of a striped truth; none for experts that are to be used.
    """

    scene: int = 512
    crop: tuple[int, int] = (224, 224)
    crops_per_light: int = 5
    lights_per_ground: int = 3
    shares: tuple[float, float, float] = (0.34, 0.33, 0.33)
    hidden_sun: float = 0.15
    rare_lights: tuple[float, float] = (0.10, 0.0)
    stripes: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Tile:
    """A tile or a whole made scene as it lies, north up.

    Attributes
    ----------
    image, coarse, truth : (H, W) arrays
        Brightness, its offset taken off; metres; metres.
    gsd_m, posting_m : float
    sun : Sun
        In the frame of the raster.
    least_brightness : float
        The least that the image is divided by, of the scene (``experts.normalise``).
    terrain : int
        Class, 0 to 2.
    """

    image: FloatArray
    coarse: FloatArray
    truth: FloatArray
    gsd_m: float
    posting_m: float
    sun: Sun
    least_brightness: float
    terrain: int


def off_calibration(rng: np.random.Generator, image: FloatArray) -> FloatArray:
    """An image whose contrast is not what its light makes: an offset that calibration did not find.

    Half of the images are calibrated but for a few per cent of stray light; in the others the contrast is
    off by a factor, as far as ``terrain.contrast`` leaves it. A gain would do nothing: brightness is taken over
    its mean.
    """
    mean = np.float32(image.mean())
    if rng.uniform() < 0.5:
        return np.maximum(image + np.float32(rng.uniform(-0.03, 0.03)) * mean, np.float32(0.0))
    factor = np.float32(np.exp(rng.normal(0.0, CONTRAST_SPREAD)))
    return np.asarray((image - mean) * factor + mean, dtype=np.float32)


def cut(rng: np.random.Generator, tile: Tile, settings: StreamSettings, scheme: Scheme = OURS) -> Sample:
    """A sample from anywhere in a tile, turned as inference turns it.

    With its sun it stands as the scheme has it (``experts.orientation``), among the ways that leave room for the crop.
    Without it, it is turned at random: nobody knows the orientation of an image whose sun is unknown.
    """
    hidden = rng.uniform() < settings.hidden_sun
    height, width = settings.crop
    ways = ALL if hidden else alike(tile.sun.azimuth_deg, scheme.orientation)
    ways = tuple(way for way in ways if holds(way.size(*tile.image.shape), settings.crop))
    turn = ways[int(rng.integers(len(ways)))] if len(ways) > 1 else ways[0]
    image, coarse, truth = (turn.apply(layer) for layer in (tile.image, tile.coarse, tile.truth))
    row = int(rng.integers(0, image.shape[0] - height + 1))
    column = int(rng.integers(0, image.shape[1] - width + 1))
    window = (slice(row, row + height), slice(column, column + width))
    seen = image[window]
    if rng.uniform() < OUT_OF_FOCUS:
        seen = ndimage.gaussian_filter(seen, rng.uniform(0.3, 1.0))
    sun = sun_input(None, None) if hidden else sun_input(turn.azimuth(tile.sun.azimuth_deg), tile.sun.incidence_deg)
    return normalised(seen, coarse[window], truth[window], sun, tile, scheme)


def holds(shape: tuple[int, int], crop: tuple[int, int]) -> bool:
    """Whether a crop fits into so many rows and columns."""
    return shape[0] >= crop[0] and shape[1] >= crop[1]


def normalised(
    image: FloatArray, coarse: FloatArray, truth: FloatArray, sun: FloatArray, tile: Tile, scheme: Scheme
) -> Sample:
    """A sample of turned and cut layers of a tile, normalised as inference does it."""
    brightness, base, affine = scheme.normalised(image, coarse, tile.gsd_m, tile.least_brightness)
    target = (truth - np.float32(affine.offset)) / np.float32(affine.scale)
    first, second, third = (np.ascontiguousarray(layer, dtype=np.float32)[None] for layer in (brightness, base, target))
    posting = np.array([tile.posting_m / tile.gsd_m], dtype=np.float32)
    unit = np.array([affine.scale / tile.gsd_m], dtype=np.float32)
    return Sample(first, second, third, sun, posting, np.array(tile.terrain), unit)

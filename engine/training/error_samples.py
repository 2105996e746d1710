"""Samples for the error network: made grounds that the frozen experts have seen, with what they got wrong.

Made once and kept at a quarter of the resolution, so that the network itself trains in minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from scipy import ndimage

from ..arrays import FloatArray
from ..experts.correct import Experts
from ..experts.normalise import least_brightness, pixel_floor_image, pixel_heights, sun_input
from ..experts.pack import load
from ..files import whole_file
from ..moon import TERRAINS
from ..networks.error_net import POOL, features
from ..synthetic.coarse import degrade
from ..synthetic.scene import light, make_ground
from ..terrain.long_waves import long_waves
from ..terrain.slope import horn_gradient, slope_degrees
from .sample import OUT_OF_FOCUS, StreamSettings, off_calibration
from .stream import draw_light

SIDE = 512
"""Pixels of a scene, which is one tile; those of a frame are 464 x 864 at most."""

LIGHTS = 2
"""Suns over one ground."""

HIDDEN_SUN = 0.1
OTHER_CLASS = 0.15
"""Share of samples that an expert of another class than the scene's has seen: classes are a matter of relief alone."""

FIRST_TRAINING, FIRST_CHECK = 50_000, 80_000
"""Seeds; those of the experts' own training and of the benchmarks are others."""


@dataclass(frozen=True)
class ErrorSample:
    """A tile with its errors.

    Attributes
    ----------
    told : (FEATURES, H / 4, W / 4) float32 array
    sun : (4,) array
    posting_px : float
    terrain : int
        Class of the expert.
    incidence_deg : float
        Of the scene, also where the expert was not told.
    squares : (2, H / 4, W / 4) float32 array
        Mean squares of the errors of heights without their long waves (pixels) and of slopes (degrees).
    errors : (2, H, W) float32 array
        Those errors.
    """

    told: FloatArray
    sun: FloatArray
    posting_px: float
    terrain: int
    incidence_deg: float
    squares: FloatArray
    errors: FloatArray


def samples(experts: Experts, seed: int) -> list[ErrorSample]:
    """Samples of one ground, as training of experts draws it, under several suns."""
    rng = np.random.default_rng((seed, 0))
    settings = StreamSettings()
    terrain = seed % len(TERRAINS)
    gsd = float(np.exp(rng.uniform(np.log(0.8), np.log(5.0))))
    posting = float(np.exp(rng.uniform(np.log(8.0), np.log(60.0))))
    ground = make_ground(rng, TERRAINS[terrain], SIDE, gsd)
    coarse = degrade(rng, ground.height, gsd, gsd * posting).on_image(ground.height.shape)
    found = []
    for _ in range(LIGHTS):
        azimuth, incidence = draw_light(rng, settings)
        image = off_calibration(rng, light(rng, ground, azimuth, incidence))
        if rng.uniform() < OUT_OF_FOCUS:
            image = ndimage.gaussian_filter(image, rng.uniform(0.3, 1.0))
        hidden = rng.uniform() < HIDDEN_SUN
        expert = int(rng.integers(len(TERRAINS))) if rng.uniform() < OTHER_CLASS else terrain
        sun = sun_input(None, None) if hidden else sun_input(azimuth, incidence)
        found.append(_sample(experts, image, coarse, ground.height, gsd, sun, posting, expert, incidence))
    return found


def _sample(
    experts: Experts, image: FloatArray, coarse: FloatArray, truth: FloatArray, gsd: float, sun: FloatArray,
    posting: float, expert: int, incidence: float,
) -> ErrorSample:  # fmt: skip
    least = least_brightness(float(image.mean(dtype=np.float64)), offset_removed=False)
    brightness = pixel_floor_image(image, np.ones(image.shape, dtype=bool), least)
    base, affine = pixel_heights(coarse, gsd)
    given = {
        "image": np.ascontiguousarray(brightness[None, None], dtype=np.float32),
        "coarse": np.ascontiguousarray(base[None, None], dtype=np.float32),
        "sun": sun[None],
        "posting": np.full((1, 1), posting, dtype=np.float32),
    }
    heights = experts.run(TERRAINS[expert], given)
    with torch.no_grad():
        layers = given["image"], given["coarse"], heights - given["coarse"], sun[None]
        image_in, coarse_in, correction, sun_in = (torch.from_numpy(layer) for layer in layers)
        told = features(image_in, coarse_in, correction, sun_in)[0].numpy()
    errors = errors_of(heights[0, 0], (truth - np.float32(affine.offset)) / np.float32(gsd), posting)
    squares = (errors.astype(np.float64) ** 2).reshape(2, SIDE // POOL, POOL, SIDE // POOL, POOL).mean(axis=(2, 4))
    return ErrorSample(told, sun, posting, expert, incidence, squares.astype(np.float32), errors)


def errors_of(result: FloatArray, truth: FloatArray, posting_px: float) -> FloatArray:
    """Errors of heights without their long waves, in the heights' unit, and of slopes in degrees, (2, H, W).

    Parameters
    ----------
    result, truth : (H, W) arrays
        Heights in pixels.
    posting_px : float
    """
    error = result - truth
    error = error - error.mean(dtype=np.float64).astype(np.float32)
    return np.stack((error - long_waves(error, posting_px), slopes(result) - slopes(truth)))


def slopes(heights: FloatArray) -> FloatArray:
    """Slopes in degrees of heights in pixels, (H, W); those of the border are their neighbours'."""
    ones = np.ones(heights.shape[0] - 2)
    return np.pad(slope_degrees(*horn_gradient(heights, ones, ones)), 1, mode="edge")


def store(pack: str, folder: Path, first: int, count: int, whole: bool) -> None:
    """Make the samples of ``count`` grounds, a file for each, with every pixel's errors if ``whole``; those that are
    there are left."""
    folder.mkdir(parents=True, exist_ok=True)
    experts = Experts(load(pack), "cpu")
    for seed in range(first, first + count):
        path = folder / f"{seed}.npz"
        if path.exists():
            continue
        made = samples(experts, seed)
        with whole_file(str(path)) as beside, open(beside, "wb") as file:
            np.savez(
                file,
                told=np.stack([one.told for one in made]).astype(np.float16),
                sun=np.stack([one.sun for one in made]),
                posting=np.array([one.posting_px for one in made], dtype=np.float32),
                terrain=np.array([one.terrain for one in made]),
                incidence=np.array([one.incidence_deg for one in made], dtype=np.float32),
                squares=np.stack([one.squares for one in made]),
                **({"errors": np.stack([one.errors for one in made]).astype(np.float16)} if whole else {}),  # type: ignore[arg-type]  # no flag
            )

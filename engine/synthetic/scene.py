"""A whole made scene: terrain with its truth, light, image and coarse DEM."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from ..terrain.photometry import central_gradient, hapke, limb_weight, lunar_lambert
from ..terrain.shadows import lit_fraction
from . import camera, craters, rocks
from .coarse import CoarseDem, degrade
from .laws import TRAINING, Laws
from .relief import FloatArray, relax, self_affine

TERRAINS = ("flat", "mountain", "crater")


@dataclass(frozen=True)
class Ground:
    """Terrain without light.

    Attributes
    ----------
    terrain : str
    gsd : float
        Metres per pixel.
    height, albedo : (size, size) arrays
        Metres; albedo relative to one.
    boulders : tuple
        (row, column, diameter, height) of each boulder, the last two in metres.
    """

    terrain: str
    gsd: float
    height: FloatArray
    albedo: FloatArray
    boulders: tuple[tuple[float, float, float, float], ...] = ()


@dataclass(frozen=True)
class Scene:
    """Ground, what a camera sees of it, and what a coarse DEM knows of it."""

    ground: Ground
    coarse: CoarseDem
    image: FloatArray
    azimuth_deg: float
    incidence_deg: float


def make_ground(rng: np.random.Generator, terrain: str, size: int, gsd: float, laws: Laws = TRAINING) -> Ground:
    """Relief, crater population and rocks of one terrain class on (size, size) pixels."""
    hurst = float(rng.uniform(*laws.hurst))
    density = float(rng.uniform(*laws.crater_density))
    extent = size * gsd
    if terrain == "flat":
        height = self_affine(rng, size, hurst, _slope(rng, laws.flat_slope_deg), gsd, 17.0)
        age, largest = float(rng.uniform(2.0, 3.8)), 0.3 * extent
        scattered = 10.0 ** rng.uniform(-5.5, -3.5)
    elif terrain == "mountain":
        height = self_affine(rng, size, hurst, _slope(rng, laws.mountain_slope_deg), gsd, 17.0)
        height += _ramp(rng, size, gsd, float(rng.uniform(3.0, 14.0)))
        age, largest = float(rng.uniform(1.0, 3.6)), 0.25 * extent
        scattered = 10.0 ** rng.uniform(-4.5, -3.0)
    elif terrain == "crater":
        height = self_affine(rng, size, hurst, _slope(rng, laws.crater_slope_deg), gsd, 17.0)
        _add_wall(rng, height, gsd)
        age, largest = float(rng.uniform(0.3, 3.5)), 0.2 * extent
        scattered = 10.0 ** rng.uniform(-4.5, -2.7)
    else:
        raise ValueError(f"terrain {terrain!r} is not one of {', '.join(TERRAINS)}")
    fresh = craters.add_population(rng, height, gsd, age, largest, density)
    height = relax(height, gsd)
    bare = height.copy()
    boulders = rocks.add_rocks(rng, height, gsd, fresh, scattered)
    albedo = _albedo(rng, size, fresh, gsd, height > bare + 0.1 * gsd, laws)
    return Ground(terrain, gsd, height, albedo, tuple(boulders))


def _slope(rng: np.random.Generator, limits: tuple[float, float]) -> float:
    """Slope drawn uniformly in its logarithm, so that smooth ground is as common as rough."""
    return math.exp(rng.uniform(math.log(limits[0]), math.log(limits[1])))


def _ramp(rng: np.random.Generator, size: int, gsd: float, slope_deg: float) -> FloatArray:
    """A regional slope in a random direction."""
    direction = rng.uniform(0, 2 * math.pi)
    index = (np.arange(size, dtype=np.float32) - size / 2) * gsd
    plane = index[:, None] * math.sin(direction) + index[None, :] * math.cos(direction)
    return np.asarray(plane * math.tan(math.radians(slope_deg)), dtype=np.float32)


def _add_wall(rng: np.random.Generator, height: FloatArray, gsd: float) -> None:
    """A crater larger than or as large as the scene, placed so that its wall crosses the scene."""
    size = height.shape[0]
    diameter = size * gsd * rng.uniform(0.8, 5.0)
    radius = diameter / 2.0 / gsd
    direction = rng.uniform(0, 2 * math.pi)
    distance = radius * rng.uniform(0.6, 0.95)
    craters.stamp(
        height,
        size / 2 + distance * math.sin(direction),
        size / 2 + distance * math.cos(direction),
        diameter,
        float(rng.uniform(0.0, 0.3)),
        gsd,
    )


def _albedo(
    rng: np.random.Generator,
    size: int,
    fresh: list[tuple[float, float, float]],
    gsd: float,
    rock: np.ndarray,
    laws: Laws,
) -> FloatArray:
    """Albedo about one: a slow field of 2 to 9 %, bright fresh craters, bright rocks."""
    field = self_affine(rng, size, 0.6, 1.0, 1.0, 1.0)
    albedo = 1.0 + field / float(field.std()) * rng.uniform(*laws.albedo)
    for row, column, diameter in fresh:
        if rng.uniform() < 0.4:
            spread = 0.9 * diameter / gsd
            y = np.exp(-0.5 * ((np.arange(size) - row) / spread) ** 2)
            x = np.exp(-0.5 * ((np.arange(size) - column) / spread) ** 2)
            albedo += rng.uniform(0.03, 0.2) * y[:, None] * x[None, :]
    albedo += ndimage.gaussian_filter(rock.astype(np.float32), 0.5) * rng.uniform(0.0, 0.3)
    return np.asarray(np.clip(albedo, 0.4, 2.5), dtype=np.float32)


def light(
    rng: np.random.Generator, ground: Ground, azimuth_deg: float, incidence_deg: float, laws: Laws = TRAINING
) -> FloatArray:
    """Image of the ground under a sun: reflectance, cast shadows, scattered light, camera."""
    gsd = ground.gsd
    east, north = central_gradient(ground.height, gsd, gsd)
    if laws.permanent_shadow:
        secondary = secondary_light(east, north, azimuth_deg)
        return camera.expose(rng, ground.albedo * secondary, eight_bit=False)
    if laws.hapke:
        direct = hapke(east, north, azimuth_deg, incidence_deg)
    else:
        weight = min(1.0, max(0.0, limb_weight(incidence_deg) + rng.uniform(*laws.limb_offset)))
        direct = lunar_lambert(east, north, azimuth_deg, incidence_deg, weight)
    direct = direct * lit_fraction(ground.height, azimuth_deg, incidence_deg, gsd, gsd)
    # Light scattered from the surroundings fills shadows to 0.3 to 3 % of flat ground.
    scattered = float(np.mean(direct)) * rng.uniform(0.003, 0.03)
    return camera.expose(rng, ground.albedo * (direct + np.float32(scattered)), bool(rng.integers(2)))


RIM_ELEVATION_DEG, RIM_WIDTH_DEG = 12.0, 60.0
"""Where the sunlit wall that lights a permanent shadow stands over the horizon, and how far it reaches to both
sides; typical of polar craters of 10 to 20 km."""


def secondary_light(east: FloatArray, north: FloatArray, azimuth_deg: float) -> FloatArray:
    """Reflectance under light scattered from a sunlit crater wall in a direction, without cast shadows.

    The wall is a strip of the horizon that is brightest in its middle; its light is the mean over seven
    directions. Over such a source shadows are soft, and are left out.
    """
    angles = np.linspace(-RIM_WIDTH_DEG, RIM_WIDTH_DEG, 7)
    weights = np.cos(np.radians(angles * 90.0 / (RIM_WIDTH_DEG + 15.0)))
    parts = [w * lunar_lambert(east, north, azimuth_deg + a, 90.0 - RIM_ELEVATION_DEG) for a, w in zip(angles, weights)]
    return np.asarray(sum(parts) / weights.sum(), dtype=np.float32)


def make_scene(
    seed: int,
    terrain: str,
    size: int = 768,
    gsd: float = 2.0,
    posting: float = 60.0,
    azimuth_deg: float = 315.0,
    incidence_deg: float = 60.0,
    laws: Laws = TRAINING,
) -> Scene:
    """Make one scene; the same arguments give the same bytes.

    Parameters
    ----------
    seed : int
    terrain : {'flat', 'mountain', 'crater'}
    size : int
        Pixels along each side.
    gsd, posting : float
        Metres per pixel of the image and between posts of the coarse DEM.
    azimuth_deg, incidence_deg : float
        Sun, degrees.
    laws : Laws
        Ranges that everything else is drawn from.
    """
    rng = np.random.default_rng((seed, TERRAINS.index(terrain)))
    ground = make_ground(rng, terrain, size, gsd, laws)
    coarse = degrade(rng, ground.height, gsd, posting, laws)
    image = light(rng, ground, azimuth_deg, incidence_deg, laws)
    return Scene(ground, coarse, image, azimuth_deg, incidence_deg)

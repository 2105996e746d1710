"""A whole made scene: terrain with its truth, light, image and coarse DEM."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from ..terrain.photometry import central_gradient, hapke, limb_weight, lunar_lambert, seen_from
from ..terrain.shadows import lit_fraction
from . import camera, craters, oblique, pushbroom, rocks, slopes
from .coarse import CoarseDem, degrade
from .laws import NONE, TRAINING, Laws, Recording, Weathering
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
    craters : tuple of Crater
        All that were stamped, the largest first, then those of a cluster of secondaries; without the one whose
        wall crosses a scene of the terrain 'crater'.
    """

    terrain: str
    gsd: float
    height: FloatArray
    albedo: FloatArray
    boulders: tuple[tuple[float, float, float, float], ...] = ()
    craters: tuple[craters.Crater, ...] = ()


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
    extent, aging = size * gsd, laws.weathering
    if terrain == "flat":
        height = self_affine(rng, size, hurst, _logarithmic(rng, laws.flat_slope_deg), gsd, 17.0)
        age, largest = float(rng.uniform(2.0, 3.8)), 0.3 * extent
    elif terrain == "mountain":
        height = self_affine(rng, size, hurst, _logarithmic(rng, laws.mountain_slope_deg), gsd, 17.0)
        height += _ramp(rng, size, gsd, float(rng.uniform(3.0, 14.0)))
        age, largest = float(rng.uniform(1.0, 3.6)), 0.25 * extent
    elif terrain == "crater":
        height = self_affine(rng, size, hurst, _logarithmic(rng, laws.crater_slope_deg), gsd, 17.0)
        if aging.wall_m2 == NONE:
            _add_wall(rng, height, gsd)
        age, largest = float(rng.uniform(0.3, 3.5)), 0.2 * extent
    else:
        raise ValueError(f"terrain {terrain!r} is not one of {', '.join(TERRAINS)}")
    if aging.relief_m != NONE:
        height = ndimage.gaussian_filter(height, _logarithmic(rng, aging.relief_m) / gsd)
    if terrain == "crater" and aging.wall_m2 != NONE:
        _add_wall(rng, height, gsd, float(rng.uniform(*aging.wall_m2)))
    stamped = craters.add_population(rng, height, gsd, age, largest, density, aging.maturity)
    lost = craters.FRESH if aging.maturity == NONE else craters.FRESH_OF_AGED
    fresh = [(c.row, c.column, c.diameter_m) for c in stamped if c.degradation < lost]
    if rng.uniform() < laws.secondaries:
        stamped += craters.add_secondaries(rng, height, gsd, aging.maturity)
    height = relax(height, gsd)
    height, marks = _slopes(rng, height, gsd, aging)
    bare = height.copy()
    density = _logarithmic(rng, laws.boulders) * (1.0 if terrain == "flat" else 10.0)
    abundance, power = _logarithmic(rng, laws.boulder_abundance), float(rng.uniform(*laws.boulder_power))
    regolith = float(rng.uniform(*aging.regolith_m)) if aging.regolith_m != NONE else None
    boulders = rocks.add_rocks(rng, height, gsd, fresh, density, abundance, power, regolith)
    albedo = _albedo(rng, size, fresh, gsd, height > bare + 0.1 * gsd, laws)
    if marks is not None:
        albedo = np.clip(albedo + marks, 0.4, 2.5)
    return Ground(terrain, gsd, height, albedo, tuple(boulders), tuple(stamped))


def _logarithmic(rng: np.random.Generator, limits: tuple[float, float]) -> float:
    """Drawn uniformly in its logarithm, so that smooth ground is as common as rough."""
    return math.exp(rng.uniform(math.log(limits[0]), math.log(limits[1])))


def _ramp(rng: np.random.Generator, size: int, gsd: float, slope_deg: float) -> FloatArray:
    """A regional slope in a random direction."""
    direction = rng.uniform(0, 2 * math.pi)
    index = (np.arange(size, dtype=np.float32) - size / 2) * gsd
    plane = index[:, None] * math.sin(direction) + index[None, :] * math.cos(direction)
    return np.asarray(plane * math.tan(math.radians(slope_deg)), dtype=np.float32)


def _slopes(
    rng: np.random.Generator, height: FloatArray, gsd: float, aging: Weathering
) -> tuple[FloatArray, FloatArray | None]:
    """Heights with what creep and layers make of slopes, and what slopes add to the albedo, if anything."""
    marks = None
    if aging.layers != NONE:
        strength = float(rng.uniform(*aging.layers))
        added, edges = slopes.terraces(rng, height, gsd, strength)
        height, marks = height + added, edges * np.float32(0.2 * strength)
    if aging.creep_deg != NONE:
        height = height + slopes.elephant_hide(rng, height, gsd, aging.creep_deg, aging.creep_m)
    if aging.streaks != NONE:
        bright = slopes.streaks(rng, height, gsd, float(rng.uniform(*aging.streaks)))
        marks = bright if marks is None else marks + bright
    return height, marks


def _add_wall(rng: np.random.Generator, height: FloatArray, gsd: float, diffused_m2: float | None = None) -> None:
    """A crater larger than or as large as the scene, placed so that its wall crosses the scene.

    It has diffused, where its kappa t is given.
    """
    size = height.shape[0]
    diameter = size * gsd * rng.uniform(0.8, 5.0)
    radius = diameter / 2.0 / gsd
    direction = rng.uniform(0, 2 * math.pi)
    distance = radius * rng.uniform(0.6, 0.95)
    row, column = size / 2 + distance * math.sin(direction), size / 2 + distance * math.cos(direction)
    if diffused_m2 is None:
        craters.stamp(height, row, column, diameter, float(rng.uniform(0.0, 0.3)), gsd)
    else:
        craters.stamp_diffused(rng, height, row, column, diameter, diffused_m2 / (diameter / 2.0) ** 2, gsd)


def _albedo(
    rng: np.random.Generator,
    size: int,
    fresh: list[tuple[float, float, float]],
    gsd: float,
    rock: np.ndarray,
    laws: Laws,
) -> FloatArray:
    """Albedo about one: a slow field, bright ejecta of fresh craters in rays, a ray from afar, bright rocks."""
    field = self_affine(rng, size, 0.6, 1.0, 1.0, 1.0)
    albedo = 1.0 + field / float(field.std()) * rng.uniform(*laws.albedo)
    index = np.arange(size, dtype=np.float32)
    for row, column, diameter in fresh:
        if rng.uniform() < 0.4:
            window, ejecta = _ejecta(rng, index, row, column, 0.9 * diameter / gsd)
            albedo[window] += ejecta * rng.uniform(0.03, 0.2)
    if rng.uniform() < laws.rays:
        turn, place = rng.uniform(0.0, math.pi), rng.uniform(0.0, size, 2)
        across = (index[:, None] - place[0]) * math.cos(turn) - (index[None, :] - place[1]) * math.sin(turn)
        streaks = self_affine(rng, size, 0.4, 1.0, 1.0, 1.0)
        ray = np.exp(-0.5 * (across / (size * rng.uniform(0.05, 0.2))) ** 2)
        albedo += rng.uniform(0.03, 0.15) * ray * np.clip(1.0 + 0.5 * streaks / float(streaks.std()), 0.0, 2.0)
    albedo += ndimage.gaussian_filter(rock.astype(np.float32), 0.5) * rng.uniform(0.0, 0.3)
    return np.asarray(np.clip(albedo, 0.4, 2.5), dtype=np.float32)


def _ejecta(
    rng: np.random.Generator, index: FloatArray, row: float, column: float, spread: float
) -> tuple[tuple[slice, slice], FloatArray]:
    """Brightness of the ejecta about a fresh crater, of order one: a Gaussian, broken into rays when it is large.

    Returns the window within four spreads, beyond which it is nothing, and the brightness in it.
    """
    rows, columns = (
        slice(max(0, math.floor(c - 4.0 * spread)), max(0, math.ceil(c + 4.0 * spread))) for c in (row, column)
    )
    y, x = index[rows, None] - row, index[None, columns] - column
    part = np.exp(-0.5 * (x * x + y * y) / spread**2)
    if spread > 15.0:
        angle = np.arctan2(y, x)
        orders, phases = rng.integers(3, 14, 4), rng.uniform(0.0, 2.0 * math.pi, 4)
        rays = sum(np.cos(k * angle + p) for k, p in zip(orders, phases))
        part = part * np.clip(1.0 + 0.4 * rays, 0.0, 2.5)
    return (rows, columns), np.asarray(part, dtype=np.float32)


def light(
    rng: np.random.Generator, ground: Ground, azimuth_deg: float, incidence_deg: float, laws: Laws = TRAINING
) -> FloatArray:
    """Image of the ground under a sun: reflectance, cast shadows, scattered light, camera."""
    gsd, view = ground.gsd, (0.0, 0.0)
    east, north = central_gradient(ground.height, gsd, gsd)
    if laws.view.emission_deg != NONE:
        view = (float(rng.uniform(0.0, 360.0)), float(rng.uniform(*laws.view.emission_deg)))
    if laws.permanent_shadow:
        dim = ground.albedo * scattered_light(rng, east, north, azimuth_deg, laws)
        if view[1] == 0.0 and laws.recording == Recording():
            return camera.expose(rng, dim, eight_bit=False)
        return _recorded(rng, dim, ground, view, laws)
    if view[1] > 0.0 or laws.view.hapke > 0.0:
        by_hapke = laws.hapke or rng.uniform() < laws.view.hapke
        offset = None if by_hapke else float(rng.uniform(*laws.limb_offset))
        direct = seen_from(east, north, (azimuth_deg, incidence_deg), view, offset)
    elif laws.hapke:
        direct = hapke(east, north, azimuth_deg, incidence_deg)
    else:
        weight = min(1.0, max(0.0, limb_weight(incidence_deg) + rng.uniform(*laws.limb_offset)))
        direct = lunar_lambert(east, north, azimuth_deg, incidence_deg, weight)
    direct = direct * lit_fraction(ground.height, azimuth_deg, incidence_deg, gsd, gsd)
    # Light scattered from the surroundings fills shadows to 0.3 to 3 % of flat ground.
    scattered = float(np.mean(direct)) * rng.uniform(0.003, 0.03)
    lit = ground.albedo * (direct + np.float32(scattered))
    if view[1] == 0.0 and laws.recording == Recording():
        return camera.expose(rng, lit, bool(rng.integers(2)))
    return _recorded(rng, lit, ground, view, laws)


def _recorded(
    rng: np.random.Generator, lit: FloatArray, ground: Ground, view: tuple[float, float], laws: Laws
) -> FloatArray:
    """A map of lit ground made from an image that was taken obliquely, by a line scanner."""
    azimuth, emission = view
    if emission > 0.0:
        known = ndimage.gaussian_filter(ground.height, float(rng.uniform(*laws.view.ortho_m)) / ground.gsd)
        lit = oblique.parallax(lit, ground.height - known, ground.gsd, emission, azimuth)
    return pushbroom.record(rng, lit, laws.recording)


RIM_PARTS = 7
"""Directions whose mean stands for a lit stretch of the rim."""


def scattered_light(
    rng: np.random.Generator, east: FloatArray, north: FloatArray, azimuth_deg: float, laws: Laws = TRAINING
) -> FloatArray:
    """Reflectance in permanent shadow: light from lit stretches of the rim, and a little from all around.

    The stretch in the given direction is the brighter one of two, each brightest in its middle. Over such wide sources
    shadows are soft, and are left out.
    """
    first = _rim(rng, east, north, azimuth_deg, laws)
    second = _rim(rng, east, north, azimuth_deg + float(rng.uniform(0.0, 360.0)), laws)
    both = first + np.float32(rng.uniform(*laws.other_rim)) * second
    return np.asarray(both / np.float32(both.mean()) + np.float32(rng.uniform(*laws.sky)), dtype=np.float32)


def _rim(
    rng: np.random.Generator, east: FloatArray, north: FloatArray, azimuth_deg: float, laws: Laws
) -> FloatArray:
    """Reflectance under a lit stretch of the rim."""
    elevation, width = float(rng.uniform(*laws.rim_elevation_deg)), float(rng.uniform(*laws.rim_width_deg))
    angles = np.linspace(-width, width, RIM_PARTS)
    weights = np.cos(np.radians(90.0 * angles / (1.25 * width)))
    parts = [w * lunar_lambert(east, north, azimuth_deg + a, 90.0 - elevation) for a, w in zip(angles, weights)]
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

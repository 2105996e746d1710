"""Boulders: scattered, about fresh craters, at the feet of slopes."""

from __future__ import annotations

import math

import numpy as np
from scipy import ndimage

from .relief import FloatArray

STEEPEST_DEG = 35.0
"""Boulders roll off steeper ground."""

FOOT_PX = 31
"""Side of the square about gentle, low ground in which a steep slope makes it the foot of a slope."""

SMALLEST_PX, LARGEST_PX, LARGEST_M = 2.0, 24.0, 60.0
"""Diameters that are stamped: a smaller boulder is no more than noise in height and image."""


def golombek_density(diameter: float | np.ndarray, abundance: float) -> np.ndarray:
    """Boulders of at least ``diameter`` metres per square metre (Golombek & Rapp 1997).

    The area covered by boulders of at least D is k exp(-q D), q = 1.79 + 0.152 / k. So there are
    n(D) dD = 4 k q exp(-q D) / (pi D^2) dD of them, and the number is the integral of n. Maria have
    k = 0.01 to 0.02, patches 0.035, fresh ejecta 0.1 and more.
    """
    q = 1.79 + 0.152 / abundance
    least = np.asarray(diameter, dtype=np.float64)
    # Beyond 40 / q the density has fallen by exp(-40).
    sizes = least[..., None] + np.concatenate(([0.0], np.geomspace(1e-4, 40.0, 4000))) / q
    density = 4.0 * abundance * q * np.exp(-q * sizes) / (math.pi * sizes**2)
    # The trapezoidal rule.
    return np.asarray(np.sum(np.diff(sizes) * (density[..., 1:] + density[..., :-1]) / 2.0, axis=-1))


def draw_golombek(
    rng: np.random.Generator, area: float, smallest: float, largest: float, abundance: float
) -> np.ndarray:
    """Poisson draw of the diameters (metres) on ``area`` square metres after Golombek & Rapp."""
    edges = np.geomspace(smallest, largest, 200)
    above = golombek_density(edges, abundance)
    count = int(rng.poisson(area * (above[0] - above[-1])))
    return np.asarray(np.exp(np.interp(rng.uniform(above[-1], above[0], count), above[::-1], np.log(edges[::-1]))))


def draw_power_law(
    rng: np.random.Generator, count: int, smallest: float, largest: float, power: float = 4.0
) -> np.ndarray:
    """Diameters in metres from N(>= D) ~ D^-power (Linne: 4.03, Pajola 2018), within the limits."""
    uniform = rng.uniform((smallest / largest) ** power, 1.0, count)
    return np.asarray(smallest * uniform ** (-1.0 / power))


def stamp(rng: np.random.Generator, height: FloatArray, row: float, column: float, pixels: float, tall: float) -> None:
    """Put one boulder of ``pixels`` diameter and ``tall`` metres onto ``height`` in place.

    An ellipsoid of axis ratio 0.75 to 1 with steep flanks (exponent 4); it rests on the ground
    under it.
    """
    reach = math.ceil(pixels / 2.0) + 1
    r, c = round(row), round(column)
    r0, r1 = max(0, r - reach), min(height.shape[0], r + reach + 1)
    c0, c1 = max(0, c - reach), min(height.shape[1], c + reach + 1)
    if r0 >= r1 or c0 >= c1:
        return
    turn, ratio = rng.uniform(0.0, math.pi), rng.uniform(0.75, 1.0)
    y = (np.arange(r0, r1, dtype=np.float32) - row)[:, None]
    x = (np.arange(c0, c1, dtype=np.float32) - column)[None, :]
    u = (x * math.cos(turn) + y * math.sin(turn)) * (2.0 / pixels)
    v = (y * math.cos(turn) - x * math.sin(turn)) * (2.0 / pixels / ratio)
    inside = np.maximum(0.0, 1.0 - (u * u + v * v) ** 2)
    height[r0:r1, c0:c1] += np.float32(tall) * np.sqrt(inside).astype(np.float32)


BLOCKS_OF_REGOLITH = 8.0
"""Diameter of a crater over the depth of the regolith from which on it reaches rock (Quaide & Oberbeck 1968)."""


def ejected(
    rng: np.random.Generator, radius: float, count: int, block: float, smallest: float, power: float
) -> tuple[np.ndarray, np.ndarray]:
    """Places (n, 2) about a crater's centre, in the unit of its radius, and diameters of blocks that it threw out.

    In clusters along few rays. The density of clusters falls as a power of the distance from the rim on, and the
    largest block with it (Bart & Melosh 2010).
    """
    clusters = 1 + count // 3
    rays = rng.uniform(0.0, 2.0 * math.pi, int(rng.integers(2, 7)))
    fall = float(rng.uniform(3.0, 5.0))
    distance = (1.0 - rng.uniform(0.0, 1.0 - 4.0 ** (2.0 - fall), clusters)) ** (1.0 / (2.0 - fall))
    angle = rays[rng.integers(len(rays), size=clusters)] + rng.normal(0.0, 0.35, clusters)
    middles = np.stack((np.sin(angle), np.cos(angle)), axis=1) * (distance * rng.uniform(0.9, 1.05, clusters))[:, None]
    chosen = rng.integers(clusters, size=count)
    places = radius * (middles[chosen] + rng.normal(0.0, 0.2, (count, 2)))
    largest = np.maximum(block / np.maximum(distance[chosen], 1.0), 1.01 * smallest)
    uniform = rng.uniform(size=count)
    least = (smallest / largest) ** power
    return places, smallest * (least + uniform * (1.0 - least)) ** (-1.0 / power)


def add_rocks(
    rng: np.random.Generator,
    height: FloatArray,
    gsd: float,
    fresh_craters: list[tuple[float, float, float]],
    density: float,
    abundance: float,
    power: float,
    regolith_m: float | None = None,
) -> list[tuple[float, float, float, float]]:
    """Stamp boulders of at least two pixels; (row, column, diameter, height) of each, metres.

    Parameters
    ----------
    rng : numpy.random.Generator
    height : (H, H) float32 array
        Metres; changed in place.
    gsd : float
    fresh_craters : list of (row, column, diameter)
        Get blocks at 0.9 to 1.4 radii, the largest of 0.25 D^0.7 metres (Lee et al. 1996).
    density : float
        Blocks per pixel thrown in from elsewhere; as many again on the gentle ground at the feet of
        slopes of more than 25 degrees.
    abundance : float
        k of Golombek & Rapp for the ground as a whole.
    power : float
        Of the cumulative size-frequency distribution of blocks.
    regolith_m : float, optional
        Its depth: blocks lie as ``ejected`` has them, about those fresh craters alone that reach rock.
    """
    size = height.shape[0]
    smallest, largest = SMALLEST_PX * gsd, min(LARGEST_PX * gsd, LARGEST_M)
    down, right = np.gradient(height, gsd)
    slope = np.degrees(np.arctan(np.hypot(down, right)))
    ordinary = draw_golombek(rng, (size * gsd) ** 2, smallest, largest, abundance)
    count = int(rng.poisson(density * size**2))
    diameters = [ordinary, draw_power_law(rng, count, smallest, largest, power)]
    places = [rng.uniform(0, size, (len(ordinary) + count, 2))]

    steep = ndimage.uniform_filter((slope > 25.0).astype(np.float32), FOOT_PX) > 0.1
    feet = np.flatnonzero(steep & (slope < 20.0) & (height < ndimage.uniform_filter(height, FOOT_PX)))
    if feet.size:
        count = int(rng.poisson(density * feet.size))
        chosen = rng.choice(feet, count)
        places.append(np.stack(np.unravel_index(chosen, height.shape), axis=1) + rng.uniform(-0.5, 0.5, (count, 2)))
        diameters.append(draw_power_law(rng, count, smallest, largest, power))
    for row, column, diameter in fresh_craters:
        radius, block = diameter / 2.0 / gsd, min(0.25 * diameter**0.7, largest)
        if radius < 6.0 or block <= smallest:
            continue
        if regolith_m is not None:
            if diameter >= BLOCKS_OF_REGOLITH * regolith_m:
                count = int(rng.poisson(math.exp(rng.uniform(math.log(2.0), math.log(80.0)))))
                offsets, sizes = ejected(rng, radius, count, block, smallest, power)
                places.append(offsets + (row, column))
                diameters.append(sizes)
            continue
        count = int(rng.poisson(min(radius * rng.uniform(0.0, 2.0), 150.0)))
        angle, distance = rng.uniform(0, 2 * math.pi, count), radius * rng.uniform(0.9, 1.4, count)
        places.append(np.stack((row + distance * np.sin(angle), column + distance * np.cos(angle)), axis=1))
        diameters.append(draw_power_law(rng, count, smallest, block, power))

    stamped = []
    for (row, column), diameter in zip(np.concatenate(places).tolist(), np.concatenate(diameters).tolist()):
        r, c = (min(max(round(v), 0), size - 1) for v in (row, column))
        if slope[r, c] > STEEPEST_DEG:
            continue
        tall = float(diameter * rng.uniform(0.25, 0.5))
        stamp(rng, height, row, column, diameter / gsd, tall)
        stamped.append((row, column, diameter, tall))
    return stamped

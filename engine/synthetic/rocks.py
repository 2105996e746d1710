"""Boulders: scattered, and in fields about fresh craters."""

from __future__ import annotations

import math

import numpy as np

from .relief import FloatArray


def draw_diameters(rng: np.random.Generator, count: int, smallest: float, largest: float) -> np.ndarray:
    """Diameters in metres from N(>= D) ~ D^-4 (Linne: -4.03, Pajola 2018), within the limits."""
    uniform = rng.uniform((smallest / largest) ** 4.0, 1.0, count)
    return smallest * uniform**-0.25


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


def add_rocks(
    rng: np.random.Generator,
    height: FloatArray,
    gsd: float,
    fresh_craters: list[tuple[float, float, float]],
    density: float,
) -> list[tuple[float, float, float, float]]:
    """Stamp boulders of at least two pixels; (row, column, diameter, height) of each, metres.

    ``density`` is the number per pixel of scattered boulders; fresh craters get a ring at 0.9 to
    1.4 radii. Height is 0.25 to 0.5 of the diameter.
    """
    size = height.shape[0]
    smallest, largest = 2.0 * gsd, min(12.0 * gsd, 30.0)
    places: list[tuple[float, float]] = [
        (float(r), float(c)) for r, c in rng.uniform(0, size, (int(rng.poisson(density * size**2)), 2))
    ]
    for row, column, diameter in fresh_craters:
        radius = diameter / 2.0 / gsd
        if radius < 6.0:
            continue
        for _ in range(int(rng.poisson(min(radius * rng.uniform(0.0, 2.0), 150.0)))):
            angle, distance = rng.uniform(0, 2 * math.pi), radius * rng.uniform(0.9, 1.4)
            places.append((row + distance * math.sin(angle), column + distance * math.cos(angle)))
    if largest <= smallest:
        return []
    diameters = draw_diameters(rng, len(places), smallest, largest)
    stamped = []
    for (row, column), diameter in zip(places, diameters):
        tall = float(diameter * rng.uniform(0.25, 0.5))
        stamp(rng, height, row, column, diameter / gsd, tall)
        stamped.append((row, column, float(diameter), tall))
    return stamped

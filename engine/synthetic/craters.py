"""Crater populations and profiles."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from .crater_laws import equilibrium, production
from .laws import NONE, Range
from .relief import FloatArray
from .rocks import draw_power_law

FRESH = 0.35
"""Degradation below which a crater still has its bright ejecta and its blocks."""

SMALLEST_PX, SMALLEST_AGED_PX = 4.0, 2.0
"""Diameter of the smallest craters; where craters diffuse, the smallest are what roughens the ground between others."""

FRESH_OF_AGED = 0.15
"""The same where craters diffuse: blocks are gone within some 0.3 Ga (Basilevsky et al. 2013), rays soon after."""


@dataclass(frozen=True)
class Crater:
    """A crater that was stamped.

    Attributes
    ----------
    row, column : float
        Centre in pixels, 0 the centre of the first; it may lie beside the scene.
    diameter_m : float
        Along its longer axis.
    degradation : float
        0 for a fresh one, towards 1 for one that is all but gone.
    axis_ratio : float
        Shorter over longer axis.
    """

    row: float
    column: float
    diameter_m: float
    degradation: float
    axis_ratio: float = 1.0


def cumulative_density(diameter: float, age_ga: float) -> float:
    """Craters of at least ``diameter`` metres per square metre: the production function, capped by equilibrium."""
    return min(production(diameter, age_ga), equilibrium(diameter))


def draw_diameters(
    rng: np.random.Generator, area: float, smallest: float, largest: float, age_ga: float, factor: float = 1.0
) -> list[float]:
    """Poisson draw of the diameters (metres) on ``area`` square metres, largest first.

    ``factor`` multiplies the density.
    """
    edges = np.geomspace(smallest, largest, 49)
    drawn: list[float] = []
    for low, high in zip(edges[:-1], edges[1:]):
        expected = factor * area * (cumulative_density(low, age_ga) - cumulative_density(high, age_ga))
        count = int(rng.poisson(max(expected, 0.0)))
        drawn.extend(np.exp(rng.uniform(math.log(low), math.log(high), count)).tolist())
    return sorted(drawn, reverse=True)


def fresh_depth(diameter: float) -> float:
    """Depth below the rim of a fresh crater in metres.

    d/D = 0.2 above 400 m (Pike 1977), falling with log D to 0.11 at 1 m (Stopar 2017).
    """
    share = min(max(math.log(max(diameter, 1.0)) / math.log(400.0), 0.0), 1.0)
    return diameter * (0.11 + 0.09 * share)


def profile(radius_ratio: FloatArray, diameter: float, degradation: float) -> FloatArray:
    """Height change of a crater against the distance from its centre in radii.

    Inside, a bowl whose wall stays under the angle of repose; outside, the rim falling as
    r^-4.2 (cratermaker) to the ejecta's r^-3 (McGetchin 1973). Degradation g in [0, 1) lowers
    depth by (1 - g)^1.2 and rim by (1 - g)^2.2 and rounds the crest.
    """
    depth = fresh_depth(diameter) * (1.0 - degradation) ** 1.2
    rim = 36.0 * (diameter / 1000.0) ** 1.014 * (1.0 - degradation) ** 2.2
    bowl_depth = max(depth - rim, 0.2 * depth)
    radius = diameter / 2.0
    power = min(3.0, max(1.25, 0.66 * radius / (bowl_depth + rim)))
    r = np.maximum(radius_ratio, 1e-3)
    inside = rim - (bowl_depth + rim) * (1.0 - np.minimum(r, 1.0) ** power)
    outer = np.maximum(r, 1.0)
    outside = rim * (0.7 * outer**-4.2 + 0.3 * outer**-3)
    sharp = np.where(r < 1.0, inside, outside)
    smooth = -bowl_depth * np.exp(-((r / 0.72) ** 2)) + rim * np.exp(-(((r - 1.1) / 0.45) ** 2))
    fade = np.clip((3.2 - r) / 1.0, 0.0, 1.0)
    return np.asarray((sharp + degradation * (smooth - sharp)) * fade, dtype=np.float32)


def stamp(
    height: FloatArray,
    row: float,
    column: float,
    diameter: float,
    degradation: float,
    gsd: float,
    axis_ratio: float = 1.0,
    turn: float = 0.0,
) -> None:
    """Add one crater to ``height`` in place; parts outside the array are left away."""
    reach = 3.2 * diameter / 2.0 / gsd + 1.0
    r0, r1 = max(0, math.floor(row - reach)), min(height.shape[0], math.ceil(row + reach) + 1)
    c0, c1 = max(0, math.floor(column - reach)), min(height.shape[1], math.ceil(column + reach) + 1)
    if r0 >= r1 or c0 >= c1:
        return
    y = (np.arange(r0, r1, dtype=np.float32) - row)[:, None]
    x = (np.arange(c0, c1, dtype=np.float32) - column)[None, :]
    u, v = _rounded(x, y, axis_ratio, turn)
    ratio = np.sqrt(u * u + v * v) * np.float32(gsd / (diameter / 2.0))
    height[r0:r1, c0:c1] += profile(ratio, diameter, degradation)


def _rounded(x: NDArray[Any], y: NDArray[Any], axis_ratio: float, turn: float) -> tuple[NDArray[Any], NDArray[Any]]:
    """Coordinates in which an ellipse about the origin is round."""
    return x * math.cos(turn) + y * math.sin(turn), (y * math.cos(turn) - x * math.sin(turn)) / axis_ratio


RIM_ORDERS = np.arange(2, 9)
RIM_SPREAD = 0.02
"""Orders of the waves that bend an aged crater's rim out of its ellipse, and their standard deviation in radii."""


def stamp_diffused(
    rng: np.random.Generator,
    height: FloatArray,
    row: float,
    column: float,
    diameter: float,
    maturity: float,
    gsd: float,
    axis_ratio: float = 1.0,
    turn: float = 0.0,
) -> None:
    """Add one crater to ``height`` in place that was fresh, and has diffused since.

    The solution of dh/dt = kappa laplace(h) is the fresh shape under a Gaussian of variance 2 kappa t: rims spread, and
    floors fill. Diffusion is linear, so that craters of any age are added one by one.

    Parameters
    ----------
    rng : numpy.random.Generator
        Of the rim's waves.
    height : (H, W) float32 array
        Metres; changed in place.
    row, column, diameter, gsd, axis_ratio, turn : float
        As for ``stamp``.
    maturity : float
        kappa t over the radius squared.
    """
    radius = diameter / 2.0 / gsd
    sigma = math.sqrt(2.0 * maturity) * radius
    phases = rng.uniform(0.0, 2.0 * math.pi, len(RIM_ORDERS))
    # What has diffused far is smooth: computed on every nth pixel, and splines between them.
    step = max(1, math.floor(min(sigma / SAMPLES_PER_SIGMA, radius / SAMPLES_PER_RADIUS)))
    pad = math.ceil(4.0 * sigma) + 4 * step
    reach = 3.3 * radius + pad
    spans, inner = [], []
    for at, size in zip((row, column), height.shape):
        first, last = max(-pad, math.floor(at - reach)), min(size + pad, math.ceil(at + reach) + 1)
        spans.append(np.arange(first, last + step, step))
        inner.append(slice(max(0, first), max(0, min(size, last))))
    if any(part.start >= part.stop for part in inner):
        return
    y, x = (spans[0] - row).astype(np.float32)[:, None], (spans[1] - column).astype(np.float32)[None, :]
    u, v = _rounded(x, y, axis_ratio, turn)
    ratio = np.hypot(u, v) * np.float32(1.0 / radius)
    if radius > LEAST_BENT_PX:
        angle = np.arctan2(v, u)
        sizes = 1.0 / RIM_ORDERS
        sizes *= RIM_SPREAD * math.sqrt(2.0) / np.linalg.norm(sizes)
        for size, order, phase in zip(sizes.tolist(), RIM_ORDERS.tolist(), phases.tolist()):
            ratio += ratio * np.float32(size) * np.cos(np.float32(order) * angle + np.float32(phase))
    shape = ndimage.gaussian_filter(profile(ratio, diameter, 0.0), sigma / step, mode="nearest")
    if step == 1:
        rows, columns = (slice(part.start - span[0], part.stop - span[0]) for part, span in zip(inner, spans))
        height[tuple(inner)] += shape[rows, columns]
    else:
        places = np.meshgrid(
            *((np.arange(part.start, part.stop) - span[0]) / step for part, span in zip(inner, spans)), indexing="ij"
        )
        height[tuple(inner)] += ndimage.map_coordinates(shape, places, order=3, mode="nearest", output=np.float32)


SAMPLES_PER_SIGMA, SAMPLES_PER_RADIUS = 3.0, 10.0
"""Of the Gaussian that an aged crater has diffused under, and of its fresh shape."""

LEAST_BENT_PX = 8.0
"""Radius below which the waves of a rim would be no more than noise."""


def lost_depth(maturity: float) -> float:
    """Share of its depth that a crater has lost by diffusion, 0 to 1, by its kappa t over its radius squared.

    A curve through the 52 % and near the 7 % of the depth that Fassett & Thomson (2014) find left at 0.066 and 0.73.
    """
    return maturity / (maturity + 0.0715)


def add_population(
    rng: np.random.Generator,
    height: FloatArray,
    gsd: float,
    age_ga: float,
    largest: float,
    factor: float = 1.0,
    maturity: Range = NONE,
) -> list[Crater]:
    """Stamp a whole population and return it, the largest first.

    With a range of ``maturity`` every crater has diffused (``stamp_diffused``), by as much as is drawn for it.
    """
    size = height.shape[0]
    margin = 0.15 * size
    area = ((size + 2 * margin) * gsd) ** 2
    stamped: list[Crater] = []
    smallest = (SMALLEST_PX if maturity == NONE else SMALLEST_AGED_PX) * gsd
    for diameter in draw_diameters(rng, area, smallest, max(largest, 6.0 * gsd), age_ga, factor):
        row, column = rng.uniform(-margin, size + margin, 2)
        # Most craters of a population near equilibrium are old.
        age = rng.uniform(*maturity) if maturity != NONE else None
        degradation = lost_depth(age) if age is not None else float(rng.beta(2.2, 1.1)) * 0.97
        ratio, turn = float(rng.uniform(0.88, 1.0)), float(rng.uniform(0.0, math.pi))
        if age is None:
            stamp(height, row, column, diameter, degradation, gsd, ratio, turn)
        else:
            stamp_diffused(rng, height, row, column, diameter, age, gsd, ratio, turn)
        stamped.append(Crater(float(row), float(column), diameter, degradation, ratio))
    return stamped


def add_secondaries(
    rng: np.random.Generator, height: FloatArray, gsd: float, maturity: Range = NONE
) -> list[Crater]:
    """Stamp one cluster of secondaries and return them.

    Clusters are elongated along the ray of their primary, their craters shallower (about half of a
    primary's depth; Pike & Wilhelms 1978) and elongated alike, and their size-frequency distribution is
    steep, N(>= D) ~ D^-4 (McEwen & Bierhaus 2006). With a range of ``maturity`` all have diffused alike.
    """
    size = height.shape[0]
    ray, count = float(rng.uniform(0.0, math.pi)), int(rng.integers(8, 60))
    centre = rng.uniform(0.0, size, 2)
    along = rng.normal(0.0, size * rng.uniform(0.1, 0.25), count)
    across = rng.normal(0.0, size * rng.uniform(0.03, 0.08), count)
    rows = centre[0] + along * math.sin(ray) + across * math.cos(ray)
    columns = centre[1] + along * math.cos(ray) - across * math.sin(ray)
    smallest = 4.0 * gsd
    diameters = draw_power_law(rng, count, smallest, 0.1 * size * gsd, 4.0)
    degradation, ratio = float(rng.uniform(0.4, 0.75)), float(rng.uniform(0.7, 0.95))
    if maturity != NONE:
        # Secondaries start at half of a primary's depth, which a maturity of 0.07 is as well.
        age = max(0.07, float(rng.uniform(*maturity)))
        degradation = lost_depth(age)
        for row, column, diameter in zip(rows, columns, diameters):
            stamp_diffused(rng, height, row, column, diameter, age, gsd, ratio, ray)
    else:
        for row, column, diameter in zip(rows, columns, diameters):
            stamp(height, row, column, diameter, degradation, gsd, ratio, ray)
    return [
        Crater(float(row), float(column), float(diameter), degradation, ratio)
        for row, column, diameter in zip(rows, columns, diameters)
    ]

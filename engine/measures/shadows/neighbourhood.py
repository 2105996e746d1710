"""Where the shadow of a rock can fall."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ...arrays import BoolArray, DoubleArray
from ...raster.frame import Sun

TALLEST = 0.6
"""Largest height of a boulder over its diameter: lunar boulders stand 0.25 to 0.6 tall (Demidov &
Basilevsky 2014)."""


@dataclass(frozen=True)
class Neighbourhood:
    """A rock, the ground around it and where its shadow can fall, as a window of a raster.

    Attributes
    ----------
    top, left : int
        First row and column.
    inside : (h, w) bool array
        The pixels that count.
    """

    top: int
    left: int
    inside: BoolArray


def neighbourhood(vertices: DoubleArray, sun: Sun, gsd: tuple[float, float]) -> Neighbourhood:
    """The rock's outline swept away from the sun over its longest likely shadow, and a rim about it.

    Parameters
    ----------
    vertices : (n, 2) array
        Columns and rows of the outline, 0 the edge of the first pixel.
    sun : Sun
        In the raster's frame.
    gsd : (float, float)
        Metres per column and row.
    """
    centre = vertices.mean(axis=0)
    span = np.ptp(vertices, axis=0) * gsd
    diameter = float(max(span.max(), 2.0 * max(gsd)))
    length = TALLEST * diameter * math.tan(math.radians(min(sun.incidence_deg, 88.0)))
    azimuth = math.radians(sun.azimuth_deg)
    away = np.array([-math.sin(azimuth) / gsd[0], math.cos(azimuth) / gsd[1]]) * length
    rim = 0.25 * diameter / np.asarray(gsd) + 1.0
    grown = centre + (vertices - centre) * (1.0 + rim / np.maximum(np.ptp(vertices, axis=0) / 2.0, 1.0))
    hull = convex_hull(np.concatenate((grown, grown + away)))
    left, top = np.floor(hull.min(axis=0)).astype(int)
    right, bottom = np.ceil(hull.max(axis=0)).astype(int)
    columns, rows = np.meshgrid(np.arange(left, right) + 0.5, np.arange(top, bottom) + 0.5)
    return Neighbourhood(int(top), int(left), inside_convex(hull, columns, rows))


def convex_hull(points: DoubleArray) -> DoubleArray:
    """Corners of the convex hull (Andrew's monotone chain), (k, 2), turning from x towards y."""
    order = points[np.lexsort((points[:, 1], points[:, 0]))]

    def half(sequence: DoubleArray) -> list[DoubleArray]:
        chain: list[DoubleArray] = []
        for point in sequence:
            while len(chain) > 1:
                (ax, ay), (bx, by) = chain[-1] - chain[-2], point - chain[-2]
                if ax * by - ay * bx > 0.0:
                    break
                chain.pop()
            chain.append(point)
        return chain

    return np.array(half(order)[:-1] + half(order[::-1])[:-1])


def inside_convex(hull: DoubleArray, x: DoubleArray, y: DoubleArray) -> BoolArray:
    """Which places lie inside of a convex polygon whose corners turn from x towards y, or on its edge."""
    inside = np.ones(x.shape, dtype=bool)
    for (x0, y0), (x1, y1) in zip(hull, np.roll(hull, -1, axis=0)):
        inside &= (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) >= 0.0
    return inside

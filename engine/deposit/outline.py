"""The ground of a raster as polygons in degrees, cut at the antimeridian and closed about a pole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..raster.grid import Grid

SIDE = 16
"""Places along each side."""

Ring = list[list[float]]


@dataclass(frozen=True)
class Outline:
    """Ground in degrees, planetocentric, longitudes from -180 to 180.

    Attributes
    ----------
    rings : tuple of rings
        Closed, counter-clockwise; two where the ground lies over the antimeridian.
    box : (west, south, east, north)
        West is larger than east over the antimeridian.
    """

    rings: tuple[Ring, ...]
    box: tuple[float, float, float, float]

    @property
    def geometry(self) -> dict[str, object]:
        """As GeoJSON."""
        if len(self.rings) == 1:
            return {"type": "Polygon", "coordinates": [self.rings[0]]}
        return {"type": "MultiPolygon", "coordinates": [[ring] for ring in self.rings]}


def outline(grid: Grid) -> Outline:
    """The ground of a raster."""
    t = np.linspace(0.0, 1.0, SIDE, endpoint=False)
    one, nil = np.ones_like(t), np.zeros_like(t)
    columns = np.concatenate([nil, t, one, 1.0 - t]) * grid.width
    rows = np.concatenate([t, one, 1.0 - t, nil]) * grid.height
    longitude, latitude = grid.longitude_latitude(columns, rows)
    around = np.unwrap(np.append(longitude, longitude[0]), period=360.0)
    south, north = float(latitude.min()), float(latitude.max())
    if abs(around[-1] - around[0]) > 180.0:
        # The border goes round the Moon: all longitudes to the pole within.
        south, north = (-90.0, north) if abs(south) > abs(north) else (south, 90.0)
        west, east = -180.0, 180.0
        return Outline(([[west, south], [east, south], [east, north], [west, north], [west, south]],),
                       (west, south, east, north))  # fmt: skip
    around = around[:-1]
    around = around - 360.0 * np.round((around.mean()) / 360.0)
    west, east = float(around.min()), float(around.max())
    places = np.stack([around, latitude], axis=1)
    if -180.0 <= west and east <= 180.0:
        return Outline((_ring(places),), (west, south, east, north))
    edge = 180.0 if east > 180.0 else -180.0
    parts = _cut(places, edge, below=True), _cut(places, edge, below=False)
    beyond = 1 if edge > 0.0 else 0
    rings = tuple(
        _ring(part - np.array([np.sign(edge) * 360.0, 0.0]) if number == beyond else part)
        for number, part in enumerate(parts)
    )
    box = (west, south, east - 360.0, north) if edge > 0.0 else (west + 360.0, south, east, north)
    return Outline(rings, box)


def _cut(places: NDArray[np.float64], edge: float, below: bool) -> NDArray[np.float64]:
    """The part of a polygon on one side of a meridian (Sutherland and Hodgman 1974)."""
    sign = 1.0 if below else -1.0
    kept = []
    for one, other in zip(places, np.roll(places, -1, axis=0)):
        inside, next_inside = sign * (edge - one[0]) >= 0.0, sign * (edge - other[0]) >= 0.0
        if inside:
            kept.append(one)
        if inside != next_inside:
            share = (edge - one[0]) / (other[0] - one[0])
            kept.append(np.array([edge, one[1] + share * (other[1] - one[1])]))
    return np.array(kept)


def _ring(places: NDArray[np.float64]) -> Ring:
    x, y = places[:, 0], places[:, 1]
    area = float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())
    ordered = places if area > 0.0 else places[::-1]
    ring = [[round(float(lon), 7), round(float(lat), 7)] for lon, lat in ordered]
    return [*ring, ring[0]]

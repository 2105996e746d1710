"""Points, lines and polygons of a layer on the Moon, whatever holds them, with every vertex checked."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..contract import address
from ..errors import BodyError, LayerError
from ..raster.crs import as_wkt, require_moon
from ..raster.grid import Grid
from ..raster.reach import places
from .layer import read_layer

POINT, LINE, POLYGON = "point", "line", "polygon"

_SINGLE = {1: POINT, 2: LINE, 3: POLYGON}
_SEVERAL = (4, 5, 6, 7)
"""Codes of multi-geometries and collections in a well-known binary."""

LEAST_CORNERS = 3
MOST_LATITUDE_DEG = 90.0 + 1e-6
MOST_COORDINATE = 1e8
"""Ten turns round the Moon in metres."""

GEOJSON, EARTH = (".geojson", ".json"), ("EPSG:4326", "EPSG:4979", "OGC:CRS84", "OGC:CRS84h")
"""Suffixes of files that lie on the Earth unless they say otherwise, and the CRS that they then have."""


class _Misfit(Exception):
    """What is wrong with a geometry."""


@dataclass(frozen=True)
class Shape:
    """A point, a line, or a polygon's outer ring (not closed).

    Attributes
    ----------
    kind : str
        POINT, LINE or POLYGON.
    vertices : (n, 2) array
        Coordinates in the CRS of the layer.
    feature : int
        Place of its feature in the layer, from 1.
    """

    kind: str
    vertices: NDArray[np.float64]
    feature: int = 0


def plane(wkt: str) -> Grid:
    """The unit grid of a CRS: its pixel coordinates are the coordinates of the CRS."""
    return Grid(wkt, (1.0, 0.0, 0.0, 0.0, 1.0, 0.0), 1, 1)


def read_shapes(path: str, kinds: Sequence[str]) -> tuple[list[Shape], str]:
    """Shapes of a layer and its CRS as WKT; parts of multi-geometries and collections become shapes of their own.

    Features without a geometry, and empty ones, are left out.

    Parameters
    ----------
    path : str
        Any vector file, ``PATH|layername=NAME`` for one of several layers.
    kinds : sequence of str
        Those that the layer may hold.

    Raises
    ------
    LayerError
        The file cannot be read, has no CRS, has no shape of these kinds or one of another kind, or a vertex that
        lies nowhere on the Moon.
    BodyError
        Its CRS is not on the Moon.
    """
    meta, geometries, _ = read_layer(path, [], True)
    if not meta["crs"]:
        raise LayerError(f"{path} has no CRS; assign its lunar CRS and run again.")
    wkt = as_wkt(meta["crs"])
    if Path(address.split(path)[0]).suffix.lower() in GEOJSON and meta["crs"] in EARTH:
        raise BodyError(
            f"{path} names no lunar CRS, and GeoJSON without one lies on the Earth; name it in the member 'crs', like "
            "urn:ogc:def:crs:IAU_2015::30100, or give a GeoPackage."
        )
    require_moon(wkt, path)
    wanted = " or ".join(f"{kind}s" for kind in kinds)
    found: list[Shape] = []
    for number, geometry in enumerate([] if geometries is None else geometries, start=1):
        try:
            shapes = [] if geometry is None else _read(geometry, 0)[0]
        except _Misfit as misfit:
            raise LayerError(f"Feature {number} of {path} {misfit}; draw it again or leave it out.") from misfit
        found += [replace(shape, feature=number) for shape in shapes]
    others = [shape.feature for shape in found if shape.kind not in kinds]
    if len(others) == len(found):
        raise LayerError(
            f"{path} holds no {wanted} ({meta['geometry_type']}, {len(found)} shapes); give a layer with at least one."
        )
    if others:
        raise LayerError(f"Feature {others[0]} of {path} is none of the {wanted} needed; give a layer of these alone.")
    for shape, good in zip(found, _on_the_moon(found, wkt)):
        if not good:
            raise LayerError(
                f"Feature {shape.feature} of {path} has a vertex that lies nowhere on the Moon in the layer's CRS; "
                "draw it again, or correct the CRS."
            )
    return found, wkt


def _on_the_moon(shapes: Sequence[Shape], wkt: str) -> list[bool]:
    """Whether all vertices of each shape have a longitude and a latitude."""
    together = np.concatenate([shape.vertices for shape in shapes])
    # PROJ wraps what lies many turns away, so that it would pass for a place.
    near = (np.abs(together) <= MOST_COORDINATE).all(axis=1)
    x, y = np.where(near[:, None], together, 0.0).T
    _, latitude = places(plane(wkt), x, y)
    good = near & (np.abs(latitude) <= MOST_LATITUDE_DEG)
    ends = np.cumsum([len(shape.vertices) for shape in shapes])[:-1]
    return [bool(part.all()) for part in np.split(good, ends)]


def _read(geometry: bytes, start: int) -> tuple[list[Shape], int]:
    """Shapes in a well-known binary from ``start``, and where it ends."""
    try:
        order = "<" if geometry[start] == 1 else ">"
        (code,) = struct.unpack_from(f"{order}I", geometry, start + 1)
        kind, at = code % 1000, start + 5
        if kind in _SEVERAL:
            (count,) = struct.unpack_from(f"{order}I", geometry, at)
            at += 4
            shapes: list[Shape] = []
            for _ in range(count):
                parts, at = _read(geometry, at)
                shapes += parts
            return shapes, at
        if kind not in _SINGLE or code >= 1000:
            raise _Misfit("has curves, surfaces or heights of its own, which are not read")
        if kind == 1:
            return _point(np.frombuffer(geometry, f"{order}f8", 2, at).reshape(1, 2)), at + 16
        rings = 1
        if kind == 3:
            (rings,) = struct.unpack_from(f"{order}I", geometry, at)
            at += 4
        outlines = []
        for _ in range(rings):
            (count,) = struct.unpack_from(f"{order}I", geometry, at)
            outlines.append(np.frombuffer(geometry, f"{order}f8", 2 * count, at + 4).reshape(count, 2))
            at += 4 + 16 * count
    except (struct.error, IndexError, ValueError) as error:
        raise _Misfit("has a damaged geometry") from error
    return (_line if kind == 2 else _polygon)(outlines[:1]), at


def _point(vertex: NDArray[np.float64]) -> list[Shape]:
    # An empty point is written as two that are no numbers.
    return [] if np.isnan(vertex).all() else [Shape(POINT, vertex.astype(np.float64))]


def _line(vertices: Sequence[NDArray[np.float64]]) -> list[Shape]:
    points = vertices[0].astype(np.float64)
    if len(points) == 1:
        raise _Misfit("is a line of a single vertex")
    return [Shape(LINE, points)] if len(points) else []


def _polygon(rings: Sequence[NDArray[np.float64]]) -> list[Shape]:
    if not rings or not len(rings[0]):
        return []
    outer = rings[0].astype(np.float64)
    if np.array_equal(outer[0], outer[-1]):
        outer = outer[:-1]
    if len(outer) < LEAST_CORNERS:
        raise _Misfit(f"is a polygon of fewer than {LEAST_CORNERS} corners")
    return [Shape(POLYGON, outer)]

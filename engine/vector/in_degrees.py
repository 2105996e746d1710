"""Geometries in degrees on the Moon, for files that can name no other lunar CRS."""

from __future__ import annotations

import struct
from collections.abc import Iterable

import numpy as np

from ..errors import LayerError
from ..raster.grid import Grid
from ..raster.reach import places

DEGREES = "IAU_2015:30100"
"""Longitude and latitude on the sphere of the Moon."""

HALF_TURN_DEG = 180.0


def in_degrees(geometry: Iterable[bytes | None], wkt: str, path: str) -> list[bytes | None]:
    """Geometries with longitudes and latitudes in place of the coordinates of their CRS.

    Parameters
    ----------
    geometry : iterable of bytes or None
        Well-known binaries as this room writes them: little-endian, without heights.
    wkt : str
        Their CRS.
    path : str
        Of the layer, for messages.

    Raises
    ------
    LayerError
        A line or a ring goes round a pole, or a vertex lies nowhere on the Moon.
    """
    plane = Grid(wkt, (1.0, 0.0, 0.0, 0.0, 1.0, 0.0), 1, 1)
    found: list[bytes | None] = []
    for one in geometry:
        if one is None:
            found.append(None)
            continue
        out = bytearray(one)
        _convert(out, 0, plane, path)
        found.append(bytes(out))
    return found


def _convert(out: bytearray, at: int, plane: Grid, path: str) -> int:
    """Convert the geometry that begins at a place, and say where it ends."""
    (kind,) = struct.unpack_from("<I", out, at + 1)
    at += 5
    if kind == 1:
        return _vertices(out, at, 1, plane, path)
    (count,) = struct.unpack_from("<I", out, at)
    at += 4
    if kind == 2:
        return _vertices(out, at, count, plane, path)
    for _ in range(count):
        if kind == 3:
            (vertices,) = struct.unpack_from("<I", out, at)
            at = _vertices(out, at + 4, vertices, plane, path)
        else:
            at = _convert(out, at, plane, path)
    return at


def _vertices(out: bytearray, at: int, count: int, plane: Grid, path: str) -> int:
    x, y = np.frombuffer(bytes(out[at : at + 16 * count]), "<f8").reshape(-1, 2).T
    longitude, latitude = places(plane, x, y)
    # In one piece across the meridian at which longitudes begin anew.
    longitude = np.unwrap(longitude, period=2.0 * HALF_TURN_DEG)
    closed = count > 1 and x[0] == x[-1] and y[0] == y[-1]
    if not np.isfinite(longitude).all() or (closed and abs(longitude[0] - longitude[-1]) > HALF_TURN_DEG):
        raise LayerError(
            f"{path} would hold a feature about a pole, which has no outline in the degrees of GeoJSON; name a "
            "GeoPackage (.gpkg)."
        )
    turn = 2.0 * HALF_TURN_DEG * np.round((longitude.min() + longitude.max()) / (4.0 * HALF_TURN_DEG))
    out[at : at + 16 * count] = np.column_stack((longitude - turn, latitude)).astype("<f8").tobytes()
    return at + 16 * count

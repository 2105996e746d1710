"""What the PDS3 label of a raw image says: how its rows lie in the file, where on the Moon, what its values mean."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from ..errors import ArchiveError
from ..moon import RADIUS_M
from ..products.labels import from_pds3, parse_pvl
from ..products.units import HEIGHT_UNITS, height_unit
from ..raster.crs import as_wkt
from ..raster.grid import Grid
from ..raster.height_units import NEAR_RADIUS
from .values import Meaning

TYPES = {
    ("PC_REAL", 32): "<f4", ("PC_REAL", 64): "<f8", ("IEEE_REAL", 32): ">f4", ("IEEE_REAL", 64): ">f8",
    ("LSB_INTEGER", 16): "<i2", ("LSB_INTEGER", 32): "<i4", ("MSB_INTEGER", 16): ">i2", ("MSB_INTEGER", 32): ">i4",
    ("LSB_SIGNED_INTEGER", 16): "<i2", ("MSB_SIGNED_INTEGER", 16): ">i2",
}  # fmt: skip

CODES = {"SIMPLE CYLINDRICAL": 30110, 90.0: 30130, -90.0: 30135}
"""Maps of IAU_2015 for the Moon with the middle at longitude 0."""


@dataclass(frozen=True)
class RawImage:
    """A raw image as its label describes it.

    Attributes
    ----------
    grid : Grid
    dtype : str
        numpy's, with the order of bytes.
    meaning : Meaning
    product : str
    """

    grid: Grid
    dtype: str
    meaning: Meaning
    product: str


def read_label(content: bytes, label_url: str, data_url: str) -> RawImage:
    """The image that a label describes.

    Parameters
    ----------
    content : bytes
    label_url, data_url : str
        Addresses of the label and of its image.

    Raises
    ------
    ArchiveError
        It is no label, or one of an image that is not read here.
    """
    text = content.decode("latin-1")
    label = parse_pvl(text)
    told = from_pds3(label)
    image = _object(label, "IMAGE")
    place = _object(label, "IMAGE_MAP_PROJECTION")

    def refuse(fact: str) -> ArchiveError:
        return ArchiveError(
            f"The label {label_url} {fact}, so that its image cannot be read by ranges; choose another source."
        )

    if not image or not place:
        raise refuse("describes no map-projected image")
    name = PurePosixPath(urlsplit(data_url).path).name.lower()
    if name not in {file.lower() for file in told.files}:
        raise refuse(f"is not that of {name}")
    dtype = TYPES.get((str(image.get("SAMPLE_TYPE", "")).upper(), int(_number(image, "SAMPLE_BITS", refuse))))
    if dtype is None:
        raise refuse(f"has samples of the type {image.get('SAMPLE_TYPE')}")
    for key, plain in (("LINE_PREFIX_BYTES", 0), ("LINE_SUFFIX_BYTES", 0), ("BANDS", 1)):
        if image.get(key, plain) != plain:
            raise refuse(f"has {key} = {image[key]}")
    height, width = (int(_number(image, key, refuse)) for key in ("LINES", "LINE_SAMPLES"))
    unit = height_unit(told.unit)
    if not unit:
        raise refuse(f"states heights in {told.unit or 'no unit'}")
    factor, scale = HEIGHT_UNITS[unit], told.scale if told.scale is not None else 1.0
    shift = (told.offset or 0.0) * factor
    # An offset of about the radius makes radii of heights; heights are wanted.
    if NEAR_RADIUS[0] < shift < NEAR_RADIUS[1]:
        shift -= RADIUS_M
    return RawImage(
        _grid(place, text, width, height, refuse), dtype, Meaning(scale * factor, shift, told.specials), told.product
    )


def _grid(place: Mapping[str, Any], text: str, width: int, height: int, refuse: Any) -> Grid:
    """Where the pixels lie: in PDS3 the middle of line l lies 1 - l + LINE_PROJECTION_OFFSET pixels from the origin."""
    radius = 1000.0 * _number(place, "A_AXIS_RADIUS", refuse)
    if radius != RADIUS_M:
        raise refuse(f"has a radius of {radius / 1000.0:g} km and not 1737.4")
    if float(place.get("MAP_PROJECTION_ROTATION", 0.0) or 0.0) != 0.0:
        raise refuse("has a turned map")
    up, left = (_number(place, f"{axis}_PROJECTION_OFFSET", refuse) + 0.5 for axis in ("LINE", "SAMPLE"))
    kind = str(place.get("MAP_PROJECTION_TYPE", "")).upper().replace("_", " ")
    middle, latitude = (_number(place, f"CENTER_{axis}", refuse) for axis in ("LONGITUDE", "LATITUDE"))
    if kind == "SIMPLE CYLINDRICAL" and latitude == 0.0:
        resolution = _number(place, "MAP_RESOLUTION", refuse)
        if str(place.get("POSITIVE_LONGITUDE_DIRECTION", "EAST")).upper() != "EAST":
            raise refuse("counts longitudes to the west")
        # MAP_SCALE is rounded; pixels a degree are not.
        size = math.radians(1.0) * radius / resolution
        grid = Grid(_wkt(kind), (size, 0.0, (middle * resolution - left) * size, 0.0, -size, up * size), width, height)
        _require_corner(grid, place, size, refuse)
        return grid
    if kind == "POLAR STEREOGRAPHIC" and abs(latitude) == 90.0 and middle == 0.0:
        found = re.search(r"(?im)^\s*MAP_SCALE\s*=\s*([0-9.eE+-]+)\s*(?:<\s*(\w+)/)?", text)
        if not found:
            raise refuse("has no MAP_SCALE")
        size = float(found.group(1)) * (1000.0 if (found.group(2) or "m").lower().startswith("k") else 1.0)
        return Grid(_wkt(latitude), (size, 0.0, -left * size, 0.0, -size, up * size), width, height)
    raise refuse(f"has the map {kind.lower() or 'of no name'} about {latitude:g} N {middle:g} E")


def _require_corner(grid: Grid, place: Mapping[str, Any], size: float, refuse: Any) -> None:
    """Offsets and limits agree about the first pixel: a label that says two things may be that of another tile."""
    degree = math.radians(1.0) * RADIUS_M
    left, top = grid.transform[2] / degree, grid.transform[5] / degree
    for key, found, turn in (("WESTERNMOST_LONGITUDE", left, 360.0), ("MAXIMUM_LATITUDE", top, 1e6)):
        told = place.get(key)
        if isinstance(told, (int, float)) and abs((told - found + turn / 2.0) % turn - turn / 2.0) * degree > size:
            raise refuse(f"has {key} = {told:g}, but its offsets place it at {found:.4f}")


def _wkt(kind: str | float) -> str:
    return as_wkt(f"IAU_2015:{CODES[kind]}")


def _object(label: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An object of a label, wherever it stands."""
    found = label.get(name)
    if isinstance(found, Mapping):
        return found
    inner = (_object(value, name) for value in label.values() if isinstance(value, Mapping))
    return next((item for item in inner if item), {})


def _number(place: Mapping[str, Any], key: str, refuse: Any) -> float:
    value = place.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not np.isfinite(value):
        raise refuse(f"has no number for {key}")
    return float(value)

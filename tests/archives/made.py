"""Files as the archives have them, of true size but sparse, whose heights are a known function of the place."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

RADIUS_M = 1_737_400.0
PPD = 512
TILE_ROWS, TILE_COLUMNS = 15360, 23040


def heights_m(longitude, latitude):
    """Smooth relief with waves of 36 and of 2 km, all round the Moon."""
    lon, lat = np.radians(longitude), np.radians(latitude)
    x, y, z = np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)
    return 900.0 * np.sin(300 * x) * np.cos(270 * y + 200 * z) + 40.0 * np.sin(5000 * (x + z)) * np.sin(4600 * y)


def sldem_name(south: int, west: int) -> str:
    """As the archive names a tile."""
    bounds = [f"{abs(lat):02d}{'s' if lat < 0 or (lat == 0 and south < 0) else 'n'}" for lat in (south, south + 30)]
    return f"sldem2015_512_{bounds[0]}_{bounds[1]}_{west:03d}_{west + 45:03d}_float"


def sldem_tile(folder: Path, south: int, west: int, window: tuple[float, ...], about: float = 0.0) -> Path:
    """A tile of SLDEM2015 in kilometres, with heights in a window (west, south, east, north) alone; its label."""
    name = sldem_name(south, west)
    image = folder / f"{name}.img"
    with image.open("wb") as file:
        file.truncate(TILE_ROWS * TILE_COLUMNS * 4)
    values = np.memmap(image, "<f4", "r+", shape=(TILE_ROWS, TILE_COLUMNS))
    first = max(int((window[0] - west) * PPD) - 1, 0)
    last = min(int((window[2] - west) * PPD) + 2, TILE_COLUMNS)
    top = max(int((south + 30 - window[3]) * PPD) - 1, 0)
    bottom = min(int((south + 30 - window[1]) * PPD) + 2, TILE_ROWS)
    longitude = west + (np.arange(first, last) + 0.5) / PPD
    latitude = south + 30 - (np.arange(top, bottom) + 0.5) / PPD
    values[top:bottom, first:last] = heights_m(longitude[None, :], latitude[:, None]) / 1000.0
    values.flush()
    label = folder / f"{name}.lbl"
    label.write_text(CYLINDER.format(
        image=image.name.upper(), lines=TILE_ROWS, samples=TILE_COLUMNS, south=south, north=south + 30, west=west,
        east=west + 45, middle=about, up=(south + 30) * PPD - 0.5, left=(about - west) * PPD - 0.5,
    ))  # fmt: skip
    return label


def polar_grid(folder: Path, name: str, latitude: float, posting_m: float, window_m: tuple[float, float, float, float],
               corners: float | None = None) -> Path:  # fmt: skip
    """A LOLA grid in half-metres, with heights in a window (left, bottom, right, top in metres) alone; its label."""
    side = 2 * int(np.ceil(2.0 * RADIUS_M * np.tan(np.radians(90.0 - abs(latitude)) / 2.0) / posting_m))
    image = folder / f"{name}.img"
    with image.open("wb") as file:
        file.truncate(side * side * 2)
    values = np.memmap(image, "<i2", "r+", shape=(side, side))
    half = side * posting_m / 2.0
    first, last = (min(max(int((v + half) / posting_m), 0), side) for v in (window_m[0], window_m[2]))
    top, bottom = (min(max(int((half - v) / posting_m), 0), side) for v in (window_m[3], window_m[1]))
    x = -half + (np.arange(first, last) + 0.5) * posting_m
    y = half - (np.arange(top, bottom) + 0.5) * posting_m
    longitude, lat = place_of(x[None, :], y[:, None], latitude)
    heights = heights_m(longitude, lat)
    if corners is not None:
        heights = np.where(np.abs(lat) < abs(latitude) - 0.5, corners, heights)
    values[top:bottom, first:last] = np.round(heights * 2.0)
    values.flush()
    label = folder / f"{name}.lbl"
    label.write_text(POLAR.format(
        image=image.name.upper(), side=side, posting=f"{posting_m:g}", pole=90 if latitude > 0 else -90,
        offset=side / 2 - 0.5, resolution=np.radians(1.0) * RADIUS_M / posting_m,
    ))  # fmt: skip
    return label


def place_of(x, y, latitude):
    """Longitude and latitude of places in a polar stereographic map."""
    colatitude = 2.0 * np.degrees(np.arctan(np.hypot(x, y) / (2.0 * RADIUS_M)))
    if latitude > 0:
        return np.degrees(np.arctan2(x, -y)), 90.0 - colatitude
    return np.degrees(np.arctan2(x, y)), colatitude - 90.0


def age(path: Path, seconds: float) -> None:
    """Make a file look older."""
    status = path.stat()
    os.utime(path, (status.st_atime - seconds, status.st_mtime - seconds))


CYLINDER = """PDS_VERSION_ID            = "PDS3"
PRODUCT_ID                = "{image}"
^IMAGE                    = "{image}"
OBJECT                    = IMAGE
    LINES                 = {lines}
    LINE_SAMPLES          = {samples}
    SAMPLE_TYPE           = PC_REAL
    SAMPLE_BITS           = 32
    UNIT                  = KILOMETER
    SCALING_FACTOR        = 1
    OFFSET                = 1737.4
    MISSING_CONSTANT      = -32768
END_OBJECT                = IMAGE
OBJECT                    = IMAGE_MAP_PROJECTION
 MAP_PROJECTION_TYPE          = "SIMPLE CYLINDRICAL"
 MAP_RESOLUTION               = 512 <pix/deg>
 A_AXIS_RADIUS                = 1737.4 <km>
 B_AXIS_RADIUS                = 1737.4 <km>
 C_AXIS_RADIUS                = 1737.4 <km>
 POSITIVE_LONGITUDE_DIRECTION = "EAST"
 CENTER_LATITUDE              = 0 <deg>
 CENTER_LONGITUDE             = {middle} <deg>
 MAP_PROJECTION_ROTATION      = 0.0
 MAP_SCALE                    = 0.0592252938 <km/pix>
 MAXIMUM_LATITUDE             = {north} <deg>
 MINIMUM_LATITUDE             = {south} <deg>
 WESTERNMOST_LONGITUDE        = {west} <deg>
 EASTERNMOST_LONGITUDE        = {east} <deg>
 LINE_PROJECTION_OFFSET       = {up} <pix>
 SAMPLE_PROJECTION_OFFSET     = {left} <pix>
END_OBJECT                    = IMAGE_MAP_PROJECTION
END
"""

POLAR = """PDS_VERSION_ID            = "PDS3"
PRODUCT_ID                = "{image}"
OBJECT                    = UNCOMPRESSED_FILE
  FILE_NAME               = "{image}"
  RECORD_TYPE             = FIXED_LENGTH
  ^IMAGE                  = "{image}"
  OBJECT                  = IMAGE
    NAME                  = HEIGHT
    LINES                 = {side}
    LINE_SAMPLES          = {side}
    SAMPLE_TYPE           = LSB_INTEGER
    SAMPLE_BITS           = 16
    UNIT                  = METER
    SCALING_FACTOR        = 0.5
    OFFSET                = 1737400.
  END_OBJECT              = IMAGE
END_OBJECT                = UNCOMPRESSED_FILE
OBJECT                    = IMAGE_MAP_PROJECTION
 MAP_PROJECTION_TYPE          = "POLAR STEREOGRAPHIC"
 MAP_RESOLUTION               = {resolution:.2f} <pix/deg>
 A_AXIS_RADIUS                = 1737.4 <km>
 B_AXIS_RADIUS                = 1737.4 <km>
 C_AXIS_RADIUS                = 1737.4 <km>
 CENTER_LATITUDE              = {pole} <deg>
 CENTER_LONGITUDE             = 0 <deg>
 MAP_PROJECTION_ROTATION      = 0.0
 MAP_SCALE                    = {posting} <m/pix>
 LINE_PROJECTION_OFFSET       = {offset} <pix>
 SAMPLE_PROJECTION_OFFSET     = {offset} <pix>
END_OBJECT                    = IMAGE_MAP_PROJECTION
END
"""

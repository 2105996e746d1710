"""Bilinear alignment against an independent interpolation, across CRSs and over gaps."""

import math

import numpy as np
import pytest
from scipy.interpolate import RegularGridInterpolator

from engine.errors import OverlapError
from engine.raster.align import AlignedHeights
from engine.raster.frame import Move
from engine.raster.heights import HeightReader
from engine.raster.reader import RasterReader
from tests.conftest import MOON_EQC
from tests.raster.test_grid import GEOGRAPHIC, POLAR, R


def aligned(coarse, image, shift=(0.0, 0.0)):
    reader = HeightReader(RasterReader(coarse), "metres", lambda text: None)
    return AlignedHeights(reader, RasterReader(image).grid, Move(*shift))


def test_same_crs_equals_scipy(raster):
    posts = np.random.default_rng(2).normal(0, 50, (20, 30)).astype(np.float32)
    coarse = raster("c.tif", posts, gsd=60.0)
    image = raster("i.tif", np.ones((300, 500), np.float32), gsd=2.0)
    got = aligned(coarse, image).read(0, 0, 300, 500)
    y = 300 - 2.0 * (np.arange(300) + 0.5)
    x = -500 + 2.0 * (np.arange(500) + 0.5)
    at_y, at_x = 600 - 60.0 * (np.arange(20) + 0.5), -900 + 60.0 * (np.arange(30) + 0.5)
    expected = RegularGridInterpolator((-at_y, at_x), posts)(np.stack(np.meshgrid(-y, x, indexing="ij"), axis=-1))
    assert np.abs(got - expected).max() < 1e-3


def test_windows_do_not_depend_on_how_they_are_cut(raster):
    posts = np.random.default_rng(3).normal(0, 50, (20, 30)).astype(np.float32)
    both = aligned(raster("c.tif", posts, gsd=60.0), raster("i.tif", np.ones((300, 400), np.float32)))
    whole = both.read(0, 0, 300, 400)
    assert np.array_equal(both.read(117, 33, 100, 200), whole[117:217, 33:233])
    assert np.array_equal(both.read(0, 0, 300, 400, 7), whole[::7, ::7])


def test_a_plane_in_another_crs_stays_a_plane(raster):
    """Heights that are a function of latitude and longitude, sampled on a polar grid."""
    step = 0.002
    latitude = -84.0 - step * (np.arange(600) + 0.5)
    longitude = 30.0 + step * 10 * (np.arange(400) + 0.5)
    posts = (1000 * np.sin(np.radians(latitude))[:, None] + 50 * np.cos(np.radians(longitude))[None, :]).astype(
        np.float32
    )
    import rasterio
    from rasterio.crs import CRS
    from rasterio.transform import Affine

    path = raster("dummy.tif", posts)
    with rasterio.open(
        path, "w", driver="GTiff", width=400, height=600, count=1, dtype="float32",
        crs=CRS.from_wkt(GEOGRAPHIC), transform=Affine(step * 10, 0, 30.0, 0, -step, -84.0),
    ) as dataset:  # fmt: skip
        dataset.write(posts, 1)
    rho = 2 * R * math.tan(math.radians(5.4) / 2)
    angle = math.radians(34.0)
    origin = (rho * math.sin(angle), rho * math.cos(angle))
    image = raster("i.tif", np.ones((200, 200), np.float32), gsd=2.0, crs=POLAR, origin=origin)
    got = aligned(path, image)
    read = got.read(0, 0, 200, 200)
    columns, rows = np.meshgrid(np.arange(200) + 0.5, np.arange(200) + 0.5)
    lon, lat = got.grid.longitude_latitude(columns, rows)
    expected = 1000 * np.sin(np.radians(lat)) + 50 * np.cos(np.radians(lon))
    assert np.abs(read - expected).max() < 0.02


@pytest.mark.parametrize(("west", "at"), [(0.0, -67.0), (0.0, 0.0), (-180.0, 180.0), (-180.0, -180.0), (0.0, 359.99)])
def test_longitudes_wrap(raster, west, at):
    """A global DEM under an image beyond its seam, and across it; heights are a function of the place."""
    import rasterio
    from rasterio.crs import CRS
    from rasterio.transform import Affine

    longitude = west + np.arange(3600) * 0.1 + 0.05
    posts = np.tile(1000.0 * np.sin(np.radians(longitude)), (20, 1)).astype(np.float32)
    path = raster("dummy.tif", posts)
    with rasterio.open(
        path, "w", driver="GTiff", width=3600, height=20, count=1, dtype="float32",
        crs=CRS.from_wkt(GEOGRAPHIC), transform=Affine(0.1, 0, west, 0, -0.1, 1.0),
    ) as dataset:  # fmt: skip
        dataset.write(posts, 1)
    # 400 columns of 60 m are 0.8 degrees, eight posts, about the seam.
    metres = math.radians(at) * R
    image = raster("i.tif", np.ones((10, 400), np.float32), gsd=60.0, origin=(metres - 12_000.0, 0.0))
    read = aligned(path, image).read(0, 0, 10, 400)
    places = at + np.degrees((60.0 * (np.arange(400) + 0.5) - 12_000.0) / R)
    assert np.abs(read - 1000.0 * np.sin(np.radians(places))).max() < 1e-2


def test_nodata_is_masked_before_interpolating(raster):
    posts = np.full((10, 10), 100.0, np.float32)
    posts[4:6, 4:6] = -3.4028226550889045e38
    coarse = raster("c.tif", posts, gsd=60.0)
    read = aligned(coarse, raster("i.tif", np.ones((280, 280), np.float32), gsd=2.0)).read(0, 0, 280, 280)
    known = read[np.isfinite(read)]
    assert np.abs(known - 100.0).max() < 1e-4
    assert np.isnan(read[130:150, 130:150]).all()


def test_a_shift_moves_the_dem(raster):
    posts = np.tile(np.arange(40, dtype=np.float32), (40, 1))
    coarse, image = raster("c.tif", posts, gsd=60.0), raster("i.tif", np.ones((100, 100), np.float32))
    still, moved = aligned(coarse, image), aligned(coarse, image, (30.0, 0.0))
    assert np.allclose(moved.read(0, 0, 100, 100) - still.read(0, 0, 100, 100), -0.5, atol=1e-4)


def test_no_overlap_is_refused(raster):
    coarse = raster("c.tif", np.ones((5, 5), np.float32), gsd=60.0, origin=(1e5, 1e5))
    with pytest.raises(OverlapError, match="c.tif does not cover"):
        aligned(coarse, raster("i.tif", np.ones((50, 50), np.float32), crs=MOON_EQC))

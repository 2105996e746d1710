"""The posting of a coarse DEM is that under the image, along both axes, against closed forms."""

import math

import numpy as np
import pytest

from engine.raster.align import AlignedHeights
from engine.raster.heights import HeightReader
from engine.raster.reader import RasterReader
from tests.conftest import MOON_EQC, write_raster
from tests.raster.test_grid import GEOGRAPHIC, POLAR, R


def over(tmp_path, step, edges, image, crs=MOON_EQC, gsd=2.0, size=(64, 64)):
    """A DEM of even degrees (left, bottom, right, top) on the grid of an image whose corner is given."""
    left, bottom, right, top = edges
    posts = np.zeros((round((top - bottom) / step), round((right - left) / step)), np.float32)
    coarse = write_raster(tmp_path / "c.tif", posts, gsd=step, crs=GEOGRAPHIC, origin=(left, top), nodata=-1.0)
    path = write_raster(tmp_path / "i.tif", np.ones(size, np.float32), gsd=gsd, crs=crs, origin=image)
    return AlignedHeights(HeightReader(RasterReader(coarse), "metres", lambda text: None), RasterReader(path).grid)


def at(longitude, latitude):
    return math.radians(longitude) * R, math.radians(latitude) * R


def test_a_tile_of_sldem(tmp_path):
    """64 posts to a degree, 30 to 60 N: 398 m in its middle, 340 m where the image is."""
    aligned = over(tmp_path, 1 / 64, (0.0, 30.0, 20.0, 60.0), at(10.0, 59.0))
    north = math.radians(1 / 64) * R
    assert aligned.posting.y_m == pytest.approx(north, rel=1e-4)
    assert aligned.posting.x_m == pytest.approx(north * math.cos(math.radians(59.0)), rel=1e-3)
    assert aligned.posting_m == pytest.approx(340.0, abs=0.5)
    middle = over(tmp_path, 1 / 64, (0.0, 30.0, 20.0, 60.0), at(10.0, 45.0))
    assert middle.posting_m == pytest.approx(398.4, abs=0.5)


@pytest.mark.parametrize("latitude", [75.0, -75.0])
def test_a_global_dem_at_75_degrees(tmp_path, latitude):
    aligned = over(tmp_path, 1 / 16, (-180.0, -90.0, 180.0, 90.0), at(-170.0, latitude))
    assert aligned.posting_m == pytest.approx(964.0, abs=1.0)
    assert aligned.posting_px == pytest.approx(964.0 / math.sqrt(4.0 * math.cos(math.radians(75.0))), rel=2e-3)


def test_a_long_image_has_the_posting_of_every_row(tmp_path):
    """From 80 to 70 N in rows of 1 km."""
    aligned = over(tmp_path, 1 / 16, (-180.0, -90.0, 180.0, 90.0), at(10.0, 80.0), gsd=1000.0, size=(303, 20))
    rows = np.array([10.0, 100.0, 151.5, 290.0])
    latitude = np.radians(80.0 - np.degrees(rows * 1000.0 / R))
    expected = math.radians(1 / 16) * R * np.sqrt(np.cos(latitude))
    assert aligned.posting_at(rows) == pytest.approx(expected, rel=1e-4)
    assert aligned.posting_m == pytest.approx(aligned.posting_at(np.array([151.5]))[0], rel=1e-12)


@pytest.mark.parametrize("longitude", [0.0, 45.0, -130.0])
def test_under_a_polar_image_it_is_that_of_the_place(tmp_path, longitude):
    rho = 2.0 * R * math.tan(math.radians(10.0) / 2.0)
    place = rho * math.sin(math.radians(longitude)), rho * math.cos(math.radians(longitude))
    aligned = over(tmp_path, 1 / 16, (-180.0, -90.0, 180.0, -60.0), place, POLAR)
    expected = math.radians(1 / 16) * R * math.sqrt(math.cos(math.radians(80.0)))
    assert aligned.posting_m == pytest.approx(expected, rel=1e-3)


def test_at_the_pole_it_is_that_of_the_last_posts(tmp_path):
    aligned = over(tmp_path, 1 / 16, (-180.0, -90.0, 180.0, -60.0), (-64.0, 64.0), POLAR)
    last = math.radians(1 / 16) * R
    assert aligned.posting.y_m == pytest.approx(last, rel=1e-4)
    assert aligned.posting.x_m == pytest.approx(last * math.sin(math.radians(1 / 32)), rel=1e-2)


def test_an_image_that_reaches_beyond_the_dem(tmp_path):
    """Its middle lies north of the DEM: the posting is that of the DEM's edge."""
    aligned = over(tmp_path, 1 / 16, (0.0, 0.0, 20.0, 60.0), at(10.0, 62.0), gsd=2000.0)
    assert aligned.posting_m == pytest.approx(math.radians(1 / 16) * R * math.sqrt(0.5), rel=2e-2)


def test_reconstruct_says_the_posting_where_the_image_is(tmp_path, run, identity_pack):
    posts = np.random.default_rng(0).normal(0, 50, (30 * 64, 64)).astype(np.float32)
    coarse = write_raster(tmp_path / "c.tif", posts, gsd=1 / 64, crs=GEOGRAPHIC, origin=(10.0, 60.0))
    x, y = at(10.5, 59.0)
    image = np.random.default_rng(1).random((64, 64), np.float32)
    path = write_raster(tmp_path / "i.tif", image, origin=(x, y))
    log = []
    run("reconstruct", log, image=path, coarse_dem=coarse, height_unit="metres", pack=identity_pack,
        output=tmp_path / "d.tif")  # fmt: skip
    assert any("a post every 340.0 m" in text for _, text in log), log


@pytest.mark.parametrize("east", [0.0, 1234.5, 3e5])
def test_rounding_does_not_decide_how_many_pixels_a_posting_has(tmp_path, east):
    """60 m on pixels of 2 m, in the map's own metres: half of it is 15 everywhere, and nowhere 14."""
    place = east - 600.0, 600.0
    coarse = write_raster(tmp_path / "c.tif", np.zeros((20, 20), np.float32), gsd=60.0, origin=place)
    path = write_raster(tmp_path / "i.tif", np.ones((64, 64), np.float32), gsd=2.0, origin=(east, 0.0))
    aligned = AlignedHeights(HeightReader(RasterReader(coarse), "metres", lambda text: None), RasterReader(path).grid)
    assert aligned.posting_px == pytest.approx(30.0, abs=1e-4) and aligned.pixels_of_posting(2.0) == 15
    assert aligned.pixels_of_posting(1e6) == 1

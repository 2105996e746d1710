"""What of a global DEM is read under an image at the wrap of its longitudes: the posts about it, not all of them."""

import math

import numpy as np
import pytest
import rasterio
from rasterio.crs import CRS
from rasterio.transform import Affine

from engine.moon import RADIUS_M
from engine.raster.align import AlignedHeights
from engine.raster.heights import HeightReader
from engine.raster.reader import RasterReader
from tests.raster.test_validity import MOON_LONLAT

POSTS_PER_DEGREE = 4


@pytest.fixture(scope="module", params=[-180.0, 0.0], ids=["from 180 W", "from 0"])
def dem(request, tmp_path_factory):
    """A global DEM whose heights are a function of the place."""
    path = tmp_path_factory.mktemp("wrap") / "global.tif"
    longitude = request.param + (np.arange(360 * POSTS_PER_DEGREE) + 0.5) / POSTS_PER_DEGREE
    posts = np.tile(1000.0 * np.sin(np.radians(longitude)), (40 * POSTS_PER_DEGREE, 1)).astype(np.float32)
    with rasterio.open(
        path, "w", driver="GTiff", width=posts.shape[1], height=posts.shape[0], count=1, dtype="float32",
        crs=CRS.from_wkt(MOON_LONLAT),
        transform=Affine(1 / POSTS_PER_DEGREE, 0, request.param, 0, -1 / POSTS_PER_DEGREE, 20.0),
    ) as dataset:  # fmt: skip
        dataset.write(posts, 1)
    return str(path)


@pytest.mark.parametrize("at", [0.0, 77.0, 180.0, -180.0])
def test_an_image_reads_the_posts_about_it_wherever_it_lies(raster, monkeypatch, dem, at):
    gsd, size = 500.0, 200  # 100 km: 3.3 degrees, 13 posts
    origin = (math.radians(at) * RADIUS_M - gsd * size / 2, gsd * size / 2)
    image = raster("i.tif", np.ones((size, size), np.float32), gsd=gsd, origin=origin)
    with RasterReader(image) as reader, RasterReader(dem) as coarse:
        aligned = AlignedHeights(HeightReader(coarse, "metres", lambda text: None), reader.grid)
        posts, read = [], HeightReader.read

        def counted(self, row, column, height, width):
            posts.append(height * width)
            return read(self, row, column, height, width)

        monkeypatch.setattr(HeightReader, "read", counted)
        heights = aligned.read(0, 0, size, size)
    places = at + np.degrees((gsd * (np.arange(size) + 0.5) - gsd * size / 2) / RADIUS_M)
    assert np.abs(heights - 1000.0 * np.sin(np.radians(places))).max() < 0.1
    assert sum(posts) < 20**2

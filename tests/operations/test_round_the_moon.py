"""Ground across +-180 degrees and over the poles, against surfaces that are functions of the place alone."""

import csv
import math

import numpy as np
import pytest
from rasterio.crs import CRS
from rasterio.warp import transform

from engine.errors import ParameterError
from engine.raster.align import AlignedHeights
from engine.raster.frame import Move
from engine.raster.heights import HeightReader
from engine.raster.reader import RasterReader
from tests.conftest import MOON_EQC, read_heights, write_raster
from tests.measures.test_profile import write_lines
from tests.raster.test_grid import GEOGRAPHIC, POLAR, R

FAR_SIDE = MOON_EQC.replace('"central_meridian",0', '"central_meridian",180')
NORTH = POLAR.replace('"latitude_of_origin",-90', '"latitude_of_origin",90')
DEGREE = math.radians(1.0) * R


def surface(longitude, latitude):
    """1000 cos lon cos lat and a half of sin lat: smooth everywhere, at the wrap and at the poles too."""
    longitude, latitude = np.radians(longitude), np.radians(latitude)
    return 1000.0 * np.cos(longitude) * np.cos(latitude) + 500.0 * np.sin(latitude)


def global_dem(path, first=-180.0, step=0.5, crs=GEOGRAPHIC, unit=1.0, columns=720, middle=0.0):
    """A DEM that begins at x = ``first`` degrees from the map's middle meridian; ``unit`` CRS units to a degree."""
    longitude = middle + first + step * (np.arange(columns) + 0.5)
    latitude = 90.0 - step * (np.arange(360) + 0.5)
    posts = surface(longitude[None, :], latitude[:, None]).astype(np.float32)
    return write_raster(path, posts, gsd=step * unit, crs=crs, origin=(first * unit, 90.0 * unit))


def truth(path):
    """The surface at every pixel of a raster, one by one."""
    import rasterio

    with rasterio.open(path) as dataset:
        columns, rows = np.meshgrid(np.arange(dataset.width) + 0.5, np.arange(dataset.height) + 0.5)
        x, y = dataset.transform @ (columns.ravel(), rows.ravel())
        lon, lat = transform(dataset.crs, CRS.from_wkt(GEOGRAPHIC), x, y)
        return surface(np.array(lon), np.array(lat)).reshape(dataset.shape)


DEMS = {
    "-180 to 180": {},
    "0 to 360": {"first": 0.0},
    "equirectangular": {"crs": MOON_EQC, "unit": DEGREE},
    "equirectangular about the far side": {"crs": FAR_SIDE, "unit": DEGREE, "middle": 180.0},
    "a strip less than the Moon": {"columns": 719},
}
IMAGES = {
    "at 180": ((180 * DEGREE - 6400, 6400), 200.0, MOON_EQC),
    "at -180": ((-180 * DEGREE - 6400, 6400), 200.0, MOON_EQC),
    "at 180 on the far side's map": ((-6400, 6400), 200.0, FAR_SIDE),
    "in degrees": ((179.8, 30.3), 0.00625, GEOGRAPHIC),
    "in degrees to 360": ((-180.2, 30.3), 0.00625, GEOGRAPHIC),
    "at 0": ((-6400, 6400), 200.0, MOON_EQC),
    "at 0 on the far side's map": ((180 * DEGREE - 6400, 6400), 200.0, FAR_SIDE),
    "at the south pole": ((-32000, 32000), 1000.0, POLAR),
    "beside the south pole": ((-32000, 68000), 1000.0, POLAR),
    "at the north pole": ((-32000, 32000), 1000.0, NORTH),
    "a polar cap": ((-640000, 640000), 20000.0, POLAR),
    "across 180 far north": ((-32000, 300000), 1000.0, NORTH),
}


@pytest.mark.parametrize("dem", DEMS)
@pytest.mark.parametrize("image", IMAGES)
def test_heights_are_those_of_the_place(tmp_path, run, image, dem):
    coarse = global_dem(tmp_path / "c.tif", **DEMS[dem])
    origin, gsd, crs = IMAGES[image]
    path = write_raster(tmp_path / "i.tif", np.ones((64, 64), np.float32), gsd=gsd, crs=crs, origin=origin)
    got = run("align", image=path, coarse_dem=coarse, height_unit="metres", output=tmp_path / "a.tif")
    heights = read_heights(tmp_path / "a.tif")
    known = np.isfinite(heights)
    if dem == "a strip less than the Moon":
        # The last half degree is not there; half a post beyond each edge takes the edge's value.
        assert known.mean() > 0.4
        assert np.abs(heights - truth(path))[known].max() < 5.0
    else:
        assert got["coverage"] == 100.0
        assert np.abs(heights - truth(path)).max() < 0.1


@pytest.mark.parametrize("cubic", [False, True])
@pytest.mark.parametrize("image", ["at 180", "at the south pole", "beside the south pole"])
def test_windows_over_the_wrap_are_parts_of_the_whole(tmp_path, image, cubic):
    coarse = HeightReader(RasterReader(global_dem(tmp_path / "c.tif")), "metres", lambda text: None)
    origin, gsd, crs = IMAGES[image]
    path = write_raster(tmp_path / "i.tif", np.ones((64, 64), np.float32), gsd=gsd, crs=crs, origin=origin)
    aligned = AlignedHeights(coarse, RasterReader(path).grid, Move(500.0, -300.0), cubic)
    whole = aligned.read(0, 0, 64, 64)
    part = aligned.read(13, 21, 30, 40)
    tolerance = 1e-3 if cubic else 0.0
    assert np.isfinite(whole).all() and np.abs(part - whole[13:43, 21:61]).max() <= tolerance


def test_a_window_that_needs_many_posts_is_read_in_parts(tmp_path, monkeypatch):
    coarse = HeightReader(RasterReader(global_dem(tmp_path / "c.tif")), "metres", lambda text: None)
    path = write_raster(tmp_path / "i.tif", np.ones((256, 256), np.float32), gsd=5000.0, crs=POLAR)
    aligned = AlignedHeights(coarse, RasterReader(path).grid)
    whole = aligned.read(0, 0, 256, 256)
    sizes, read = [], coarse.read
    monkeypatch.setattr(coarse, "read", lambda r, c, h, w: (sizes.append(h * w), read(r, c, h, w))[1])
    monkeypatch.setattr("engine.raster.align.MOST_POSTS", 20_000)
    assert np.array_equal(aligned.read(0, 0, 256, 256), whole)
    assert max(sizes) <= 40_000 < whole.size


@pytest.mark.parametrize("dem", ["-180 to 180", "0 to 360"])
@pytest.mark.parametrize("lines", [[(179.0, 10.0), (-179.0, 12.0)], [(-179.5, -5.0), (179.5, -5.0)],
                                   [(170.0, 0.0), (-170.0, 0.0), (-160.0, 20.0)]])  # fmt: skip
def test_a_profile_goes_the_short_way_over_180(tmp_path, run, dem, lines):
    coarse = global_dem(tmp_path / "c.tif", **DEMS[dem])
    layer = write_lines(tmp_path / "l.gpkg", [lines], crs=GEOGRAPHIC)
    run("profile", lines=layer, input=[coarse], height_unit="metres", output=tmp_path / "p.csv")
    with open(tmp_path / "p.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    longitude, latitude = (np.array([float(r[n]) for r in rows]) for n in ("longitude_deg", "latitude_deg"))
    heights = np.array([float(r["height_c_m"]) for r in rows])
    assert np.abs(heights - surface(longitude, latitude)).max() < 0.1
    away = np.abs((longitude - 180.0 + 180.0) % 360.0 - 180.0)
    assert away.max() <= max(abs(abs(x) - 180.0) for x, _ in lines) + 1e-6


def test_a_profile_over_180_on_a_dem_of_that_ground(tmp_path, run):
    longitude = 178.0 + 0.05 * (np.arange(80) + 0.5)
    latitude = 2.0 - 0.05 * (np.arange(80) + 0.5)
    posts = surface(longitude[None, :], latitude[:, None]).astype(np.float32)
    coarse = write_raster(tmp_path / "c.tif", posts, gsd=0.05, crs=GEOGRAPHIC, origin=(178.0, 2.0))
    layer = write_lines(tmp_path / "l.gpkg", [[(179.0, 1.0), (-179.0, -1.0)]], crs=GEOGRAPHIC)
    got = run("profile", lines=layer, input=[coarse], height_unit="metres", output=tmp_path / "p.csv")
    with open(tmp_path / "p.csv", encoding="utf-8") as file:
        assert all(row["height_c_m"] for row in csv.DictReader(file))
    # Up to the last whole step.
    assert math.hypot(2.0, 2.0) * DEGREE - got["baseline"] / 2 - 50 < got["length"] < math.hypot(2.0, 2.0) * DEGREE


def neighbours(tmp_path, step=0.001, size=200):
    """Two DTMs that share 40 columns across 180 degrees, each in its own half of the Moon."""
    paths = []
    for name, first in (("west", 180.0 - (size - 20) * step), ("east", -180.0 - 20 * step)):
        longitude = first + step * (np.arange(size) + 0.5)
        latitude = 0.1 - step * (np.arange(100) + 0.5)
        posts = (1e4 * surface(longitude[None, :], latitude[:, None]) / 1e4).astype(np.float32)
        paths.append(write_raster(tmp_path / f"{name}.tif", posts, gsd=step, crs=GEOGRAPHIC, origin=(first, 0.1)))
    return paths


@pytest.mark.parametrize("turned", [False, True])
def test_neighbours_across_180_make_a_small_mosaic(tmp_path, run, turned):
    paths = neighbours(tmp_path)[:: -1 if turned else 1]
    got = run("mosaic", input=paths, height_unit="metres", output=tmp_path / "m.tif")
    heights = read_heights(tmp_path / "m.tif")
    assert heights.shape == (100, 360) and got["coverage"] == 100.0
    assert np.abs(heights - truth(tmp_path / "m.tif")).max() < 1e-3 and got["overlap_rms"] < 2e-3


def test_a_mosaic_in_maps_of_both_halves(tmp_path, run):
    west = neighbours(tmp_path)[0]
    # Of the far side's map, across 180 degrees, on pixels of its own.
    x = 0.0007 * (np.arange(400) + 0.5) - 0.1
    y = 0.12 - 0.0007 * (np.arange(300) + 0.5)
    posts = surface(x[None, :] + 180.0, y[:, None]).astype(np.float32)
    far = write_raster(tmp_path / "far.tif", posts, gsd=0.0007 * DEGREE, crs=FAR_SIDE,
                       origin=(-0.1 * DEGREE, 0.12 * DEGREE))  # fmt: skip
    run("mosaic", input=[west, far], height_unit="metres", output=tmp_path / "m.tif")
    heights = read_heights(tmp_path / "m.tif")
    known = np.isfinite(heights)
    assert heights.shape[1] < 500 and known.mean() > 0.7
    assert np.abs(heights - truth(tmp_path / "m.tif"))[known].max() < 0.02


def test_a_union_that_holds_next_to_nothing_is_refused(tmp_path, run):
    near, _ = neighbours(tmp_path)
    ground = np.ones((100, 200), np.float32)
    far = write_raster(tmp_path / "far.tif", ground, gsd=0.001, crs=GEOGRAPHIC, origin=(20, 40))
    with pytest.raises(ParameterError, match="Together the inputs span .* give inputs that are neighbours"):
        run("mosaic", input=[near, far], height_unit="metres", output=tmp_path / "m.tif")
    assert not (tmp_path / "m.tif").exists()

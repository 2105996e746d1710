"""Sun geometry against published figures, at a pole, and from labels."""

from datetime import datetime

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from engine.errors import ParameterError
from engine.terrain.sun_position import bearing, incidence, subsolar_point, towards
from tests.conftest import MOON_EQC, write_raster
from tests.raster.test_grid import POLAR


def test_the_subsolar_point_of_meeus_example():
    """Astronomical Algorithms, example 53.a: 1992 April 12, 0 h."""
    latitude, longitude = subsolar_point(datetime(1992, 4, 12))
    assert latitude == pytest.approx(1.46, abs=0.05) and longitude == pytest.approx(67.89, abs=0.05)


@pytest.mark.parametrize(
    ("time", "latitude", "longitude", "elevation"),
    [
        ("1969-07-20T20:17:40", 0.674, 23.473, 10.8),
        ("1969-11-19T06:54:36", -3.012, -23.422, 5.1),
        ("1971-02-05T09:18:13", -3.645, -17.471, 10.3),
        ("1971-07-30T22:16:29", 26.132, 3.634, 12.2),
        ("1972-12-11T19:54:58", 20.191, 30.772, 13.3),
    ],
    ids=["Apollo 11", "Apollo 12", "Apollo 14", "Apollo 15", "Apollo 17"],
)
def test_the_sun_over_landings(tmp_path, run, time, latitude, longitude, elevation):
    """Sun elevation at touchdown (Orloff, Apollo by the Numbers, NASA SP-2000-4029); all landed after sunrise."""
    x, y = (np.radians(angle) * 1737400.0 for angle in (longitude, latitude))
    image = write_raster(tmp_path / "i.tif", np.ones((50, 50), np.float32), origin=(x - 50.0, y + 50.0))
    got = run("sun_geometry", image=image, time=time)
    assert 90.0 - got["sun_incidence"] == pytest.approx(elevation, abs=0.25)
    assert 80.0 < got["true_azimuth"] < 100.0


def test_published_incidence_of_an_equatorial_product():
    """M150361817RC at 0.55 N 23.47 E: 62.61 degrees in the paper (Fig. 12)."""
    sun = subsolar_point(datetime(2011, 1, 22, 18, 55, 50))
    assert incidence(0.55, 23.47, sun) == pytest.approx(62.61, abs=0.1)


def test_published_geometry_of_the_polar_product(real, run):
    """M139939938LE: incidence 83.45; its azimuth of -5.43 is that from true north."""
    got = run("sun_geometry", image=real / "polar_nac" / "M139939938LE_intensity.tif", time="2010-09-24T03:57:51")
    assert got["sun_incidence"] == pytest.approx(83.45, abs=0.05)
    assert got["true_azimuth"] == pytest.approx(360.0 - 5.43, abs=0.05)
    # In a south polar map true north at longitude L points L clockwise from up; the image lies at 5.8 W.
    assert got["sun_azimuth"] == pytest.approx(360.0 - 5.43 - 5.8, abs=0.1)


def test_near_the_equator_map_north_is_true_north(tmp_path, run):
    image = write_raster(tmp_path / "i.tif", np.ones((40, 60), np.float32), crs=MOON_EQC)
    got = run("sun_geometry", image=image, subsolar_latitude=1.0, subsolar_longitude=60.0)
    assert got["sun_incidence"] == pytest.approx(60.0, abs=0.05)
    # A right spherical triangle over the centre at 0 N 0 E: tan(elevation over east) = tan(1) / sin(60).
    over_east = np.degrees(np.arctan(np.tan(np.radians(1.0)) / np.sin(np.radians(60.0))))
    assert got["sun_azimuth"] == pytest.approx(90.0 - over_east, abs=1e-3)
    assert got["true_azimuth"] == pytest.approx(got["sun_azimuth"], abs=1e-3)


@pytest.mark.parametrize("longitude", [0.0, 30.0, 137.0, -90.0])
def test_at_the_pole_the_map_azimuth_is_the_suns_longitude(tmp_path, run, longitude):
    """South polar stereographic, longitude 0 up and longitudes clockwise: anywhere near the pole."""
    for origin in ((-50.0, 50.0), (3000.0, -4000.0)):
        image = write_raster(tmp_path / "i.tif", np.ones((50, 50), np.float32), crs=POLAR, origin=origin)
        got = run("sun_geometry", image=image, subsolar_latitude=0.5, subsolar_longitude=longitude)
        assert (got["sun_azimuth"] - longitude + 180.0) % 360.0 - 180.0 == pytest.approx(0.0, abs=0.15)
        assert got["sun_incidence"] == pytest.approx(90.5, abs=0.2)


def globe(latitude, longitude):
    """Unit vector of a place."""
    return Rotation.from_euler("yz", [-latitude, longitude], degrees=True).as_matrix() @ [1.0, 0.0, 0.0]


@given(
    latitude=st.floats(-89.0, 89.0), longitude=st.floats(-180.0, 180.0),
    sun=st.tuples(st.floats(-1.6, 1.6), st.floats(-180.0, 180.0)), angle=st.floats(0.1, 30.0),
)  # fmt: skip
def test_angles_are_those_of_a_globe(latitude, longitude, sun, angle):
    """Incidence, bearing and the way towards the sun against rotations and projections of vectors."""
    here, zenith = globe(latitude, longitude), globe(*sun)
    between = np.degrees(np.arctan2(np.linalg.norm(np.cross(here, zenith)), here @ zenith))
    assume(angle < between < 179.0)
    assert incidence(latitude, longitude, sun) == pytest.approx(between, abs=1e-5)
    east = np.cross([0.0, 0.0, 1.0], here)
    azimuth = np.degrees(np.arctan2(zenith @ east, zenith @ np.cross(here, east)))
    assert (bearing(latitude, longitude, sun) - azimuth + 180.0) % 360.0 - 180.0 == pytest.approx(0.0, abs=1e-4)
    axis = np.cross(here, zenith)
    there = Rotation.from_rotvec(np.radians(angle) * axis / np.linalg.norm(axis)).apply(here)
    assert np.allclose(globe(*towards(latitude, longitude, sun, angle)), there, atol=1e-9)


def test_from_a_pole_the_way_to_the_sun_is_its_meridian():
    """At a pole every direction is the other one, so that longitudes alone tell it."""
    for pole in (90.0, -90.0):
        latitude, longitude = towards(pole, 12.0, (1.2, 75.0), 1.0)
        assert latitude == pytest.approx(np.copysign(89.0, pole)) and longitude == pytest.approx(75.0, abs=1e-6)


def test_the_time_comes_from_a_label(tmp_path, run):
    tags = {"START_TIME": "2011-01-22T18:55:50.356000"}
    image = write_raster(tmp_path / "i.tif", np.ones((9, 9), np.float32), tags=tags)
    got = run("sun_geometry", image=image)
    assert "label" in got["source"] and got["subsolar_longitude"] == pytest.approx(-39.12, abs=0.05)


def test_reconstruct_takes_the_sun_from_the_label(tmp_path, run, identity_pack):
    import rasterio

    image = np.random.default_rng(0).random((64, 64), np.float32)
    coarse = write_raster(tmp_path / "c.tif", np.zeros((9, 9), np.float32), gsd=60.0)
    given = {"coarse_dem": coarse, "pack": identity_pack, "output": tmp_path / "d.tif"}
    day = write_raster(tmp_path / "day.tif", image, tags={"START_TIME": "2011-01-22T18:55:50"})
    log = []
    run("reconstruct", log, image=day, **given)
    assert any("azimuth 27" in text and "incidence 39.1" in text for _, text in log)
    with rasterio.open(tmp_path / "d.tif") as dataset:
        assert float(dataset.tags()["MMOEDTM_SUN_INCIDENCE"]) == pytest.approx(39.1, abs=0.05)
    night = write_raster(tmp_path / "night.tif", image, tags={"START_TIME": "2011-01-05T18:55:50"})
    log = []
    run("reconstruct", log, image=night, **given)
    assert any(level == "warning" and "below the horizon" in text for level, text in log)


def test_isis_labels_are_read(real):
    import rasterio

    from engine.raster.labels import span_of

    with rasterio.open(real / "formats" / "M143947267L.cal.echo.crop.cub") as dataset:
        span = span_of(dataset)
    assert span.start == "2010-11-09T13:06:40.356000" and span.problem is None


@pytest.mark.parametrize(
    "given, message",
    [
        ({}, "Nothing tells the time of .*i.tif"),
        ({"time": "yesterday"}, "must be a UTC time"),
        ({"subsolar_latitude": 1.0}, "both latitude and longitude"),
        ({"time": "2011-01-22T18:55:50", "subsolar_latitude": 1.0, "subsolar_longitude": 2.0}, "give one of them"),
        ({"subsolar_latitude": 9.0, "subsolar_longitude": 2.0}, "from -2 to 2"),
    ],
)
def test_what_does_not_make_sense_is_refused(tmp_path, run, given, message):
    image = write_raster(tmp_path / "i.tif", np.ones((9, 9), np.float32))
    with pytest.raises(ParameterError, match=message):
        run("sun_geometry", image=image, **given)


@pytest.mark.parametrize("azimuth", [20.0, 160.0, 250.0])
@pytest.mark.parametrize("terrain", ["mountain", "crater"])
def test_the_azimuth_of_made_scenes_is_estimated(tmp_path, run, azimuth, terrain):
    from engine.synthetic.product import write_scene
    from engine.synthetic.scene import make_scene

    paths = write_scene(make_scene(6, terrain, 900, 2.0, 40.0, azimuth, 60.0), tmp_path)
    got = run("sun_geometry", image=paths["image"], coarse_dem=paths["coarse_dem"])
    off = abs((got["estimated_azimuth"] - azimuth + 180.0) % 360.0 - 180.0)
    assert off < 12.0 and got["sun_incidence"] is None
    assert got["estimate_reliable"]


def test_noise_shows_no_azimuth(tmp_path, run):
    rng = np.random.default_rng(0)
    image = write_raster(tmp_path / "i.tif", rng.random((900, 900), np.float32))
    coarse = write_raster(tmp_path / "c.tif", rng.normal(0, 20, (50, 50)).astype(np.float32), gsd=40.0)
    got = run("sun_geometry", image=image, coarse_dem=coarse)
    assert not got["estimate_reliable"]


def test_the_estimate_stands_beside_the_exact_geometry(real, run):
    folder = real / "polar_nac"
    got = run("sun_geometry", image=folder / "M139939938LE_intensity.tif", coarse_dem=folder / "coarse_dem_30m.tif",
              time="2010-09-24T03:57:51")  # fmt: skip
    assert got["sun_azimuth"] == pytest.approx(348.8, abs=0.1)
    assert abs((got["estimated_azimuth"] - got["sun_azimuth"] + 180) % 360 - 180) < 15.0

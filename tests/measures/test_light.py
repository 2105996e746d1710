"""Images of a DTM against gdaldem, closed forms and brute force."""

import math
import subprocess

import numpy as np
import pytest
import rasterio
from scipy import ndimage

from engine.errors import OverlapError, ParameterError
from engine.region.table import Defaults, read_frames
from engine.synthetic.albedo import WAVES_PX, AlbedoPattern
from engine.synthetic.camera import blur_px
from engine.synthetic.scene import make_scene
from engine.terrain.photometry import known_gradient, limb_weight
from tests.conftest import read_heights, write_raster
from tests.raster.test_grid import GEOGRAPHIC, R

PLAIN = {"camera": "none", "scattered": 0.0, "shadows": False}
"""Reflectance and nothing else."""


@pytest.fixture(scope="module")
def relief(tmp_path_factory):
    """A made crater wall of 300 x 300 pixels of 2 m."""
    height = make_scene(7, "crater", 300, 2.0, 60.0).ground.height
    return write_raster(tmp_path_factory.mktemp("relief") / "d.tif", height), height


@pytest.mark.parametrize(("azimuth", "incidence"), [(315.0, 45.0), (20.0, 70.0), (200.0, 30.0)])
def test_lambert_is_the_hillshade_of_gdaldem(tmp_path, run, relief, azimuth, incidence):
    path, _ = relief
    run("light_dtm", dtm=path, **PLAIN, law="Lambert", sun_incidences=incidence, sun_azimuths=azimuth,
        output=tmp_path / "i.tif")  # fmt: skip
    subprocess.run(["gdaldem", "hillshade", "-q", "-alg", "ZevenbergenThorne", "-az", str(azimuth), "-alt",
                    str(90.0 - incidence), path, str(tmp_path / "h.tif")], check=True)  # fmt: skip
    expected = read_heights(tmp_path / "h.tif").astype(float)[1:-1, 1:-1]
    found = 1.0 + 254.0 * read_heights(tmp_path / "i.tif")[1:-1, 1:-1]
    assert expected.std() > 10.0 and np.abs(found - expected).max() < 0.51  # gdaldem rounds to whole numbers


@pytest.mark.parametrize("azimuth", [90.0, 270.0])
@pytest.mark.parametrize("law", ["Lunar-Lambert", "Hapke", "Lambert"])
def test_laws_on_a_tilted_plane_by_hand(tmp_path, run, law, azimuth):
    """A plane that rises to the west by 20 degrees, under a sun in the east and in the west at 50 degrees."""
    tilt, angle = math.radians(20.0), math.radians(50.0)
    columns = np.arange(40) * 2.0
    plane = np.tile(-math.tan(tilt) * columns, (30, 1)).astype(np.float32)
    run("light_dtm", dtm=write_raster(tmp_path / "d.tif", plane), **PLAIN, law=law, albedo=0.1, sun_incidences=50,
        sun_azimuths=azimuth, output=tmp_path / "i.tif")  # fmt: skip
    mu0, mu = math.cos(angle - tilt if azimuth == 90.0 else angle + tilt), math.cos(tilt)
    weight = limb_weight(50.0)
    w, b, c, b0, h = 0.33, 0.24, 0.40, 1.8, 0.07  # Sato et al. 2014
    gamma = math.sqrt(1.0 - w)

    def of_hapke(mu0, mu, phase):
        lobes = [(1 - b * b) / (1 + sign * 2 * b * math.cos(phase) + b * b) ** 1.5 for sign in (-1.0, 1.0)]
        scatter = (1 + c) / 2 * lobes[0] + (1 - c) / 2 * lobes[1]
        many = (1 + 2 * mu0) / (1 + 2 * mu0 * gamma) * (1 + 2 * mu) / (1 + 2 * mu * gamma)
        return w / 4 * mu0 / (mu0 + mu) * ((1 + b0 / (1 + math.tan(phase / 2) / h)) * scatter + many - 1)

    expected = {"Lambert": mu0, "Lunar-Lambert": 2 * weight * mu0 / (mu0 + mu) + (1 - weight) * mu0,
                "Hapke": of_hapke(mu0, mu, angle) / of_hapke(1.0, 1.0, 0.0)}[law]  # fmt: skip
    assert read_heights(tmp_path / "i.tif") == pytest.approx(0.1 * expected, rel=1e-4)


@pytest.mark.parametrize("incidence", [60.0, 80.0])
def test_shadow_and_penumbra_of_a_wall(tmp_path, run, incidence):
    """A wall of 30 m: half of the disc is seen h tan(i) behind it; the penumbra lies between the two limbs' ends."""
    height = np.zeros((500, 9), np.float32)
    height[10] = 30.0
    given = {"dtm": write_raster(tmp_path / "d.tif", height, gsd=1.0), "sun_incidences": incidence, "sun_azimuths": 0}
    got = run("light_dtm", **given, camera="none", scattered=2.0, law="Lambert", output=tmp_path / "i.tif",
              output_lit=tmp_path / "l.tif")  # fmt: skip
    share, bright = read_heights(tmp_path / "l.tif")[:, 4], read_heights(tmp_path / "i.tif")[:, 4]
    near, middle, far = (10 + 30.0 * math.tan(math.radians(incidence + r)) for r in (-0.2666, 0.0, 0.2666))
    rows = np.arange(500)
    assert (share[(rows > 11) & (rows < near - 1)] == 0).all() and (share[rows > far + 1] == 1).all()
    half = np.interp(0.5, share[int(near) - 2 : int(far) + 3], rows[int(near) - 2 : int(far) + 3])
    assert half == pytest.approx(middle, abs=0.6)
    level = math.cos(math.radians(incidence))
    assert bright[int(near) - 3] == pytest.approx(0.02 * level, rel=1e-4) and bright[-3] == pytest.approx(1.02 * level)
    dark = (share < 0.5).sum() / 500
    assert got["shadow_percent"] == pytest.approx(100 * dark, abs=0.5)


@pytest.mark.parametrize("incidence", [0.0, 0.1, 0.2])
def test_a_sun_overhead_casts_no_shadow(tmp_path, run, relief, incidence):
    """Its disc reaches over the vertical, where a tangent changes its sign."""
    done = run("light_dtm", dtm=relief[0], sun_incidences=incidence, output=tmp_path / "i.tif",
               output_lit=tmp_path / "l.tif")  # fmt: skip
    assert done["shadow_percent"] == 0.0 and read_heights(tmp_path / "l.tif").min() > 0.99


def test_larger_pixels_are_the_means_of_the_small_ones(tmp_path, run, relief):
    path, _ = relief
    given = {"dtm": path, "camera": "none", "sun_incidences": 70, "sun_azimuths": 120}
    run("light_dtm", **given, output=tmp_path / "fine.tif")
    run("light_dtm", **given, pixel_size=6.0, output=tmp_path / "broad.tif")
    fine = read_heights(tmp_path / "fine.tif").astype(float)
    expected = fine.reshape(100, 3, 100, 3).mean(axis=(1, 3))
    assert np.abs(read_heights(tmp_path / "broad.tif") - expected).max() < 1e-5
    with rasterio.open(tmp_path / "broad.tif") as broad, rasterio.open(path) as dtm:
        assert broad.transform.a == 6.0 and (broad.transform.c, broad.transform.f) == (dtm.transform.c, dtm.transform.f)


@pytest.mark.parametrize("size", [3.1, 1.4])
def test_pixels_of_any_size_see_the_same_slopes(tmp_path, run, size):
    """A smooth wave, whose reflectance is known everywhere."""
    x = 2.0 * (np.arange(400) + 0.5) - 400.0
    wave = np.tile(6.0 * np.sin(2 * np.pi * x / 200.0), (200, 1)).astype(np.float32)
    given = {"dtm": write_raster(tmp_path / "d.tif", wave), **PLAIN, "law": "Lambert", "sun_azimuths": 90}
    got = run("light_dtm", **given, sun_incidences=40, pixel_size=size, output=tmp_path / "i.tif")
    image = read_heights(tmp_path / "i.tif")
    at = size * (np.arange(image.shape[1]) + 0.5) - 400.0
    slope = 6.0 * 2 * np.pi / 200.0 * np.cos(2 * np.pi * at / 200.0)
    angle = math.radians(40.0)
    expected = (math.cos(angle) - math.sin(angle) * slope) / np.sqrt(1.0 + slope**2)
    inner = slice(8, -8)
    assert np.abs(image[8:-8, inner] - expected[None, inner]).max() < 3e-3
    assert got["pixel_size"] == pytest.approx(size, rel=1e-4)


def test_bands_are_not_seen(tmp_path, run, monkeypatch, relief):
    """Every feature at once, in bands of 64 rows and of 512: the same pixels, noise included, but for rounding."""
    path, _ = relief
    given = {"dtm": path, "albedo_variation": 8.0, "sun_incidences": "82, 30",
             "sun_azimuths": "10, 200"}  # fmt: skip
    run("light_dtm", **given, output=tmp_path / "a.tif", output_folder=tmp_path / "a")
    monkeypatch.setattr("engine.measures.light.run.BAND", 64)
    run("light_dtm", **given, output=tmp_path / "b.tif", output_folder=tmp_path / "b")
    names = sorted(p.name for p in (tmp_path / "a").glob("*.tif"))
    assert len(names) == 4
    for name in names:
        one, two = (read_heights(tmp_path / folder / name) for folder in "ab")
        assert np.abs(one - two).max() < 1e-5 * one.max()
    one, two = (read_heights(tmp_path / "a" / name) for name in names[2:])
    assert (one != two).mean() > 0.9


def test_a_folder_of_images_is_a_table_for_a_region(tmp_path, run, relief):
    path, _ = relief
    got = run("light_dtm", dtm=path, sun_incidences="30 60.5", output=tmp_path / "i.tif",
              output_folder=tmp_path / "all")  # fmt: skip
    table = tmp_path / "all" / "frames.csv"
    frames = read_frames(str(table), "*", Defaults(path, "auto", None, "auto"), pytest.fail, tmp_path)
    assert got["images"] == 2 and [frame.sun.sun_incidence for frame in frames] == [30.0, 60.5]
    assert np.array_equal(read_heights(frames[0].scene.image), read_heights(tmp_path / "i.tif"))


def test_suns_that_differ_little_have_images_of_their_own(tmp_path, run, relief):
    run("light_dtm", dtm=relief[0], sun_incidences="60.0000001,60", output=tmp_path / "i.tif",
        output_folder=tmp_path / "all")  # fmt: skip
    listed = [line.split(",") for line in (tmp_path / "all" / "frames.csv").read_text().splitlines()[1:]]
    assert len({row[0] for row in listed}) == len(list((tmp_path / "all").glob("*.tif"))) == 2
    assert [float(row[2]) for row in listed] == [60.0000001, 60.0]


@pytest.mark.parametrize("exposure", [50.0, 1.0])
def test_noise_is_that_of_the_camera(tmp_path, run, exposure):
    """On level ground: shot noise of the electrons and 72 of read noise, and blur makes no difference."""
    flat = write_raster(tmp_path / "d.tif", np.zeros((300, 300), np.float32))
    got = run("light_dtm", dtm=flat, exposure=exposure, albedo=0.12, output=tmp_path / "i.tif")
    image = read_heights(tmp_path / "i.tif")
    electrons = 250_000.0 * exposure / 100.0
    expected = electrons / math.sqrt(electrons + 72.0**2)
    assert image.mean() / image.std() == pytest.approx(expected, rel=0.02)
    assert got["signal_to_noise"] == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize("samples", [1, 2, 3, 8])
def test_blur_and_means_together_have_the_contrast_of_the_camera(samples):
    """Of the finest wave that pixels can hold, whose crests lie in their middles: 27 % are left."""
    at = (np.arange(samples) + 0.5) / samples - 0.5
    of_means = np.cos(np.pi * at).mean()
    x = np.linspace(-8.0, 8.0, 160_001)
    gaussian = np.exp(-0.5 * (x / blur_px(samples)) ** 2)
    of_blur = (gaussian * np.cos(np.pi * x)).sum() / gaussian.sum()
    assert of_means * of_blur == pytest.approx(0.27, abs=1e-4)


def test_the_pattern_of_albedo_is_the_spline_of_its_lattice():
    """Against scipy's splines; the same in every window, with the spread that is asked for."""
    pattern = AlbedoPattern(3, 0.05)
    whole = pattern.rows(0, 700, 900)
    assert np.array_equal(pattern.rows(333, 50, 900), whole[333:383])
    rows, columns = np.indices((60, 80), dtype=float)
    expected = np.zeros((60, 80))
    sizes = np.array(WAVES_PX) ** 0.6
    sizes /= np.linalg.norm(sizes)
    for octave, (wave, size) in enumerate(zip(WAVES_PX, sizes)):
        lattice = np.stack([np.random.default_rng((3, 11, octave, line)).standard_normal(40) for line in range(40)])
        spline = ndimage.map_coordinates(lattice, [rows / wave + 1, columns / wave + 1], order=3, prefilter=False)
        expected += 0.05 * size / (151.0 / 315.0) * spline
    assert np.abs(whole[:60, :80] - 1.0 - expected).max() < 1e-5
    spreads = [(AlbedoPattern(seed, 0.05).rows(0, 700, 900) - 1.0) for seed in range(20)]
    assert np.sqrt(np.mean(np.square(spreads))) == pytest.approx(0.05, rel=0.1)


def test_a_map_of_albedo_is_taken_where_it_lies(tmp_path, run):
    flat = write_raster(tmp_path / "d.tif", np.zeros((100, 100), np.float32))
    values = np.ones((30, 30), np.float32)
    values[:, 15:] = 2.0
    values[:5] = np.nan
    albedo = write_raster(tmp_path / "a.tif", values, gsd=8.0)
    run("light_dtm", dtm=flat, **PLAIN, law="Lambert", sun_incidences=60, albedo_map=albedo, output=tmp_path / "i.tif")
    image = read_heights(tmp_path / "i.tif")
    assert np.isnan(image[:10]).all() and np.isfinite(image[12:]).all()  # the map is 240 m wide, the DTM 200
    assert image[50, 20] == pytest.approx(0.5) and image[50, 80] == pytest.approx(1.0)
    far = write_raster(tmp_path / "far.tif", values, gsd=8.0, origin=(9e5, 9e5))
    with pytest.raises(OverlapError, match="far.tif does not cover any part of the DTM"):
        run("light_dtm", dtm=flat, albedo_map=far, output=tmp_path / "x.tif")


def test_metres_are_those_of_each_row(tmp_path, run):
    """A plane in longitude from 60 to 75 degrees north: its slope grows with the cosine of latitude."""
    step = 0.05
    plane = np.tile(1000.0 * np.arange(40) * step, (300, 1)).astype(np.float32)
    path = write_raster(tmp_path / "d.tif", plane, gsd=step, crs=GEOGRAPHIC, origin=(10.0, 75.0), unit="m")
    run("light_dtm", dtm=path, **PLAIN, law="Lambert", sun_incidences=50, sun_azimuths=270, output=tmp_path / "i.tif")
    latitude = np.radians(75.0 - step * (np.arange(300) + 0.5))
    slope = np.arctan(1000.0 / (np.radians(1.0) * R * np.cos(latitude)))
    expected = np.cos(math.radians(50.0) - slope)
    assert np.abs(read_heights(tmp_path / "i.tif")[:, 20] - expected).max() < 1e-4


def test_gaps_stay_gaps_and_nothing_around_them_is_lost(tmp_path, run, relief):
    _, height = relief
    holed = height.copy()
    holed[100:120, 50:90] = np.nan
    path = write_raster(tmp_path / "d.tif", holed)
    for more in ({"camera": "none"}, {}):
        run("light_dtm", dtm=path, **more, output=tmp_path / "i.tif")
        image = read_heights(tmp_path / "i.tif")
        assert np.array_equal(np.isnan(image), np.isnan(holed)) and np.nanmin(image) >= 0.0


def test_a_gradient_beside_gaps_is_one_sided():
    height = np.array([[0.0, 1.0, np.nan, 4.0, 9.0, 16.0]] * 3, np.float32)
    metres = np.full(3, 2.0), np.full(3, 2.0)
    east, north = known_gradient(height, *metres)
    assert np.array_equal(east[1], np.array([0.5, 0.5, np.nan, 2.5, 3.0, 3.5], np.float32), equal_nan=True)
    assert np.array_equal(np.isnan(north[1]), np.isnan(height[1]))


def test_what_light_dtm_refuses(tmp_path, run, relief):
    path, _ = relief
    for given, text in (
        ({"sun_incidences": "95"}, "sun_incidences is 95, but must be from 0 to 89.9 degrees"),
        ({"sun_azimuths": "10 20 10", "output_folder": tmp_path / "f"}, "which has a number twice"),
        ({"sun_incidences": "30 40"}, "2 suns make 2 images, but the output holds the first; give a folder"),
        ({"sun_incidences": " ".join(map(str, range(60))), "sun_azimuths": "1 2"}, "are 120 suns, over 100"),
        ({"pixel_size": 0.2}, "over 8 times finer than the DTM's of 2 m"),
        ({"pixel_size": 400.0}, "too large for a DTM of 600 x 600 m"),
    ):
        with pytest.raises(ParameterError, match=text):
            run("light_dtm", dtm=path, output=tmp_path / "i.tif", **given)
    assert not list(tmp_path.iterdir())

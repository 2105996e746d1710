"""Layers that say how sure a DTM is: what they hold, where they hold nothing, and what a pack needs for them."""

import numpy as np
import pytest
import rasterio

from engine.errors import PackError
from engine.experts.correct import CONTRAST_SEEN, UNSEEN, Experts, TileData, View, correct, judge
from engine.experts.pack import load
from engine.raster.frame import Sun
from engine.reconstruct.support import LIT, MISSING, NOTHING, OUTSIDE, RAKING, SATURATED, SHADOW
from engine.terrain.contrast_belief import RESPONSE
from tests.conftest import TELLING, error_model, identity_model, read_heights, telling_experts, write_pack, write_raster

GSD, SHAPE = 2.0, (150, 130)
SUN = {"sun_azimuth": 90.0, "sun_incidence": 60.0}
DARK, MISSED, BRIGHT, STEEP, HOLE = np.s_[20:40, 20:40], np.s_[0:9, 40:60], np.s_[50:60, 90:100], np.s_[80:, :], np.s_[
    100:110, 60:70
]
NAMES = ("output", "output_error", "output_slope_error", "output_support")


@pytest.fixture
def scene(tmp_path):
    """Ground that rises by a tenth to the east, in the south by one: 45 degrees."""
    rng = np.random.default_rng(3)
    image = rng.uniform(0.9, 1.1, SHAPE).astype(np.float32)
    image[DARK], image[MISSED], image[BRIGHT] = 0.02, np.nan, 7.0
    columns, rows = np.meshgrid(np.arange(20.0) * 20.0, np.arange(22.0) * 20.0)
    coarse = np.where(rows > 230.0, columns, 0.1 * columns).astype(np.float32)
    coarse[(rows == 280.0) & (columns == 200.0)] = np.nan
    return {
        "image": write_raster(tmp_path / "image.tif", image, gsd=GSD),
        "coarse_dem": write_raster(tmp_path / "coarse.tif", coarse, gsd=20.0),
        "saturation": 5.0,
        "apply_shift": False,
    }, image


def layers(run, given, folder, **more):
    targets = {name: folder / f"{name}.tif" for name in NAMES}
    found = {"told": run("reconstruct", **given, **targets, **more)}
    return {**found, **{name: read_heights(path) for name, path in targets.items()}}


def classes(path):
    with rasterio.open(path) as dataset:
        return dataset.read(1)


def test_every_pixel_has_its_class_and_its_error(run, scene, tmp_path, telling_pack):
    given, image = scene
    found = layers(run, given, tmp_path, pack=telling_pack, contrast="as it is", **SUN)
    support = classes(tmp_path / "output_support.tif")
    known = np.isfinite(found["output"])
    assert (support[MISSED] == MISSING).all() and (support[BRIGHT] == SATURATED).all()
    assert (support[DARK] == SHADOW).all() and not known[MISSED].any() and not known[BRIGHT].any()
    plain = np.ones(SHAPE, bool)
    for part in (DARK, MISSED, BRIGHT, STEEP):
        plain[part] = False
    plain[60:] = False  # the ground begins to rise
    assert (support[plain] == LIT).all()
    hole = ~known & np.isfinite(image) & (image < 5.0)
    assert hole[STEEP].any() and (support[hole] == NOTHING).all()
    steep = known.copy()
    steep[:130] = False
    assert (support[steep] == RAKING).all()
    for name in ("output_error", "output_slope_error"):
        assert np.array_equal(np.isfinite(found[name]), known)
    assert np.allclose(found["output_error"][known], 0.5 * GSD, atol=0.003)
    mean = image[np.isfinite(image) & (image < 5.0) & known].mean()
    assert np.abs(found["output_slope_error"][known] - (2.0 + image / mean)[known]).max() < 0.01
    told = found["told"]
    assert told["height_error"] == pytest.approx(np.sqrt(np.mean(found["output_error"][known] ** 2)), rel=1e-6)
    assert told["slope_error"] == pytest.approx(np.sqrt(np.mean(found["output_slope_error"][known] ** 2)), rel=1e-6)
    assert told["lit"] == pytest.approx(100.0 * (support == LIT).sum() / known.sum())
    with rasterio.open(tmp_path / "output_error.tif") as dataset:
        assert "coarse DEM's own errors" in dataset.tags()["error_without"] and dataset.units == ("m",)


def test_the_stated_error_of_the_coarse_dem_is_added(run, scene, tmp_path, telling_pack):
    given, _ = scene
    found = layers(run, given, tmp_path, pack=telling_pack, coarse_dem_error=2.4, **SUN)
    known = np.isfinite(found["output"])
    assert np.allclose(found["output_error"][known], np.hypot(0.5 * GSD, 2.4), atol=0.003)
    assert found["output_slope_error"][known].max() < 4.0
    with rasterio.open(tmp_path / "output_error.tif") as dataset:
        assert dataset.tags()["error_of_coarse_dem_m"] == "2.4" and "error_without" not in dataset.tags()


def test_light_and_pixels_that_experts_do_not_know(run, scene, tmp_path):
    given, _ = scene
    pack = write_pack(tmp_path / "narrow", identity_model(), error_model(), gsd_range_m=[0.5, 1.0])
    layers(run, given, tmp_path, pack=pack, contrast="as it is", **SUN)
    support = classes(tmp_path / "output_support.tif")
    assert set(np.unique(support)) == {NOTHING, SHADOW, SATURATED, MISSING, OUTSIDE}
    pack = write_pack(tmp_path / "raking", identity_model(), error_model(), incidence_range_deg=[61.0, 70.0])
    layers(run, given, tmp_path, pack=pack, contrast="as it is", **SUN)
    assert OUTSIDE in classes(tmp_path / "output_support.tif")


def test_light_along_the_ground_is_raking(run, scene, tmp_path, telling_pack):
    """Ground that falls away from a sun 11 degrees high; without a sun only steepness is known."""
    given, _ = scene
    layers(run, given, tmp_path, pack=telling_pack, contrast="as it is", sun_azimuth=90.0, sun_incidence=79.0)
    assert (classes(tmp_path / "output_support.tif")[10:19, 5:35] == RAKING).all(), "5.7 degrees away from the sun"
    layers(run, given, tmp_path, pack=telling_pack, contrast="as it is")
    assert (classes(tmp_path / "output_support.tif")[10:19, 5:35] == LIT).all()


def test_heights_are_those_of_a_run_without_errors(run, scene, tmp_path, telling_lunar):
    given, _ = scene
    with_errors = layers(run, given, tmp_path, pack=telling_lunar, **SUN)["output"]
    done = run("reconstruct", **given, **SUN, output=tmp_path / "alone.tif")
    assert done["height_error"] is done["slope_error"] is done["lit"] is None
    assert read_heights(tmp_path / "alone.tif").tobytes() == with_errors.tobytes()


def test_a_pack_that_tells_no_errors_is_refused(run, scene, tmp_path, identity_pack):
    given, _ = scene
    for name in NAMES[1:]:
        with pytest.raises(PackError, match="The pack identity has no network that tells errors of heights; leave out"):
            run("reconstruct", **given, pack=identity_pack, output=tmp_path / "d.tif", **{name: tmp_path / "e.tif"})
    assert not (tmp_path / "d.tif").exists() and not (tmp_path / "e.tif").exists()


def test_factors_go_by_class_and_incidence(tmp_path):
    table = {"flat": [1.0, 2.0, 4.0], "mountain": [1.5, 2.5, 8.0], "crater": [1.0, 1.0, 1.0]}
    told = {**TELLING, "bands_deg": [50.0, 90.0], "height_factors": table, "slope_factors": table}
    experts = Experts(load(write_pack(tmp_path / "p", identity_model(), error_model(), error=told)), "cpu")
    level = np.zeros((64, 64), np.float32)
    for incidence, factors in ((40.0, (1.0, 1.5)), (50.0, (1.0, 1.5)), (51.0, (2.0, 2.5)), (None, (4.0, 8.0))):
        view = View(2.0, 30.0, None if incidence is None else Sun(10.0, incidence, "raster"), 0.1)
        got = judge(experts, view, [TileData(name, level + 1.0, level) for name in ("flat", "mountain")])
        assert [one.error.height_m[5, 5] for one in got] == pytest.approx([factor * 0.5 * 2.0 for factor in factors])
        assert [one.error.slope_deg[5, 5] for one in got] == pytest.approx([factor * 3.0 for factor in factors])


def test_the_place_of_the_coarse_dem_counts_as_far_as_the_ground_slopes(telling_pack):
    """A plane of 0.2 to the right and 0.1 down, and places off by 3 and 4 pixels that go together by a half."""
    experts = Experts(load(telling_pack), "cpu")
    rows, columns = np.mgrid[:256, :320].astype(np.float32)
    tile = TileData("flat", np.ones((256, 320), np.float32), 2.0 * (0.2 * columns + 0.1 * rows))
    for azimuth in (10.0, 100.0, 200.0, 300.0):
        view = View(2.0, 12.0, Sun(azimuth, 60.0, "raster"), 0.1, ((9.0, 6.0), (6.0, 16.0)))
        (got,) = judge(experts, view, [tile])
        moved = 0.2**2 * 9.0 + 2 * 0.2 * 0.1 * 6.0 + 0.1**2 * 16.0
        assert got.error.height_m[128, 160] == pytest.approx(2.0 * np.sqrt(0.25 + moved), rel=0.02)
        assert np.array_equal(got.metres, correct(experts, view, [tile])[0])


def test_doubt_in_the_contrast_is_in_the_errors(tmp_path):
    """As far as it is more than what the network has learned on: that share of the correction and of what it does."""
    folder = telling_experts(tmp_path / "p")
    experts = Experts(load(folder), "cpu")
    rng = np.random.default_rng(4)
    tile = TileData("flat", rng.uniform(0.8, 1.2, (256, 320)).astype(np.float32), np.zeros((256, 320), np.float32))

    def told(doubt):
        view = View(2.0, 30.0, Sun(100.0, 60.0, "raster"), 0.1, doubt=doubt)
        (got,) = judge(experts, view, [tile])
        return got

    sure, doubted = told(CONTRAST_SEEN), told(0.5)
    assert np.array_equal(sure.metres, doubted.metres)
    assert np.array_equal(sure.error.height_m, told(0.0).error.height_m)
    share = RESPONSE * np.sqrt(0.5**2 - CONTRAST_SEEN**2)
    assert np.allclose(doubted.error.height_m, np.hypot(sure.error.height_m, share * np.abs(sure.metres)), rtol=1e-4)
    down, across = np.gradient(sure.metres / 2.0)
    slope = np.hypot(down, across)  # of level ground, all slope is the correction's: d arctan g / d ln g
    changed = np.degrees(slope / (1.0 + slope * slope))
    expected = np.hypot(sure.error.slope_deg, share * changed)
    assert np.allclose(doubted.error.slope_deg, expected, rtol=1e-3) and (expected > 1.05 * sure.error.slope_deg).any()


def test_the_shipped_pack_tells_errors():
    """On level ground that its image explains the stated errors are small, in a shadow they are larger."""
    pack = load("lunar-1")
    assert pack.error is not None and len(pack.error) < 1e6
    rng = np.random.default_rng(0)
    image = rng.uniform(0.99, 1.01, (256, 320)).astype(np.float32)
    image[100:140, 150:200] = 0.01
    tile = TileData("flat", image, np.zeros((256, 320), np.float32))
    (got,) = judge(Experts(pack, "cpu"), View(2.0, 30.0, Sun(200.0, 60.0, "raster"), 0.1), [tile])
    assert 0.0 < got.error.height_m.min() and got.error.height_m.max() < 60.0 and got.error.slope_deg.max() < 60.0
    assert got.error.slope_deg[110:130, 165:185].mean() > 2.0 * got.error.slope_deg[30:60, 30:60].mean()


@pytest.mark.parametrize(
    "change, words",
    [
        ({"file": "../error.onnx"}, "outside of its folder"),
        ({"bands_deg": []}, "bands_deg is not a list"),
        ({"bands_deg": [50.0, 40.0]}, "bands_deg does not grow"),
        ({"bands_deg": "all"}, "bands_deg is not a list"),
        ({"height_factors": {"flat": [1.0, 1.0]}}, "height_factors.mountain is missing"),
        ({"slope_factors": {name: [0.0, 1.0] for name in ("flat", "mountain", "crater")}}, "has 0, but must be"),
        ({"slope_factors": {name: [1.0] for name in ("flat", "mountain", "crater")}}, "is not a list of 2 numbers"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(tmp_path, change, words):
    with pytest.raises(PackError, match=words):
        load(write_pack(tmp_path / "odd", identity_model(), error_model(), error={**TELLING, **change}))


def test_a_network_that_is_damaged_missing_or_another_is_refused(tmp_path):
    folder = tmp_path / "p"
    write_pack(folder, identity_model(), error_model())
    (folder / "error.onnx").write_bytes(b"torn")
    with pytest.raises(PackError, match="error.onnx does not match its digest"):
        load(str(folder))
    (folder / "error.onnx").unlink()
    with pytest.raises(PackError, match="error.onnx cannot be read"):
        load(str(folder))
    write_pack(folder, identity_model(), identity_model())
    with pytest.raises(PackError, match="has the inputs coarse, image, posting, sun, but its manifest says"):
        Experts(load(str(folder)), "cpu")
    with pytest.raises(PackError, match="error goes with heights in pixels"):
        load(write_pack(tmp_path / "minmax", identity_model(), error_model(), normalisation="minmax"))


def test_deep_in_a_shadow_errors_are_those_of_the_coarse_dem(telling_pack):
    """Whatever the network says; beside lit ground, without a sun and under scattered light it is believed."""
    experts = Experts(load(telling_pack), "cpu")
    image = np.ones((256, 320), np.float32)
    image[:, :200] = 0.01
    tile = TileData("mountain", image, np.zeros((256, 320), np.float32))

    def told(sun):
        (got,) = judge(experts, View(2.0, 30.0, sun, 0.1), [tile])
        return got.error

    dark = told(Sun(100.0, 80.0, "raster"))
    height, slope = UNSEEN["mountain"]
    assert np.allclose(dark.height_m[:, :150], height * 60.0) and np.allclose(dark.slope_deg[:, :150], slope)
    assert np.allclose(dark.height_m[:, 170:], 1.0) and (dark.slope_deg[:, 170:] < slope).all()
    for sun in (None, Sun(100.0, 80.0, "raster", scattered=True)):
        assert np.allclose(told(sun).height_m, 1.0)

"""Permanent shadow: from where scattered light comes, by the image over the slopes of the coarse DEM."""

import json
import shutil

import numpy as np
import pytest
import rasterio

from engine.errors import ParameterError
from engine.reconstruct.plan_file import read as read_plan
from engine.synthetic.coarse import degrade
from engine.synthetic.laws import Laws
from engine.synthetic.product import write_scene
from engine.synthetic.scene import Scene, light, make_ground, make_scene
from engine.terrain.slope import horn_gradient, slope_degrees
from tests.conftest import write_raster

AZIMUTH = 130.0
GSD, SIZE = 2.5, 448


@pytest.fixture(scope="module")
def scene():
    """A mountain lit from one stretch of the rim alone, so that its direction is known."""
    laws = Laws(permanent_shadow=True, other_rim=(0.0, 0.0), shift=0.0)
    return make_scene(41, "mountain", SIZE, GSD, 60.0, AZIMUTH, 85.0, laws)


@pytest.fixture(scope="module")
def given(tmp_path_factory, scene):
    paths = write_scene(scene, tmp_path_factory.mktemp("scene"))
    return {"image": paths["image"], "coarse_dem": paths["coarse_dem"]}


def tags(path):
    with rasterio.open(path) as dataset:
        return dataset.tags()


def slope_error(path, truth):
    with rasterio.open(path) as dataset:
        heights = dataset.read(1)
    metres = (np.full(SIZE - 2, GSD),) * 2
    made, true = (slope_degrees(*horn_gradient(surface, *metres)) for surface in (heights, truth))
    return float(np.mean(np.abs(made - true)))


def test_the_direction_is_the_images_and_slopes_are_better_for_it(tmp_path, run, scene, given):
    log = []
    run("reconstruct", log, **given, sun="scattered", output=tmp_path / "d.tif")
    told = tags(tmp_path / "d.tif")
    assert told["MMOEDTM_LIGHT"] == "scattered"
    assert abs(float(told["MMOEDTM_SUN_AZIMUTH"]) - AZIMUTH) < 12.0
    assert any("Light is scattered; by the image" in text for _, text in log)
    run("reconstruct", **given, sun="none", output=tmp_path / "n.tif")
    assert "MMOEDTM_SUN_AZIMUTH" not in tags(tmp_path / "n.tif")
    truth = scene.ground.height
    assert slope_error(tmp_path / "d.tif", truth) < 0.75 * slope_error(tmp_path / "n.tif", truth)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_it_does_not_depend_on_how_rasters_lie(tmp_path, run, scene, turns):
    """Image and coarse DEM turned on the ground: the light turns with them, counter-clockwise by quarters."""
    image = write_raster(tmp_path / "i.tif", np.ascontiguousarray(np.rot90(scene.image, turns)), gsd=GSD)
    posts = scene.coarse.on_image(scene.image.shape)[::12, ::12]
    coarse = write_raster(tmp_path / "c.tif", np.ascontiguousarray(np.rot90(posts, turns)), gsd=12 * GSD)
    run("plan", image=image, coarse_dem=coarse, sun="scattered", output=tmp_path / "p.json")
    sun = json.loads((tmp_path / "p.json").read_text())["light"]["sun_in_map"]
    off = (sun["azimuth_deg"] - (AZIMUTH - 90.0 * turns) + 180.0) % 360.0 - 180.0
    assert abs(off) < 20.0 and sun["scattered"]


def test_a_shadowcam_image_is_lit_so_by_itself(tmp_path, run, given):
    """Its name is a clock, but the sun of that time does not light it."""
    image = tmp_path / "M013124771S.tif"
    shutil.copy(given["image"], image)
    named = {**given, "image": image}
    run("reconstruct", **named, output=tmp_path / "d.tif")
    assert tags(tmp_path / "d.tif")["MMOEDTM_LIGHT"] == "scattered"
    run("reconstruct", **named, sun_azimuth=10.0, sun_incidence=60.0, output=tmp_path / "e.tif")
    assert "MMOEDTM_LIGHT" not in tags(tmp_path / "e.tif")


@pytest.fixture(scope="module")
def two_walls(tmp_path_factory):
    """A scene whose left half is lit from the west and whose right half from the east."""
    laws = Laws(permanent_shadow=True, other_rim=(0.0, 0.0), sky=(0.0, 0.0), shift=0.0, noise_m=(0.3, 0.3))
    ground = make_ground(np.random.default_rng(77), "mountain", 900, GSD, laws)
    lit = [light(np.random.default_rng(5), ground, azimuth, 85.0, laws) for azimuth in (270.0, 90.0)]
    image = np.where(np.arange(900) < 450, *lit).astype(np.float32)
    coarse = degrade(np.random.default_rng(6), ground.height, GSD, 45.0, laws)
    paths = write_scene(Scene(ground, coarse, image, 270.0, 85.0), tmp_path_factory.mktemp("two"))
    return {"image": paths["image"], "coarse_dem": paths["coarse_dem"]}, ground.height


def test_light_that_turns_is_followed_tile_by_tile(tmp_path, run, two_walls):
    given, truth = two_walls
    log = []
    run("reconstruct", log, **given, sun="scattered", output=tmp_path / "d.tif")
    assert any("it turns across the image" in text and "each tile is computed" in text for _, text in log)
    told = tags(tmp_path / "d.tif")
    assert told["MMOEDTM_LIGHT"] == "scattered" and "MMOEDTM_SUN_AZIMUTH" not in told
    run("reconstruct", **given, sun="scattered", sun_azimuth=270.0, output=tmp_path / "w.tif")
    right = slice(600, 900)
    errors = {}
    for name in "dw":
        with rasterio.open(tmp_path / f"{name}.tif") as dataset:
            heights = dataset.read(1)
        errors[name] = np.abs(np.gradient(heights[:, right] - truth[:, right], axis=1)).mean()
    assert errors["d"] < 0.6 * errors["w"], "the right half is lit from the east"


def test_an_area_has_the_light_of_its_place_in_the_whole(tmp_path, run, two_walls):
    """The plan of an area, and that of the whole, tell the same light for the same ground."""
    given, _ = two_walls
    with rasterio.open(given["image"]) as dataset:
        left, bottom, right, top = dataset.bounds
    lights = {}
    for name, extent in (("whole", None), ("area", f"{(left + right) / 2},{right},{bottom},{top}")):
        run("plan", **given, sun="scattered", extent=extent, output=tmp_path / "p.json")
        lights[name] = read_plan(str(tmp_path / "p.json"))
    place = 450, 800
    east = [plan.light.over(*place).azimuth_deg for plan in lights.values()]
    assert all(abs((azimuth - 90.0 + 180.0) % 360.0 - 180.0) < 25.0 for azimuth in east)


def test_a_direction_that_is_given_is_taken(tmp_path, run, given):
    run("reconstruct", **given, sun="scattered", sun_azimuth=140.0, output=tmp_path / "d.tif")
    told = tags(tmp_path / "d.tif")
    assert (told["MMOEDTM_SUN_AZIMUTH"], told["MMOEDTM_SUN_INCIDENCE"]) == ("140.0000", "70.0000")


def test_an_image_that_does_not_tell_says_so(tmp_path, run, given):
    noise = np.random.default_rng(3).normal(1.0, 0.1, (SIZE, SIZE)).astype(np.float32)
    with rasterio.open(given["image"]) as source:
        profile = source.profile
    with rasterio.open(tmp_path / "i.tif", "w", **{**profile, "driver": "GTiff"}) as target:
        target.write(noise, 1)
    log = []
    run("reconstruct", log, **{**given, "image": tmp_path / "i.tif"}, sun="scattered", output=tmp_path / "d.tif")
    assert any("does not show from where its scattered light comes; give its azimuth" in text for _, text in log)
    assert "MMOEDTM_SUN_AZIMUTH" not in tags(tmp_path / "d.tif")


def test_what_needs_a_direct_sun_refuses_and_a_time_contradicts(tmp_path, run, given):
    dtm = tmp_path / "d.tif"
    with pytest.raises(ParameterError, match="its light is said to be scattered, which no time tells; leave one"):
        run("reconstruct", **given, sun="scattered", sun_time="2011-01-22T18:55:50", output=dtm)
    with pytest.raises(ParameterError, match="permanent shadow has no direct sun"):
        run("detect_rocks", image=given["image"], sun="scattered", output=tmp_path / "x.gpkg")

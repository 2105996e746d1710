"""The coarse DEM is fitted to the image before the experts run."""

from dataclasses import replace

import numpy as np
import pytest
import rasterio

from engine.synthetic.coarse import degrade
from engine.synthetic.laws import TRAINING
from engine.synthetic.product import write_scene
from engine.synthetic.scene import Scene, light, make_ground
from tests.conftest import read_heights

PLACED = replace(TRAINING, shift=0.0, stripes=0.0, noise_m=(0.5, 0.6))
AZIMUTH, INCIDENCE = 120.0, 55.0


@pytest.fixture(scope="module")
def wall(tmp_path_factory):
    """Paths of a made crater wall of 1.4 km whose coarse DEM lies where it belongs."""
    rng = np.random.default_rng(5)
    ground = make_ground(rng, "crater", 576, 2.4)
    coarse = degrade(rng, ground.height, 2.4, 60.0, PLACED)
    scene = Scene(ground, coarse, light(rng, ground, AZIMUTH, INCIDENCE), AZIMUTH, INCIDENCE)
    return write_scene(scene, tmp_path_factory.mktemp("wall"))


def moved(paths, folder, east, north):
    """The scene with its coarse DEM moved by metres."""
    target = folder / "moved.tif"
    with rasterio.open(paths["coarse_dem"]) as source:
        shifted = rasterio.Affine.translation(east, north) @ source.transform
        with rasterio.open(target, "w", **{**source.profile, "transform": shifted}) as dataset:
            dataset.write(source.read())
            dataset.set_band_unit(1, "m")
    return {"image": paths["image"], "coarse_dem": target, "sun_azimuth": AZIMUTH, "sun_incidence": INCIDENCE}


# Half a posting is more than is usual, so that where shading does not confirm it only a part of the move is made.
@pytest.mark.parametrize("east, north, left_over", [(0.0, 0.0, 1.1), (25.0, -20.0, 0.85), (-45.0, 30.0, 0.3)])
def test_a_misplaced_coarse_dem_is_put_back(tmp_path, run, wall, east, north, left_over):
    given = moved(wall, tmp_path, east, north)
    truth = read_heights(wall["truth"])
    fitted = run("reconstruct", **given, output=tmp_path / "fitted.tif")
    left = run("reconstruct", **given, apply_shift=False, output=tmp_path / "left.tif")
    off = np.hypot(fitted["moved_east"] + east, fitted["moved_north"] + north)
    assert off < 5.0 + left_over * np.hypot(east, north)
    assert (left["moved_east"], left["moved_north"], left["moved_error"]) == (0.0, 0.0, None)
    errors = [np.nanstd(read_heights(tmp_path / f"{name}.tif") - truth) for name in ("fitted", "left")]
    assert errors[0] < max(left_over, 0.5) * errors[1]
    with rasterio.open(tmp_path / "fitted.tif") as dataset:
        assert float(dataset.tags()["MMOEDTM_SHIFT_EAST_M"]) == fitted["moved_east"]


def test_evaluate_holds_long_waves_against_the_moved_coarse_dem(tmp_path, run, wall):
    given = moved(wall, tmp_path, -45.0, 30.0)
    run("reconstruct", **given, output=tmp_path / "dtm.tif")
    with (
        rasterio.open(tmp_path / "dtm.tif") as source,
        rasterio.open(tmp_path / "bare.tif", "w", **source.profile) as bare,
    ):
        bare.write(source.read())
        bare.set_band_unit(1, "m")
    log = []
    deviation = [
        run("evaluate", log, dtm=tmp_path / name, coarse_dem=given["coarse_dem"], output=tmp_path / "r.html")[
            "low_pass_deviation"
        ]
        for name in ("dtm.tif", "bare.tif")
    ]
    assert 5.0 * deviation[0] < deviation[1]
    assert any("moved by" in text for _, text in log)


def test_a_shift_of_several_postings_is_found_by_shading_first(tmp_path, run):
    rng = np.random.default_rng(2)
    ground = make_ground(rng, "mountain", 640, 3.0)
    coarse = degrade(rng, ground.height, 3.0, 60.0, PLACED)
    scene = Scene(ground, coarse, light(rng, ground, AZIMUTH, INCIDENCE), AZIMUTH, INCIDENCE)
    given = moved(write_scene(scene, tmp_path), tmp_path, 150.0, -90.0)
    found = run("reconstruct", **given, output=tmp_path / "dtm.tif")
    assert (found["moved_east"], found["moved_north"]) == (pytest.approx(-150.0, abs=8.0), pytest.approx(90.0, abs=8.0))


def test_without_a_sun_the_coarse_dem_stays_and_the_log_says_why(tmp_path, run, wall):
    log = []
    given = {"image": wall["image"], "coarse_dem": wall["coarse_dem"]}
    found = run("reconstruct", log, **given, output=tmp_path / "dtm.tif")
    assert found["moved_east"] == 0.0 and found["moved_error"] is None
    assert any("stays where it is" in text and "sun" in text for _, text in log)


def test_a_scene_of_a_few_postings_stays_and_the_log_says_why(tmp_path, run, wall, raster):
    log = []
    with rasterio.open(wall["image"]) as source:
        part = source.read(1)[:100, :100]
    image = raster("part.tif", part, gsd=2.4)
    given = {"image": image, "coarse_dem": wall["coarse_dem"], "sun_azimuth": AZIMUTH, "sun_incidence": INCIDENCE}
    found = run("reconstruct", log, **given, output=tmp_path / "dtm.tif")
    assert found["moved_error"] is None
    assert any("too small" in text for _, text in log)

"""The fit of the coarse DEM does no harm: scenes that the first version moved for the worse, through the door."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import ndimage

from engine.synthetic.coarse import degrade
from engine.synthetic.laws import TRAINING
from engine.synthetic.product import write_scene
from engine.synthetic.scene import Scene, light, make_ground
from tests.benchmarks.fit_scenes import made
from tests.benchmarks.held_out import real_relief
from tests.conftest import read_heights


def both(run, scene, folder, **options):
    """Results of Reconstruct and RMSE of its heights, with the fit and without it."""
    paths = write_scene(scene, folder)
    truth = read_heights(paths["truth"])
    given = {"image": paths["image"], "coarse_dem": paths["coarse_dem"], "sun_azimuth": scene.azimuth_deg,
             "sun_incidence": scene.incidence_deg}  # fmt: skip
    found = []
    for fit in (True, False):
        target = folder / f"{fit}.tif"
        result = run("reconstruct", options.get("log", []), **given, apply_shift=fit, output=target)
        found.append((result, float(np.sqrt(np.nanmean((read_heights(target) - truth) ** 2)))))
    return found


@pytest.mark.parametrize("seed", [910_022, 910_017, 910_035])
def test_a_made_scene_on_which_a_fit_does_harm_is_not_moved_for_the_worse(tmp_path, run, seed):
    """A crater nearly all in shadow (RMSE 30 instead of 4 m), a mountain of 15 postings, a misread wall."""
    (fitted, with_fit), (_, without) = both(run, made(seed), tmp_path)
    assert with_fit < 1.03 * without
    moved = np.hypot(fitted["moved_east"], fitted["moved_north"])
    assert moved == 0.0 or fitted["moved_error"] > moved or with_fit < without


def test_smooth_real_walls_are_left_where_they_are_or_served(tmp_path, run, real):
    for name, scene in real_relief():
        if name.startswith("lola"):
            (_, with_fit), (_, without) = both(run, scene, tmp_path / name)
            assert with_fit < 1.03 * without, name


def test_the_errors_of_a_move_are_stated_along_both_axes(tmp_path, run):
    log = []
    (fitted, _), (left, _) = both(run, made(910_018), tmp_path, log=log)
    east, north = fitted["moved_error_east"], fitted["moved_error_north"]
    assert fitted["moved_error"] == pytest.approx(np.hypot(east, north))
    assert left["moved_error_east"] is None and left["moved_error_north"] is None
    text = next(text for _, text in log if text.startswith("The coarse DEM is moved"))
    assert f"{fitted['moved_east']:+.1f} m east" in text and f"{east:.1f} m east and {north:.1f} m north" in text


def test_an_image_that_is_not_orthorectified_is_told_and_not_fitted_with_one_move(tmp_path, run):
    rng = np.random.default_rng(3)
    laws = replace(TRAINING, shift=0.0, stripes=0.0, noise_m=(0.5, 0.6))
    ground = make_ground(rng, "mountain", 512, 2.0)
    coarse = degrade(rng, ground.height, 2.0, 24.0, laws)
    image = light(rng, ground, 120.0, 55.0)
    # Left of the middle the coarse DEM has to go 9 m east to fit, right of it 24 m west.
    rows, columns = np.indices(image.shape, dtype=float)
    moved = 9.0 - 33.0 / (1.0 + np.exp(-(columns - 256.0) / 8.0))
    image = ndimage.map_coordinates(image, (rows, columns - moved / 2.0), order=1, mode="nearest")
    scene = Scene(ground, coarse, image, 120.0, 55.0)
    log = []
    (fitted, _), _ = both(run, scene, tmp_path, log=log)
    warnings = [text for level, text in log if level == "warning" and "in one piece" in text]
    assert len(warnings) == 1 and "not orthorectified" in warnings[0] and "columns" in warnings[0]
    assert np.hypot(fitted["moved_east"], fitted["moved_north"]) < 6.0
    assert fitted["moved_error_east"] > 8.0

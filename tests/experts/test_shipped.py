"""The shipped experts on ground that they were not trained on: live, not by the figures of their manifest."""

import numpy as np
import pytest

from engine.moon import TERRAINS
from engine.raster.baseline import bicubic
from engine.raster.heights import HeightReader
from engine.raster.reader import RasterReader
from engine.synthetic.product import write_scene
from engine.synthetic.scene import make_scene
from engine.terrain.height_errors import height_errors
from tests.conftest import read_heights

HELD_OUT = 900_050
"""Training draws from seeds under 100,000."""


@pytest.mark.parametrize("terrain", TERRAINS)
def test_an_expert_betters_the_bicubic_coarse_dem_on_made_ground(tmp_path, run, terrain):
    scene = make_scene(HELD_OUT, terrain, 288, 2.0, 60.0, 200.0, 60.0)
    paths = write_scene(scene, tmp_path / "scene")
    run("reconstruct", image=paths["image"], coarse_dem=paths["coarse_dem"], sun_azimuth=200.0, sun_incidence=60.0,
        apply_shift=False, output=tmp_path / "dtm.tif")  # fmt: skip
    with RasterReader(paths["image"]) as image, RasterReader(paths["coarse_dem"]) as reader:
        heights = HeightReader(reader, "auto", lambda text: None)
        base = bicubic(heights, image.grid).read(0, 0, image.grid.height, image.grid.width)
    truth = np.asarray(scene.ground.height, np.float32)
    got = height_errors(read_heights(tmp_path / "dtm.tif").astype(np.float32), truth, 2.0)
    before = height_errors(base, truth, 2.0)
    assert got.rmse < 0.95 * before.rmse and got.slope_error_deg < 0.6 * before.slope_error_deg

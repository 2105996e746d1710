"""What experts are given of the light, seen through the door: a model that adds its image to the heights tells."""

import numpy as np
import pytest
from onnx import TensorProto, helper

from engine.synthetic.product import MOON_WKT, write_scene
from engine.synthetic.scene import make_scene
from tests.conftest import read_heights, write_pack, write_raster

GSD_M, SIDE = 2.0, 64
DARK_SHARE = 0.1
"""Of the scene's mean: the least that a tile of an image without offset is divided by, as the packs' scheme says."""


@pytest.fixture(scope="module")
def telltale(tmp_path_factory):
    """A pack whose heights, in pixels, are the coarse heights plus the normalised brightness."""
    tile = ["batch", 1, "height", "width"]
    shapes = {"image": tile, "coarse": tile, "sun": ["batch", 4], "posting": ["batch", 1]}
    inputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()]
    output = helper.make_tensor_value_info("heights", TensorProto.FLOAT, tile)
    graph = helper.make_graph([helper.make_node("Add", ["coarse", "image"], ["heights"])], "add", inputs, [output])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    return write_pack(tmp_path_factory.mktemp("packs") / "telltale", model.SerializeToString())


@pytest.mark.parametrize("share", [0.5, 0.2, 0.04])
def test_a_dark_tile_is_divided_by_its_share_of_the_scene(tmp_path, run, telltale, share):
    """Two tiles, the left one darker; each deviates from its mean, over that or over a tenth of the scene's."""
    noise = np.random.default_rng(3).uniform(0.8, 1.2, (SIDE, 2 * SIDE))
    image = (noise * np.repeat((share, 1.0), SIDE)).astype(np.float32)
    level = np.zeros((12, 12), np.float32)
    run("reconstruct", image=write_raster(tmp_path / "i.tif", image, gsd=GSD_M), contrast="as it is",
        coarse_dem=write_raster(tmp_path / "c.tif", level, gsd=40.0, unit="m"), apply_shift=False, pack=telltale,
        tile_height=SIDE, tile_width=SIDE, overlap=0, output=tmp_path / "d.tif")  # fmt: skip
    heights = read_heights(tmp_path / "d.tif")
    for half in (slice(0, SIDE), slice(SIDE, None)):
        tile = image[:, half].astype(np.float64)
        least = max(tile.mean(), DARK_SHARE * image.mean(dtype=np.float64))
        assert np.abs(heights[:, half] - GSD_M * (tile - tile.mean()) / least).max() < 2e-3


def test_the_offset_that_is_told_is_taken_off(tmp_path, run, telltale):
    """One tile of a display-stretched scene: its deviation from its mean, over the mean without the offset."""
    scene = make_scene(49, "crater", 320, GSD_M, 30.0, 300.0, 60.0)
    paths = write_scene(scene, tmp_path / "scene")
    image = (scene.image + 0.7 * scene.image.mean()).astype(np.float32)
    given = {
        "image": write_raster(tmp_path / "i.tif", image, gsd=GSD_M, crs=MOON_WKT), "coarse_dem": paths["coarse_dem"],
        "sun_azimuth": 300.0, "sun_incidence": 60.0,
    }  # fmt: skip
    done = run("reconstruct", **given, apply_shift=False, contrast="from the DEM", pack=telltale, tile_height=320,
               tile_width=320, overlap=0, output=tmp_path / "d.tif")  # fmt: skip
    run("align", **given, output=tmp_path / "c.tif")
    offset = done["offset_removed"]
    assert 0.3 * image.mean() < offset < 0.5 * image.mean()
    seen = image.astype(np.float64) - offset
    wanted = GSD_M * np.clip(seen / seen.mean() - 1.0, -1.0, 4.0)
    assert np.abs(read_heights(tmp_path / "d.tif") - read_heights(tmp_path / "c.tif") - wanted).max() < 5e-3

"""A pack whose models give numbers that no ground of the Moon has: refused, not written."""

import numpy as np
import pytest

from engine.errors import PackError
from tests.conftest import write_pack


def shifted_model(pixels):
    """Bytes of a model that adds so many pixels to the coarse heights."""
    from onnx import TensorProto, helper, numpy_helper

    tile = ["batch", 1, "height", "width"]
    shapes = {"image": tile, "coarse": tile, "sun": ["batch", 4], "posting": ["batch", 1]}
    inputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()]
    output = helper.make_tensor_value_info("heights", TensorProto.FLOAT, tile)
    graph = helper.make_graph([helper.make_node("Add", ["coarse", "c"], ["heights"])], "shifted", inputs, [output],
                              [numpy_helper.from_array(np.array(pixels, np.float32), "c")])  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    return model.SerializeToString()


@pytest.mark.parametrize("pixels, fits", [(2000.0, True), (1e5, False), (-1e5, False), (1e30, False)])
def test_heights_out_of_the_moon_s_limits_are_the_pack_s_fault(tmp_path, run, raster, pixels, fits):
    rng = np.random.default_rng(0)
    image = raster("i.tif", rng.random((200, 200), np.float32) + 0.2)
    coarse = raster("c.tif", rng.normal(0, 9, (12, 12)).astype(np.float32), gsd=60.0)
    pack = write_pack(tmp_path / "pack", shifted_model(pixels))
    given = {"image": image, "coarse_dem": coarse, "pack": pack, "output": tmp_path / "d.tif"}
    if fits:
        assert run("reconstruct", **given)["coverage"] > 90.0
        return
    with pytest.raises(PackError, match=r"pack .*, which no ground of the Moon has; get the pack again\.$"):
        run("reconstruct", **given)
    assert not (tmp_path / "d.tif").exists()

"""Block means of the image and the coarse DEM lie at the same places."""

import numpy as np
import pytest

from engine.contract.progress import Progress
from engine.contract.requests import SceneRequest
from engine.scene.common_scale import common_scale
from engine.scene.inputs import opened
from tests.conftest import write_raster


@pytest.mark.parametrize("gsd", [2.0, 3.0, 4.3])  # factors 15, 10 and 6: odd and even
def test_a_plane_has_the_same_values_in_both(tmp_path, gsd):
    """The image is the height of its own ground, so both must be equal."""
    size = 640
    x = (np.arange(size) + 0.5 - size / 2) * gsd
    plane = (0.05 * x[None, :] - 0.03 * x[:, None]).astype(np.float32)
    posts = np.arange(-40, 40) * 60.0 + 30.0
    coarse = (0.05 * posts[None, :] + 0.03 * posts[::-1][:, None]).astype(np.float32)
    image = write_raster(tmp_path / "i.tif", plane + 1000, gsd=gsd)
    dem = write_raster(tmp_path / "c.tif", coarse.astype(np.float32), gsd=60.0)
    with opened(SceneRequest(image, dem, "metres", None), Progress()) as inputs:
        scale = common_scale(inputs.image, inputs.coarse)
    # y of the image grows downwards, that of the plane above likewise
    apart = scale.brightness - 1000 - scale.coarse
    assert np.abs(apart).max() < 1e-3

"""A scene of several blocks."""

import numpy as np

from tests.conftest import write_raster


def scene_of_blocks(folder, height=1500, width=420, gsd=2.0):
    """An image of four blocks and its coarse DEM, as parameters of Reconstruct; the west is smooth, the east is not.

    Three pixels in a hundred are dark, some of them as dark as shadows.
    """
    rng = np.random.default_rng(5)
    y, x = np.mgrid[0 : int(height * gsd / 60.0) + 2, 0 : int(width * gsd / 60.0) + 2]
    posts = 40.0 * np.sin(x / 2.0) * np.cos(y / 3.0) * (x > x.max() / 2) + rng.normal(0.0, 1.0, x.shape)
    image = rng.uniform(0.9, 1.1, (height, width))
    image *= np.where(rng.random(image.shape) < 0.03, rng.uniform(0.1, 0.4, image.shape), 1.0)
    return {
        "image": write_raster(folder / "image.tif", image.astype(np.float32), gsd=gsd),
        "coarse_dem": write_raster(folder / "coarse.tif", posts.astype(np.float32), gsd=60.0),
        "sun_azimuth": 300.0,
        "sun_incidence": 55.0,
        "apply_shift": False,
    }

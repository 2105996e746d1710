"""Samples of ground in permanent shadow: under the sun that inference would show, with the contrast it would fit."""

import numpy as np
import pytest

from engine.synthetic.scene import make_ground
from engine.terrain.photometry import central_gradient, lunar_lambert
from engine.terrain.slope import horn_gradient
from engine.training import scattered
from engine.training.sample import StreamSettings
from engine.training.stream import scenes


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_image_has_the_direction_and_the_contrast_of_its_sun(seed):
    rng = np.random.default_rng(seed)
    ground = make_ground(rng, "mountain", 256, 2.0)
    image, sun = scattered.seen(rng, ground, 30.0)
    assert sun.scattered and sun.frame == "raster"
    east, north = central_gradient(ground.height, 2.0, 2.0)
    shade = lunar_lambert(east, north, sun.azimuth_deg, sun.incidence_deg)
    assert np.corrcoef(image.ravel(), shade.ravel())[0, 1] > 0.6
    # The sun's direction is that in which brightness changes most, but for what an image leaves in doubt.
    slopes = [slope.ravel() for slope in horn_gradient(ground.height, *(np.full(254, 2.0),) * 2)]
    inner = image[1:-1, 1:-1].ravel()
    per_slope = [np.polyfit(slope, inner, 1)[0] for slope in slopes]
    azimuth = np.degrees(np.arctan2(-per_slope[0], -per_slope[1]))
    assert abs((azimuth - sun.azimuth_deg + 180.0) % 360.0 - 180.0) < 4.0 * scattered.DIRECTION_SPREAD_DEG


def test_the_share_is_that_of_the_settings():
    lights = [
        tile.sun.scattered
        for seed in range(30)
        for tile in scenes(np.random.default_rng(seed), StreamSettings(scene=64, crop=(32, 32), rare_lights=(0.1, 0.5)))
    ]
    assert 0.35 < np.mean(lights) < 0.65
    none = scenes(np.random.default_rng(1), StreamSettings(scene=64, crop=(32, 32)))
    assert not any(tile.sun.scattered for tile in none)

"""Ground without direct light: against the shadows that Compare shadows finds, and independent of the window."""

import numpy as np
import pytest

from engine.measures.shadows import local
from engine.synthetic.scene import make_scene
from engine.terrain.dark_ground import BLOCK, aligned, in_shadow


@pytest.fixture(scope="module")
def image():
    return make_scene(12, "mountain", 400, 2.0, 60.0, 30.0, 80.0).image


def test_as_compare_shadows_has_it(image):
    found = in_shadow(image, float(image.mean()))
    other = local.in_shadow(image, local.overall_level(image))
    assert 0.01 < other.mean() < 0.9 and (found != other).mean() < 0.2 * other.mean()


@pytest.mark.parametrize("rows", [(0, 37), (100, 101), (160, 300), (333, 400)])
def test_a_window_has_the_bytes_of_the_whole(image, rows):
    whole, mean = in_shadow(image, 0.1), 0.1
    first, last = aligned(*rows)
    assert first % BLOCK == last % BLOCK == 0 and first <= rows[0] and last >= rows[1]
    around = np.full((last - first, image.shape[1]), np.nan, np.float32)
    inside = slice(max(first, 0), min(last, len(image)))
    around[inside.start - first : inside.stop - first] = image[inside]
    found = in_shadow(around, mean)[rows[0] - first : rows[1] - first]
    assert np.array_equal(found, whole[slice(*rows)])


def test_a_dark_square_under_any_gain_and_albedo():
    image = np.ones((200, 210), np.float32)
    image[:, 100:] = 0.4  # mare
    image[50:60, 40:50] = image[120:130, 150:160] = 0.02
    image[0:5, 0:5] = np.nan
    expected = np.isfinite(image) & (image < 0.1)
    for gain in (1e-3, 1.0, 255.0):
        assert np.array_equal(in_shadow(gain * image, gain * float(np.nanmean(image))), expected)
    assert not in_shadow(image - 2.0, -1.0).any(), "logarithms have no ratios"


def test_within_a_large_shadow_all_is_dark():
    image = np.full((300, 300), 1.0, np.float32)
    image[:, 60:] = 0.01
    assert in_shadow(image, 0.2)[:, 64:].all()

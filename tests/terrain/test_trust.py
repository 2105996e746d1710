"""Trust in a coarse DEM: its long waves are put back under a low-pass that its error sets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from engine.terrain.trust import kept, kept_width

NOTHING = np.zeros((160, 224), dtype=np.float32)


def wave(period, shape=NOTHING.shape):
    return np.sin(2.0 * np.pi * (np.arange(shape[1]) + 0.5) / period)[None].repeat(shape[0], 0).astype(np.float32)


def test_the_better_the_coarse_dem_the_narrower_is_what_the_image_changes():
    widths = [kept_width(error, 60.0) for error in (0.001, 0.1, 0.4, 1.0, 1.9)]
    assert widths == sorted(widths) and widths[1] == pytest.approx(0.7) and widths[2] == pytest.approx(1.4)
    assert kept_width(2.0, 60.0) is None and kept_width(50.0, 60.0) is None


@given(st.floats(0.01, 1.5), st.floats(1.0, 500.0))
def test_heights_and_posting_in_proportion_give_the_same_width(error, posting):
    assert kept_width(error, 60.0) == pytest.approx(kept_width(error * posting / 60.0, posting))


def test_waves_much_longer_than_the_low_pass_go_and_shorter_ones_stay():
    """(1 - G)^4 of a wave of angular frequency k has the gain (1 - exp(-k^2 s^2 / 2))^4."""
    sigma = 14.0
    for period in (16.0, 56.0, 112.0, 224.0):
        k = 2.0 * np.pi / period
        gain = (1.0 - np.exp(-0.5 * (k * sigma) ** 2)) ** 4
        middle = slice(56, -56)
        expected = gain * wave(period)
        np.testing.assert_allclose(kept(wave(period), NOTHING, sigma)[:, middle], expected[:, middle], atol=0.03)


@given(st.integers(0, 2**16), st.floats(4.0, 60.0))
def test_it_is_the_whole_low_pass_but_for_its_blocks(seed, sigma):
    rng = np.random.default_rng(seed)
    correction = ndimage.gaussian_filter(rng.standard_normal(NOTHING.shape), 5.0).astype(np.float32)
    smooth = ndimage.gaussian_filter(rng.standard_normal(NOTHING.shape), 9.0).astype(np.float32)
    left = (correction - smooth).astype(np.float64)
    for _ in range(4):
        left -= ndimage.gaussian_filter(left, sigma)
    rms = float(np.sqrt(np.mean((kept(correction, smooth, sigma) - left - smooth) ** 2)))
    assert rms < 0.06 * float(correction.std())


def test_what_the_splines_add_comes_in_where_it_is_long_and_nowhere_else():
    level = np.full_like(NOTHING, 2.0)
    np.testing.assert_allclose(kept(NOTHING, level, 12.0), 2.0, atol=1e-5)
    np.testing.assert_allclose(kept(NOTHING, wave(5.0), 20.0)[:, 40:-40], 0.0, atol=0.01)


def test_unknown_coarse_heights_change_nothing():
    unknown = np.full_like(NOTHING, np.nan)
    np.testing.assert_array_equal(kept(wave(20.0), unknown, 9.0), kept(wave(20.0), NOTHING, 9.0))


@given(st.sampled_from(range(8)))
def test_the_compass_makes_no_difference(way):
    rng = np.random.default_rng(5)
    correction, smooth = (rng.standard_normal((96, 128)).astype(np.float32) for _ in range(2))

    def turned(array):
        return np.rot90(array.T if way > 3 else array, way % 4)

    np.testing.assert_allclose(
        kept(turned(correction), turned(smooth), 12.0), turned(kept(correction, smooth, 12.0)), atol=1e-5
    )

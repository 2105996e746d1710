"""Long waves against closed forms: sines, planes."""

import numpy as np
import pytest

from engine.experts.normalise import sun_input
from engine.terrain.long_waves import long_waves, moved_variance
from engine.terrain.steep_light import steep_or_raking


@pytest.mark.parametrize("posting", [8.0, 20.0])
@pytest.mark.parametrize("postings", [3.0, 7.0, 14.0, 30.0])
def test_a_wave_is_kept_as_far_as_it_is_long(posting, postings):
    """1 - (1 - G)^4 of a wave, with G = exp(-(k s)^2 / 2); far from the border."""
    length, size = postings * posting, 1400
    wave = np.broadcast_to(np.cos(2.0 * np.pi * (np.arange(size) - size / 2) / length), (400, size)).astype(np.float32)
    passed = np.exp(-0.5 * (2.0 * np.pi / length * 2.2 * posting) ** 2)
    expected = 1.0 - (1.0 - passed) ** 4
    middle = slice(size // 2 - 200, size // 2 + 200)
    got = long_waves(wave, posting)[200, middle]
    assert np.abs(got - expected * wave[200, middle]).max() < 0.03


def test_a_constant_and_a_plane_are_long():
    rows, columns = np.mgrid[:300, :500].astype(np.float32)
    assert np.allclose(long_waves(np.full((300, 500), 7.0, np.float32), 10.0), 7.0, atol=1e-4)
    plane = 0.1 * rows - 0.2 * columns
    assert np.abs(long_waves(plane, 10.0) - plane)[120:180, 200:300].max() < 0.05


@pytest.mark.parametrize("shape", [(16, 16), (17, 45), (64, 500)])
def test_any_shape(shape):
    values = np.random.default_rng(0).normal(0.0, 1.0, shape).astype(np.float32)
    assert long_waves(values, 60.0).shape == shape and np.isfinite(long_waves(values, 60.0)).all()
    assert moved_variance(values, 60.0, np.eye(2)).shape == shape


def test_a_plane_that_is_moved():
    rows, columns = np.mgrid[:300, :400].astype(np.float32)
    covariance = np.array(((4.0, 1.0), (1.0, 9.0)))
    found = moved_variance(0.3 * columns - 0.5 * rows, 10.0, covariance)
    gradient = np.array((0.3, -0.5))
    assert found[150, 200] == pytest.approx(gradient @ covariance @ gradient, rel=0.01)


@pytest.mark.parametrize("azimuth, incidence, slope, towards, expected", [
    (0.0, 60.0, 15.0, 180.0, False), (0.0, 60.0, 21.0, 180.0, True), (0.0, 60.0, 19.0, 180.0, False),
    (0.0, 30.0, 25.0, 0.0, True), (0.0, 30.0, 15.0, 0.0, False), (30.0, 50.0, 36.0, 120.0, True),
    (30.0, 81.0, 0.0, 0.0, True), (30.0, 79.0, 0.0, 0.0, False), (None, None, 34.0, 10.0, False),
    (None, None, 36.0, 10.0, True),
])  # fmt: skip
def test_planes_that_are_steep_or_lit_flatly(azimuth, incidence, slope, towards, expected):
    """A plane that falls towards an azimuth: its incidence is the sun's, less or more its slope."""
    rows, columns = np.mgrid[:32, :32].astype(np.float32)
    fall, turn = np.tan(np.radians(slope)), np.radians(towards)
    plane = (-fall * np.sin(turn) * columns + fall * np.cos(turn) * rows).astype(np.float32)
    assert (steep_or_raking(plane, sun_input(azimuth, incidence)) == expected).all()

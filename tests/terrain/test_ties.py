"""Shifts between surfaces that two images show: against surfaces whose shift is known."""

import numpy as np
import pytest
from scipy import ndimage

from engine.synthetic.relief import self_affine
from engine.terrain.ties import tie

GSD = (5.0, 4.0)


def detail(seed, shape=(140, 90), shift=(0.0, 0.0), noise=0.0, ramp=0.0):
    """Rough ground moved by metres east and north, with correlated noise and a slope."""
    ground = self_affine(np.random.default_rng(seed), 256, 0.8, 8.0, GSD[0], 17.0).astype(np.float64)
    ground = ndimage.gaussian_filter(ground, 0.8)
    rows, columns = np.mgrid[: shape[0], : shape[1]].astype(np.float64)
    at = [rows + 50.0 + shift[1] / GSD[1], columns + 50.0 - shift[0] / GSD[0]]
    surface = ndimage.map_coordinates(ground, at, order=3)
    rng = np.random.default_rng((seed, round(1e3 * shift[0]) % 977))
    surface += noise * ndimage.gaussian_filter(rng.standard_normal(shape), 1.5) / 0.19
    return (surface + ramp * columns * GSD[0]).astype(np.float32)


@pytest.mark.parametrize("shift", [(0.0, 0.0), (7.3, -4.1), (-31.0, 22.0)])
def test_a_known_shift_is_found(shift):
    found = tie(detail(1), detail(1, shift=shift), GSD)
    # To lie on the first again, the second has to be moved back.
    assert np.allclose(found.shift_m, np.negative(shift), atol=0.15)


def test_errors_are_the_size_of_the_deviations():
    off = []
    for seed in range(12):
        found = tie(detail(seed, noise=0.3), detail(seed, shift=(3.0, 2.0), noise=0.3), GSD)
        off.append((found.shift_m + (3.0, 2.0)) / np.sqrt(np.diag(found.covariance_m2)))
    assert 0.3 < np.sqrt(np.mean(np.square(off))) < 1.5


def test_a_slope_that_ends_somewhere_else_on_either_surface_is_no_detail():
    one, other = detail(2, ramp=0.5), detail(2, shift=(6.0, 0.0), ramp=0.5)
    other[:, :20] = np.nan
    one[:25] = np.nan
    assert np.allclose(tie(one, other, GSD).shift_m, (-6.0, 0.0), atol=0.3)


def test_other_ground_and_too_little_ground_tell_nothing():
    assert tie(detail(3), detail(4), GSD) is None
    one = detail(3)
    one[12:] = np.nan
    assert tie(one, detail(3), GSD) is None
    assert tie(np.full((90, 90), np.nan, np.float32), np.zeros((90, 90), np.float32), GSD) is None
    assert tie(np.zeros((90, 90), np.float32), np.zeros((90, 90), np.float32), GSD) is None

"""The shift between a coarse surface and a detailed one, against shifts that were put in."""

import math

import numpy as np
import pytest
from scipy import ndimage

from engine.synthetic.relief import self_affine
from engine.terrain.residual_shift import Evidence

GSD, POSTING = 5.0, 60.0


def surfaces(shift, size=480, blur=0.3, noise=0.0, seed=0):
    """A detailed surface, and the same blurred and moved by -shift (metres east and north)."""
    rng = np.random.default_rng(seed)
    detailed = self_affine(rng, size, 0.8, 10.0, GSD, 20.0)
    smooth = ndimage.gaussian_filter(detailed, blur * POSTING / GSD)
    coarse = ndimage.shift(smooth, (shift[1] / GSD, -shift[0] / GSD), order=3, mode="nearest")
    error = ndimage.gaussian_filter(rng.standard_normal((size, size)), POSTING / GSD)
    return (coarse + noise * error / error.std()).astype(np.float32), detailed


@pytest.mark.parametrize("azimuth", [0.0, 65.0, 200.0, 315.0])
@pytest.mark.parametrize("shift", [(0.0, 0.0), (9.0, -4.0), (-6.0, -12.0)])
def test_a_known_shift_is_found(shift, azimuth):
    coarse, detailed = surfaces(shift)
    found = Evidence(coarse, detailed, (GSD, GSD), POSTING, azimuth).shift().views_m
    # The detail is steeper than the blurred surface, so that a shift shows somewhat larger than it is.
    for seen in found:
        assert np.allclose(seen, 1.2 * np.array(shift), atol=1.5 + 0.25 * np.hypot(*shift))


def test_unknown_ground_and_steep_blocks_do_not_decide():
    coarse, detailed = surfaces((9.0, -4.0))
    rng = np.random.default_rng(1)
    for row, column in rng.integers(30, 450, (40, 2)):
        detailed[row - 6 : row + 7, column - 6 : column + 7] += 60.0
    detailed[:150, 200:400] = np.nan
    coarse[300:340] = np.nan
    found = Evidence(coarse, detailed, (GSD, GSD), POSTING, 65.0).shift()
    for seen in found.views_m:
        assert seen == pytest.approx((11.0, -5.0), abs=4.0)


def test_the_jackknife_tells_what_all_views_have_wrong():
    errors, stated = [], []
    for seed in range(12):
        coarse, detailed = surfaces((5.0, 5.0), noise=4.0, seed=seed)
        found = Evidence(coarse, detailed, (GSD, GSD), POSTING, 30.0).shift()
        errors.append(np.hypot(*(found.views_m[0] - 6.0)))
        stated.append(np.sqrt(np.trace(found.sampling_m2)))
    assert 0.3 < np.sqrt(np.mean(np.square(errors))) / np.sqrt(np.mean(np.square(stated))) < 1.5


def test_what_is_added_across_the_light_sets_the_views_apart():
    apart = []
    for size in (0.0, 40.0):
        coarse, detailed = surfaces((5.0, 5.0))
        # Ridges along the direction to the sun: no slope towards it.
        rng = np.random.default_rng(3)
        detailed += (size * ndimage.gaussian_filter1d(rng.standard_normal(480), POSTING / GSD / 2.0)).astype(np.float32)
        found = Evidence(coarse, detailed, (GSD, GSD), POSTING, 0.0).shift()
        apart.append(math.sqrt(np.trace(np.cov(found.views_m.T))))
        assert found.views_m[0] == pytest.approx((6.0, 6.0), abs=3.0)
    assert apart[1] > 1.5 * apart[0]


@pytest.mark.parametrize("ground", ["plane", "small", "unknown"])
def test_ground_that_shows_no_shift_gives_none(ground):
    coarse, detailed = surfaces((5.0, 5.0), size=480 if ground != "small" else 40)
    if ground == "plane":
        rows, columns = np.indices(coarse.shape)
        coarse = (0.3 * rows + 0.1 * columns).astype(np.float32)
        detailed = coarse.copy()
    if ground == "unknown":
        coarse[:, 60:] = np.nan
    found = Evidence(coarse, detailed, (GSD, GSD), POSTING, 65.0).shift()
    assert found is None or np.abs(found.views_m).max() < 1e-3


def test_a_part_of_a_scene_shows_its_own_shift():
    left, detailed = surfaces((9.0, -4.0))
    right, _ = surfaces((-9.0, 4.0))
    coarse = np.hstack((left[:, :240], right[:, 240:]))
    evidence = Evidence(coarse, detailed, (GSD, GSD), POSTING, 65.0)
    assert evidence.postings == (40.0, 40.0)
    for columns, sign in ((slice(0, 220), 1.0), (slice(260, 480), -1.0)):
        found = evidence.shift((slice(0, 480), columns))
        assert found.views_m.mean(axis=0) == pytest.approx((sign * 11.0, sign * -5.0), abs=4.0)
    assert evidence.shift((slice(0, 30), slice(0, 30))) is None

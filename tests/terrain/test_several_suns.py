"""What suns tell together, against closed forms."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.raster.frame import Sun
from engine.terrain import several_suns
from engine.terrain.several_suns import Told, best_pair, between, covariance, error, expected_gain


@given(st.floats(0.0, 360.0), st.floats(20.0, 160.0))
def test_images_that_tell_nothing_across_err_by_the_sine(start, turn):
    """Liu, Wu & Woehler (2018): errors of both axes together are sqrt(2) sigma / |sin| for one error along both."""
    suns = [Sun(start, 60.0, "raster"), Sun(start + turn, 60.0, "raster")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(several_suns, "told", lambda incidence: Told(2.0, 1e6))
        assert error(suns) == pytest.approx(2.0 * math.sqrt(2.0) / abs(math.sin(math.radians(turn))), rel=1e-4)


@given(st.lists(st.tuples(st.floats(0, 360), st.floats(20, 85)), min_size=1, max_size=5))
def test_more_images_never_tell_less(angles):
    suns = [Sun(*one, "raster") for one in angles]
    less = covariance(suns) - covariance([*suns, Sun(33.0, 60.0, "raster")])
    assert np.linalg.eigvalsh(less).min() > -1e-9
    assert expected_gain(suns) <= 1.0 + 1e-9


@pytest.mark.parametrize(("one", "other", "angle"), [(10, 100, 90), (10, 190, 0), (350, 20, 30), (0, 135, 45)])
def test_opposite_suns_show_the_same_slopes(one, other, angle):
    assert between(Sun(one, 60.0), Sun(other, 60.0)) == pytest.approx(angle)


def test_the_best_pair_is_the_one_across():
    suns = [Sun(0.0, 60.0), Sun(20.0, 60.0), Sun(95.0, 60.0), Sun(181.0, 60.0)]
    assert best_pair(suns) == (0, 2) or best_pair(suns) == (2, 3)

"""What is believed of an uncertain contrast, against draws from what it assumes of images."""

import math

import numpy as np
import pytest

from engine.terrain.contrast import Contrast, slope_change_deg
from engine.terrain.contrast_belief import CALIBRATED, DISPLAYED, LAMP, RESPONSE, believed
from engine.terrain.photometry import contrast_of_slopes, incidence_of_contrast


def estimate(factor, uncertainty):
    return Contrast(factor, 0.0, 0.9, uncertainty, "")


@pytest.mark.parametrize("shown", [False, True])
@pytest.mark.parametrize("factor, uncertainty", [(1.05, 0.1), (1.3, 0.1), (0.6, 0.15), (1.8, 0.3), (0.9, 0.4)])
def test_the_belief_is_that_of_many_images(shown, factor, uncertainty):
    rng = np.random.default_rng(1)
    prior = DISPLAYED if shown else CALIBRATED
    share = prior.stretched
    stretched = rng.uniform(size=8_000_000) < share
    true = np.where(stretched, rng.normal(0.0, DISPLAYED.spread, stretched.size), 0.0)
    seen = np.abs(true + rng.normal(0.0, uncertainty, true.size) - math.log(factor)) < 0.02
    stretched, true = stretched[seen], true[seen]
    found = believed(estimate(factor, uncertainty), prior)
    if not 0.47 < stretched.mean() < 0.53:
        assert found.stretched == (stretched.mean() > 0.5)
    wanted = true[stretched].mean() if found.stretched else 0.0
    assert math.log(found.factor) == pytest.approx(wanted, abs=0.02)
    assert found.doubt == pytest.approx(np.sqrt(np.mean((true - wanted) ** 2)), abs=0.02)


def test_damped_detail_is_nearest_to_the_truth():
    rng = np.random.default_rng(2)
    for uncertainty in (0.1, 0.3, 0.6):
        found = believed(estimate(1.0, uncertainty), DISPLAYED)
        left = DISPLAYED.spread * uncertainty / math.hypot(DISPLAYED.spread, uncertainty)
        contrast = np.exp(rng.normal(0.0, left, 400_000))
        tried = np.linspace(0.5, 1.1, 241)
        best = tried[np.argmin([np.mean(((one * contrast) ** RESPONSE - 1.0) ** 2) for one in tried])]
        assert found.wanted == pytest.approx(best, abs=0.01)


def test_nothing_known_leaves_a_calibrated_image_and_damps_a_display():
    nothing = Contrast.unknown("it is small")
    assert not nothing.known and not nothing.reliable
    trusted, display = believed(nothing, CALIBRATED), believed(nothing, DISPLAYED)
    assert not trusted.stretched and trusted.wanted == trusted.factor == 1.0 and 0.1 < trusted.doubt < 0.2
    assert display.stretched and display.factor == 1.0 and display.wanted < 0.8 and display.doubt > 0.4


def test_a_contrast_that_is_settled_is_followed():
    found = believed(estimate(0.5, 0.05), CALIBRATED)
    assert found.stretched and found.factor == pytest.approx(0.5, rel=0.02) and found.wanted > 0.99
    assert found.doubt < 0.06


def test_slopes_change_with_the_size_of_the_correction():
    rng = np.random.default_rng(3)
    from scipy import ndimage

    base, correction = (5.0 * ndimage.gaussian_filter(rng.standard_normal((60, 50)), 3.0) for _ in range(2))

    def slopes(factor):
        down, across = np.gradient(base + factor * correction)
        return np.degrees(np.arctan(np.hypot(down, across)))

    step = 1e-4
    expected = np.abs(slopes(1.0 + step) - slopes(1.0 - step)) / (2.0 * step)
    found = slope_change_deg((base + correction).astype(np.float32), correction.astype(np.float32))
    assert np.abs(found - expected).max() < 0.02 * expected.max()
    level = np.zeros((5, 5), np.float32)
    assert np.array_equal(slope_change_deg(level, level), level)


def test_the_incidence_that_makes_a_contrast():
    for incidence, other in ((60.0, 68.0), (45.0, 30.0), (70.0, 70.0)):
        factor = contrast_of_slopes(other) / contrast_of_slopes(incidence)
        assert incidence_of_contrast(incidence, factor) == other
    assert incidence_of_contrast(85.0, 40.0) is None


def test_a_lamp_is_believed_within_what_walls_can_do():
    """An estimate of a fifth is not the light's; one of 0.8 is followed, whatever the image looks like."""
    assert believed(estimate(0.2, 0.05), LAMP).factor > 0.55
    assert believed(estimate(0.8, 0.05), LAMP).factor == pytest.approx(0.8, rel=0.02)
    assert believed(estimate(0.8, 0.05), LAMP).stretched

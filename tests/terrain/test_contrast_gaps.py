"""The contrast estimate where image or coarse DEM have gaps."""

import numpy as np
import pytest
from scipy import ndimage

from engine.terrain.contrast import BIAS, estimate_contrast
from engine.terrain.photometry import central_gradient, lunar_lambert

GSD, POSTING, SUN = (30.0, 30.0), 60.0, (300.0, 60.0)


@pytest.fixture
def scene():
    """An image in units of reflectance, 0.2 brighter than it should be, and its noisy coarse DEM far from level."""
    rng = np.random.default_rng(5)
    truth = 300.0 * ndimage.gaussian_filter(rng.standard_normal((160, 160)), 3.0)
    truth = (truth + np.linspace(-900.0, 900.0, 160)).astype(np.float32)
    image = lunar_lambert(*central_gradient(truth, *GSD), *SUN) + np.float32(0.2)
    return image, truth + ndimage.gaussian_filter(rng.normal(0, 1.0, truth.shape), 1.0).astype(np.float32)


@pytest.fixture
def holes():
    """A twelfth of the ground in small gaps, as failed matches or masked shadows leave them."""
    mask = np.random.default_rng(1).uniform(size=(160, 160)) < 0.02
    return ndimage.binary_dilation(mask)


@pytest.mark.parametrize("where", ["image", "coarse", "both"])
def test_gaps_do_not_change_the_estimate(scene, holes, where):
    image, coarse = scene
    whole = estimate_contrast(image, coarse, GSD, POSTING, *SUN)
    # A coarse DEM without blur is rare: what that weakens of its shading elsewhere is allowed for here too.
    lit = float(image.mean(dtype=np.float64)) - 0.2
    assert whole.reliable and whole.offset == pytest.approx(0.2 + lit * (1.0 - 1.0 / BIAS), abs=0.01)
    gap = np.float32(np.nan)
    if where != "coarse":
        image = np.where(holes, gap, image)
    if where != "image":
        coarse = np.where(holes, gap, coarse)
    found = estimate_contrast(image, coarse, GSD, POSTING, *SUN)
    assert found.reliable, found.reason
    assert found.offset == pytest.approx(whole.offset, abs=0.02)


def test_no_heights_at_all(scene):
    image, coarse = scene
    assert not estimate_contrast(image, np.full_like(coarse, np.nan), GSD, POSTING, *SUN).reliable

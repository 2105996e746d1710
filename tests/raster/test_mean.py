"""The mean of a raster against numpy's, in any orientation."""

import numpy as np
import pytest

from engine.raster.mean import Brightness, brightness
from engine.raster.reader import RasterReader


@pytest.fixture
def values():
    found = np.random.default_rng(0).lognormal(-3.0, 1.0, (301, 203)).astype(np.float32)
    found[:40, 150:] = -1.0
    return found


@pytest.mark.parametrize("turn", range(4))
def test_mean_of_the_valid_pixels(raster, values, turn, monkeypatch):
    monkeypatch.setattr("engine.raster.mean.PIXELS_AT_A_TIME", 10_000)
    with RasterReader(raster("v.tif", np.rot90(values, turn).copy(), nodata=-1.0)) as image:
        found = brightness(image)
    assert found.mean == pytest.approx(float(values[values >= 0].mean(dtype=np.float64)), rel=1e-12)


def test_nothing_valid(raster):
    with RasterReader(raster("v.tif", np.full((5, 7), -1.0, np.float32), nodata=-1.0)) as image:
        assert brightness(image) == Brightness(0.0, 0.0)


def test_the_share_at_the_largest_value(raster, values, monkeypatch):
    """Whatever part of the raster it comes from."""
    monkeypatch.setattr("engine.raster.mean.PIXELS_AT_A_TIME", 10_000)
    clipped = np.minimum(values, np.quantile(values, 0.9))
    for shown, least in ((values, 1), (clipped, 2), (clipped[::-1].copy(), 2)):
        with RasterReader(raster("v.tif", shown, nodata=-1.0)) as image:
            found = brightness(image)
        valid = shown[shown >= 0]
        assert found.at_top == (valid == valid.max()).mean() and (valid == valid.max()).sum() >= least

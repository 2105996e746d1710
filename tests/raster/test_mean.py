"""The mean of a raster against numpy's, in any orientation."""

import numpy as np
import pytest

from engine.raster.mean import mean
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
        found = mean(image)
    assert found == pytest.approx(float(values[values >= 0].mean(dtype=np.float64)), rel=1e-12)


def test_nothing_valid(raster):
    with RasterReader(raster("v.tif", np.full((5, 7), -1.0, np.float32), nodata=-1.0)) as image:
        assert mean(image) == 0.0

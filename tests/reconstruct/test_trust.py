"""Reconstruct believes a coarse DEM as far as its stated error says."""

import json

import numpy as np
import pytest
from scipy import ndimage

from engine.errors import ParameterError
from engine.raster.baseline import bicubic
from engine.raster.heights import HeightReader
from engine.raster.reader import RasterReader
from engine.reconstruct import plan as plans
from tests.conftest import read_heights
from tests.reconstruct.scenes import scene_of_blocks


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    scene = scene_of_blocks(tmp_path_factory.mktemp("scene"), height=700)
    return {**scene, "apply_shift": False}


def made(run, tmp_path, given, name="dtm", **more):
    run("reconstruct", **given, **more, output=tmp_path / f"{name}.tif")
    return read_heights(tmp_path / f"{name}.tif")


def test_a_good_coarse_dem_keeps_its_long_waves_and_gets_the_same_detail(tmp_path, run, given):
    usual, believed = made(run, tmp_path, given), made(run, tmp_path, given, "b", coarse_dem_error=0.05)
    with RasterReader(given["image"]) as image, RasterReader(given["coarse_dem"]) as coarse:
        smooth = bicubic(HeightReader(coarse, "metres", lambda text: None), image.grid)
        posting = smooth.posting_px
        spline = smooth.read(0, 0, *usual.shape)
    low, high = (
        [ndimage.gaussian_filter(np.nan_to_num(dtm - spline), width) for dtm in (usual, believed)]
        for width in (posting, 0.0)
    )
    assert np.std(low[1]) < 0.3 * np.std(low[0])
    detail = [dtm - ndimage.gaussian_filter(dtm, posting / 8.0) for dtm in high]
    assert np.corrcoef(detail[0].ravel(), detail[1].ravel())[0, 1] > 0.98


def test_a_poor_coarse_dem_is_as_if_nothing_were_said(tmp_path, run, given):
    usual, poor = made(run, tmp_path, given), made(run, tmp_path, given, "p", coarse_dem_error=4.0)
    np.testing.assert_array_equal(usual, poor)


def test_trust_does_not_depend_on_blocks_and_goes_with_the_plan(tmp_path, run, given, monkeypatch):
    whole = made(run, tmp_path, given, coarse_dem_error=0.3)
    monkeypatch.setattr(plans, "MOST_BLOCKS", 1)
    np.testing.assert_array_equal(whole, made(run, tmp_path, given, "one", coarse_dem_error=0.3))
    run("plan", **given, coarse_dem_error=0.3, output=tmp_path / "p.json")
    assert json.loads((tmp_path / "p.json").read_text())["kept"] > 0.35
    run("reconstruct", plan=tmp_path / "p.json", output=tmp_path / "from.tif")
    np.testing.assert_array_equal(whole, read_heights(tmp_path / "from.tif"))


def test_an_error_below_zero_is_refused(tmp_path, run, given):
    with pytest.raises(ParameterError, match="coarse_dem_error"):
        made(run, tmp_path, given, coarse_dem_error=-0.1)

"""Slope, variance and hillshade against gdaldem and direct float64."""

import shutil
import subprocess

import numpy as np
import pytest

from tests.conftest import read_heights


@pytest.fixture(scope="module")
def heights():
    from engine.synthetic.scene import make_ground

    return make_ground(np.random.default_rng(12), "mountain", 400, 2.0).height


def gdaldem(*arguments):
    program = shutil.which("gdaldem")
    if program is None:
        pytest.skip("gdaldem is not on the PATH")
    subprocess.run([program, *map(str, arguments)], check=True, capture_output=True)


def test_slope_agrees_with_gdaldem(raster, run, heights, tmp_path):
    dem = raster("dem.tif", heights, unit="m")
    run("slope_roughness", input=dem, output=tmp_path / "slope.tif")
    gdaldem("slope", dem, tmp_path / "gdal.tif")
    ours, theirs = read_heights(tmp_path / "slope.tif"), read_heights(tmp_path / "gdal.tif")
    assert np.abs(ours - theirs)[1:-1, 1:-1].max() < 1e-3
    assert np.isnan(ours[0]).all() and np.isnan(ours[:, -1]).all()


def test_hillshade_agrees_with_gdaldem(raster, run, heights, tmp_path):
    dem = raster("dem.tif", heights, unit="m")
    run("slope_roughness", input=dem, output=tmp_path / "s.tif", output_hillshade=tmp_path / "h.tif")
    gdaldem("hillshade", "-az", 315, "-alt", 45, dem, tmp_path / "gdal.tif")
    difference = read_heights(tmp_path / "h.tif") - read_heights(tmp_path / "gdal.tif")
    assert np.nanmax(np.abs(difference[1:-1, 1:-1])) <= 1.0


def direct_slope(z, gsd):
    z = z.astype(np.float64)
    column = z[:-2] + 2 * z[1:-1] + z[2:]
    line = z[:, :-2] + 2 * z[:, 1:-1] + z[:, 2:]
    east = (column[:, 2:] - column[:, :-2]) / (8 * gsd)
    north = (line[:-2] - line[2:]) / (8 * gsd)
    return np.degrees(np.arctan(np.hypot(east, north)))


@pytest.mark.parametrize("window", [3, 5, 9])
def test_variance_agrees_with_a_direct_float64_reference(raster, run, heights, tmp_path, window):
    dem = raster("dem.tif", heights, unit="m")
    run("slope_roughness", input=dem, window=window, output=tmp_path / "s.tif",
        output_variance=tmp_path / "v.tif", output_deviation=tmp_path / "d.tif")  # fmt: skip
    slope = direct_slope(heights, 2.0)
    windows = np.lib.stride_tricks.sliding_window_view(slope, (window, window))
    expected = windows.var(axis=(2, 3))
    margin = window // 2 + 1
    got = read_heights(tmp_path / "v.tif")[margin:-margin, margin:-margin]
    # The CRS's own scale differs from one by 1e-7 over this scene; slopes of degrees feel nothing.
    assert np.abs(got - expected).max() < 2e-3 * max(1.0, expected.max() / 100)
    deviation = read_heights(tmp_path / "d.tif")[margin:-margin, margin:-margin]
    assert np.abs(deviation - np.sqrt(got)).max() < 1e-4


def test_bands_and_chunks_leave_no_trace(raster, run, tmp_path, monkeypatch):
    field = np.random.default_rng(1).normal(0, 3, (330, 410)).astype(np.float32)
    field[100:110, 200:230] = np.nan
    dem = raster("dem.tif", field, unit="m")
    run("slope_roughness", input=dem, output=tmp_path / "a.tif", output_variance=tmp_path / "av.tif")
    monkeypatch.setattr("engine.measures.slope.run.BAND", 37)
    monkeypatch.setattr("engine.measures.slope.maps.CHUNK", 53)
    run("slope_roughness", input=dem, output=tmp_path / "b.tif", output_variance=tmp_path / "bv.tif")
    for a, b in (("a", "b"), ("av", "bv")):
        assert np.array_equal(read_heights(tmp_path / f"{a}.tif"), read_heights(tmp_path / f"{b}.tif"), equal_nan=True)


def test_slopes_use_true_ground_metres(raster, run, tmp_path):
    """At 60 degrees north an equirectangular pixel is half as wide as the map says."""
    import math

    x = np.arange(60, dtype=np.float32) * 2.0
    field = np.tile(0.1 * x, (60, 1)).astype(np.float32)
    y = math.radians(60.0) * 1737400.0
    dem = raster("dem.tif", field, unit="m", origin=(-60.0, y + 60.0))
    run("slope_roughness", input=dem, output=tmp_path / "s.tif")
    slope = read_heights(tmp_path / "s.tif")[30, 30]
    assert slope == pytest.approx(math.degrees(math.atan(0.2)), rel=1e-3)


def test_an_even_window_is_refused(raster, run, tmp_path):
    from engine.errors import ParameterError

    with pytest.raises(ParameterError, match="odd"):
        run("slope_roughness", input=raster("d.tif", np.ones((9, 9), np.float32)), window=4, output=tmp_path / "s.tif")

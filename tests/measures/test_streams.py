"""Measures that are gathered in bands know what lies beyond them, and take ground metres from their own rows."""

import json

import numpy as np
import pytest

from engine.measures.relit import relight
from engine.raster.frame import Sun
from tests.conftest import MOON_EQC, write_raster
from tests.raster.test_grid import GEOGRAPHIC, R


@pytest.mark.parametrize("azimuth", [0.0, 180.0, 140.0])
def test_a_shadow_that_is_longer_than_a_band_is_seen_in_it(run, tmp_path, monkeypatch, azimuth):
    """A wall of 60 m under a sun at 85 degrees throws its shadow 340 rows far, more than any filter reaches."""
    rng = np.random.default_rng(0)
    height = rng.normal(0, 0.05, (700, 64)).astype(np.float32)
    height[345:355] += 60.0
    image = (0.5 + 0.05 * rng.normal(0, 1, height.shape)).astype(np.float32)
    given = {"dtm": write_raster(tmp_path / "d.tif", height), "image": write_raster(tmp_path / "i.tif", image),
             "sun_azimuth": azimuth, "sun_incidence": 85.0, "output": tmp_path / "r.html"}  # fmt: skip
    whole = run("evaluate", **given)
    monkeypatch.setattr("engine.measures.evaluation.stream.BAND", 64)
    parts = run("evaluate", **given)
    for name in ("relit_correlation", "relit_detail_correlation"):
        assert parts[name] == pytest.approx(whole[name], abs=1e-6)
    shadows = run("compare_shadows", **{k: v for k, v in given.items()})
    monkeypatch.setattr("engine.measures.shadows.whole.BAND", 64)
    assert run("compare_shadows", **given)["dtm_shadow"] == shadows["dtm_shadow"] > 64 * 200


def test_evaluate_takes_slopes_over_the_metres_of_each_row(run, tmp_path, monkeypatch):
    """A plane in longitude from 60 to 75 degrees north: its slope is the gradient over the cosine of latitude."""
    rows, columns, step = 300, 40, 0.05
    longitude = np.arange(columns) * step
    plane = np.tile(1000.0 * longitude, (rows, 1)).astype(np.float32)
    paths = []
    for name, values in (("reference", plane), ("dtm", 2.0 * plane)):
        path = write_raster(tmp_path / f"{name}.tif", values, gsd=step, crs=GEOGRAPHIC, origin=(10.0, 75.0), unit="m")
        paths.append(path)
    monkeypatch.setattr("engine.measures.evaluation.stream.BAND", 64)
    got = run("evaluate", dtm=paths[1], reference=paths[0], output=tmp_path / "r.html")
    latitude = np.radians(75.0 - step * (np.arange(1, rows - 1) + 0.5))
    metres = np.radians(1.0) * R * np.cos(latitude)
    gap = np.degrees(np.arctan(2000.0 / metres) - np.arctan(1000.0 / metres))
    assert got["slope_error"] == pytest.approx(gap.mean(), rel=1e-4)


def test_long_waves_are_held_against_the_coarse_dem_where_it_was_moved_to(run, tmp_path):
    """A DTM that is its coarse DEM, moved 50 m east and 30 m south, as its tags say."""
    posts = np.random.default_rng(3).normal(0, 30, (20, 20)).astype(np.float32)
    coarse = write_raster(tmp_path / "c.tif", posts, gsd=60.0)
    other = write_raster(tmp_path / "m.tif", posts, gsd=60.0, origin=(-600.0 + 50.0, 600.0 - 30.0))
    image = write_raster(tmp_path / "i.tif", np.ones((400, 400), np.float32))
    run("align", image=image, coarse_dem=other, output=tmp_path / "a.tif")
    import rasterio

    with rasterio.open(tmp_path / "a.tif") as dataset:
        heights = dataset.read(1)
    found = {}
    for name, tags in (("told", {"MMOEDTM_SHIFT_EAST_M": "50.00", "MMOEDTM_SHIFT_NORTH_M": "-30.00"}), ("not", {})):
        dtm = write_raster(tmp_path / f"{name}.tif", heights, unit="m", tags=tags)
        found[name] = run("evaluate", dtm=dtm, coarse_dem=coarse, output=tmp_path / "r.html")["low_pass_deviation"]
    assert found["told"] < 0.01 < 1.0 < found["not"]


def test_long_waves_leave_short_ones_out(run, tmp_path):
    """Under a Gaussian of one posting a wave of one posting is gone but at the borders, and one of twenty is whole."""
    x = 2.0 * (np.arange(600) + 0.5) - 600.0
    coarse = write_raster(tmp_path / "c.tif", np.zeros((24, 24), np.float32), gsd=60.0)
    for length, kept, tolerance in ((60.0, 0.0, 0.25), (1200.0, np.exp(-2 * (np.pi * 60.0 / 1200.0) ** 2), 0.05)):
        wave = np.tile(5.0 * np.sin(2 * np.pi * x / length), (600, 1)).astype(np.float32)
        dtm = write_raster(tmp_path / "d.tif", wave, unit="m")
        got = run("evaluate", dtm=dtm, coarse_dem=coarse, output=tmp_path / "r.html")
        assert got["low_pass_deviation"] == pytest.approx(kept * 5.0 / np.sqrt(2.0), abs=tolerance)


def test_saturation_and_the_unit_of_heights_are_those_asked_for(run, tmp_path):
    rng = np.random.default_rng(5)
    truth = np.cumsum(rng.normal(0, 2, (300, 300)), axis=1).astype(np.float32)
    half = write_raster(tmp_path / "h.tif", np.round(2.0 * truth).astype(np.int16))
    dtm = write_raster(tmp_path / "d.tif", truth, unit="m")
    assert run("evaluate", dtm=dtm, reference=half, height_unit="half-metres", output=tmp_path / "r.html")["rmse"] < 0.3
    image = relight(truth, (2.0, 2.0), Sun(90.0, 40.0, "raster"))
    image[np.isnan(image)] = 0.1
    image[:, 150:] = 9.0
    path = write_raster(tmp_path / "i.tif", image)
    given = {"dtm": dtm, "image": path, "sun_azimuth": 90.0, "sun_incidence": 40.0, "output": tmp_path / "r.html"}
    seen = [run("evaluate", **given, **more)["relit_correlation"] for more in ({"saturation": 8.0}, {})]
    assert seen[0] > 0.99 > seen[1]


def test_nmad_of_a_laplace_distribution_is_that_of_statistics(run, tmp_path):
    from scipy import stats

    error = np.random.default_rng(6).laplace(2.0, 1.5, (300, 300)).astype(np.float32)
    flat = np.zeros((300, 300), np.float32)
    run("evaluate", dtm=write_raster(tmp_path / "d.tif", error), reference=write_raster(tmp_path / "t.tif", flat),
        output=tmp_path / "r.html", output_json=tmp_path / "r.json", height_unit="metres")  # fmt: skip
    got = json.loads((tmp_path / "r.json").read_text())["against_reference"]["dtm"]
    expected = stats.median_abs_deviation(error[1:-1, 1:-1].ravel(), scale="normal")
    assert got["nmad_m"] == pytest.approx(expected, abs=0.02)
    assert got["bias_m"] == pytest.approx(error[1:-1, 1:-1].mean(dtype=float), abs=1e-3)


def test_profiles_pass_through_the_centres_of_pixels(run, tmp_path):
    """Heights that are a plane in x and y, along an oblique line, in two DTMs of other pixels."""
    import csv
    import struct

    from engine.vector.layer import write_layer

    paths = []
    for name, gsd, size, lift in (("fine", 2.0, 200, 0.0), ("coarse", 10.0, 40, 5.0)):
        x, y = gsd * (np.arange(size) + 0.5) - 200.0, 200.0 - gsd * (np.arange(size) + 0.5)
        plane = (0.1 * x[None, :] + 0.03 * y[:, None] + lift).astype(np.float32)
        paths.append(write_raster(tmp_path / f"{name}.tif", plane, gsd=gsd, unit="m"))
    line = struct.pack("<BII4d", 1, 2, 2, -150.0, -120.0, 150.0, 60.0)
    write_layer(str(tmp_path / "l.gpkg"), MOON_EQC, "LineString", [line], {"n": np.array([1], np.int32)})
    got = run("profile", lines=tmp_path / "l.gpkg", input=paths, spacing=3.0, output=tmp_path / "p.csv")
    with (tmp_path / "p.csv").open() as file:
        rows = list(csv.DictReader(file))
    length = np.hypot(300.0, 180.0)
    along = np.array([float(r["distance_m"]) for r in rows])
    expected = 0.1 * (-150.0 + 300.0 * along / length) + 0.03 * (-120.0 + 180.0 * along / length)
    assert np.abs(np.array([float(r["height_fine_m"]) for r in rows]) - expected).max() < 2e-3
    assert np.abs(np.array([float(r["height_coarse_m"]) for r in rows]) - expected - 5.0).max() < 2e-3
    assert got["mean_difference"] == pytest.approx(5.0, abs=1e-3) and got["length"] == pytest.approx(length, abs=3.0)
    slope = np.degrees(np.arctan((0.1 * 300.0 + 0.03 * 180.0) / length))
    assert float(rows[20]["slope_fine_deg"]) == pytest.approx(slope, abs=1e-3)


def test_the_effective_resolution_does_not_feel_holes(run, tmp_path):
    """A reference full of holes, far above the datum, smoothed by four pixels to make the DTM."""
    from scipy import ndimage

    rng = np.random.default_rng(7)
    truth = (ndimage.gaussian_filter(rng.normal(0, 1, (600, 600)), 1.0) * 20.0).astype(np.float32)
    truth += (0.2 * np.arange(600, dtype=np.float32))[None, :]
    smooth = ndimage.gaussian_filter(truth, 4.0)
    holed = truth.copy()
    rows, columns = np.indices(truth.shape)
    holed[(rows % 150 < 8) & (columns % 150 < 8)] = np.nan
    dtm = write_raster(tmp_path / "d.tif", smooth, unit="m")
    found = []
    for name, reference in (("whole", truth), ("holed", holed)):
        path = write_raster(tmp_path / f"{name}.tif", reference, unit="m")
        got = run("evaluate", dtm=dtm, reference=path, output=tmp_path / "r.html")
        found.append(got["effective_resolution"])
    # Between the widths that are tried it is good to a tenth.
    assert found[0] == pytest.approx(2.3548 * 4.0 * 2.0, rel=0.12) and found[1] == pytest.approx(found[0], rel=0.01)

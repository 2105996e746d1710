"""The incidence study against gdaldem, brute force and closed forms."""

import csv
import json
import math
import subprocess

import numpy as np
import pytest
import rasterio

from engine.errors import OverlapError, ParameterError
from engine.synthetic.scene import make_scene
from tests.conftest import read_heights, write_raster

ROWS, COLUMNS = 300, 340


@pytest.fixture(scope="module")
def wall(tmp_path_factory):
    """A made mountain that no expert was trained on, 300 x 340 pixels of 2 m."""
    height = make_scene(900_500, "mountain", COLUMNS, 2.0, 60.0).ground.height[:ROWS]
    return write_raster(tmp_path_factory.mktemp("wall") / "d.tif", height)


def slopes(path, folder):
    out = folder / f"slope of {path.name}"
    subprocess.run(["gdaldem", "slope", "-q", str(path), str(out)], check=True)
    return read_heights(out).astype(float)


def test_figures_are_those_of_the_written_dtms(tmp_path, run, identity_pack, wall):
    """Experts that hand the coarse DEM back: errors by numpy on the files, slopes by gdaldem."""
    given = {"dtm": wall, "pack": identity_pack, "sun_incidences": "60, 30", "sun_azimuths": "315 40", "posting": 40.0}
    got = run("incidence_study", **given, output=tmp_path / "r.html", output_table=tmp_path / "t.csv",
              output_json=tmp_path / "j.json", output_folder=tmp_path / "all", output_curve=tmp_path / "c.png",
              output_panel=tmp_path / "p.png")  # fmt: skip
    with open(tmp_path / "t.csv", newline="") as file:
        coarse, *rows = csv.DictReader(file)
    assert [(r["incidence_deg"], r["azimuth_deg"]) for r in rows] == [("60", "315"), ("30", "315"), ("60", "40"),
                                                                     ("30", "40")]  # fmt: skip
    truth, steep = read_heights(wall), slopes(tmp_path / ".." / wall, tmp_path)
    for row in rows:
        dtm = tmp_path / "all" / f"dtm_incidence_{row['incidence_deg']}_azimuth_{row['azimuth_deg']}.tif"
        error = (read_heights(dtm) - truth).astype(float)[1:-1, 1:-1]
        assert float(row["rmse_m"]) == pytest.approx(np.sqrt(np.mean(error**2)), rel=1e-4)
        assert float(row["mae_m"]) == pytest.approx(np.abs(error).mean(), rel=1e-4)
        assert float(row["re_under_2m_percent"]) == pytest.approx(100 * (np.abs(error) < 2).mean(), abs=0.01)
        apart = np.abs(slopes(dtm, tmp_path) - steep)[1:-1, 1:-1]
        assert float(row["slope_error_deg"]) == pytest.approx(apart.mean(), rel=2e-3)
    figures = json.loads((tmp_path / "j.json").read_text())
    assert [m["incidence_deg"] for m in figures["incidences"]] == [30.0, 60.0]
    mean = np.mean([float(r["rmse_m"]) for r in rows if r["incidence_deg"] == "30"])
    assert figures["incidences"][0]["rmse_m"] == pytest.approx(mean, rel=1e-5)
    assert float(coarse["rmse_m"]) == pytest.approx(got["coarse_rmse"], rel=1e-5)
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert page.count("<img") == 2 and "://" not in page
    assert not list(tmp_path.glob(".*")) and len(list((tmp_path / "all").glob("*.tif"))) == 9


def test_experts_beat_the_coarse_dem_and_high_sun_is_not_best(tmp_path, run, wall):
    got = run("incidence_study", dtm=wall, sun_incidences="10, 55", output=tmp_path / "r.html",
              output_json=tmp_path / "j.json")  # fmt: skip
    assert got["best_incidence"] == 55.0 and got["best_slope_error"] < 0.6 * got["coarse_slope_error"]
    assert got["best_rmse"] < got["coarse_rmse"] and (got["good_from"], got["good_to"]) == (55.0, 55.0)
    figures = json.loads((tmp_path / "j.json").read_text())
    assert figures["preferred"] is True
    assert "holds\nhere" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["j.json", "r.html"]


@pytest.mark.parametrize("posting", [60.0, 37.0])
def test_the_coarse_dem_is_blurred_by_seven_tenths_of_a_posting(tmp_path, run, identity_pack, posting):
    """A plane stays where it is, a wave loses what a Gaussian takes; without noise."""
    x = 2.0 * (np.arange(500) + 0.5) - 500.0
    y = 400.0 - 2.0 * (np.arange(400) + 0.5)
    wave = 10.0 * np.sin(2 * np.pi * x / 300.0)[None, :] + 0.05 * y[:, None]
    dtm = write_raster(tmp_path / "d.tif", wave.astype(np.float32))
    run("incidence_study", dtm=dtm, pack=identity_pack, sun_incidences="50", posting=posting, coarse_noise=0.0,
        output=tmp_path / "r.html", output_folder=tmp_path / "all")  # fmt: skip
    with rasterio.open(tmp_path / "all" / "coarse_dem.tif") as dataset:
        posts, at = dataset.read(1), dataset.transform
        assert at.a == pytest.approx(posting, rel=1e-5) and dataset.bounds.left < -500 and dataset.bounds.right > 500
        assert dataset.bounds.bottom < -400 and dataset.bounds.top > 400
    rows, columns = np.indices(posts.shape)
    east, north = at.c + at.a * (columns + 0.5), at.f + at.e * (rows + 0.5)
    left = math.exp(-2 * (np.pi * 0.7 * posting / 300.0) ** 2)
    expected = 10.0 * left * np.sin(2 * np.pi * east / 300.0) + 0.05 * north
    inside = (np.abs(east) < 500 - 4 * posting) & (np.abs(north) < 400 - 4 * posting)
    assert inside.sum() > 20 and np.abs(posts - expected)[inside].max() < 0.15


def test_a_coarse_dem_that_is_given_is_used(tmp_path, run, identity_pack, wall):
    posts = write_raster(tmp_path / "c.tif", np.full((30, 30), 123.0, np.float32), gsd=40.0)
    run("incidence_study", dtm=wall, coarse_dem=posts, pack=identity_pack, sun_incidences="50",
        output=tmp_path / "r.html", output_folder=tmp_path / "all")  # fmt: skip
    assert np.nanmax(np.abs(read_heights(tmp_path / "all" / "dtm_incidence_50_azimuth_315.tif") - 123.0)) < 1e-3
    assert not (tmp_path / "all" / "coarse_dem.tif").exists()


def test_what_incidence_study_refuses(tmp_path, run, identity_pack, wall):
    far = write_raster(tmp_path / "far.tif", np.zeros((30, 30), np.float32), gsd=40.0, origin=(9e5, 9e5))
    for given, error, text in (
        ({"posting": 3.0}, ParameterError, "posting is 3 m, but must be from 4 m"),
        ({"posting": 400.0}, ParameterError, "to 150 m .a quarter of its shorter side"),
        ({"sun_incidences": "90"}, ParameterError, "sun_incidences is 90, but must be from 0 to 89.9"),
        ({"sun_incidences": "10 20 30", "sun_azimuths": " ".join(map(str, range(40)))}, ParameterError, "120 suns"),
        ({"coarse_dem": far}, OverlapError, "far.tif does not cover"),
    ):
        with pytest.raises(error, match=text):
            run("incidence_study", dtm=wall, pack=identity_pack, output=tmp_path / "r.html", **given)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["far.tif"]

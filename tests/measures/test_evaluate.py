"""Evaluate: figures against direct numpy, the baseline beside them, and what it cannot measure."""

import json

import numpy as np
import pytest
from scipy import ndimage

from engine.errors import OverlapError, ParameterError
from tests.conftest import read_heights, write_raster


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """A made scene as files: a DTM that is the truth with known errors, reference, coarse DEM, image."""
    from engine.synthetic.scene import make_scene

    folder = tmp_path_factory.mktemp("evaluate")
    made = make_scene(11, "mountain", 700, 2.0, 60.0, 120.0, 55.0)
    truth = made.ground.height
    error = ndimage.gaussian_filter(np.random.default_rng(0).normal(0, 1, truth.shape), 2.0)
    dtm = (truth + 0.5 + 3.0 * error / error.std()).astype(np.float32)
    dtm[:20] = np.nan
    coarse = made.coarse
    corner = -700 + (coarse.first + 0.5) * 2.0 - 30.0
    return {
        "truth": truth,
        "values": dtm,
        "dtm": write_raster(folder / "dtm.tif", dtm, unit="m"),
        "reference": write_raster(folder / "reference.tif", truth, unit="m"),
        "coarse_dem": write_raster(folder / "c.tif", coarse.posts, gsd=60.0, origin=(corner, -corner), unit="m"),
        "image": write_raster(folder / "image.tif", made.image),
        "folder": folder,
    }


def evaluate(run, scene, tmp_path, *names, **more):
    given = {name: scene[name] for name in ("dtm", *names)}
    result = run("evaluate", **given, output=tmp_path / "r.html", output_json=tmp_path / "r.json", **more)
    return result, json.loads((tmp_path / "r.json").read_text())


def test_errors_are_those_of_numpy(run, scene, tmp_path):
    result, figures = evaluate(run, scene, tmp_path, "reference", output_error=tmp_path / "e.tif")
    error = (scene["values"] - scene["truth"])[1:-1, 1:-1].astype(np.float64)
    error = error[np.isfinite(error)]
    # Horn's window loses one more row below the part without data than the heights do.
    error = error[698:]
    got = figures["against_reference"]["dtm"]
    assert got["count"] == error.size
    assert got["rmse_m"] == pytest.approx(np.sqrt(np.mean(error**2)), rel=1e-3) == result["rmse"]
    assert got["mae_m"] == pytest.approx(np.abs(error).mean(), rel=1e-3)
    assert got["bias_m"] == pytest.approx(error.mean(), abs=2e-3)
    nmad = 1.4826 * np.median(np.abs(error - np.median(error)))
    assert got["nmad_m"] == pytest.approx(nmad, abs=0.02)
    for limit in (2, 4, 10):
        assert got[f"re_under_{limit}m_percent"] == pytest.approx(100 * (np.abs(error) < limit).mean(), abs=0.1)
    mapped = read_heights(tmp_path / "e.tif")
    assert np.nanmax(np.abs(mapped - (scene["values"] - scene["truth"]))) < 1e-3


def test_slope_errors_and_bins(run, scene, tmp_path):
    from engine.terrain.slope import horn_gradient, slope_degrees

    _, figures = evaluate(run, scene, tmp_path, "reference")
    metres = np.full(698, 2.0), np.full(698, 2.0)
    slopes = [slope_degrees(*horn_gradient(z, *metres)) for z in (scene["values"], scene["truth"])]
    difference = np.abs(slopes[0] - slopes[1])
    assert figures["against_reference"]["dtm"]["slope_error_deg"] == pytest.approx(np.nanmean(difference), rel=1e-3)
    bins = figures["by_slope_of_reference"]["dtm"]
    assert sum(b["count"] for b in bins) == figures["against_reference"]["dtm"]["count"]
    # Pixels count where heights and slopes of both are known.
    steep = (slopes[1] >= 20) & (slopes[1] < 30) & np.isfinite(slopes[0])
    assert bins[3]["count"] == steep.sum()


def test_the_bicubic_coarse_dem_stands_beside(run, scene, tmp_path):
    from engine.synthetic.scene import make_scene

    made = make_scene(11, "mountain", 700, 2.0, 60.0, 120.0, 55.0)
    result, _ = evaluate(run, scene, tmp_path, "reference", "coarse_dem")
    cubic = made.coarse.on_image((700, 700), order=3)
    expected = np.sqrt(np.nanmean((cubic - scene["truth"])[30:-30, 30:-30] ** 2))
    assert result["coarse_rmse"] == pytest.approx(expected, rel=0.05)


def test_long_waves_of_a_known_error(run, scene, tmp_path):
    """The coarse DEM plus a constant deviates by that constant; fine noise deviates by nothing."""
    import rasterio

    run("align", image=scene["image"], coarse_dem=scene["coarse_dem"], output=tmp_path / "a.tif")
    with rasterio.open(tmp_path / "a.tif") as dataset:
        aligned = dataset.read(1)
    noise = np.random.default_rng(1).normal(0, 1, aligned.shape).astype(np.float32)
    for offset, expected in ((2.0, 2.0), (0.0, 0.0)):
        dtm = write_raster(tmp_path / "d.tif", aligned + offset + noise, unit="m")
        got = run("evaluate", dtm=dtm, coarse_dem=scene["coarse_dem"], output=tmp_path / "r.html")
        assert got["low_pass_deviation"] == pytest.approx(expected, abs=0.02)


def test_the_truth_explains_the_image_best(run, scene, tmp_path):
    light = {"sun_azimuth": 120.0, "sun_incidence": 55.0}
    scores = []
    for name in ("reference", "dtm"):
        got = run("evaluate", dtm=scene[name], image=scene["image"], output=tmp_path / "r.html", **light)
        scores.append((got["relit_correlation"], got["relit_detail_correlation"]))
    assert scores[0][0] > 0.9 and scores[0][1] > 0.9
    assert scores[0][0] > scores[1][0] and scores[0][1] > scores[1][1]


def test_bands_do_not_change_the_figures(run, scene, tmp_path, monkeypatch):
    from engine.measures.evaluation import stream as evaluating

    light = {"sun_azimuth": 120.0, "sun_incidence": 55.0}
    names = ("reference", "coarse_dem", "image")
    _, whole = evaluate(run, scene, tmp_path, *names, **light)
    monkeypatch.setattr(evaluating, "BAND", 256)
    _, parts = evaluate(run, scene, tmp_path, *names, **light)
    for name in ("dtm", "coarse"):
        for key, value in whole["against_reference"][name].items():
            assert parts["against_reference"][name][key] == pytest.approx(value, rel=1e-4, abs=1e-4)
        assert parts["relit_correlation"][name]["detail"] == pytest.approx(
            whole["relit_correlation"][name]["detail"], abs=5e-3
        )


def test_the_report_is_one_page_that_says_what_is_missing(run, scene, tmp_path):
    run("evaluate", dtm=scene["dtm"], reference=scene["reference"], output=tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Not measured" in page and "give the coarse DEM" in page and "give the image" in page
    assert "data:image/png;base64," in page and "viewport" in page
    assert "://" not in page.replace("http-equiv", "") and "<script" not in page


def test_what_cannot_be_measured_is_refused(run, scene, tmp_path):
    given = {"dtm": scene["dtm"], "output": tmp_path / "r.html"}
    with pytest.raises(ParameterError, match="Nothing to measure against"):
        run("evaluate", **given)
    with pytest.raises(ParameterError, match="error map needs a reference"):
        run("evaluate", **given, coarse_dem=scene["coarse_dem"], output_error=tmp_path / "e.tif")
    small = write_raster(tmp_path / "small.tif", np.ones((50, 50), np.float32))
    with pytest.raises(OverlapError, match="small.tif is not on the grid"):
        run("evaluate", **given, image=small, sun_azimuth=1.0, sun_incidence=50.0)
    empty = write_raster(
        tmp_path / "empty.tif", np.where(np.arange(700) < 5, 1.0, np.nan)[None].repeat(700, 0).astype(np.float32)
    )
    top = read_heights(scene["dtm"]).astype(np.float32)
    top[:, :50] = np.nan
    with pytest.raises(OverlapError, match="no valid pixel in common"):
        run(
            "evaluate", dtm=write_raster(tmp_path / "t.tif", top, unit="m"), reference=empty, output=tmp_path / "r.html"
        )
    assert not (tmp_path / "r.html").exists() and not (tmp_path / "e.tif").exists()


@pytest.mark.parametrize("axis", [0, 1])
def test_stripes_are_measured_along_their_direction(axis):
    """Stripes of 0.2 m every four pixels on rough ground, gathered in two bands."""
    from engine.measures.evaluation.stripes import StripeSums
    from engine.synthetic.scene import make_ground

    ground = make_ground(np.random.default_rng(5), "flat", 600, 2.0).height
    wave = 0.2 * np.sqrt(2) * np.sin(2 * np.pi * np.arange(600) / 4.0)
    striped = (ground + np.expand_dims(wave, axis)).astype(np.float32)
    found = []
    for field in (ground, striped):
        sums = StripeSums(600)
        for row in (0, 300):
            top, bottom = max(row - 50, 0), min(row + 350, 600)
            sums.add(field[top:bottom], slice(row - top, row - top + 300))
        found.append(sums.figures())
    name, other = ("columns", "rows") if axis == 0 else ("rows", "columns")
    # Terrain and stripes are independent, so their squares add.
    added = np.sqrt(found[1][f"{name}_m"] ** 2 - found[0][f"{name}_m"] ** 2)
    assert added == pytest.approx(0.2, rel=0.1)
    assert found[1][f"{other}_m"] == pytest.approx(found[0][f"{other}_m"], rel=0.05)


def test_white_noise_has_no_stripes():
    from engine.measures.evaluation.stripes import StripeSums

    sums = StripeSums(500)
    sums.add(np.random.default_rng(0).normal(0, 1, (500, 500)).astype(np.float32), slice(None))
    figures = sums.figures()
    assert figures["columns_ratio"] == pytest.approx(1.0, abs=0.15)
    assert figures["rows_ratio"] == pytest.approx(1.0, abs=0.15)


@pytest.mark.parametrize("width", [1.5, 4.0, 9.0])
def test_the_effective_resolution_is_the_smoothing_applied(run, scene, tmp_path, width):
    smooth = ndimage.gaussian_filter(scene["truth"], width).astype(np.float32)
    dtm = write_raster(tmp_path / "s.tif", smooth + 7.0, unit="m")
    got = run("evaluate", dtm=dtm, reference=scene["reference"], output=tmp_path / "r.html")
    assert got["effective_resolution"] == pytest.approx(2.3548 * width * 2.0, rel=0.08)


def test_a_reference_has_its_own_resolution_and_no_seams(run, scene, tmp_path):
    tiles = {"tile_height": 256, "tile_width": 320, "overlap": 100}
    got = run("evaluate", dtm=scene["reference"], reference=scene["reference"], coarse_dem=scene["coarse_dem"],
              **tiles, output=tmp_path / "r.html")  # fmt: skip
    assert got["effective_resolution"] == 0.0
    # Coarser than the widest low-pass is no number.
    assert got["coarse_effective_resolution"] is None or got["coarse_effective_resolution"] > 40.0
    assert got["seams"] == pytest.approx(1.0, abs=0.05)
    stepped = scene["truth"].copy()
    stepped[:, 192:] += 2.0  # the second column of tiles begins here
    dtm = write_raster(tmp_path / "s.tif", stepped, unit="m")
    got = run("evaluate", dtm=dtm, reference=scene["reference"], **tiles, output=tmp_path / "r.html")
    assert got["seams"] > 1.25


def test_errors_by_terrain_and_by_tile(run, scene, tmp_path):
    from pyogrio.raw import read

    codes = np.ones((700, 700), np.uint8)
    codes[350:] = 3
    classes = write_raster(tmp_path / "c.tif", codes, nodata=0)
    error = np.where(codes == 3, 5.0, 1.0).astype(np.float32)
    dtm = write_raster(tmp_path / "d.tif", scene["truth"] + error, unit="m")
    _, figures = evaluate(run, {**scene, "dtm": dtm}, tmp_path, "reference", "image", classes=classes,
                          sun_azimuth=120.0, sun_incidence=55.0, output_measures=tmp_path / "t.gpkg")  # fmt: skip
    table = figures["by_terrain"]["dtm"]
    assert table["flat"]["mae_m"] == pytest.approx(1.0, abs=1e-3) and table["crater"]["mae_m"] == pytest.approx(
        5.0, abs=1e-3
    )
    assert table["mountain"]["count"] == 0
    meta, _, _, values = read(str(tmp_path / "t.gpkg"), read_geometry=False)
    tiles = dict(zip(meta["fields"], values))
    assert len(tiles["row"]) == 9 and tiles["rmse_m"][0] == pytest.approx(1.0, abs=1e-3)
    assert tiles["rmse_m"][-1] == pytest.approx(5.0, abs=1e-3) and (tiles["relit"] > 0.8).all()
    small = write_raster(tmp_path / "small.tif", codes[:50])
    with pytest.raises(OverlapError, match="not on the grid"):
        run("evaluate", dtm=dtm, reference=scene["reference"], classes=small, output=tmp_path / "x.html")


@pytest.fixture
def stated(scene, tmp_path):
    """Errors of heights that are half of the true deviation in the west, all of it in the east; of slopes; support."""
    shape = scene["truth"].shape
    half = np.where(np.arange(shape[1]) < 350, 1.5, 3.0) * np.ones(shape)
    support = np.where(np.arange(shape[0])[:, None] < 300, 1, 3) * np.ones(shape)
    support[:20] = 0
    return {
        "stated_height_error": write_raster(tmp_path / "he.tif", half.astype(np.float32), unit="m"),
        "stated_slope_error": write_raster(tmp_path / "se.tif", np.full(shape, 9.0, np.float32), unit="deg"),
        "support": write_raster(tmp_path / "su.tif", support.astype(np.uint8), nodata=0),
    }


def test_stated_errors_are_held_against_the_true_ones(run, scene, tmp_path, stated, monkeypatch):
    """The truth is off by normal errors of 3 m and a level of 0.5 m, which is a long wave."""
    result, figures = evaluate(run, scene, tmp_path, "reference", "coarse_dem", **stated)
    heights, slopes = (figures["stated_errors"][kind] for kind in ("heights", "slopes"))
    assert heights["multiples"][1] == 1.0 and figures["stated_heights_without_long_waves"]
    assert heights["true_rms"] == pytest.approx(3.0, rel=0.03)
    assert heights["stated_rms"] == pytest.approx(np.sqrt((1.5**2 + 3.0**2) / 2.0), rel=1e-3)
    assert heights["within_percent"][1] == pytest.approx((38.3 + 68.3) / 2.0, abs=1.5) == result["heights_within"]
    assert [one["stated"] for one in heights["curve"]] == pytest.approx([1.5, 3.0], rel=1e-4)
    assert [one["true"] for one in heights["curve"]] == pytest.approx([3.0, 3.0], rel=0.05)
    from engine.terrain.slope import horn_gradient, slope_degrees

    metres = np.full(698, 2.0), np.full(698, 2.0)
    wrong, right = (slope_degrees(*horn_gradient(one, *metres)) for one in (scene["values"], scene["truth"]))
    expected = 100.0 * (np.abs(wrong - right)[np.isfinite(wrong)] <= 9.0).mean()
    assert slopes["within_percent"][1] == pytest.approx(expected, abs=1e-6) == result["slopes_within"]
    assert set(slopes["by_support"]) == {"lit and seen", "cast shadow"}
    assert sum(one["count"] for one in slopes["by_support"].values()) == slopes["count"]
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Stated errors" in page and "How sure it is" in page and "cast shadow" in page
    monkeypatch.setattr("engine.measures.evaluation.stream.BAND", 90)
    _, banded = evaluate(run, scene, tmp_path, "reference", "coarse_dem", **stated)
    assert banded["stated_errors"]["heights"]["true_rms"] == pytest.approx(heights["true_rms"], rel=1e-4)
    again = banded["stated_errors"]["slopes"]
    assert again["within_percent"] == slopes["within_percent"] and again["count"] == slopes["count"]


def test_stated_errors_are_shown_without_a_reference(run, scene, tmp_path, stated):
    result, figures = evaluate(run, scene, tmp_path, "coarse_dem", **stated)
    assert "stated_errors" not in figures and result["heights_within"] is result["slopes_within"] is None
    assert "How sure it is" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_stated_heights_need_the_coarse_dem_unless_they_hold_its_error(run, scene, tmp_path, stated):
    import rasterio

    _, figures = evaluate(run, scene, tmp_path, "reference", **stated)
    assert set(figures["stated_errors"]) == {"slopes"}
    assert any("stated errors of heights hold (give the coarse DEM" in text for text in figures["not_measured"])
    with rasterio.open(stated["stated_height_error"], "r+") as dataset:
        dataset.update_tags(MMOEDTM_ERROR_OF_COARSE_DEM_M="1")
    _, figures = evaluate(run, scene, tmp_path, "reference", **stated)
    error = (scene["values"] - scene["truth"])[20:]
    assert figures["stated_errors"]["heights"]["true_rms"] == pytest.approx(np.sqrt(np.mean(error**2)), rel=1e-4)


def test_stated_errors_of_another_run_are_refused(run, scene, tmp_path, stated):
    import shutil

    import rasterio

    dtm = shutil.copy(scene["dtm"], tmp_path / "dtm.tif")
    for path, plan in ((dtm, "one"), (stated["support"], "two")):
        with rasterio.open(path, "r+") as dataset:
            dataset.update_tags(MMOEDTM_PLAN=plan)
    given = {"dtm": dtm, "reference": scene["reference"], "output": tmp_path / "r.html"}
    with pytest.raises(ParameterError, match="su.tif is of another run of Reconstruct than the DTM"):
        run("evaluate", **given, **stated)
    small = write_raster(tmp_path / "small.tif", np.ones((9, 9), np.float32))
    with pytest.raises(OverlapError, match="small.tif is not on the grid of the DTM; give what was written beside it"):
        run("evaluate", **given, stated_slope_error=small)

"""Shadows against the lit ground around them: against those that were cast, and beside the paper's definition."""

import json

import numpy as np
import pytest
from scipy import ndimage

from engine.measures.shadows.local import DARK_SHARE, REACH_PX, WINDOW_PX, in_shadow, lit_level, overall_level
from engine.synthetic.product import write_scene
from engine.synthetic.scene import make_scene
from engine.terrain.shadows import lit_fraction
from tests.conftest import read_heights, write_raster

SUN = {"sun_azimuth": 300.0, "sun_incidence": 65.0}


def overlap(one, two):
    return (one & two).sum() / (one | two).sum()


@pytest.fixture(scope="module")
def crater(tmp_path_factory):
    """A crater scene whose boulders cast shadows on half a per cent of it; paths and what was cast."""
    scene = make_scene(800_001, "crater", 512, 1.5, 60.0, *SUN.values())
    paths = write_scene(scene, tmp_path_factory.mktemp("crater"))
    return paths, lit_fraction(scene.ground.height, *SUN.values(), 1.5, 1.5) < 0.5


def test_boulders_of_a_crater_scene_are_found_where_two_classes_find_slopes_or_nothing(tmp_path, run, crater):
    paths, cast = crater
    assert 0.002 < cast.mean() < 0.03
    given = {"image": paths["image"], "dtm": paths["truth"], **SUN}
    got = run("compare_shadows", **given, output=tmp_path / "r.html", output_json=tmp_path / "j.json",
              output_image_mask=tmp_path / "i.tif", output_dtm_mask=tmp_path / "d.tif",
              output_difference=tmp_path / "x.tif")  # fmt: skip
    image, dtm, both = (read_heights(tmp_path / f"{name}.tif") for name in "idx")
    assert overlap(image == 2, cast) > 0.6 and overlap(dtm == 2, cast) > 0.6
    assert got["iou"] > 0.9 and got["difference"] < 10.0  # without the camera's blur 0.78 and 28 %
    assert got["image_shadow"] == (image == 2).sum() and got["dtm_shadow"] == (dtm == 2).sum()
    assert np.array_equal(both == 2, (image == 2) & (dtm == 2)) and np.array_equal(both == 3, (image == 2) & (dtm == 1))
    by_classes = run("compare_shadows", **given, shadows="two classes", output=tmp_path / "s.html",
                     output_image_mask=tmp_path / "k.tif")  # fmt: skip
    assert overlap(read_heights(tmp_path / "k.tif") == 2, cast) < 0.3
    for name in ("image_shadow", "dtm_shadow", "difference", "iou"):
        assert by_classes[name] == by_classes[f"paper_{name}"] == got[f"paper_{name}"]
    figures = json.loads((tmp_path / "j.json").read_text())
    assert figures["whole_image"]["iou"] == got["iou"] and figures["shown"] == "local"
    assert "by two classes (the paper&#39;s)" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_bands_are_not_seen(tmp_path, run, monkeypatch, crater):
    paths, _ = crater
    given = {"image": paths["image"], "dtm": paths["truth"], **SUN}
    whole = run("compare_shadows", **given, output=tmp_path / "a.html", output_image_mask=tmp_path / "a.tif",
                output_dtm_mask=tmp_path / "ad.tif")  # fmt: skip
    monkeypatch.setattr("engine.measures.shadows.whole.BAND", 64)
    parts = run("compare_shadows", **given, output=tmp_path / "b.html", output_image_mask=tmp_path / "b.tif",
                output_dtm_mask=tmp_path / "bd.tif")  # fmt: skip
    assert parts["iou"] == pytest.approx(whole["iou"], abs=1e-3)
    for one, two in (("a.tif", "b.tif"), ("ad.tif", "bd.tif")):
        first, second = (np.nan_to_num(read_heights(tmp_path / name)) for name in (one, two))
        assert (first == 2).sum() > 500 and (first != second).sum() <= 3  # rounding at the threshold


def test_the_lit_level_is_the_mean_of_lit_pixels_about():
    """By brute force, with a gap; a window that is all dark has the whole raster's level, and nothing beyond the reach
    matters."""
    rng = np.random.default_rng(1)
    values = rng.uniform(0.8, 1.2, (260, 240)).astype(np.float32) * np.linspace(1.0, 2.0, 240, dtype=np.float32)
    values[40:60, 40:60] = 0.02
    values[100:, 120:] = 0.02
    values[10:20, 200:230] = np.nan
    overall = overall_level(values[np.isfinite(values)])
    lit = values[values >= 0.5 * np.nanmean(values)]
    assert overall == pytest.approx(lit.mean(), rel=1e-6)
    level, half = lit_level(values, overall), WINDOW_PX // 2
    for row, column in ((50, 50), (40, 200), (60, 100)):
        window = values[max(row - half, 0) : row + half + 1, max(column - half, 0) : column + half + 1]
        if row >= half and column >= half and column + half < 240:
            assert level[row, column] == pytest.approx(window[window > 0.5].mean(), rel=1e-4)
    assert level[230, 200] == pytest.approx(overall) and in_shadow(values, overall)[230, 200]
    assert in_shadow(values, overall)[45:55, 45:55].all() and not in_shadow(values, overall)[10:20, 200:230].any()
    part = lit_level(values[: 50 + REACH_PX + 1], overall)
    assert np.allclose(part[:50], level[:50], rtol=1e-5)


def test_a_wall_shaded_by_a_third_is_no_shadow():
    values = np.ones((200, 200), np.float32)
    values[:, 80:140] = 0.35
    values[100:104, 100:104] = 0.05
    dark = in_shadow(values, overall_level(values))
    assert dark.sum() == 16 and dark[100:104, 100:104].all() and 0.05 < DARK_SHARE * 0.35


def test_a_logarithm_has_no_shadow(tmp_path, run, crater):
    paths, _ = crater
    image = np.log10(np.maximum(read_heights(paths["image"]), 1e-4)).astype(np.float32) - 2.0
    log = []
    got = run("compare_shadows", log=log, image=write_raster(tmp_path / "i.tif", image, gsd=1.5), dtm=paths["truth"],
              **SUN, output=tmp_path / "r.html")  # fmt: skip
    assert got["image_shadow"] is None and ndimage.label(image < -3.5)[1] > 0
    assert any("no pixel is much darker than the lit ground" in text for _, text in log)

"""The page of Evaluate: inputs first, then pictures, then tables with what is good and what is not."""

import hashlib
import html
import re

import numpy as np
import pytest

from engine.measures.evaluation import pictures
from engine.measures.evaluation.squares import CellMeasures, worst
from engine.reports import evaluation_words as words
from tests.conftest import write_raster

SUN = {"sun_azimuth": 120.0, "sun_incidence": 55.0}
MADE_BY = {"SOFTWARE": "MMoEDTM 9", "MMOEDTM_OPERATION": "x"}


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """A made scene, and a DTM that is the truth but for a bump in its fourth square."""
    from engine.synthetic.scene import make_scene

    folder = tmp_path_factory.mktemp("page")
    made = make_scene(12, "mountain", 500, 2.0, 60.0, 120.0, 55.0)
    y, x = np.mgrid[:500, :500]
    bump = 30.0 * np.exp(-((x - 400.0) ** 2 + (y - 420.0) ** 2) / 800.0)
    dtm = (made.ground.height + bump).astype(np.float32)
    corner = -500 + (made.coarse.first + 0.5) * 2.0 - 30.0
    return {
        "dtm": write_raster(folder / "dtm.tif", dtm, unit="m", tags=MADE_BY),
        "reference": write_raster(folder / "reference.tif", made.ground.height, unit="m"),
        "coarse_dem": write_raster(folder / "c.tif", made.coarse.posts, gsd=60.0, origin=(corner, -corner), unit="m"),
        "image": write_raster(folder / "image.tif", made.image),
    }  # fmt: skip


def page_of(run, scene, tmp_path, *names, **more):
    run("evaluate", **{name: scene[name] for name in ("dtm", *names)}, output=tmp_path / "r.html", **more)
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    return text, re.findall(r"<h2>(.*?)</h2>", text), html.unescape(re.sub(r"<[^>]+>|\s+", " ", text))


def test_the_page_begins_with_inputs_and_pictures(run, scene, tmp_path):
    text, heads, plain = page_of(run, scene, tmp_path, "reference", "coarse_dem", "image", **SUN)
    assert heads[:5] == ["Image and DTM under the same sun", "Relief", "Slopes and errors of heights",
                         "The worst places", "Figures"]  # fmt: skip
    assert heads[5] == "Against the reference" and text.count("<img") == 5
    for name in ("dtm", "reference", "coarse_dem", "image"):
        digest = hashlib.sha256(open(scene[name], "rb").read()).hexdigest()
        assert digest[:16] in text and digest not in text
    assert "made by x of MMoEDTM 9" in plain and "500 x 500 pixels of 2.00 x 2.00 m" in plain
    assert "of its RMSE is left" in plain or "not better than the bicubic" in plain
    assert "The DTM explains" in plain


def test_without_a_reference_there_is_less_to_show(run, scene, tmp_path):
    _, heads, plain = page_of(run, scene, tmp_path, "coarse_dem")
    assert heads[:3] == ["Relief", "Slopes and errors of heights", "Figures"]
    assert "keeps the coarse DEM's large forms" in plain or "strays" in plain
    _, heads, plain = page_of(run, scene, tmp_path, "image", **SUN)
    assert heads[:4] == ["Image and DTM under the same sun", "Relief", "Slopes", "The worst places"]
    assert "largest differences from the image" in plain


def test_the_worst_place_is_where_the_error_is(run, scene, tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(pictures, "worst", lambda cells, most: seen.append(worst(cells, most)) or seen[0])
    page_of(run, scene, tmp_path, "reference")
    assert seen[0][0] == (1, 1) and len(seen[0]) == 3


def test_image_and_lit_dtm_are_drawn_in_one_scale(run, scene, tmp_path, monkeypatch):
    """The truth lit under the image's sun is the image but for albedo and noise; the bump is not in the image."""
    rows = []
    kept = pictures._in_light
    monkeypatch.setattr(pictures, "_in_light", lambda sums: rows.append(kept(sums)) or rows[-1])
    page_of(run, {**scene, "dtm": scene["reference"]}, tmp_path, "image", **SUN)
    page_of(run, scene, tmp_path, "image", **SUN)
    for row in rows:
        image, lit, apart = (cell.values for cell in row.cells)
        known = np.isfinite(apart)
        assert image[known].mean() == pytest.approx(1.0, abs=1e-3) == lit[known].mean()
        assert np.allclose(apart[known], (image - lit)[known], atol=1e-6)
    true, bumped = (row.cells[2].values for row in rows)
    half, moved = len(true) // 2, np.abs(bumped - true)  # the last quarter has the bump
    assert np.nanmax(moved[half:, half:]) > 0.2 > 10.0 * np.nanmedian(moved[:half, :half])


def test_squares_without_errors_are_ordered_by_what_they_explain():
    rng = np.random.default_rng(4)

    def cell(slope):
        found = CellMeasures()
        image = rng.normal(0.0, 1.0, (16, 16))
        lit = slope * image + rng.normal(0.0, 0.5, (16, 16))
        found.light.add((image, lit, image, lit), slice(None))
        return found

    cells = {(0, 0): cell(1.0), (0, 1): cell(-1.0), (1, 0): cell(0.3), (1, 1): CellMeasures()}
    assert worst(cells, 2) == [(0, 1), (1, 0)]
    assert worst({}, 3) == []


def figures(rmse, slope, bias=0.0, count=10):
    return {"rmse_m": rmse, "slope_error_deg": slope, "bias_m": bias, "count": count}


@pytest.mark.parametrize(("said", "expected"), [
    (words.of_errors({"dtm": figures(1, 1), "coarse": figures(2, 4)}), "50 % of its RMSE is left. Slopes are much "
                                                                       "better"),
    (words.of_errors({"dtm": figures(3, 3.8), "coarse": figures(2, 4)}), "times 1.50"),
    (words.of_errors({"dtm": figures(3, 3.8), "coarse": figures(2, 4)}), "hardly better (95 %"),
    (words.of_errors({"dtm": figures(3, 1, bias=-2.9)}), "lies -2.90 m off as a whole"),
    (words.of_errors({"dtm": figures(float("nan"), 1, count=0)}), "nothing to compare"),
    (words.of_slopes([{"from_deg": 0, "to_deg": 5, **figures(1, 0)}, {"from_deg": 30, "to_deg": 90, **figures(4, 0)}]),
     "Best are slopes of 0 to 5 degrees (RMSE 1.00 m), worst those of 30 to 90"),
    (words.of_terrain({"flat": figures(1, 0), "crater": figures(3, 0), "mountain": figures(9, 0, count=0)}),
     "Best is flat ground (RMSE 1.00 m), worst crater"),
    (words.of_resolution({"dtm": 8.0, "coarse": 40.0}, 2.0), "about 8.0 m on (4.0 times the size of a pixel) are "
                                                             "right. That is 5.0 times finer"),
    (words.of_resolution({"dtm": 0.0}, 2.0), "as fine as the reference"),
    (words.of_resolution({"dtm": float("inf"), "coarse": float("inf")}, 2.0), "no detail"),
    (words.of_seams(1.01), "no seams"), (words.of_seams(1.1), "faint"), (words.of_seams(1.3), "larger overlap"),
    (words.of_long_waves(0.5), "keeps"), (words.of_long_waves(30.0), "do not fit"),
    (words.of_light({"dtm": {"detail": 0.95}}), "90 %"), (words.of_light({"dtm": {"detail": -0.2}}), "sun's direction"),
])  # fmt: skip
def test_sentences_follow_the_figures(said, expected):
    assert expected in said and said.endswith(".")


def test_stripes_count_only_where_they_are_the_dtms_own():
    def one(metres, ratio):
        return {"columns_m": metres, "columns_ratio": ratio, "rows_m": 0.001, "rows_ratio": 1.0}

    assert "along its columns" in words.of_stripes({"dtm": one(0.2, 8.0), "coarse": one(0.01, 2.0)})
    assert "no stripes" in words.of_stripes({"dtm": one(0.2, 8.0), "reference": one(0.2, 8.0)})
    assert "no stripes" in words.of_stripes({"dtm": one(0.2, 1.0)})

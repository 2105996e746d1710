"""Radar figures against scipy and brute force."""

import json
from contextlib import ExitStack

import numpy as np
import pytest
import rasterio
from scipy import stats

from engine.contract.progress import Progress
from engine.contract.requests import SarBands
from engine.errors import ParameterError, RasterError
from engine.measures.sar.backscatter import compare, decibels, lee, roc
from engine.measures.sar.stokes import HYBRID, STOKES, Senses, open_stokes
from engine.measures.sar.unit import unit_of
from engine.vector.layer import ring, write_layer
from tests.conftest import MOON_EQC, read_heights, write_raster


def test_roc_against_counting_pairs():
    rng = np.random.default_rng(0)
    positive = rng.random(300) < 0.3
    score = np.round(rng.normal(positive * 0.8, 1.0), 1)  # with ties
    got = roc(score, positive)
    higher = (score[positive][:, None] > score[~positive]).mean()
    equal = (score[positive][:, None] == score[~positive]).mean()
    assert got.area == pytest.approx(higher + 0.5 * equal, abs=1e-12)
    # scipy knows the same number as Mann and Whitney's U.
    u = stats.mannwhitneyu(score[positive], score[~positive]).statistic
    assert got.area == pytest.approx(u / (positive.sum() * (~positive).sum()), abs=1e-12)
    gains = {t: (score[positive] >= t).mean() - (score[~positive] >= t).mean() for t in np.unique(score)}
    assert gains[got.threshold] == pytest.approx(max(gains.values()))
    assert np.isnan(roc(score, np.ones(300, bool)).area)


def test_figures_against_scipy():
    rng = np.random.default_rng(1)
    roughness = rng.lognormal(4, 1, 5000)
    backscatter = 2 * np.log10(roughness) - 2 + rng.normal(0, 1, 5000)
    got = compare(roughness, backscatter, 100.0, 2.5)
    assert got.pearson == pytest.approx(stats.pearsonr(np.log10(roughness), backscatter)[0])
    assert got.spearman == pytest.approx(stats.spearmanr(roughness, backscatter)[0])
    assert got.rough_bright_percent == pytest.approx(100 * np.mean(backscatter[roughness > 100] > 2.5))
    assert got.rough_percent == pytest.approx(100 * np.mean(roughness > 100))
    nothing = compare(np.array([1.0]), np.array([1.0]), 100.0, 2.5)
    assert np.isnan(nothing.pearson) and np.isnan(nothing.rough_bright_percent)


def test_decibels_and_speckle():
    assert decibels(np.array([[1.0, 100.0, 0.0, -1.0]], np.float32))[0, :2] == pytest.approx([0.0, 20.0])
    assert np.isnan(decibels(np.array([[0.0, -1.0]], np.float32))).all()
    rng = np.random.default_rng(2)
    even = rng.gamma(8.0, 1 / 8.0, (120, 120)).astype(np.float32)
    even[:, 60:] *= 10.0
    even[5, 5] = np.nan
    got = lee(even)
    assert np.isnan(got[5, 5]) and np.isfinite(got).sum() == even.size - 1
    assert np.nanstd(got[:, :50]) < 0.7 * np.nanstd(even[:, :50])
    assert np.nanmean(got[:, :50]) == pytest.approx(np.nanmean(even[:, :50]), rel=0.02)
    assert np.nanmean(got[:, 70:]) > 8 * np.nanmean(got[:, :50])  # the edge stays


def hybrid(rng, shape=(40, 50)):
    """Fields of a receiver with H and V under a left circular wave: complex amplitudes of both."""
    same, opposite = (rng.normal(0, s, (2, *shape)) for s in (0.4, 1.0))
    left, right = same[0] + 1j * same[1], opposite[0] + 1j * opposite[1]
    # Circular to linear: V of the opposite sense is a quarter of a turn ahead of H, as S4 = -2 Im(HV*) has it.
    h, v = (left + right) / np.sqrt(2), (1j * right - 1j * left) / np.sqrt(2)
    return h, v, np.abs(left) ** 2, np.abs(right) ** 2


def many_bands(path, bands, names=(), **options):
    path = write_raster(path, np.stack(bands).astype(np.float32), gsd=14.0, **options)
    if names:
        with rasterio.open(path, "r+") as dataset:
            dataset.descriptions = names
    return path


@pytest.fixture(scope="module")
def radar():
    """Bands of a made hybrid radar, and of its powers in both circular senses."""
    h, v, same, opposite = hybrid(np.random.default_rng(4))
    product = h * np.conj(v)
    level_1 = np.abs(h) ** 2, np.abs(v) ** 2, product.real, product.imag
    stokes = level_1[0] + level_1[1], level_1[0] - level_1[1], 2 * product.real, -2 * product.imag
    return level_1, stokes, same, opposite


def channels(path, bands="auto", s1=None, s4=None, unit="auto"):
    with ExitStack() as stack:
        found = open_stokes(path, SarBands(bands, s1, s4), stack)
        height, width = found.s1.grid.height, found.s1.grid.width
        parts = [None if c is None else c.read(0, 0, height, width) for c in (found.s1, found.s4)]
        return (*parts, unit_of(found, unit, Progress()))


NAMES = ("S1 backscatter", "S2", "S3", "S4")


def test_the_ratio_is_same_over_opposite_sense(tmp_path, radar):
    """From fields that are made of a wave of each sense, whose powers are known."""
    level_1, stokes, same, opposite = radar
    for bands, names, choice in (
        (level_1, (), HYBRID), (level_1, ("|H|^2", "|V|^2", "Re(HV*)", "Im(HV*)"), "auto"),
        (stokes, (), STOKES), (stokes, NAMES, "auto"), (stokes[::-1], NAMES[::-1], "auto"),
        (stokes, ("Stokes 1", "Stokes 2", "Stokes 3", "Stokes 4"), "auto"),
    ):  # fmt: skip
        s1, s4, unit = channels(many_bands(tmp_path / "sar.tif", bands, names), choice)
        assert unit == "linear power"
        np.testing.assert_allclose(s1, same + opposite, rtol=2e-5)
        np.testing.assert_allclose(Senses.of(s1, s4).ratio, same / opposite, rtol=2e-2, atol=1e-4)
    assert np.isnan(Senses(np.ones(1, np.float32), np.zeros(1, np.float32)).ratio).all()


def test_bands_by_number(tmp_path, radar):
    _, stokes, _, _ = radar
    path = many_bands(tmp_path / "sar.tif", (stokes[3], stokes[1], stokes[0]))
    s1, s4, _ = channels(path, s1=3, s4=1)
    np.testing.assert_allclose(s1, stokes[0], rtol=1e-6)
    np.testing.assert_allclose(s4, stokes[3], rtol=1e-6)
    s1, s4, _ = channels(many_bands(tmp_path / "dB.tif", (np.zeros((4, 4)), np.full((4, 4), -3.0))), s1=2)
    assert s4 is None and (s1 == -3.0).all()


@pytest.mark.parametrize(
    ("count", "names", "choice", "numbers", "error", "words"),
    [
        (4, (), "auto", {}, ParameterError, "names .none. do not tell which is S1"),
        (2, ("HH", "HS12"), "auto", {}, ParameterError, "do not tell which is S1"),
        (3, (), STOKES, {}, ParameterError, "has 3 bands, but sar_bands .Stokes. means four"),
        (4, (), "auto", {"s1": 5}, RasterError, "has no band 5, but the bands 1 to 4"),
        (4, (), "auto", {"s4": 4}, ParameterError, "s1_band is not given"),
        (4, (), HYBRID, {"s1": 1}, ParameterError, "hold no S1"),
        (4, (), HYBRID, {"unit": "dB"}, ParameterError, "which are linear power; leave the unit dB out"),
    ],
)
def test_bands_that_do_not_fit_are_refused(tmp_path, count, names, choice, numbers, error, words):
    path = many_bands(tmp_path / "sar.tif", [np.ones((8, 8))] * count, names)
    with pytest.raises(error, match=words):
        channels(path, choice, **numbers)


def test_positive_stokes_parameters_may_be_either(tmp_path):
    """S1 of at least 0 and S4 too: decibels and linear power are both possible, so nothing is assumed."""
    path = many_bands(tmp_path / "sar.tif", [np.full((8, 8), value) for value in (2.0, 0.1, 0.1, 0.5)], NAMES)
    with pytest.raises(ParameterError, match="could be either; choose the unit"):
        channels(path)
    path = many_bands(tmp_path / "dB.tif", [np.full((8, 8), value) for value in (-2.0, 0.1, 0.1, 0.5)], NAMES)
    assert channels(path)[2] == "dB"


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    """A DTM of 2 m with a rough west and a smooth east, under SAR pixels of 14 m; rocks in one box of the west."""
    folder = tmp_path_factory.mktemp("ground")
    rng = np.random.default_rng(6)
    z = rng.normal(0, 1, (280, 350)).astype(np.float32) * np.where(np.arange(350) < 175, 3.0, 0.05)
    dtm = write_raster(folder / "dtm.tif", z.astype(np.float32))
    stokes = ground_bands(rng)
    sar = many_bands(folder / "sar.tif", stokes, NAMES, origin=(-350.0, 280.0))
    boxes = {"rocks": (-300.0, -100.0), "plain": (100.0, 300.0), "far": (9000.0, 9100.0)}
    rings = [ring(np.array([a, b, b, a]), np.array([-150.0, -150.0, 150.0, 150.0])) for a, b in boxes.values()]
    areas = str(folder / "areas.gpkg")
    write_layer(areas, MOON_EQC, "Polygon", rings, {"name": np.array(list(boxes), dtype=object)})
    return dtm, sar, areas, stokes


def ground_bands(rng):
    """Stokes parameters of ground whose west is 12 dB brighter."""
    h, v, _, _ = hybrid(rng, (40, 50))
    gain = np.where(np.arange(50) < 25, 2.0, 0.5)
    product = h * np.conj(v) * gain**2
    power = [np.abs(x) ** 2 * gain**2 for x in (h, v)]
    return np.stack((power[0] + power[1], power[0] - power[1], 2 * product.real, -2 * product.imag))


def test_figures_by_area_against_numpy(run, ground, tmp_path):
    dtm, sar, areas, stokes = ground
    log = []
    got = run("compare_sar", log=log, input=dtm, sar=sar, areas=areas, output=tmp_path / "r.html",
              output_json=tmp_path / "j.json", output_roughness=tmp_path / "v.tif", output_cpr=tmp_path / "cpr.tif")
    rough, cpr = read_heights(tmp_path / "v.tif"), read_heights(tmp_path / "cpr.tif")
    np.testing.assert_allclose(cpr, (stokes[0] - stokes[3]) / (stokes[0] + stokes[3]), rtol=1e-3, atol=1e-4)
    table = {one["area"]: one for one in json.loads((tmp_path / "j.json").read_text())["areas"]}
    assert list(table) == ["", "rocks", "plain", "far"] and table["far"]["pixels"] == 0
    assert any("'far'" in text for level, text in log if level == "warning")
    x = -350.0 + 14.0 * (np.arange(50) + 0.5)
    y = 280.0 - 14.0 * (np.arange(40) + 0.5)
    for name, (left, right) in (("rocks", (-300, -100)), ("plain", (100, 300))):
        inside = (np.abs(y) < 150)[:, None] & ((x > left) & (x < right))[None] & np.isfinite(rough)
        one, db = table[name], 10 * np.log10(stokes[0][inside])
        assert one["pixels"] == inside.sum()
        assert one["roughness_deg2"] == pytest.approx(rough[inside].mean(), rel=1e-5)
        assert one["backscatter_db"] == pytest.approx(10 * np.log10(stokes[0][inside].mean()), abs=1e-4)
        powers = [(stokes[0] - sign * stokes[3])[inside].sum() for sign in (1, -1)]
        assert one["cpr"] == pytest.approx(powers[0] / powers[1], rel=1e-4)
        assert 0.12 < one["cpr"] < 0.21  # of amplitudes 0.4 : 1
        assert one["spearman"] == pytest.approx(stats.spearmanr(rough[inside], db)[0], abs=1e-4)
        assert one["rough_percent"] == pytest.approx(100 * np.mean(rough[inside] > 100.0))
    assert table["rocks"]["rough_percent"] > 99 > 1 > table["plain"]["rough_percent"]
    assert table["rocks"]["backscatter_db"] > 2.5 > table["plain"]["backscatter_db"]
    assert got["cpr"] == pytest.approx(table[""]["cpr"]) and got["roc_area"] > 0.8
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "By area" in page and "rocks" in page and "circular polarisation ratio" in page


def test_an_area_of_the_dtm_is_compared_alone(run, ground, tmp_path):
    dtm, sar, _, _ = ground
    run("compare_sar", input=dtm, sar=sar, output=tmp_path / "w.html", output_roughness=tmp_path / "w.tif")
    run("compare_sar", input=dtm, sar=sar, output=tmp_path / "a.html", output_roughness=tmp_path / "a.tif",
        extent="-210,70,-140,140")  # whole SAR pixels  # fmt: skip
    with rasterio.open(tmp_path / "w.tif") as whole, rasterio.open(tmp_path / "a.tif") as area:
        assert area.shape == (20, 20)
        np.testing.assert_allclose(area.read(1), whole.read(1)[10:30, 10:30], rtol=1e-6)


def test_no_ratio_without_s4_or_in_decibels(run, ground, tmp_path):
    dtm, _, _, stokes = ground
    db = many_bands(tmp_path / "db.tif", 10 * np.log10(np.abs(stokes)), NAMES, origin=(-350.0, 280.0))
    log = []
    got = run("compare_sar", log=log, input=dtm, sar=db, output=tmp_path / "r.html")
    assert got["cpr"] is None and any("lost its sign" in text for level, text in log if level == "warning")
    with pytest.raises(ParameterError, match="has no circular polarisation ratio"):
        run("compare_sar", input=dtm, sar=db, output=tmp_path / "n.html", output_cpr=tmp_path / "n.tif")
    assert not (tmp_path / "n.html").exists()


def test_speckle_is_filtered_in_both_senses(run, ground, tmp_path):
    dtm, sar, _, _ = ground
    for name, speckle in (("raw", False), ("filtered", True)):
        run("compare_sar", input=dtm, sar=sar, speckle=speckle, output=tmp_path / f"{name}.html",
            output_cpr=tmp_path / f"{name}.tif")  # fmt: skip
    raw, filtered = (np.log(read_heights(tmp_path / f"{name}.tif")[:, :22]) for name in ("raw", "filtered"))
    assert np.nanstd(filtered) < 0.6 * np.nanstd(raw)


def test_describe_takes_four_bands_for_sar(run, tmp_path, radar):
    """A chain asks it before minutes of work."""
    _, stokes, _, _ = radar
    named = many_bands(tmp_path / "named.tif", stokes, NAMES)
    got = run("describe", input=named, use_as="SAR")
    assert got["usable"] and got["verdict"] == "Compare with SAR takes it as backscatter in linear power."
    bare = many_bands(tmp_path / "bare.tif", stokes)
    with pytest.raises(ParameterError, match="do not tell which is S1"):
        run("describe", input=bare, use_as="SAR")
    assert run("describe", input=bare, use_as="SAR", sar_bands="Stokes")["usable"]
    empty = many_bands(tmp_path / "empty.tif", np.full_like(stokes, np.nan), NAMES)
    with pytest.raises(RasterError, match="no valid pixel"):
        run("describe", input=empty, use_as="SAR")


def test_a_single_band_may_have_a_mask_beside_it(tmp_path, radar):
    _, stokes, _, _ = radar
    path = many_bands(tmp_path / "masked.tif", (-stokes[0], np.full_like(stokes[0], 255.0)))
    with rasterio.open(path, "r+") as dataset:
        dataset.colorinterp = rasterio.enums.ColorInterp.gray, rasterio.enums.ColorInterp.alpha
    s1, s4, unit = channels(path)
    assert s4 is None and unit == "dB" and np.allclose(s1, -stokes[0])

"""Combine DTMs: surfaces that are known along their own light, made with errors that are known."""

import math

import numpy as np
import pytest
import rasterio
from scipy import ndimage

from engine.contract.execute import execute
from engine.contract.progress import Progress
from engine.errors import BodyError, Cancelled, OverlapError, ParameterError, RasterError
from engine.operations import OPERATIONS
from engine.raster.frame import Sun
from engine.raster.grid import Grid
from engine.region.lit_layers import turned
from tests.conftest import MOON_EQC, read_heights, write_raster

GSD = 2.0
SIZE = 260
BLOCKS = ".c.tif.blocks"


def ground(seed=1, shape=(SIZE, SIZE)):
    """Waves of 6 to 60 pixels, metres."""
    rng = np.random.default_rng(seed)
    height = np.zeros(shape)
    for width, metres in ((1.5, 0.3), (4.0, 1.0), (12.0, 4.0)):
        part = ndimage.gaussian_filter(rng.standard_normal(shape), width, mode="wrap")
        height += metres * part / part.std()
    return height - 1200.0


def unseen(azimuth, seed, shape=(SIZE, SIZE), metres=0.5):
    """An error of heights that hardly changes along the light, and fast across it."""
    rng = np.random.default_rng((seed, 5))
    waves = np.fft.rfft2(rng.standard_normal(shape))
    down, right = np.fft.fftfreq(shape[0])[:, None], np.fft.rfftfreq(shape[1])[None, :]
    size = np.maximum(np.hypot(down, right), 1e-6)
    towards = (right * math.sin(math.radians(azimuth)) - down * math.cos(math.radians(azimuth))) / size
    band = np.exp(-0.5 * (size / 0.08) ** 2) * (size > 0.015)
    error = np.fft.irfft2(waves * band * np.exp(-(towards**2) / 0.1), shape)
    return metres * error / error.std()


def tags(azimuth, incidence=60.0):
    return {"MMOEDTM_SUN_AZIMUTH": f"{azimuth}", "MMOEDTM_SUN_INCIDENCE": f"{incidence}"}


def write(folder, name, heights, azimuth, incidence=60.0, **options):
    return write_raster(
        folder / f"{name}.tif", heights.astype(np.float32), gsd=GSD, tags=tags(azimuth, incidence), unit="m", **options
    )


def pair(folder, azimuths=(20.0, 115.0), truth=None):
    truth = ground() if truth is None else truth
    return truth, [write(folder, f"sun{i}", truth + unseen(a, i, truth.shape), a) for i, a in enumerate(azimuths)]


def off(heights, truth, margin=12):
    error = (heights - truth)[margin:-margin, margin:-margin]
    return float(np.std(error))


def test_each_counts_along_its_own_light(tmp_path, run):
    truth, paths = pair(tmp_path)
    result = run("combine", input=paths, output=tmp_path / "c.tif", output_error=tmp_path / "e.tif")
    alone = [off(read_heights(path), truth) for path in paths]
    mean = np.mean([read_heights(path) for path in paths], axis=0)
    found = off(read_heights(tmp_path / "c.tif"), truth)
    assert found < 0.6 * min(alone) and found < 0.85 * off(mean, truth)
    assert result["dtms"] == 2 and result["coverage"] == 100.0
    assert result["complement"] == pytest.approx(85.0)
    assert result["expected_gain"] < 0.8
    assert result["difference_rms"] == pytest.approx(float(np.std(unseen(20.0, 0) - unseen(115.0, 1))), rel=0.15)


def test_a_third_sun_is_better_than_two(tmp_path, run):
    truth, paths = pair(tmp_path, (10.0, 70.0, 130.0))
    run("combine", input=paths[:2], output=tmp_path / "two.tif")
    run("combine", input=paths, output=tmp_path / "three.tif")
    two, three = (off(read_heights(tmp_path / f"{name}.tif"), truth) for name in ("two", "three"))
    assert three < 0.9 * two


@pytest.mark.parametrize("shift", [(3.0, -2.0), (-1.4, 2.6)])
def test_misplaced_dtms_are_laid_on_the_first(tmp_path, run, shift):
    truth, (first, _) = pair(tmp_path)
    other = ndimage.shift(truth, shift, order=5, mode="wrap") + unseen(115.0, 1)
    second = write(tmp_path, "off", other, 115.0)
    result = run("combine", input=[first, second], output=tmp_path / "c.tif")
    with rasterio.open(tmp_path / "c.tif") as dataset:
        _, east, _, north = dataset.tags()["MMOEDTM_MOVE_1_M"].split()
    # Moved down by rows and right by columns, it has to go back.
    assert abs(float(east) / GSD + shift[1]) < 0.2 and abs(float(north) / GSD - shift[0]) < 0.2
    assert "off.tif" in result["moves"]
    assert off(read_heights(tmp_path / "c.tif"), truth) < 0.65 * off(read_heights(first), truth)


def test_without_registration_they_stay_where_they_lie(tmp_path, run):
    truth, (first, _) = pair(tmp_path)
    second = write(tmp_path, "off", np.roll(truth, 3, axis=0), 115.0)
    run("combine", input=[first, second], register=False, output=tmp_path / "c.tif")
    with rasterio.open(tmp_path / "c.tif") as dataset:
        assert dataset.tags()["MMOEDTM_MOVE_1_M"] == "east 0.00 north 0.00"


def test_seams_of_windows_do_not_show(tmp_path, run, monkeypatch):
    _, paths = pair(tmp_path)
    run("combine", input=paths, posting=12.0, output=tmp_path / "whole.tif", output_error=tmp_path / "we.tif")
    for core, ramp in ((90, 16), (70, 32)):
        monkeypatch.setattr("engine.region.lit_stream.CORE", core)
        monkeypatch.setattr("engine.region.lit_stream.RAMP", ramp)
        run("combine", input=paths, posting=12.0, output=tmp_path / "parts.tif", output_error=tmp_path / "pe.tif")
        for whole, parts in (("whole", "parts"), ("we", "pe")):
            apart = read_heights(tmp_path / f"{whole}.tif") - read_heights(tmp_path / f"{parts}.tif")
            assert np.abs(apart).max() < 0.01 and np.sqrt(np.mean(apart**2)) < 0.001


def test_shadow_of_one_is_filled_by_the_other(tmp_path, run):
    """A pit whose floor lies in the first sun's shadow, where the first DTM is wrong by a bump of 3 m."""
    row, column = np.indices((SIZE, SIZE)) - SIZE / 2
    truth = ground() + 40.0 * np.tanh((np.hypot(row, column) - 40.0) / 6.0)
    bump = 3.0 * np.exp(-0.5 * ((row**2 + (column + 18.0) ** 2) / 6.0**2))
    first = write(tmp_path, "west", truth + bump, 270.0, 72.0)
    second = write(tmp_path, "east", truth, 90.0, 60.0)
    run("combine", input=[first, second], register=False, output=tmp_path / "c.tif")
    dark = bump > 1.0
    error = read_heights(tmp_path / "c.tif") - truth
    assert np.abs(error[dark]).mean() < 0.35 * bump[dark].mean()


def test_gaps_of_one_are_filled_without_a_step(tmp_path, run):
    truth, (_, second) = pair(tmp_path)
    holed = truth + unseen(20.0, 0)
    holed[100:160, 90:150] = np.nan
    holed[:, 230:] = np.nan
    first = write(tmp_path, "holed", holed, 20.0)
    result = run("combine", input=[first, second], output=tmp_path / "c.tif")
    error = read_heights(tmp_path / "c.tif") - truth
    assert result["coverage"] == 100.0 and np.isfinite(error).all()
    # Steps over the upper border of the gap are as large as inside of it, where the second DTM is alone.
    steps = np.abs(np.diff(error, axis=0))[:, 90:150].mean(axis=1)
    assert steps[99] < 1.3 * steps[102:158].mean()


def test_what_no_dtm_knows_stays_unknown(tmp_path, run):
    truth, (_, second) = pair(tmp_path)
    for name, azimuth in (("a", 20.0), ("b", 110.0)):
        holed = truth.copy()
        holed[50:80, 60:90] = np.nan
        write(tmp_path, name, holed, azimuth)
    run("combine", input=[tmp_path / "a.tif", tmp_path / "b.tif"], output=tmp_path / "c.tif", register=False)
    assert np.isnan(read_heights(tmp_path / "c.tif")[50:80, 60:90]).all()
    assert np.isfinite(read_heights(tmp_path / "c.tif")).sum() == SIZE * SIZE - 900


def test_windows_without_a_height_are_not_fitted(tmp_path, run, monkeypatch):
    """Strips that lie across a map are mostly nothing."""
    from engine.region import lit_stream, suns_together

    monkeypatch.setattr(lit_stream, "CORE", 100)
    monkeypatch.setattr(lit_stream, "RAMP", 10)
    truth = ground()
    truth[:, 60:] = np.nan
    paths = [write(tmp_path, f"s{a:.0f}", truth, a, nodata=np.nan) for a in (20.0, 110.0)]
    fitted, fit = [], suns_together.fit_gradients
    monkeypatch.setattr(suns_together, "fit_gradients", lambda *given: (fitted.append(1), fit(*given))[1])
    run("combine", input=paths, output=tmp_path / "c.tif", register=False)
    assert len(fitted) == 3
    assert np.abs(read_heights(tmp_path / "c.tif")[:, :60] - truth[:, :60]).max() < 0.05
    assert np.isnan(read_heights(tmp_path / "c.tif")[:, 60:]).all()


def test_predicted_errors_weigh(tmp_path, run):
    truth = ground()
    rng = np.random.default_rng(3)
    noise = ndimage.gaussian_filter(rng.standard_normal(truth.shape), 2.0) * 6.0
    left = np.indices(truth.shape)[1] < SIZE / 2
    paths = [write(tmp_path, "a", truth + noise * left, 20.0), write(tmp_path, "b", truth + noise * ~left, 110.0)]
    bad = {"e0": left, "e1": ~left}
    errors = [write_raster(tmp_path / f"{n}.tif", np.where(b, 1.0, 0.1).astype(np.float32)) for n, b in bad.items()]
    run("combine", input=paths, output=tmp_path / "plain.tif", register=False)
    run("combine", input=paths, errors=errors, output=tmp_path / "weighed.tif", register=False)
    plain, weighed = (off(read_heights(tmp_path / f"{name}.tif"), truth) for name in ("plain", "weighed"))
    assert weighed < 0.4 * plain


@pytest.mark.parametrize(("lower", "all_of_it"), [(12.0, True), (-12.0, False)])
def test_dtms_of_two_levels_are_said(tmp_path, run, lower, all_of_it):
    """Their mean is no height of either, and where one of them ends there is a ramp."""
    truth = ground()
    second = truth + unseen(110.0, 1) - lower
    if not all_of_it:
        second[:, : SIZE // 2] = np.nan
    paths = [write(tmp_path, "a", truth + unseen(20.0, 0), 20.0), write(tmp_path, "b", second, 110.0, nodata=np.nan)]
    log = []
    run("combine", log, input=paths, output=tmp_path / "c.tif")
    said = [text for level, text in log if level == "warning"]
    where = "below" if lower > 0.0 else "above"
    assert len(said) == 1 and f"b.tif lies 12.0 m {where} a.tif" in said[0]


def test_a_dtm_that_is_not_moved_is_not_said_to_be(tmp_path, run):
    _, paths = pair(tmp_path)
    log = []
    run("combine", log, input=paths, output=tmp_path / "c.tif", register=False)
    assert not any("is moved" in text for _, text in log)
    assert not [text for level, text in log if level == "warning"]


def test_heights_are_no_errors(tmp_path, run):
    _, paths = pair(tmp_path)
    with pytest.raises(RasterError, match=r"sun0.tif holds -12.*which is no standard deviation; give .* of sun0.tif"):
        run("combine", input=paths, errors=paths, output=tmp_path / "c.tif")


def test_suns_that_are_close_are_said(tmp_path, run):
    _, paths = pair(tmp_path, (20.0, 32.0))
    log = []
    result = run("combine", log, input=paths, output=tmp_path / "c.tif")
    warned = [text for level, text in log if level == "warning"]
    assert any("12 degrees apart, under 30" in text for text in warned)
    assert result["expected_gain"] > 0.6


def test_opposite_suns_are_said_too(tmp_path, run):
    _, paths = pair(tmp_path, (20.0, 199.0))
    log = []
    run("combine", log, input=paths, output=tmp_path / "c.tif")
    assert any("1 degrees apart" in text for level, text in log if level == "warning")


def test_suns_can_be_given(tmp_path, run):
    truth, paths = pair(tmp_path)
    run("combine", input=paths, output=tmp_path / "tags.tif")
    bare = [write_raster(tmp_path / f"bare{i}.tif", read_heights(path)) for i, path in enumerate(paths)]
    run("combine", input=bare, suns="20, 60; 115 60", output=tmp_path / "given.tif")
    assert np.array_equal(read_heights(tmp_path / "tags.tif"), read_heights(tmp_path / "given.tif"))


def test_another_grid_and_a_finer_one(tmp_path, run):
    truth, paths = pair(tmp_path)
    half = write_raster(tmp_path / "grid.tif", np.zeros((90, 100), np.float32), gsd=GSD, origin=(-100.0, 90.0))
    run("combine", input=paths, grid=half, output=tmp_path / "part.tif")
    found = read_heights(tmp_path / "part.tif")
    assert found.shape == (90, 100)
    assert off(found, truth[85:175, 80:180]) < 0.35


def test_dtms_that_share_a_part_of_their_ground_on_a_grid_that_holds_both(tmp_path, run):
    truth = ground()
    halves = {"west": (0, 170, 20.0), "east": (90, SIZE, 115.0)}
    paths = []
    for name, (first, last, azimuth) in halves.items():
        part = (truth + unseen(azimuth, first))[:, first:last]
        place = (GSD * (first - SIZE / 2 + (3 if first else 0)), GSD * SIZE / 2)
        paths.append(write(tmp_path, name, part, azimuth, origin=place))
    grid = write_raster(tmp_path / "grid.tif", np.zeros((SIZE, SIZE), np.float32), gsd=GSD)
    run("combine", input=paths, grid=grid, output=tmp_path / "c.tif")
    with rasterio.open(tmp_path / "c.tif") as dataset:
        _, east, _, north = dataset.tags()["MMOEDTM_MOVE_1_M"].split()
    assert abs(float(east) + 3 * GSD) < 0.4 and abs(float(north)) < 0.4
    found = read_heights(tmp_path / "c.tif")
    assert np.isfinite(found).all()
    both, alone = (off(found[:, part], truth[:, part]) for part in (slice(94, 166), slice(170, SIZE)))
    assert both < 0.75 * alone


@pytest.mark.parametrize("longitude", [30.0, 250.0])
def test_a_sun_in_another_map_is_turned(longitude):
    """In a polar map of the south, north along the meridian of a place is its longitude away from map north."""
    degree = math.pi * 1737400.0 / 180.0
    plain = Grid(MOON_EQC, (2.0, 0.0, longitude * degree, 0.0, -2.0, -85.0 * degree), 100, 100)
    away = 5.0 * degree
    polar = (
        'PROJCS["south",GEOGCS["GCS_Moon",DATUM["D_Moon",SPHEROID["Moon",1737400,0]],PRIMEM["Reference",0],'
        'UNIT["degree",0.0174532925199433]],PROJECTION["Polar_Stereographic"],PARAMETER["latitude_of_origin",-90],'
        'PARAMETER["central_meridian",0],PARAMETER["scale_factor",1],PARAMETER["false_easting",0],'
        'PARAMETER["false_northing",0],UNIT["metre",1]]'
    )
    x, y = away * math.sin(math.radians(longitude)), away * math.cos(math.radians(longitude))
    there = Grid(polar, (2.0, 0.0, x - 500.0, 0.0, -2.0, y + 500.0), 500, 500)
    found = turned(Sun(0.0, 60.0), plain, there, "a.tif")
    # True north at a place in the south points away from the pole: along its own meridian in the map.
    assert (found.azimuth_deg - longitude + 180.0) % 360.0 - 180.0 == pytest.approx(0.0, abs=0.2)
    assert found.frame == "raster"


def stopped_after(windows, blocks, log=None):
    """A progress that cancels once so many windows are kept."""
    told = [] if log is None else log
    return Progress(
        log=lambda level, text: told.append(text), cancelled=lambda: len(list(blocks.glob("window-*"))) >= windows
    )


def test_a_cancelled_run_goes_on_to_the_same_bytes(tmp_path, run, monkeypatch):
    monkeypatch.setattr("engine.region.lit_stream.CORE", 90)
    _, paths = pair(tmp_path)
    given = {"input": paths, "posting": 12.0}
    execute(OPERATIONS["combine"], {**given, "output": str(tmp_path / "whole.tif")}, Progress())
    target = str(tmp_path / "c.tif")
    log = []
    with pytest.raises(Cancelled):
        execute(OPERATIONS["combine"], {**given, "output": target}, stopped_after(3, tmp_path / BLOCKS, log))
    kept = list((tmp_path / BLOCKS).glob("window-*"))
    assert len(kept) >= 3 and not (tmp_path / "c.tif").exists()
    assert any("are kept; the same run goes on" in text for text in log)
    log = []
    execute(OPERATIONS["combine"], {**given, "output": target}, Progress(log=lambda level, text: log.append(text)))
    assert any("from an earlier run" in text for text in log)
    assert (tmp_path / "whole.tif").read_bytes() == (tmp_path / "c.tif").read_bytes()
    assert not (tmp_path / BLOCKS).exists()


def test_windows_of_other_settings_are_not_taken(tmp_path, monkeypatch):
    monkeypatch.setattr("engine.region.lit_stream.CORE", 90)
    _, paths = pair(tmp_path)
    target = str(tmp_path / "c.tif")
    stopped = stopped_after(3, tmp_path / BLOCKS)
    with pytest.raises(Cancelled):
        execute(OPERATIONS["combine"], {"input": paths, "posting": 12.0, "output": target}, stopped)
    log = []
    given = {"input": paths, "posting": 14.0, "output": target}
    execute(OPERATIONS["combine"], given, Progress(log=lambda level, text: log.append(text)))
    assert any("other values of posting" in text for text in log)


def test_one_dtm_alone_is_refused(tmp_path, run):
    _, paths = pair(tmp_path)
    with pytest.raises(ParameterError, match="needs two or more DTMs"):
        run("combine", input=paths[:1], output=tmp_path / "c.tif")


def test_one_given_twice_is_refused(tmp_path, run):
    _, paths = pair(tmp_path)
    with pytest.raises(ParameterError, match="is given twice"):
        run("combine", input=[paths[0], paths[0]], output=tmp_path / "c.tif")


def test_a_dtm_without_a_sun_is_refused(tmp_path, run):
    _, paths = pair(tmp_path)
    bare = write_raster(tmp_path / "bare.tif", ground().astype(np.float32))
    with pytest.raises(ParameterError, match="bare.tif does not tell under which sun"):
        run("combine", input=[paths[0], bare], output=tmp_path / "c.tif")


@pytest.mark.parametrize(
    ("suns", "match"),
    [
        ("20 60", "1 suns for 2 DTMs"),
        ("20 60; north", "'north', but a sun is"),
        ("20 60; 30 95", "incidence 95"),
        ("20 60; 30 nan", "incidence nan"),
    ],
)
def test_suns_that_cannot_be_read_are_refused(tmp_path, run, suns, match):
    _, paths = pair(tmp_path)
    with pytest.raises(ParameterError, match=match):
        run("combine", input=paths, suns=suns, output=tmp_path / "c.tif")


def test_errors_are_as_many_as_dtms(tmp_path, run):
    _, paths = pair(tmp_path)
    with pytest.raises(ParameterError, match="1 rasters for 2 DTMs"):
        run("combine", input=paths, errors=paths[:1], output=tmp_path / "c.tif")


def test_other_ground_is_refused(tmp_path, run):
    _, paths = pair(tmp_path)
    far = write(tmp_path, "far", ground(), 110.0, origin=(90000.0, 0.0))
    with pytest.raises(OverlapError, match="far.tif does not cover any part"):
        run("combine", input=[paths[0], far], output=tmp_path / "c.tif")


def test_another_sphere_is_refused(tmp_path, run):
    _, paths = pair(tmp_path)
    crs = MOON_EQC.replace("1737400", "1735970")
    other = write(tmp_path, "other", ground(), 110.0, crs=crs)
    with pytest.raises(BodyError, match="other.tif refers to a sphere of 1735970 m"):
        run("combine", input=[paths[0], other], output=tmp_path / "c.tif")


def test_ground_without_detail_stays_where_it_lies(tmp_path, run):
    flat = [write(tmp_path, name, np.full((80, 80), -1000.0), azimuth) for name, azimuth in (("a", 20.0), ("b", 110.0))]
    log = []
    run("combine", log, input=flat, output=tmp_path / "c.tif")
    assert any("cannot be told" in text for level, text in log if level == "warning")
    assert np.allclose(read_heights(tmp_path / "c.tif"), -1000.0, atol=1e-3)

"""Align, classify, mosaic, and what holds for every operation."""

import numpy as np
import pytest

from engine.contract.progress import Progress
from engine.errors import BodyError, ParameterError
from engine.operations import OPERATIONS
from engine.tiling.plan import TilePlan, fitted
from tests.conftest import EARTH, read_heights, write_raster


def test_align_reports_a_known_shift_and_applies_it_when_asked(tmp_path, run):
    from engine.synthetic.scene import make_scene

    scene = make_scene(2, "mountain", 1200, 3.0, 60.0, 100.0, 55.0)
    image = write_raster(tmp_path / "i.tif", scene.image, gsd=3.0)
    posts = scene.ground.height.reshape(60, 20, 60, 20).mean(axis=(1, 3))
    coarse = write_raster(tmp_path / "c.tif", posts, gsd=60.0, origin=(-1800.0 + 90.0, 1800.0 + 60.0))
    given = {"image": image, "coarse_dem": coarse, "sun_azimuth": 100.0, "sun_incidence": 55.0}
    plain = run("align", **given, output=tmp_path / "a.tif")
    assert plain["shift_reliable"]
    assert plain["shift_east"] == pytest.approx(-90.0, abs=15.0)
    assert plain["shift_north"] == pytest.approx(-60.0, abs=15.0)
    run("align", **given, apply_shift=True, output=tmp_path / "b.tif")
    inner = (slice(100, -100), slice(100, -100))
    errors = [np.nanstd((read_heights(tmp_path / f"{n}.tif") - scene.ground.height)[inner]) for n in "ab"]
    assert errors[1] < 0.5 * errors[0]


def test_a_shift_that_is_not_reliable_is_not_applied(tmp_path, run, raster):
    rng = np.random.default_rng(0)
    image = raster("i.tif", rng.random((600, 600)).astype(np.float32))
    coarse = raster("c.tif", rng.normal(0, 30, (30, 30)).astype(np.float32), gsd=60.0)
    given = {"image": image, "coarse_dem": coarse, "sun_azimuth": 10.0, "sun_incidence": 50.0}
    log = []
    run("align", log, **given, apply_shift=True, output=tmp_path / "a.tif")
    run("align", **given, output=tmp_path / "b.tif")
    assert any("not applied" in text for level, text in log if level == "warning")
    assert np.array_equal(read_heights(tmp_path / "a.tif"), read_heights(tmp_path / "b.tif"), equal_nan=True)


def three_terrains(tmp_path):
    """A DEM of three bands of ground, 2 x 2 m pixels: reliefs of about 50, 125 and 250 m a tile."""
    rows, columns = 120, 60
    y, x = np.indices((rows, columns)).astype(np.float32)
    amplitude = np.where(y < 40, 25.0, np.where(y < 80, 62.0, 125.0))
    posts = (amplitude * np.sin(2 * np.pi * x / 8.0) * 0.98).astype(np.float32)
    posts += np.random.default_rng(1).normal(0, 1.0, posts.shape).astype(np.float32)
    image = np.full((rows * 30, columns * 30), 1.0, np.float32)
    return (
        write_raster(tmp_path / "i.tif", image, gsd=2.0, compress="deflate"),
        write_raster(tmp_path / "c.tif", posts, gsd=60.0),
    )


def test_three_terrains_are_classified(tmp_path, run):
    import pyogrio

    image, coarse = three_terrains(tmp_path)
    run("classify", image=image, coarse_dem=coarse, output=tmp_path / "c.gtiff.tif", output_tiles=tmp_path / "t.gpkg")
    meta, _, geometry, fields = pyogrio.raw.read(str(tmp_path / "t.gpkg"))
    table = dict(zip(meta["fields"], fields))
    rows = TilePlan(3600, 1800, fitted(3600, 256, 48), fitted(1800, 320, 48), 48)
    assert set(table["row"]) == set(range(rows.shape[0])) and set(table["column"]) == set(range(rows.shape[1]))
    centre = np.array(rows.tops)[table["row"]] + rows.tile_height / 2
    truth = np.where(centre < 1200, "flat", np.where(centre < 2400, "mountain", "crater"))
    # A cell on a border holds two terrains; the rougher one is in it, so either is right.
    border = (np.abs(centre - 1200) < 128) | (np.abs(centre - 2400) < 128)
    right = (table["class"] == truth) | border
    assert right.mean() >= 0.95 and border.mean() < 0.3
    codes = read_heights(tmp_path / "c.gtiff.tif")
    assert codes.shape == (3600, 1800) and codes[100, 100] == 1 and codes[1800, 900] == 2 and codes[-100, 5] == 3


def strips(tmp_path):
    rng = np.random.default_rng(0)
    truth = np.cumsum(rng.normal(0, 1, (200, 500)), axis=1).astype(np.float32)
    left = write_raster(tmp_path / "left.tif", truth[:, :300], origin=(-500, 200))
    right = write_raster(tmp_path / "right.tif", truth[:, 200:], origin=(-500 + 400, 200))
    return truth, left, right


def test_a_mosaic_of_parts_is_the_whole(tmp_path, run):
    truth, left, right = strips(tmp_path)
    result = run("mosaic", input=[left, right], output=tmp_path / "m.tif")
    assert np.abs(read_heights(tmp_path / "m.tif") - truth).max() < 1e-3
    assert result["coverage"] == 100.0 and result["inputs"] == 2


def test_the_coverage_of_a_mosaic_counts_its_gaps(tmp_path, run):
    """Two squares that touch at a corner, one of them with a hole: half of the union without the hole."""
    holed = np.zeros((50, 50), np.float32)
    holed[10:20, 10:30] = np.nan
    paths = [write_raster(tmp_path / "a.tif", holed, origin=(0, 0)),
             write_raster(tmp_path / "b.tif", np.zeros((50, 50), np.float32), origin=(100, -100))]  # fmt: skip
    result = run("mosaic", input=paths, output=tmp_path / "m.tif")
    assert result["coverage"] == pytest.approx(100.0 * (5000 - 200) / 10_000)
    assert np.isnan(read_heights(tmp_path / "m.tif")).sum() == 5200


def test_overlaps_pass_linearly_and_single_values_are_kept(tmp_path, run):
    a = write_raster(tmp_path / "a.tif", np.zeros((60, 300), np.float32), origin=(0, 0))
    b = write_raster(tmp_path / "b.tif", np.full((60, 300), 10.0, np.float32), origin=(400, 0))
    run("mosaic", input=[a, b], overlap=100, output=tmp_path / "m.tif")
    # Row 30 has 31 pixels to the upper border and 30 to the lower one, its own included: no weight is larger.
    line = read_heights(tmp_path / "m.tif")[30]
    assert (line[:200] == 0).all() and (line[300:] == 10).all()
    place = np.arange(100)
    to_left, to_right = np.minimum(100 - place, 30), np.minimum(place + 1, 30)
    assert np.allclose(line[200:300], 10.0 * to_right / (to_left + to_right), atol=2e-3)


def test_the_order_of_inputs_does_not_matter(tmp_path, run):
    rng = np.random.default_rng(4)
    paths = []
    for index in range(4):
        field = rng.normal(0, 5, (150, 150)).astype(np.float32)
        paths.append(write_raster(tmp_path / f"{index}.tif", field, origin=(index % 2 * 160.0, index // 2 * 160.0)))
    run("mosaic", input=paths, output=tmp_path / "a.tif")
    run("mosaic", input=[paths[0], *paths[:0:-1]], output=tmp_path / "b.tif")
    assert np.array_equal(read_heights(tmp_path / "a.tif"), read_heights(tmp_path / "b.tif"), equal_nan=True)


def test_bands_of_the_mosaic_leave_no_trace(tmp_path, run, monkeypatch):
    from engine.region import mosaic as mosaicking

    _, left, right = strips(tmp_path)
    run("mosaic", input=[left, right], output=tmp_path / "a.tif")
    monkeypatch.setattr(mosaicking, "BAND", 23)
    run("mosaic", input=[left, right], output=tmp_path / "b.tif")
    assert np.array_equal(read_heights(tmp_path / "a.tif"), read_heights(tmp_path / "b.tif"))


def test_an_input_on_another_grid_is_resampled(tmp_path, run):
    field = np.tile(np.arange(100, dtype=np.float32), (100, 1))
    a = write_raster(tmp_path / "a.tif", field, origin=(0, 200))
    b = write_raster(tmp_path / "b.tif", field + 50, gsd=2.0, origin=(101, 199.4))
    log = []
    run("mosaic", log, input=[a, b], overlap=0, output=tmp_path / "m.tif")
    assert any("b.tif lies on another grid and is resampled" in text for _, text in log)
    made = read_heights(tmp_path / "m.tif")
    # Both are the ramp x / 2 - 1/2 (in metres from the corner of the first), b up to half a pixel to the right of it.
    x = 2.0 * (np.arange(made.shape[1]) + 0.5)
    assert made.shape[1] == 151 and np.allclose(made[50, :100], x[:100] / 2.0 - 0.5, atol=1e-3)
    assert np.allclose(made[50, 100:150], 50.0 + (x[100:150] - 101.0) / 2.0 - 0.5, atol=1e-3)


def test_mosaic_refuses_one_input_and_another_body(tmp_path, run):
    a = write_raster(tmp_path / "a.tif", np.zeros((20, 20), np.float32))
    earth = write_raster(tmp_path / "e.tif", np.zeros((20, 20), np.float32), crs=EARTH)
    with pytest.raises(ParameterError, match="two or more"):
        run("mosaic", input=[a], output=tmp_path / "m.tif")
    with pytest.raises(BodyError, match="e.tif"):
        run("mosaic", input=[a, earth], output=tmp_path / "m.tif")


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda o: o.name)
def test_every_declaration_is_whole(operation):
    assert operation.help.endswith(".") and operation.label and operation.group
    names = [p.name for p in operation.parameters]
    assert len(names) == len(set(names)) and (operation.results or "output" in names)
    for parameter in operation.parameters:
        assert parameter.help.endswith(".") and parameter.label, parameter.name
        if parameter.kind == "choice":
            assert parameter.default in parameter.choices


def test_parameters_are_checked():
    operation = OPERATIONS["slope_roughness"]
    for given, message in (
        ({"input": "a", "output": "b", "windw": 5}, "no parameter 'windw'"),
        ({"output": "b"}, "parameter input .* is needed"),
        ({"input": "a", "output": "b", "window": 99}, "from 3 to 51"),
        ({"input": "a", "output": "b", "window": "wide"}, "must be a number"),
        ({"input": "a", "output": "b", "window": 4.5}, "whole number"),
    ):
        with pytest.raises(ParameterError, match=message):
            operation.check(given)


def test_a_target_must_not_be_an_input(tmp_path, run, raster):
    dem = raster("dem.tif", np.ones((20, 20), np.float32))
    with pytest.raises(ParameterError, match="same file"):
        run("slope_roughness", input=dem, output=dem)


def test_progress_tells_rate_and_time_left():
    said = []
    steps = Progress(report=lambda share, text: said.append((share, text))).steps(3, "tiles")
    import time

    for _ in range(3):
        time.sleep(0.25)
        steps.advance()
    assert said[-1][0] == 1.0 and "tiles/s" in said[-1][1] and "left" in said[1][1]


def test_a_made_scene_is_written_with_its_truth(tmp_path, run):
    """The same seed gives the same bytes; the image is that of the truth's slopes; the coarse DEM is near it."""
    given = {"terrain": "crater", "seed": 6, "size": 400, "sun_azimuth": 90.0, "sun_incidence": 55.0}
    names = {"output": "i.tif", "output_coarse": "c.tif", "output_truth": "t.tif"}
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        got = run("synthesize", **given, **{k: tmp_path / folder / v for k, v in names.items()})
    image, truth = (read_heights(tmp_path / "a" / n) for n in ("i.tif", "t.tif"))
    for name in names.values():
        assert np.array_equal(read_heights(tmp_path / "a" / name), read_heights(tmp_path / "b" / name))
    assert got["relief"] == pytest.approx(np.ptp(truth), rel=1e-3)
    assert np.corrcoef(image.ravel(), -np.gradient(truth, axis=1).ravel())[0, 1] > 0.5
    figures = run(
        "evaluate", dtm=tmp_path / "a" / "c.tif", reference=tmp_path / "a" / "t.tif", output=tmp_path / "r.html"
    )
    assert figures["rmse"] < 6.0
    dim = run("synthesize", **given, light="permanent shadow", **{k: tmp_path / v for k, v in names.items()})
    assert dim["boulders"] == got["boulders"]
    with pytest.raises(ParameterError, match="terrain is 'lava'"):
        run("synthesize", **{**given, "terrain": "lava"}, **{k: tmp_path / v for k, v in names.items()})


def test_training_without_its_packages_is_said_with_its_cure(run, tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "zarr", None)  # as if it were not installed
    for name in [n for n in sys.modules if n.startswith("engine.training")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(ParameterError, match="requirements/train.txt"):
        run("train", output=tmp_path / "w")

"""Frames of a region that overlap under different suns: put together as Combine DTMs does, or blended."""

import numpy as np
import pytest
import rasterio

from engine.contract.execute import execute
from engine.contract.progress import Progress
from engine.errors import Cancelled, ParameterError
from engine.operations import OPERATIONS
from engine.raster.grid import Grid
from engine.region.by_light import shared_width
from engine.synthetic.coarse import degrade
from engine.synthetic.laws import TRAINING
from engine.synthetic.product import MOON_WKT
from engine.synthetic.scene import light, make_ground
from engine.terrain.height_errors import height_errors
from tests.conftest import read_heights
from tests.region.made_region import PLACED, write_on

SIZE, GSD, POSTING_M = 256, 2.0, 40.0
TILES = {"tile_height": 256, "tile_width": 256}


def site(folder, suns, columns=None, off_px=None, seed=5):
    """Images of one made ground under suns (azimuth, incidence), each of some of its columns, and its truth.

    Those of ``off_px`` lie so many pixels too far east, by their number.
    """
    rng = np.random.default_rng((seed, 7))
    ground = make_ground(rng, "crater", SIZE, GSD)
    coarse = degrade(rng, ground.height, GSD, POSTING_M, PLACED)
    half, step = SIZE * GSD / 2.0, coarse.posting * GSD
    corner = (coarse.first + 0.5) * GSD - step / 2.0
    rows, across = coarse.posts.shape
    write_on(folder / "coarse.tif", coarse.posts,
           Grid(MOON_WKT, (step, 0.0, -half + corner, 0.0, -step, half - corner), across, rows), "m")  # fmt: skip
    whole = Grid(MOON_WKT, (GSD, 0.0, -half, 0.0, -GSD, half), SIZE, SIZE)
    lines = ["path,sun_azimuth,sun_incidence"]
    for number, (azimuth, incidence) in enumerate(suns):
        first, last = (columns or {}).get(number, (0, SIZE))
        image = light(rng, ground, azimuth, incidence, TRAINING)[:, first:last]
        place = whole.window(0, first + (off_px or {}).get(number, 0), SIZE, last - first)
        write_on(folder / f"s{number}.tif", np.ascontiguousarray(image), place, "")
        lines.append(f"s{number}.tif,{azimuth},{incidence}")
    (folder / "frames.csv").write_text("\n".join(lines), encoding="utf-8")
    given = {"images": folder / "frames.csv", "coarse_dem": folder / "coarse.tif", "fit": "none", **TILES}
    return given, ground.height


def errors(heights, truth):
    found = height_errors(heights[8:-8, 8:-8], truth[8:-8, 8:-8], GSD)
    return np.array((found.rmse, found.slope_error_deg))


@pytest.mark.parametrize("suns", [((20.0, 60.0), (105.0, 55.0)), ((20.0, 60.0), (85.0, 55.0), (150.0, 62.0))])
def test_the_mosaic_is_what_combine_makes_of_the_frames(tmp_path, run, suns):
    given, truth = site(tmp_path, suns)
    log = []
    got = run("reconstruct_region", log, **given, combine="suns", output=tmp_path / "out")
    dtms = [tmp_path / "out" / "frames" / f"s{number}.tif" for number in range(len(suns))]
    told = run("combine", input=dtms, posting=POSTING_M, output=tmp_path / "c.tif")
    mosaic, combined = (read_heights(path) for path in (tmp_path / "out" / "mosaic.tif", tmp_path / "c.tif"))
    assert np.abs(mosaic - combined).max() < 2e-3
    assert errors(mosaic, truth) == pytest.approx(errors(combined, truth), rel=1e-3)
    alone = np.min([errors(read_heights(path), truth) for path in dtms], axis=0)
    blended = run("reconstruct_region", **given, output=tmp_path / "out")
    assert (blended["made"], got["made"]) == (0, len(suns))
    plain = errors(read_heights(tmp_path / "out" / "mosaic.tif"), truth)
    assert (errors(mosaic, truth) < alone).all() and errors(mosaic, truth)[1] < plain[1]
    said = [text for _, text in log]
    assert any("s0 and s1 overlap and complement each other" in text for text in said)
    assert any("s1.tif is moved by" in text for text in said) and told["dtms"] == len(suns)


def test_frames_that_overlap_in_part_join_without_a_step(tmp_path, run):
    given, truth = site(tmp_path, ((20.0, 60.0), (105.0, 55.0)), {0: (0, 170), 1: (90, SIZE)})
    run("reconstruct_region", **given, combine="suns", output=tmp_path / "out")
    mosaic = read_heights(tmp_path / "out" / "mosaic.tif")
    first, second = (read_heights(tmp_path / "out" / "frames" / f"s{number}.tif") for number in (0, 1))
    assert mosaic.shape == (SIZE, SIZE) and np.isfinite(mosaic).all()
    # Far from the overlap each frame is as it was, but for its long waves; over borders there is no step.
    assert np.abs(np.diff((mosaic[:, :60] - first[:, :60]), axis=1)).max() < 0.02
    error = mosaic - truth
    steps = np.abs(np.diff(error, axis=1)).mean(axis=0)
    assert steps[[89, 90, 169, 170]].max() < 1.5 * np.median(steps)
    both = slice(98, 162)
    own = [errors(part, truth[:, both])[1] for part in (first[:, both], second[:, 8:72])]
    assert errors(mosaic[:, both], truth[:, both])[1] < min(own)


def test_what_lies_under_suns_alike_is_blended_and_said(tmp_path, run):
    given, _ = site(tmp_path, ((20.0, 60.0), (38.0, 55.0)))
    log = []
    run("reconstruct_region", log, **given, combine="suns", output=tmp_path / "out")
    suns = read_heights(tmp_path / "out" / "mosaic.tif")
    warned = [text for level, text in log if level == "warning"]
    assert any("No frames overlap under suns that stand 30 degrees" in text for text in warned)
    assert any("Of 1 overlaps of frames, 1 show nearly the same slopes twice" in text for _, text in log)
    assert not (tmp_path / "out" / "combined").exists()
    run("reconstruct_region", **given, output=tmp_path / "out")
    assert np.array_equal(suns, read_heights(tmp_path / "out" / "mosaic.tif"))
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "Suns where frames overlap" in page and "s0  –  s1" in page
    run("reconstruct_region", **given, combine="suns", least_angle=15, output=tmp_path / "out")
    assert not np.array_equal(suns, read_heights(tmp_path / "out" / "mosaic.tif"))
    with pytest.raises(ParameterError, match="least_angle"):
        run("reconstruct_region", **given, combine="suns", least_angle=91, output=tmp_path / "out")


def test_a_frame_without_a_sun_is_blended(tmp_path, run):
    given, _ = site(tmp_path, ((20.0, 60.0), (105.0, 55.0), (60.0, 60.0)), {2: (0, 128)})
    rows = given["images"].read_text(encoding="utf-8").splitlines()
    given["images"].write_text("\n".join([*rows[:3], "s2.tif,,"]), encoding="utf-8")
    run("reconstruct_region", **given, combine="suns", output=tmp_path / "out")
    assert not (tmp_path / "out" / "combined" / "s2.tif").exists()
    with rasterio.open(tmp_path / "out" / "mosaic.tif") as dataset:
        tags = dataset.tags()
    assert [tags[f"MMOEDTM_INPUT_{number}"][:6] for number in (0, 1)] == ["s0.tif", "s2.tif"]
    assert "MMOEDTM_INPUT_2" not in tags


def test_images_that_lie_apart_are_laid_on_the_first(tmp_path, run):
    given, truth = site(tmp_path, ((20.0, 60.0), (105.0, 55.0)), off_px={1: 3})
    run("reconstruct_region", **given, combine="suns", output=tmp_path / "out")
    with rasterio.open(tmp_path / "out" / "combined" / "s0.tif") as dataset:
        _, east, _, north = dataset.tags()["MMOEDTM_MOVE_1_M"].split()
        assert dataset.tags()["MMOEDTM_INPUT_1"].startswith("s1.tif sha256")
    assert float(east) == pytest.approx(-3 * GSD, abs=0.6) and abs(float(north)) < 0.6
    first, mosaic = (read_heights(tmp_path / "out" / path) for path in ("frames/s0.tif", "mosaic.tif"))
    assert errors(mosaic[:, :SIZE], truth)[1] < errors(first, truth)[1]


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_run_that_is_stopped_among_its_windows_goes_on_from_them(tmp_path, run, monkeypatch):
    monkeypatch.setattr("engine.region.lit_stream.CORE", 90)
    given, _ = site(tmp_path, ((20.0, 60.0), (105.0, 55.0)))
    given = {**{name: str(value) for name, value in given.items()}, "combine": "suns"}
    run("reconstruct_region", **given, output=tmp_path / "whole")
    windows = tmp_path / "out" / ".kept" / "windows s0"
    log = []
    stop = Progress(cancelled=lambda: len(list(windows.glob("window-*"))) >= 3)
    with pytest.raises(Cancelled):
        execute(OPERATIONS["reconstruct_region"], {**given, "output": str(tmp_path / "out")}, stop)
    assert len(list(windows.glob("window-*"))) >= 3 and not (tmp_path / "out" / "mosaic.tif").exists()
    got = run("reconstruct_region", log, **given, output=tmp_path / "out")
    assert got["made"] == 0 and any("windows are there from an earlier run" in text for _, text in log)
    assert files(tmp_path / "out") == files(tmp_path / "whole") and not windows.exists()


def test_what_was_put_together_is_kept_as_long_as_its_frames_are(tmp_path, run):
    given, _ = site(tmp_path, ((20.0, 60.0), (105.0, 55.0), (15.0, 60.0)), {0: (0, 120), 1: (60, 180), 2: (190, SIZE)})
    given["combine"] = "suns"
    run("reconstruct_region", **given, output=tmp_path / "out")
    made = tmp_path / "out" / "combined" / "s0.tif"
    assert [path.name for path in made.parent.glob("*.tif")] == ["s0.tif"]
    when, log = made.stat().st_mtime_ns, []
    run("reconstruct_region", log, **given, transition=50, output=tmp_path / "out")
    assert made.stat().st_mtime_ns == when and any("s0, s1: what they became together is kept" in t for _, t in log)
    run("reconstruct_region", **given, transition=50, output=tmp_path / "fresh")
    before = files(tmp_path / "out")
    assert {name: before[name] for name in files(tmp_path / "fresh") if ".kept" not in name} == {
        name: content for name, content in files(tmp_path / "fresh").items() if ".kept" not in name
    }
    made.write_bytes(b"torn")
    run("reconstruct_region", **given, output=tmp_path / "out")
    assert made.read_bytes() == before["combined/s0.tif"]


def test_errors_of_frames_weigh_and_what_was_put_together_has_its_own(tmp_path, run, telling_lunar):
    given, _ = site(tmp_path, ((20.0, 60.0), (105.0, 55.0)), {1: (100, SIZE)})
    given.update(combine="suns", errors=True, pack=telling_lunar)
    got = run("reconstruct_region", **given, output=tmp_path / "out")
    out = tmp_path / "out"
    stated = out / "frames" / "height_error"
    run("combine", input=[out / "frames" / f"s{n}.tif" for n in (0, 1)], errors=[stated / f"s{n}.tif" for n in (0, 1)],
        posting=POSTING_M, output=tmp_path / "c.tif", output_error=tmp_path / "e.tif")  # fmt: skip
    assert np.abs(read_heights(out / "mosaic.tif") - read_heights(tmp_path / "c.tif")).max() < 2e-3
    assert np.abs(read_heights(out / "mosaic_height_error.tif") - read_heights(tmp_path / "e.tif")).max() < 2e-3
    run("reconstruct_region", **{**given, "combine": "blend"}, output=tmp_path / "blended")
    for name in ("slope_error", "support"):
        assert (out / f"mosaic_{name}.tif").is_file()
        with rasterio.open(out / f"mosaic_{name}.tif") as one, rasterio.open(
            tmp_path / "blended" / f"mosaic_{name}.tif"
        ) as other:
            assert np.array_equal(one.read(1), other.read(1))
    assert got["slope_error"] > 0.0 and got["lit"] > 0.0
    # An error of the coarse DEM that is stated is what no difference shows.
    known = run("reconstruct_region", **given, coarse_dem_error=1.5, output=tmp_path / "known")
    own = read_heights(tmp_path / "known" / "mosaic_height_error.tif")
    with rasterio.open(tmp_path / "known" / "mosaic_height_error.tif") as dataset:
        assert dataset.tags()["error_of_coarse_dem_m"] == "1.5"
    with rasterio.open(out / "mosaic_height_error.tif") as dataset:
        assert "coarse DEM's own errors" in dataset.tags()["error_without"]
    assert own.min() >= 1.5 and own.max() < 4.0 and known["height_error"] > got["height_error"]


@pytest.mark.parametrize(
    ("shift", "width"),
    [((0.0, 0.0), 4.0), ((3.0, 0.0), 1.0), ((0.0, -3.5), 0.5), ((5.0, 0.0), -1.0), ((4.0, 4.0), 0.0)],
)
def test_width_that_two_outlines_share(shift, width):
    square = np.array([(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)])
    assert shared_width(square, square + shift) == pytest.approx(width)


def test_corners_that_reach_past_one_another_share_nothing():
    """Two diamonds whose bounding boxes overlap."""
    diamond = np.array([(0.0, -2.0), (2.0, 0.0), (0.0, 2.0), (-2.0, 0.0)])
    assert shared_width(diamond, diamond + (2.2, 2.2)) < 0.0 < shared_width(diamond, diamond + (1.5, 1.5))

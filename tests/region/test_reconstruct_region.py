"""A region of nine made frames: one command, one fit, one mosaic; what fails, what is kept, what is killed."""

import csv
import os
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pyogrio
import pytest
import rasterio

from engine.errors import ParameterError, RasterError
from engine.measures.evaluation.seams import SeamSums
from tests.conftest import ROOT, read_heights
from tests.region.made_region import overlap_rms, write_region

SIZE = 256
TILES = {"tile_height": 256, "tile_width": 256}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Nine frames of a crater wall, one cut off, over a coarse DEM of 30 m that is misplaced by 12 m."""
    return write_region(tmp_path_factory.mktemp("region"), SIZE, 30.0, 2, "crater")


@pytest.fixture(scope="module")
def fitted(run, made, tmp_path_factory):
    """What a run of the region gave, its folder, and what it said."""
    folder, log = tmp_path_factory.mktemp("fitted"), []
    given = {"images": made.table, "coarse_dem": made.coarse_dem, "fill": True, **TILES}
    found = run("reconstruct_region", log, **given, output=folder)
    return found, folder, [text for _, text in log]


def dtms(folder):
    """Heights by name of the frame."""
    return {path.stem: read_heights(path) for path in sorted((folder / "frames").glob("*.tif"))}


def bytes_of(folder):
    """Content of every file of a region by its name."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_eight_dtms_and_the_ninth_is_reported(fitted, made):
    found, folder, log = fitted
    assert (found["frames"], found["made"], found["failed"]) == (9, 8, 1)
    heights = dtms(folder)
    assert sorted(heights) == sorted(set(made.corners) - {made.truncated})
    assert any(made.truncated in text and "truncated or damaged" in text for text in log)
    assert "truncated or damaged" in (folder / "report.html").read_text(encoding="utf-8")
    truth = read_heights(made.truth)
    for name, dtm in heights.items():
        row, column = made.corners[name]
        assert np.sqrt(np.mean((dtm - truth[row : row + SIZE, column : column + SIZE]) ** 2)) < 1.6


def test_moves_that_are_fitted_together_are_right_and_neighbours_agree(run, fitted, made, tmp_path):
    found, folder, _ = fitted
    meta, _, _, values = pyogrio.raw.read(folder / "frames.gpkg")
    rows = [dict(zip(meta["fields"], row)) for row in zip(*values)]
    done = [row for row in rows if row["status"] == "done"]
    for row in done:
        off = np.array((row["moved_east"], row["moved_north"])) - made.off_m
        assert np.hypot(*off) < 3.0 * np.hypot(row["error_east"], row["error_north"]) < 6.0
        assert np.hypot(row["image_off_east"], row["image_off_north"]) < 1.0
    assert found["preview_rms_fitted"] < 0.75 * found["preview_rms_each"]
    shutil.copytree(folder / ".kept", tmp_path / ".kept")  # so that what was looked at is not looked at again
    run("reconstruct_region", images=made.table, coarse_dem=made.coarse_dem, fit="each", output=tmp_path, **TILES)
    together, each = (overlap_rms(made.corners, SIZE, dtms(place))[0] for place in (folder, tmp_path))
    assert together < 0.5 * each
    assert found["overlap_rms"] == pytest.approx(together, abs=0.01)


def test_frames_leave_no_seams_in_the_mosaic(fitted):
    _, folder, _ = fitted
    heights = read_heights(folder / "mosaic.tif").astype(np.float32)
    sums = SeamSums(*heights.shape)
    sums.add(np.pad(heights, ((1, 1), (0, 0)), constant_values=np.nan), 0, slice(1, len(heights) + 1))
    step = round(0.85 * SIZE)
    lines = [step, 2 * step, SIZE, step + SIZE]
    assert sums.ratio(lines, lines) < 1.1
    assert np.isfinite(heights).all()


def test_the_layer_shows_every_frame_where_it_lies(fitted, made):
    _, folder, _ = fitted
    info = pyogrio.read_info(folder / "frames.gpkg")
    assert info["features"] == 9 and info["geometry_type"] == "Polygon"
    meta, _, shapes, values = pyogrio.raw.read(folder / "frames.gpkg")
    rows = dict(zip(meta["fields"], values))
    failed = list(rows["name"]).index(made.truncated)
    assert rows["status"][failed] == "failed" and "truncated" in rows["reason"][failed]
    with rasterio.open(folder / "frames" / "r0c0.tif") as dataset:
        left, bottom, right, top = dataset.bounds
    ring = np.frombuffer(shapes[0][13:]).reshape(-1, 2)
    assert np.allclose([*ring.min(axis=0), *ring.max(axis=0)], (left, bottom, right, top))
    with open(made.table, encoding="utf-8") as file:
        assert np.allclose(rows["sun_azimuth"], [float(row["sun_azimuth"]) for row in csv.DictReader(file)])


def test_a_second_run_repeats_nothing(run, fitted, made, monkeypatch):
    found, folder, _ = fitted
    before, times = bytes_of(folder), {p: p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}
    monkeypatch.setattr("engine.experts.runner.Runner.__init__", None)  # no expert is opened
    given = {"images": made.table, "coarse_dem": made.coarse_dem, "fill": True, **TILES}
    again = run("reconstruct_region", **given, output=folder)
    assert (again["made"], again["kept"], again["failed"]) == (0, 8, 1)
    assert {k: v for k, v in again.items() if k not in ("made", "kept")} == {
        k: v for k, v in found.items() if k not in ("made", "kept")
    }
    assert bytes_of(folder) == before
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()} == times


@pytest.fixture
def small(tmp_path, identity_pack):
    """Settings of a region of small frames whose experts hand the coarse DEM back, and its table."""
    (tmp_path / "in").mkdir()
    region = write_region(tmp_path / "in", 96, 24.0, 3, "flat")
    given = {"coarse_dem": region.coarse_dem, "pack": identity_pack, "images": region.table, "tile_height": 64,
             "tile_width": 64, "overlap": 16}  # fmt: skip
    return given, region


@pytest.mark.parametrize("errors", [False, True])
def test_killed_twice_and_started_again_the_bytes_are_the_same(tmp_path, run, small, errors, telling_pack):
    given, _ = small
    if errors:
        given.update(pack=telling_pack, errors=True)
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    run("reconstruct_region", **given, output=whole)
    flags = [part for name, value in given.items() for part in (f"--{name.replace('_', '-')}", str(value))]
    command = [sys.executable, "-m", "engine", "reconstruct_region", *flags, "--output", str(killed)]
    for kept in (2, 5):
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   env={**os.environ, "PYTHONPATH": str(ROOT)})  # fmt: skip
        while len(list((killed / "frames").glob("r*.json"))) < kept and process.poll() is None:
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.wait()
    records = {path: path.stat().st_mtime_ns for path in (killed / "frames").glob("r*.json")}
    assert len(records) >= 5 and not (killed / "report.html").exists()
    got = run("reconstruct_region", **given, output=killed)
    assert got["kept"] >= 5 and got["made"] + got["kept"] == 8
    assert all(path.stat().st_mtime_ns == when for path, when in records.items())
    assert bytes_of(killed) == bytes_of(whole)


def test_what_changed_is_made_anew_and_the_log_says_why(tmp_path, run, small):
    given, region = small
    run("reconstruct_region", **given, output=tmp_path / "out")
    text = region.table.read_text(encoding="utf-8").splitlines()
    path, _, incidence = text[1].split(",")
    region.table.write_text("\n".join([text[0], f"{path},11.0,{incidence}", *text[2:]]), encoding="utf-8")
    (tmp_path / "out" / "frames" / "r2c2.tif").write_bytes(b"torn")
    log = []
    got = run("reconstruct_region", log, **given, output=tmp_path / "out")
    said = [text for _, text in log]
    assert (got["made"], got["kept"], got["failed"]) == (2, 6, 1)
    assert any("r0c0" in text and "sun_azimuth was" in text and "is 11.0" in text for text in said)
    assert any("r2c2" in text and "another one" in text for text in said)


def test_a_frame_that_failed_is_not_tried_again_until_it_changes(tmp_path, run, small):
    given, region = small
    log = []
    # Without a fit its pixels are first read when its DTM is made.
    run("reconstruct_region", **given, fit="none", output=tmp_path / "out")
    run("reconstruct_region", log, **given, fit="none", output=tmp_path / "out")
    assert any(region.truncated in text and "not tried again" in text for _, text in log)
    good = region.table.parent / "r0c0.tif"
    (region.table.parent / f"{region.truncated}.tif").write_bytes(good.read_bytes())
    got = run("reconstruct_region", **given, fit="none", output=tmp_path / "out")
    assert (got["made"], got["kept"], got["failed"]) == (1, 8, 0)


def test_priority_of_the_table_decides_which_frame_lies_on_top(tmp_path, run, small):
    given, region = small
    rows = ["path,priority,coarse_dem,note", "r0c0.tif,2,,", "absent.tif,,,lost", "r0c1.tif,1,raised.tif,"]
    (region.table.parent / "two.csv").write_text("\n".join(rows), encoding="utf-8")
    with rasterio.open(region.coarse_dem) as source:
        values, profile = source.read(), source.profile
    with rasterio.open(region.table.parent / "raised.tif", "w", **profile) as raised:
        raised.write(values + 100.0)
        raised.set_band_unit(1, "m")
    given.update(images=region.table.parent / "two.csv", fit="none", combine="priority", transition=0)
    log = []
    run("reconstruct_region", log, **given, output=tmp_path / "out")
    assert any("column(s) note mean nothing" in text for _, text in log)
    meta, _, shapes, values = pyogrio.raw.read(tmp_path / "out" / "frames.gpkg")
    assert [shape is None for shape in shapes] == [False, True, False]
    assert "does not exist" in dict(zip(meta["fields"], values))["reason"][1]
    mosaic, heights = read_heights(tmp_path / "out" / "mosaic.tif"), dtms(tmp_path / "out")
    left = region.corners["r0c1"][1]
    assert np.array_equal(mosaic[:, left:], heights["r0c1"])
    assert np.array_equal(mosaic[:, :left], heights["r0c0"][:, :left])
    assert np.mean(heights["r0c1"][:, : 96 - left] - heights["r0c0"][:, left:]) == pytest.approx(100.0, abs=1.0)


def test_a_frame_is_moved_by_hand_whatever_the_fit_says(tmp_path, run, small):
    given, region = small
    table = region.table.parent / "two.csv"
    given.update(images=table, fit="none")
    table.write_text("path,shift_east,shift_north\nr0c0.tif,24,-12\nr0c1.tif,,\n", encoding="utf-8")
    log = []
    run("reconstruct_region", log, **given, output=tmp_path / "out")
    assert any("r0c0: The coarse DEM is moved by hand, by +24 m east and -12 m north" in text for _, text in log)
    meta, _, _, values = pyogrio.raw.read(tmp_path / "out" / "frames.gpkg")
    told = dict(zip(meta["fields"], values))
    assert list(told["moved_east"]) == [24.0, 0.0] and list(told["moved_north"]) == [-12.0, 0.0]
    table.write_text("path,shift_east,shift_north\nr0c0.tif,24,-12\nr0c1.tif,6,\n", encoding="utf-8")
    got = run("reconstruct_region", **given, output=tmp_path / "out")
    assert (got["made"], got["kept"]) == (1, 1)


def test_a_folder_with_nothing_that_can_be_made_is_an_error(tmp_path, run, small):
    given, region = small
    given["images"] = region.table.parent
    with pytest.raises(RasterError, match="None of the 1 frames .* truncated"):
        run("reconstruct_region", **given, pattern=f"{region.truncated}.tif", output=tmp_path / "out")
    with pytest.raises(ParameterError, match="holds no file"):
        run("reconstruct_region", **given, pattern="*.img", output=tmp_path / "out")


def test_two_runs_do_not_work_in_one_folder(tmp_path, run, small):
    from engine.region.folder import Folder

    given, _ = small
    with Folder(str(tmp_path / "out")).claimed(), pytest.raises(ParameterError, match="Another run"):
        run("reconstruct_region", **given, output=tmp_path / "out")
    assert not list((tmp_path / "out").glob(".mmoedtm-*"))


VRT = """<VRTDataset rasterXSize="{width}" rasterYSize="{height}"><SRS>{wkt}</SRS><GeoTransform>{place}</GeoTransform>
<VRTRasterBand dataType="Float32" band="1"><UnitType>m</UnitType><SimpleSource>
<SourceFilename relativeToVRT="1">coarse.tif</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand>
</VRTDataset>"""


def test_a_coarse_dem_that_is_a_vrt_is_read_where_the_user_allows_it(tmp_path, run, small, monkeypatch):
    given, region = small
    with rasterio.open(region.coarse_dem) as source:
        place = ", ".join(str(value) for value in source.transform.to_gdal())
        text = VRT.format(width=source.width, height=source.height, wkt=source.crs.to_wkt(), place=place)
    vrt = region.coarse_dem.with_suffix(".vrt")
    vrt.write_text(text.replace("&", "&amp;"), encoding="utf-8")
    with pytest.raises(RasterError, match="None of the 9 frames .* set MMOEDTM_ALLOW_REMOTE=1"):
        run("reconstruct_region", **{**given, "coarse_dem": vrt}, output=tmp_path / "refused")
    monkeypatch.setenv("MMOEDTM_ALLOW_REMOTE", "1")
    run("reconstruct_region", **{**given, "coarse_dem": vrt}, fit="none", output=tmp_path / "vrt")
    run("reconstruct_region", **given, fit="none", output=tmp_path / "tif")
    one, other = dtms(tmp_path / "vrt"), dtms(tmp_path / "tif")
    assert len(one) == 8 and all(np.array_equal(one[name], other[name]) for name in one)


def test_a_cluster_makes_the_same_bytes(tmp_path, run, small):
    pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    given, _ = small
    for way, more in (("threads", {}), ("cluster", {"scheduler": "local:2"})):
        run("reconstruct_region", **given, **more, fit="none", output=tmp_path / way)
    assert bytes_of(tmp_path / "cluster") == bytes_of(tmp_path / "threads")


def test_a_block_that_fails_ends_its_own_frame_alone(tmp_path, run, small, monkeypatch):
    from engine.reconstruct.executors import Done, Threads

    given, _ = small
    plain = Threads.compute

    def compute(self, tasks, progress, advance):
        for done in plain(self, tasks, progress, advance):
            torn = done.task.plan.sources[0].name == "r0c1.tif" and done.task.number == 0
            yield Done(done.task, None, b"", RasterError("r0c1.tif is torn; fetch it again.")) if torn else done

    monkeypatch.setattr(Threads, "compute", compute)
    log = []
    got = run("reconstruct_region", log, **given, fit="none", output=tmp_path / "out")
    assert (got["made"], got["failed"]) == (7, 2)
    assert any("r0c1: The frame is left out: r0c1.tif is torn" in text for _, text in log)
    assert sorted(dtms(tmp_path / "out")) == ["r0c0", "r0c2", "r1c0", "r1c1", "r2c0", "r2c1", "r2c2"]
    assert not list((tmp_path / "out" / ".kept").glob("blocks*"))

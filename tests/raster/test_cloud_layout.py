"""Products are Cloud Optimized GeoTIFFs, whatever is in them; the same bytes whenever and however they are written."""

import itertools
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
import rasterio
from rasterio.enums import Resampling
from rasterio.shutil import copy

from engine.contract.progress import Progress
from engine.errors import Cancelled, OutputError
from engine.raster import cloud, writer
from engine.raster.grid import Grid
from engine.raster.writer import CLASS_NODATA, RasterWriter, products
from tests.conftest import MOON_EQC, ROOT, write_raster
from tests.raster.cog import by_gdal, directories, flaws


def ground(height, width, holes=True):
    """Heights with gaps."""
    field = np.cumsum(np.random.default_rng(7).normal(0, 0.1, (height, width)), 1).astype(np.float32) - 2000
    if holes:
        field[: height // 3, : width // 2] = np.nan
    return field


def opened(path, shape, dtype="float32", progress=None):
    """A writer for that many rows and columns."""
    grid = Grid(MOON_EQC, (2.0, 0, 0, 0, -2.0, 0), shape[1], shape[0])
    return RasterWriter(str(path), grid, "m", "höhe", {"SOFTWARE": "x"}, dtype, progress)


def write(path, values, dtype="float32", bands=(170,), progress=None):
    """Write in bands of these heights, in turn."""
    with opened(path, values.shape, dtype, progress) as target:
        row = 0
        for rows in itertools.cycle(bands):
            if row >= len(values):
                break
            target.write(values[row : row + rows], row)
            row += rows
    return path


def read(path):
    """Its pixels, NaN where unknown in heights."""
    with rasterio.open(path) as dataset:
        values = dataset.read(1)
    return np.where(values == writer.NODATA, np.nan, values) if values.dtype == np.float32 else values


@pytest.fixture
def apart(monkeypatch):
    """Rasters of any size are laid out in a process of their own."""
    monkeypatch.setattr(writer, "APART_FROM_PX", 0)


@pytest.mark.parametrize("height, width", [(1, 1), (512, 512), (513, 40), (600, 700), (1700, 2300), (40, 9000)])
@pytest.mark.parametrize("dtype", ["float32", "uint8"])
def test_any_size_is_a_cog_with_the_same_pixels(tmp_path, height, width, dtype):
    values = ground(height, width)
    if dtype == "uint8":
        values = np.where(np.isfinite(values), values % 5, CLASS_NODATA).astype(np.uint8)
    path = write(tmp_path / "a#1 ?ö.tif", values, dtype)
    assert flaws(path) == [] and np.array_equal(read(path), values, equal_nan=dtype == "float32")
    with rasterio.open(path) as dataset:
        structure = dataset.tags(ns="IMAGE_STRUCTURE")
        assert (structure["LAYOUT"], structure["COMPRESSION"]) == ("COG", "ZSTD")
        assert dataset.descriptions == ("höhe",) and dataset.units == ("m",) and dataset.tags()["SOFTWARE"] == "x"
        assert dataset.nodata == (writer.NODATA if dtype == "float32" else CLASS_NODATA)
        if np.isfinite(values).any() and values.any():
            known = values[np.isfinite(values)] if dtype == "float32" else values[values > 0]
            assert float(dataset.tags(1)["STATISTICS_MAXIMUM"]) == known.max()
    assert [p.name for p in tmp_path.iterdir()] == ["a#1 ?ö.tif"]


@pytest.mark.parametrize("dtype, method", [("float32", Resampling.average), ("uint8", Resampling.nearest)])
def test_overviews_are_those_of_gdal(tmp_path, dtype, method):
    """Means of what is known, and for classes the nearest."""
    values = ground(900, 1100) if dtype == "float32" else (ground(900, 1100, False) % 3).astype(np.uint8)
    path, plain = write(tmp_path / "a.tif", values, dtype), tmp_path / "plain.tif"
    with rasterio.open(path) as dataset:
        profile, pixels = dataset.profile, dataset.read()
    with rasterio.open(plain, "w", **{**profile, "driver": "GTiff"}) as dataset:
        dataset.write(pixels)
    with rasterio.open(plain, "r+") as dataset:
        dataset.build_overviews([4], method)
    with rasterio.open(path, overview_level=0) as one, rasterio.open(plain, overview_level=0) as two:
        assert one.shape == (225, 275) and np.array_equal(one.read(), two.read())


def test_a_bigtiff_is_a_cog(tmp_path, monkeypatch):
    """Files of more than 2 GB are; here one that is made so."""
    real = rasterio.shutil.copy
    monkeypatch.setattr(rasterio.shutil, "copy", lambda *a, **options: real(*a, **{**options, "BIGTIFF": "YES"}))
    path = write(tmp_path / "a.tif", ground(1300, 1500))
    assert directories(path.read_bytes())[1] and flaws(path) == []
    assert np.array_equal(read(path), ground(1300, 1500), equal_nan=True)


@pytest.mark.parametrize("bands", [(512,), (100, 301, 7)])
def test_bytes_do_not_follow_threads_or_processes(tmp_path, monkeypatch, bands):
    """Nor the bands: with little memory, those that end within blocks make GDAL write blocks twice."""
    values, made = ground(2100, 2300), set()
    for turn, threads in enumerate((1, 2, 5, 5)):
        monkeypatch.setattr(cloud.lay_out, "__defaults__", (threads,))
        monkeypatch.setattr(cloud.lay_out_apart, "__defaults__", (threads,))
        monkeypatch.setattr(writer, "APART_FROM_PX", 0 if turn == 3 else 10**9)
        with rasterio.Env(GDAL_CACHEMAX=1 << 20):
            made.add(write(tmp_path / f"{turn}.tif", values, bands=bands).read_bytes())
    monkeypatch.undo()
    assert made == {write(tmp_path / "plain.tif", values).read_bytes()}


@pytest.mark.parametrize("dtype", ["float32", "uint8"])
def test_what_the_validator_of_gdal_says(tmp_path, dtype):
    values = ground(1700, 2300) if dtype == "float32" else (ground(1700, 2300, False) % 3).astype(np.uint8)
    path = write(tmp_path / "a.tif", values, dtype)
    (said,) = by_gdal([path]).values()
    assert said["errors"] == said["warnings"] == [] and said["layout"] == "COG" and said["overviews"] == 2
    assert said["statistics"][1] == (np.nanmax(values) if dtype == "float32" else 2)


def test_the_validator_knows_what_is_none(tmp_path):
    """The own one: GDAL's driver as others use it is taken, plain files are not."""
    values = ground(1700, 2300)
    tiled = write_raster(tmp_path / "t.tif", values, tiled=True, blockxsize=512, blockysize=512, compress="zstd")
    assert any("no overview" in text for text in flaws(tiled))
    copy(tiled, tmp_path / "c.tif", driver="COG", compress="zstd")
    assert flaws(tmp_path / "c.tif") == []
    with rasterio.open(tiled, "r+") as dataset:
        dataset.build_overviews([4], Resampling.average)
    assert any("before" in text for text in flaws(tiled))
    assert any("tiled" in text for text in flaws(write_raster(tmp_path / "s.tif", values)))
    with rasterio.open(tmp_path / "c.tif", "r+", IGNORE_COG_LAYOUT_BREAK="YES") as dataset:
        dataset.update_tags(LATE="x" * 5000)
    assert flaws(tmp_path / "c.tif")


def hanging(monkeypatch, started):
    """The process that lays out does nothing but wait."""
    real = subprocess.Popen

    def popen(command, **options):
        started.append(real([sys.executable, "-c", "import time; time.sleep(60)"], **options))
        return started[-1]

    monkeypatch.setattr(cloud.subprocess, "Popen", popen)


def test_a_cancel_while_it_is_laid_out_is_heard_at_once_and_leaves_nothing(tmp_path, monkeypatch, apart):
    started = []
    hanging(monkeypatch, started)
    begun = time.monotonic()
    progress = Progress(cancelled=lambda: bool(started))
    with pytest.raises(Cancelled):
        write(tmp_path / "a.tif", ground(600, 600), progress=progress)
    assert time.monotonic() - begun < 2 and started[0].returncode == -signal.SIGKILL and list(tmp_path.iterdir()) == []


def test_a_cancel_takes_all_products_away(tmp_path, monkeypatch, apart):
    """Also the one that was finished before."""
    asked = []

    def cancelled():
        asked.append((tmp_path / "a.tif").is_file() and not (tmp_path / "a.tif.rows").exists())
        return asked[-1]

    values = ground(600, 600)
    with pytest.raises(Cancelled):
        two = [opened(tmp_path / f"{n}.tif", values.shape, progress=Progress(cancelled=cancelled)) for n in "ab"]
        with products(two):
            for one in two:
                one.write(values, 0)
    assert asked[-1] and not asked[0] and list(tmp_path.iterdir()) == []


def test_a_process_that_is_ended_by_somebody_else(tmp_path, monkeypatch, apart):
    """By a system that is short of memory, say."""
    started = []
    hanging(monkeypatch, started)
    progress = Progress(cancelled=lambda: bool(started and started[0].kill()))
    with pytest.raises(OutputError, match="a.tif cannot be written: the process that lays it out was ended"):
        write(tmp_path / "a.tif", ground(600, 600), progress=progress)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no process groups")
def test_the_process_ends_with_the_one_that_started_it(tmp_path):
    """It waits for a pipe that nobody writes to, in the middle of its work."""
    os.mkfifo(tmp_path / "rows")
    code = (
        "import sys; from pathlib import Path; from engine.raster import cloud\n"
        f"folder = Path({str(tmp_path)!r})\n"
        "cloud.lay_out_apart(folder / 'rows', folder / 'o.tif', [], 'average', lambda: print('.', end='', flush=True))"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout.read(1) == "."

    def children():
        listed = subprocess.run(["ps", "-eww", "-o", "args"], capture_output=True, text=True).stdout
        return [line for line in listed.splitlines() if "engine.raster.cloud" in line and str(tmp_path) in line]

    assert children()
    process.kill()
    process.wait()
    process.stdout.close()
    for _ in range(40):
        if not children():
            return
        time.sleep(0.05)
    raise AssertionError(children())


@pytest.mark.parametrize("where", ["here", "apart"])
def test_a_copy_that_fails_for_want_of_room_says_so(tmp_path, monkeypatch, where):
    """GDAL names no reason, and takes away what filled the disk."""
    monkeypatch.setattr(writer, "APART_FROM_PX", 0 if where == "apart" else 10**9)
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("mounting a small tmpfs needs root")
    try:
        noise = np.random.default_rng(3).normal(size=(2900, 2500)).astype(np.float32)
        with pytest.raises(OutputError, match="a.tif cannot be written: the disk is full; free some space"):
            write(disk / "a.tif", noise)
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.parametrize("cut", [0, 3, 200, 0.5, 0.95])
@pytest.mark.parametrize("where", ["here", "apart"])
def test_torn_rows_are_no_product(tmp_path, monkeypatch, cut, where):
    """What a full disk swallowed in secret is found before the copy, which would take it for unknown ground."""
    monkeypatch.setattr(writer, "APART_FROM_PX", 0 if where == "apart" else 10**9)
    real = writer.require_whole

    def torn(path, grid):
        if path.suffix == ".rows":
            content = path.read_bytes()
            path.write_bytes(content[: cut if cut > 1 or cut == 0 else int(cut * len(content))])
        real(path, grid)

    monkeypatch.setattr(writer, "require_whole", torn)
    with pytest.raises(OutputError, match="a.tif cannot be written: "):
        write(tmp_path / "a.tif", ground(900, 900))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("where", ["here", "apart"])
def test_an_error_of_the_layout_is_told(tmp_path, monkeypatch, where):
    """The same sentence from either process."""
    monkeypatch.setattr(writer, "APART_FROM_PX", 0 if where == "apart" else 10**9)
    monkeypatch.setattr(writer, "require_whole", lambda path, grid: path.write_bytes(b"no TIFF"))
    with pytest.raises(OutputError, match="a.tif cannot be written: .*rows.* not recognized as being in a supported"):
        write(tmp_path / "a.tif", ground(600, 600))
    assert list(tmp_path.iterdir()) == []

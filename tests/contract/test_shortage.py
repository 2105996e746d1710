"""A full disk, limits and short memory: one sentence that names the user's target, and nothing changed."""

import errno
import os
import re
import resource
import shutil
import subprocess
import sys
from dataclasses import dataclass

import numpy as np
import pytest

from engine.contract.declare import Operation
from engine.contract.execute import execute
from engine.contract.progress import Progress
from engine.contract.settings import parameter
from engine.contract.shortage import output_error, shortage
from engine.errors import MmoedtmError
from tests.conftest import ROOT
from tests.contract.test_targets import contents


@dataclass(frozen=True)
class Wanted:
    """Settings of an operation made up here."""

    output: str = parameter("raster_target", "A", "B.")


@pytest.fixture
def disk(tmp_path):
    """Function that mounts a small disk of some kilobytes and returns its folder."""
    mounted = []

    def mount(kilobytes):
        folder = tmp_path / f"disk{len(mounted)}"
        folder.mkdir()
        options = ["-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
        if subprocess.run(["mount", *options], capture_output=True).returncode:
            pytest.skip("mounting a small tmpfs needs root")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", str(folder)], check=True)


def attempt(run, name, folder, targets, **given):
    """Run with older targets in place; whether it was done. If not: one sentence, and what was there is there."""
    for target in targets.values():
        (folder / target).write_bytes(b"old")
    before = contents(folder)
    try:
        run(name, **given, **{parameter: folder / target for parameter, target in targets.items()})
    except MmoedtmError as error:
        assert "\n" not in str(error) and ".mmoedtm" not in str(error)
        assert re.search(r"(tif|gpkg|html|json|shp) cannot be written: the disk is full;", str(error)), str(error)
        assert contents(folder) == before
        assert len(list(folder.iterdir())) == len(targets)
        return False
    assert all((folder / target).read_bytes() != b"old" for target in targets.values())
    return True


def test_a_disk_that_is_full_in_rasters_and_their_overviews(run, raster, disk):
    """Some 8 MB of rows, and as much again when the second product is laid out; a disk that was full at the overviews
    was a TypeError on the old house."""
    dem = raster("dem.tif", np.cumsum(np.random.default_rng(0).normal(size=(900, 1100)), 1).astype(np.float32))
    targets = {"output": "s.tif", "output_variance": "v.tif"}
    sizes = (12, 100, 1500, 4200, 6800, 8000, 12000, 13000, 13800, 14600, 15400, 16000, 17000, 19000)
    done = [attempt(run, "slope_roughness", disk(size), targets, input=dem) for size in sizes]
    assert done == sorted(done) and done[-1] and not done[4]


@pytest.mark.parametrize("layer", ["t.gpkg", "t.geojson", "t.shp"])
def test_a_disk_that_is_full_in_layers_and_reports(run, raster, disk, layer):
    dem = raster("dem.tif", np.cumsum(np.random.default_rng(0).normal(size=(200, 200)), 1).astype(np.float32))
    targets = {"output": "r.html", "output_json": "j.json", "output_measures": layer}
    done = [attempt(run, "evaluate", disk(size), targets, dtm=dem, reference=dem)
            for size in (16, 24, 60, 130, 400, 900, 3000)]  # fmt: skip
    assert done == sorted(done) and done[-1] and not done[1]


def limited(engine_arguments, folder, kind, limit):
    """The command line under a limit, with older targets in place."""
    names = [a for a in engine_arguments if "/" not in a and a.endswith((".tif", ".gpkg", ".html"))]
    for name in names:
        (folder / name).write_bytes(b"old")
    before = contents(folder)
    done = subprocess.run(
        [sys.executable, "-m", "engine", *engine_arguments], cwd=folder, capture_output=True, text=True, timeout=300,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        preexec_fn=lambda: resource.setrlimit(kind, (limit, limit)),
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    if done.returncode:
        assert len([line for line in done.stderr.splitlines() if line.startswith("Error: ")]) == 1
        shutil.rmtree(folder / ".d.tif.blocks", ignore_errors=True)  # what the same run goes on from
        assert contents(folder) == before
    return done


@pytest.mark.parametrize("limit", [500, 200_000, 1_500_000])
def test_a_limit_on_the_size_of_files(tmp_path, raster, limit):
    dem = raster("in.tif", np.cumsum(np.random.default_rng(0).normal(size=(900, 1100)), 1).astype(np.float32))
    folder = tmp_path / "out"
    folder.mkdir()
    done = limited(["slope_roughness", "--input", dem, "--output", "s.tif"], folder, resource.RLIMIT_FSIZE, limit)
    assert done.returncode == 1 and "s.tif cannot be written: it would be larger than files may be" in done.stderr


@pytest.mark.parametrize("limit", [10, 32])
def test_few_file_descriptors(tmp_path, sample, limit):
    folder = tmp_path / "out"
    folder.mkdir()
    arguments = ["reconstruct", "--image", str(sample / "image.tif"), "--coarse-dem", str(sample / "coarse_dem.tif"),
                 "--apply-shift", "false", "--output", "d.tif", "--output-tiles", "k.gpkg", "--output-tile-dtms",
                 "tiles"]  # fmt: skip
    done = limited(arguments, folder, resource.RLIMIT_NOFILE, limit)
    assert done.returncode == 0 or "Too many open files" in done.stderr or "too many files are open" in done.stderr


def test_short_memory(tmp_path, sample):
    truth = str(sample / "truth.tif")
    arguments = ["evaluate", "--dtm", truth, "--reference", truth, "--output", "r.html"]
    done = limited(arguments, tmp_path, resource.RLIMIT_AS, 450 << 20)
    assert done.returncode == 0 or "memory is short" in done.stderr


@pytest.mark.parametrize(
    "error, words",
    [
        (MemoryError(), "memory is short"),
        (RuntimeError("can't start new thread"), "memory is short"),
        (OSError(errno.EMFILE, "Too many open files"), "too many files are open"),
        (ImportError("libx.so: failed to map segment from shared object"), "memory is short"),
    ],
)
def test_what_runs_out_within_an_operation(tmp_path, monkeypatch, error, words):
    def fail(settings, progress):
        with open(settings.output, "wb") as file:
            file.write(b"half")
        raise error

    monkeypatch.setattr("engine.contract.execute._function", lambda operation: fail)
    operation = Operation("x", "Do it", "g", "h", Wanted, (), "nowhere:fail")
    (tmp_path / "a.tif").write_bytes(b"old")
    with pytest.raises(MmoedtmError, match=f"^Do it could not be done: {words}"):
        execute(operation, {"output": str(tmp_path / "a.tif")}, Progress())
    assert contents(tmp_path) == {"a.tif": b"old"}


def test_a_reason_that_the_system_gives_is_not_guessed_over(tmp_path):
    assert "Permission denied" in str(output_error(tmp_path / "a", PermissionError(13, "Permission denied")))
    assert shortage(ValueError("a fault of the program"), "It") is None


def test_blocks_that_a_full_disk_swallowed_are_noticed(tmp_path):
    import rasterio
    from rasterio.windows import Window

    from engine.raster.grid import Grid
    from engine.raster.writer import BLOCK, require_whole
    from tests.conftest import MOON_EQC

    grid = Grid(MOON_EQC, (2.0, 0, 0, 0, -2.0, 0), 3 * BLOCK, 2 * BLOCK)
    path = tmp_path / "a.tif"
    for whole in (False, True):
        with rasterio.open(path, "w", driver="GTiff", width=grid.width, height=grid.height, count=1, dtype="float32",
                           tiled=True, blockxsize=BLOCK, blockysize=BLOCK, sparse_ok=True) as dataset:  # fmt: skip
            first = 0 if whole else BLOCK
            part = np.ones((grid.height, grid.width - first), np.float32)
            dataset.write(part, 1, window=Window(first, 0, grid.width - first, grid.height))
        if whole:
            require_whole(path, grid)
        else:
            with pytest.raises(OSError, match="blocks of the written file are missing"):
                require_whole(path, grid)

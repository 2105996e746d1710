"""Command line and worker: help, exit codes, JSON, bad input, cancel and death."""

import json
import os
import re
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from engine.cli import main
from engine.operations import OPERATIONS
from tests.conftest import EARTH, ROOT, write_pack, write_raster


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """A small image and coarse DEM."""
    folder = tmp_path_factory.mktemp("scene")
    rng = np.random.default_rng(0)
    image = rng.random((300, 340), np.float32) + 0.2
    posts = np.cumsum(rng.normal(0, 4, (16, 16)), axis=1).astype(np.float32)
    return {
        "image": write_raster(folder / "image.tif", image),
        "coarse": write_raster(folder / "coarse.tif", posts, gsd=60.0),
        "folder": folder,
    }


def reconstruct(engine, scene, output, *more, **changes):
    image, coarse = changes.get("image", scene["image"]), changes.get("coarse", scene["coarse"])
    return engine("reconstruct", "--image", image, "--coarse-dem", coarse, "--output", output, *more)


def refused(done, target, *words):
    """One sentence with these words, exit code 1, nothing under the target's name or beside it."""
    error = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert done.returncode == 1, done.stderr
    assert len(error) == 1 and "Traceback" not in done.stderr
    for word in words:
        assert word in error[0]
    assert not target.exists()
    assert not list(target.parent.glob(".mmoedtm-*"))


def test_help_comes_from_the_declarations(engine):
    done = engine("reconstruct", "--help")
    assert done.returncode == 0
    for flag in ("--image", "--coarse-dem", "--sun-azimuth", "--output-spread", "--provider"):
        assert flag in done.stdout


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_has_help(name, capsys):
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0 and "--json" in capsys.readouterr().out


def test_bad_arguments_exit_with_2(engine, scene, tmp_path):
    assert engine("reconstruct").returncode == 2
    assert engine("dream").returncode == 2
    assert reconstruct(engine, scene, tmp_path / "d.tif", "--sun-incidence", "95").returncode == 2
    assert reconstruct(engine, scene, tmp_path / "d.tif", "--tile-height", "0").returncode == 2


def test_a_dash_or_an_underscore(engine):
    assert engine("slope-roughness", "--help").returncode == 0


def test_json_lines(engine, scene, tmp_path):
    done = reconstruct(engine, scene, tmp_path / "d.tif", "--json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert {line["type"] for line in lines} == {"progress", "log", "result"}
    assert lines[-1]["results"]["output"] == str(tmp_path / "d.tif")
    assert max(line["fraction"] for line in lines if line["type"] == "progress") == 1.0


def test_no_overlap(engine, scene, tmp_path):
    far = write_raster(tmp_path / "far.tif", np.ones((9, 9), np.float32), gsd=60.0, origin=(9e5, 9e5))
    refused(reconstruct(engine, scene, tmp_path / "d.tif", coarse=far), tmp_path / "d.tif", "far.tif", "does not cover")


def test_earth_against_moon(engine, scene, tmp_path):
    earth = write_raster(tmp_path / "earth.tif", np.ones((9, 9), np.float32), gsd=60.0, crs=EARTH)
    refused(reconstruct(engine, scene, tmp_path / "d.tif", coarse=earth), tmp_path / "d.tif", "earth.tif", "6378.1 km")


def test_dem_in_kilometres_is_converted_and_said(engine, scene, tmp_path):
    import rasterio

    with rasterio.open(scene["coarse"]) as dataset:
        metres = dataset.read(1)
    km = write_raster(tmp_path / "km.tif", metres / 1000.0, gsd=60.0)
    one = reconstruct(engine, scene, tmp_path / "m.tif")
    two = reconstruct(engine, scene, tmp_path / "k.tif", coarse=km)
    assert one.returncode == two.returncode == 0 and "says kilometres" in two.stderr
    with rasterio.open(tmp_path / "m.tif") as a, rasterio.open(tmp_path / "k.tif") as b:
        assert np.abs(a.read(1) - b.read(1)).max() < 0.05


def test_all_nodata_image(engine, scene, tmp_path):
    empty = write_raster(tmp_path / "empty.tif", np.full((300, 340), -3.4028226550889045e38, np.float32))
    done = reconstruct(engine, scene, tmp_path / "d.tif", image=empty)
    refused(done, tmp_path / "d.tif", "empty.tif", "no valid pixel")


def test_truncated_file(engine, scene, tmp_path):
    cut = write_raster(tmp_path / "cut.tif", np.random.default_rng(1).random((300, 340), np.float32))
    os.truncate(cut, 200_000)
    refused(reconstruct(engine, scene, tmp_path / "d.tif", image=cut), tmp_path / "d.tif", "cut.tif", "truncated")


def test_three_bands(engine, scene, tmp_path):
    rgb = write_raster(tmp_path / "rgb.tif", np.ones((3, 300, 340), np.float32))
    refused(reconstruct(engine, scene, tmp_path / "d.tif", image=rgb), tmp_path / "d.tif", "rgb.tif has 3 bands")


def test_zero_size_window(engine, scene, tmp_path):
    vrt = tmp_path / "none.vrt"
    vrt.write_text('<VRTDataset rasterXSize="0" rasterYSize="0"></VRTDataset>')
    refused(
        reconstruct(engine, scene, tmp_path / "d.tif", image=vrt), tmp_path / "d.tif", "none.vrt", "cannot be opened"
    )


def test_unwritable_output(engine, scene, tmp_path):
    target = tmp_path / "absent" / "d.tif"
    done = reconstruct(engine, scene, target)
    assert done.returncode == 1 and "folder does not exist" in done.stderr
    target = tmp_path / "folder"
    target.mkdir()
    done = reconstruct(engine, scene, target)
    assert done.returncode == 1 and "is a folder" in done.stderr


def test_missing_and_tampered_pack(engine, scene, tmp_path):
    done = reconstruct(engine, scene, tmp_path / "d.tif", "--pack", "nowhere")
    refused(done, tmp_path / "d.tif", "nowhere", "lunar-1")
    pack = write_pack(tmp_path / "pack", b"a model")
    (tmp_path / "pack" / "flat.onnx").write_bytes(b"another model")
    refused(reconstruct(engine, scene, tmp_path / "d.tif", "--pack", pack), tmp_path / "d.tif", "flat.onnx", "digest")


def test_a_gpu_that_is_not_there(engine, scene, tmp_path):
    from engine.experts.runtime import onnxruntime

    if "CUDAExecutionProvider" in onnxruntime.get_available_providers():
        pytest.skip("this ONNX Runtime has the CUDA provider")
    done = reconstruct(engine, scene, tmp_path / "d.tif", "--provider", "cuda")
    refused(done, tmp_path / "d.tif", "provider cuda is not in this ONNX Runtime", "auto or cpu")


@pytest.mark.parametrize("operation", ["reconstruct", "align"])
def test_a_full_disk(engine, scene, tmp_path, operation):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=60k", "tmpfs", str(disk)], capture_output=True)
    if mounted.returncode:
        pytest.skip("mounting a small tmpfs needs root")
    try:
        target = disk / "d.tif"
        done = engine(operation, "--image", scene["image"], "--coarse-dem", scene["coarse"], "--output", target)
        refused(done, target, "d.tif", "disk is full")
    finally:
        subprocess.run(["umount", str(disk)], check=True)


# ------------------------------------------------------------------------------- worker


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A scene that takes a while."""
    folder = tmp_path_factory.mktemp("large")
    block = np.random.default_rng(0).random((1500, 2500), np.float32)
    return {
        "image": write_raster(folder / "i.tif", block),
        "coarse_dem": write_raster(
            folder / "c.tif", np.random.default_rng(1).normal(0, 20, (60, 90)).astype(np.float32), gsd=60.0
        ),
    }


def start_worker():
    code = "import sys, runpy; sys.path.insert(0, sys.argv[1]); runpy.run_module('engine.worker', run_name='__main__')"
    return subprocess.Popen([sys.executable, "-I", "-c", code, str(ROOT)], stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # fmt: skip


def ask(process, **request):
    process.stdin.write(json.dumps(request) + "\n")
    process.stdin.flush()


def wait_for_tiles(process):
    for line in process.stdout:
        if re.search(r'"\d+ of \d+ tiles', line):
            return
    raise AssertionError(process.stderr.read())


def test_the_worker_answers(scene, tmp_path):
    process = start_worker()
    given = {"input": scene["coarse"], "output": str(tmp_path / "s.tif")}
    ask(process, operation="slope_roughness", parameters=given)
    lines = [json.loads(line) for line in process.stdout]
    assert lines[-1]["type"] == "result" and lines[-1]["results"]["baseline"] == pytest.approx(120.0, rel=1e-3)
    assert process.wait(10) == 0


def test_the_worker_tells_user_errors(tmp_path):
    process = start_worker()
    ask(process, operation="slope_roughness", parameters={"input": "/absent.tif", "output": str(tmp_path / "s.tif")})
    (line,) = [json.loads(line) for line in process.stdout]
    assert line["type"] == "error" and line["kind"] == "user" and "/absent.tif does not exist" in line["message"]


def test_cancel_ends_within_two_seconds_and_leaves_nothing(large, tmp_path):
    process = start_worker()
    ask(process, operation="reconstruct", parameters={**large, "output": str(tmp_path / "d.tif")})
    wait_for_tiles(process)
    begun = time.monotonic()
    ask(process, cancel=True)
    lines = [json.loads(line) for line in process.stdout]
    process.wait(10)
    assert time.monotonic() - begun < 2.0
    assert lines[-1]["kind"] == "cancelled" and list(tmp_path.iterdir()) == []


def test_the_worker_dies_with_its_parent(large, tmp_path):
    process = start_worker()
    ask(process, operation="reconstruct", parameters={**large, "output": str(tmp_path / "d.tif")})
    wait_for_tiles(process)
    process.stdin.close()
    process.stdout.close()
    process.wait(12)
    assert list(tmp_path.iterdir()) == []


def client(large, tmp_path, interfere, cancelled=lambda: False):
    """The plugin's client, with something that happens in mid-run."""
    from pathlib import Path

    from qgis_mmoedtm.worker_client import run_operation

    target = str(tmp_path / "d.tif")

    def progress(share, text):
        if "tiles" in text:
            interfere()

    return run_operation(Path(sys.executable), ROOT, "reconstruct", {**large, "output": target}, {}, [target], progress,
                         lambda level, text: None, cancelled)  # fmt: skip


def kill_workers():
    """SIGKILL to the children of this process."""
    for pid in subprocess.run(["pgrep", "-P", str(os.getpid())], capture_output=True, text=True).stdout.split():
        command = open(f"/proc/{pid}/cmdline").read()
        if "engine.worker" in command:
            os.kill(int(pid), signal.SIGKILL)


def test_a_killed_worker_is_a_clear_error_and_leaves_nothing(large, tmp_path):
    from qgis_mmoedtm.worker_client import WorkerError

    with pytest.raises(WorkerError, match="ended before it was done.*signal 9"):
        client(large, tmp_path, kill_workers)
    assert {path.name for path in tmp_path.iterdir()} <= {".d.tif.blocks"}, "what the same run goes on from"


def test_the_client_cancels_within_two_seconds_even_a_worker_that_hangs(large, tmp_path):
    from qgis_mmoedtm.worker_client import WorkerCancelled

    times = []

    def stop_workers():
        """SIGSTOP: a worker that does not listen."""
        if not times:
            for pid in subprocess.run(["pgrep", "-P", str(os.getpid())], capture_output=True, text=True).stdout.split():
                if "engine.worker" in open(f"/proc/{pid}/cmdline").read():
                    os.kill(int(pid), signal.SIGSTOP)
            times.append(time.monotonic())

    with pytest.raises(WorkerCancelled):
        client(large, tmp_path, stop_workers, lambda: bool(times))
    assert time.monotonic() - times[0] < 2.0
    assert {path.name for path in tmp_path.iterdir()} <= {".d.tif.blocks"}, "what the same run goes on from"


def test_a_package_that_is_missing_is_said_with_its_cure(tmp_path):
    from engine import worker
    from engine.operations import OPERATIONS

    assert set(OPERATIONS) and worker.GRACE_S > 2
    done = subprocess.run(
        ["/usr/bin/env", "python3", "-S", "-I", "-c",
         "import sys, runpy; sys.path.insert(0, sys.argv[1]); runpy.run_module('engine.worker', run_name='__main__')",
         str(ROOT)],
        input=json.dumps({"operation": "slope_roughness",
                          "parameters": {"input": "a", "output": str(tmp_path / "b.tif")}}) + "\n",
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    message = json.loads(done.stdout.splitlines()[-1])
    assert message["kind"] == "environment" and "set it up again" in message["message"]

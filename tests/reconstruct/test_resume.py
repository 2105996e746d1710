"""A run that was stopped goes on from its finished blocks, and gives the bytes of one that was not."""

import os
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
import rasterio

from engine.contract.execute import execute
from engine.contract.progress import Progress
from engine.errors import Cancelled, OutputError
from engine.operations import OPERATIONS
from tests.conftest import ROOT, write_raster
from tests.reconstruct.scenes import scene_of_blocks

BLOCKS = 4


@pytest.fixture(scope="module")
def given(tmp_path_factory, telling_lunar):
    return {**scene_of_blocks(tmp_path_factory.mktemp("scene")), "pack": telling_lunar}


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory, given):
    """Bytes of an undisturbed run with all products."""
    folder = tmp_path_factory.mktemp("unbroken")
    done, log = start(folder, given)
    assert done["tiles"] > BLOCKS and not log
    return products(folder)


def targets(folder):
    """All products."""
    names = {"output": "d.tif", "output_spread": "s.tif", "output_error": "e.tif", "output_slope_error": "se.tif",
             "output_support": "u.tif", "output_tiles": "c.geojson", "output_tile_dtms": "tiles"}  # fmt: skip
    return {parameter: str(folder / name) for parameter, name in names.items()}


def start(folder, given, share=None, **changes):
    """Run; cancelled at a share of the tiles if one is given. Results, None if cancelled; what was said of blocks."""
    seen, log = [0.0], []
    progress = Progress(
        report=lambda at, text: seen.append(at if "tiles" in text else 0.0),
        log=lambda level, text: log.append(text) if "block" in text or "earlier" in text else None,
        cancelled=lambda: share is not None and max(seen) >= share,
    )
    try:
        return execute(OPERATIONS["reconstruct"], {**given, **targets(folder), **changes}, progress), log
    except Cancelled:
        return None, log


def products(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def parts(folder):
    return sorted(path.name for path in (folder / ".d.tif.blocks").glob("block-*.mmoedtm-part"))


@pytest.mark.parametrize("share", [0.2, 0.4, 0.6])
def test_a_cancelled_run_goes_on(tmp_path, given, unbroken, share):
    done, log = start(tmp_path, given, share)
    kept = parts(tmp_path)
    assert done is None and 0 < len(kept) < BLOCKS
    assert [path.name for path in tmp_path.iterdir()] == [".d.tif.blocks"], "nothing else is left"
    assert log[-1] == f"{len(kept)} of {BLOCKS} blocks are kept; the same run goes on from them."
    done, log = start(tmp_path, given)
    assert "What an earlier run decided is taken over." in log
    assert any(text.startswith(f"{len(kept)} of {BLOCKS} blocks are there from an earlier run") for text in log)
    assert products(tmp_path) == unbroken, "the same bytes, and the kept blocks are gone"


def test_finished_blocks_are_not_computed_again(tmp_path, given):
    start(tmp_path, given, 0.4)
    counts, said = [], len(parts(tmp_path))
    done = execute(
        OPERATIONS["reconstruct"], {**given, **targets(tmp_path)}, Progress(report=lambda at, text: counts.append(text))
    )
    computed = [int(text.split(" of ")[1].split()[0]) for text in counts if " tiles" in text]
    assert 0 < said < BLOCKS and set(computed) and max(computed) <= done["tiles"] * (BLOCKS - said + 1) / BLOCKS


CHANGES = {
    "sun_azimuth": {"sun_azimuth": 301.0},
    "tiling": {"tiling": "paper"},
    "spread": {"output_spread": None},
    "errors": {"output_error": None, "output_slope_error": None, "output_support": None},
}


@pytest.mark.parametrize("what", CHANGES)
def test_another_parameter_starts_afresh_and_says_which(tmp_path, given, what):
    start(tmp_path, given, 0.6)
    done, log = start(tmp_path, given, **CHANGES[what])
    assert done and f"are of a run with other values of {what}, so this one starts afresh." in log[0]
    assert not any("earlier run" in text for text in log)


def test_a_changed_image_starts_afresh(tmp_path, given):
    image = tmp_path / "own" / "image.tif"
    image.parent.mkdir()
    shutil.copy(given["image"], image)
    start(tmp_path, {**given, "image": str(image)}, 0.6)
    with rasterio.open(image, "r+") as dataset:
        values = dataset.read()
        values[0, 40:80, 40:80] *= 0.5
        dataset.write(values)
    done, log = start(tmp_path, {**given, "image": str(image)})
    assert done and "other values of image, its content, so" in log[0]


def test_no_resume_computes_all(tmp_path, given, unbroken):
    start(tmp_path, given, 0.6)
    done, log = start(tmp_path, given, resume=False)
    assert done and not log and products(tmp_path) == unbroken


@pytest.mark.parametrize("torn", [b"", b"torn"])
def test_a_torn_block_is_computed_again(tmp_path, given, unbroken, torn):
    start(tmp_path, given, 0.7)
    (tmp_path / ".d.tif.blocks" / parts(tmp_path)[0]).write_bytes(torn)
    start(tmp_path, given)
    assert products(tmp_path) == unbroken


def test_a_folder_of_the_users_keeps_what_is_the_users(tmp_path, given):
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    start(tmp_path, given, 0.6, blocks=str(folder))
    assert len(list(folder.glob("block-*"))) > 0
    start(tmp_path, given, blocks=str(folder))
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]


def test_two_runs_do_not_share_a_folder(tmp_path, given):
    """The second is told of the first, which goes on."""
    other = []

    def report(at, text):
        if "tiles" in text and not other:
            other.append(None)
            with pytest.raises(OutputError, match="Another run is still on that keeps its finished blocks in"):
                start(tmp_path, given)

    execute(OPERATIONS["reconstruct"], {**given, "output": str(tmp_path / "d.tif")}, Progress(report=report))
    assert other and (tmp_path / "d.tif").is_file()


def test_a_disk_that_is_full_of_blocks_says_so_and_leaves_what_resumes(tmp_path, given, unbroken):
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3000k", "tmpfs", str(small)], capture_output=True
    ).returncode:
        pytest.skip("mounting a small tmpfs needs root")
    try:
        with pytest.raises(
            OutputError, match=r"small/block-00000\d.mmoedtm-part cannot be written: the disk is full; free some"
        ):
            start(tmp_path, given, blocks=str(small))
        kept = list(small.glob("block-*.mmoedtm-part"))
        assert 0 < len(kept) < BLOCKS and not list(small.glob("*.mmoedtm-new"))
        subprocess.run(["mount", "-o", "remount,size=64m", str(small)], check=True)
        done, log = start(tmp_path, given, blocks=str(small))
        assert any(text.startswith(f"{len(kept)} of {BLOCKS} blocks are there") for text in log)
    finally:
        subprocess.run(["umount", str(small)], check=True)
    small.rmdir()
    assert products(tmp_path) == unbroken


def test_a_killed_run_goes_on(tmp_path, given, unbroken):
    """The campaign ``resume`` does it at many random moments."""
    arguments = [sys.executable, "-m", "engine", "reconstruct", "--threads", "1", "--output", str(tmp_path / "d.tif")]
    for name, value in given.items():
        arguments += [f"--{name.replace('_', '-')}", str(value)]
    process = subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    end = time.monotonic() + 60
    while len(parts(tmp_path)) < 2 and time.monotonic() < end:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert len(parts(tmp_path)) >= 2 and not (tmp_path / "d.tif").exists()
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "blocks are there from an earlier run" in done.stderr
    assert os.listdir(tmp_path) == ["d.tif"]
    assert (tmp_path / "d.tif").read_bytes() == unbroken["d.tif"]


def test_a_plan_gives_the_bytes_of_the_direct_run(tmp_path, run, given, unbroken):
    run("plan", **given, output=tmp_path / "p.json")
    shutil.copy(given["image"], tmp_path / "image.tif")
    folder = tmp_path / "out"
    folder.mkdir()
    moved = {"plan": str(tmp_path / "p.json"), "image": str(tmp_path / "image.tif"), "pack": given["pack"]}
    done, _ = start(folder, moved)
    assert products(folder) == unbroken
    assert done["plan_digest"] == run("plan", **given, output=tmp_path / "q.json")["plan_digest"]


def test_a_plan_refuses_what_does_not_fit(tmp_path, run, given):
    plan = tmp_path / "p.json"
    run("plan", **given, output=plan)
    out = {"plan": plan, "pack": given["pack"], "output": tmp_path / "d.tif"}
    for changes, words in (
        ({"sun_azimuth": 10}, "has decided sun_azimuth already; leave it out"),
        ({"image": given["coarse_dem"]}, "has changed since .*p.json was made"),
        ({"image": tmp_path / "none.tif"}, "is not there, which .*p.json was made of; say where"),
        ({"plan": tmp_path / "none.json"}, "none.json cannot be read"),
        ({"plan": given["image"]}, "image.tif is not a plan of Reconstruct"),
        ({"output": given["image"]}, "are the same file"),
    ):
        with pytest.raises(Exception, match=words):
            run("reconstruct", **{**out, **changes})
    write_raster(tmp_path / "x.tif", np.zeros((4, 4), np.float32))
    with pytest.raises(Exception, match="The parameter image .* is needed"):
        run("reconstruct", output=tmp_path / "d.tif")

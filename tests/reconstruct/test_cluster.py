"""Blocks on the workers of a real Dask scheduler: the same bytes, and a sentence for whatever goes wrong."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

import pytest

from engine.contract.execute import execute
from engine.contract.progress import Progress
from engine.errors import Cancelled, MmoedtmError
from engine.operations import OPERATIONS
from tests.conftest import ROOT
from tests.reconstruct.scenes import scene_of_blocks

pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    return scene_of_blocks(tmp_path_factory.mktemp("scene"))


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory, given, run):
    target = tmp_path_factory.mktemp("unbroken") / "d.tif"
    run("reconstruct", **given, output=target)
    return target.read_bytes()


class Processes:
    """A scheduler on a port of its own, and workers that can be killed."""

    def __init__(self, folder):
        self.folder, self.workers = folder, []
        self.file = folder / "scheduler.json"
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", self.file
        )
        self._wait(self.file.is_file)

    def _start(self, kind, *arguments, before=()):
        command = [*before, sys.executable, "-m", "distributed.cli.dask_" + kind, *map(str, arguments)]
        log = (self.folder / f"{kind}{len(self.workers)}.log").open("w")
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
        return subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, env=environment)

    def _wait(self, condition):
        end = time.monotonic() + 60
        while not condition():
            assert time.monotonic() < end, "the cluster did not start"
            time.sleep(0.05)

    def wait_for_workers(self, count):
        from distributed import Client

        with Client(scheduler_file=str(self.file)) as client:
            self._wait(lambda: len(client.nthreads()) == count)

    def worker(self, name, before=()):
        self.workers.append(self._start(
            "worker", "--scheduler-file", self.file, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--name", name,
            "--local-directory", self.folder, before=before,
        ))  # fmt: skip
        return self.workers[-1]

    def close(self):
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A scheduler over TCP and two workers, for tests that leave them alive."""
    found = Processes(tmp_path_factory.mktemp("cluster"))
    for name in ("first", "second"):
        found.worker(name)
    yield found
    found.close()


def test_workers_of_a_scheduler_give_the_same_bytes(tmp_path, run, given, unbroken, cluster):
    log = []
    run("reconstruct", **given, scheduler=cluster.file, output=tmp_path / "d.tif", log=log)
    assert (tmp_path / "d.tif").read_bytes() == unbroken
    assert any(
        re.search(r"Blocks are computed by \d workers with \d threads of the scheduler tcp://", text) for _, text in log
    )


def test_a_cancel_reaches_the_workers(tmp_path, given, cluster):
    stop = []

    def report(at, text):
        if "tiles" in text:
            stop.append(time.monotonic())

    progress = Progress(report=report, cancelled=lambda: bool(stop))
    with pytest.raises(Cancelled):
        execute(
            OPERATIONS["reconstruct"],
            {**given, "scheduler": str(cluster.file), "output": str(tmp_path / "d.tif")},
            progress,
        )
    assert time.monotonic() - stop[0] < 2.0
    assert [path.name for path in tmp_path.iterdir()] == [".d.tif.blocks"]


def test_a_worker_that_cannot_see_the_image_is_named(tmp_path, run, given):
    """One of two, in a name space of mounts in which another disk lies over the folder of the image."""
    folder = tmp_path / "images"
    folder.mkdir()
    image = shutil.copy(given["image"], folder)
    found = Processes(tmp_path)
    try:
        found.worker("sees")
        found.worker(
            "blind", before=("unshare", "--mount", "sh", "-c", f'mount -t tmpfs none "{folder}" && exec "$@"', "sh")
        )
        found.wait_for_workers(2)
        with pytest.raises(MmoedtmError) as caught:
            run("reconstruct", **{**given, "image": image}, scheduler=found.file, output=tmp_path / "d.tif")
    finally:
        found.close()
    assert re.fullmatch(
        rf"The worker on \S+ does not see {image}; lay it where all workers see it under the same path "
        r"\(worker blind at tcp://127\.0\.0\.1:\d+\)\.", str(caught.value)
    )  # fmt: skip
    assert not (tmp_path / "d.tif").exists()


def test_a_worker_that_is_killed_costs_no_byte(tmp_path, run, given, unbroken):
    """SIGKILL to one of two in mid-run; another one comes."""
    found = Processes(tmp_path)
    try:
        first = found.worker("first")
        found.worker("second")

        def strike():
            blocks = tmp_path / "out" / ".d.tif.blocks"
            while not list(blocks.glob("block-*")):
                time.sleep(0.01)
            first.send_signal(signal.SIGKILL)
            found.worker("third")

        (tmp_path / "out").mkdir()
        striker = threading.Thread(target=strike)
        striker.start()
        run("reconstruct", **given, scheduler=found.file, output=tmp_path / "out" / "d.tif")
        striker.join()
        assert (tmp_path / "out" / "d.tif").read_bytes() == unbroken and first.wait() == -signal.SIGKILL
    finally:
        found.close()


def test_a_scheduler_that_dies_leaves_a_run_that_resumes(tmp_path, run, given, unbroken):
    found = Processes(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    try:
        found.worker("first")

        def strike():
            while not list((out / ".d.tif.blocks").glob("block-*")):
                time.sleep(0.01)
            found.scheduler.kill()

        striker = threading.Thread(target=strike)
        striker.start()
        with pytest.raises(MmoedtmError, match="finished blocks are kept, so start the run again"):
            run("reconstruct", **given, scheduler=found.file, output=out / "d.tif")
        striker.join()
    finally:
        found.close()
    log = []
    run("reconstruct", **given, output=out / "d.tif", log=log)
    assert any("blocks are there from an earlier run" in text for _, text in log)
    assert (out / "d.tif").read_bytes() == unbroken


@pytest.mark.parametrize(
    "scheduler, words",
    [
        ("local:none", "must be local:N with N from 1"), ("local:0", "must be local:N"),
        ("nowhere.json", "no scheduler file"), ("sctp://x", "No Dask scheduler answers"),
        ("tcp://127.0.0.1:1", "No Dask scheduler answers at tcp://127.0.0.1:1"),
    ],
)  # fmt: skip
def test_what_is_no_scheduler_is_said(tmp_path, run, given, scheduler, words, monkeypatch):
    monkeypatch.setattr("engine.reconstruct.cluster.CONNECT_S", "1s")
    with pytest.raises(MmoedtmError, match=words):
        run("reconstruct", **given, scheduler=scheduler, output=tmp_path / "d.tif")


def test_local_processes_give_the_same_bytes(tmp_path, engine, given, unbroken):
    arguments = [part for name, value in given.items() for part in (f"--{name.replace('_', '-')}", str(value))]
    done = engine("reconstruct", *arguments, "--scheduler", "local:2", "--output", tmp_path / "d.tif")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "d.tif").read_bytes() == unbroken
    assert "Warning" not in done.stderr and "distributed" not in done.stderr, done.stderr

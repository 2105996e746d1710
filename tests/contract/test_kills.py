"""Runs that are killed: the next run in the folder completes what was published half, and removes the rest."""

import os
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from engine.contract import alive, leftovers
from engine.contract.journal import Journal, Step
from engine.contract.staging import Staging
from engine.errors import OutputError
from tests.conftest import ROOT, write_raster
from tests.contract.test_targets import contents, raster_target

OLD = {n: b"old" for n in ("a.tif", "a.tif.msk", "sub/b.tif", "sub/b.tif.ovr", "sub/c.tif.aux.xml", "d.tif")}
NEW = {n: b"new" for n in ("a.tif", "sub/b.tif", "sub/c.tif", "d.tif")}

RUN = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from engine.contract.staging import Staging
from engine.contract.targets import Target

folder, call, left = Path(sys.argv[2]), sys.argv[3], [int(sys.argv[4])]
def dying(real):
    def run(*arguments, **options):
        left[0] -= 1
        if left[0] == -1:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **options)
    return run
targets = [Target(n, str(folder / n), "raster_target") for n in ("a.tif", "sub/b.tif", "sub/c.tif", "d.tif")]
if call == "mkdir":
    os.mkdir = dying(os.mkdir)
with Staging.prepare(targets, []) as staging:
    for target in targets:
        Path(staging.place(target.path)).write_bytes(b"new")
    if call == "run":
        os.kill(os.getpid(), signal.SIGKILL)
    if call != "mkdir":
        setattr(os, call, dying(getattr(os, call)))
    staging.publish()
"""


def killed(folder, call, count):
    """Run the above, with SIGKILL at a call of the system; whether it struck."""
    done = subprocess.run([sys.executable, "-c", RUN, str(ROOT), str(folder), call, str(count)], capture_output=True)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()
    return done.returncode != 0


def visible(folder):
    return {name: content for name, content in contents(folder).items() if alive.PREFIX not in name}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sub").mkdir()
    for name, content in OLD.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


# Renames: the journal, three sidecars and four products; what is there then is what the next run must leave.
MOMENTS = [("run", 0), *(("mkdir", n) for n in range(1, 6)), *(("link", n) for n in range(3)),
           *(("replace", n) for n in range(8)), *(("unlink", n) for n in range(6)), *(("rmdir", n) for n in range(5)),
           *(("fsync", n) for n in range(0, 12, 2))]  # fmt: skip


@pytest.mark.parametrize("call, count", MOMENTS)
@pytest.mark.parametrize("where", ["a", "sub"])
def test_every_target_is_whole_after_a_kill_and_the_next_run_settles_it(folder, call, count, where):
    assert killed(folder, call, count)
    now = visible(folder)
    for name in NEW:  # whole, old or new, and never absent where there was one
        assert now.get(name) in (b"new", OLD.get(name))
    (folder / "mine").write_bytes(b"mine")
    with Staging.prepare([raster_target(folder / ("sub/next.tif" if where == "sub" else "next.tif"))], []):
        pass
    settled = visible(folder)
    # What it left in a folder that the next run does not write to stays until one does.
    assert not list((folder / "sub" if where == "sub" else folder).glob(f"{alive.PREFIX}*"))
    leftovers.sweep([folder, folder / "sub"])
    assert contents(folder) == settled
    assert settled.pop("mine") == b"mine"
    assert settled in (OLD, NEW)
    if call in ("unlink", "rmdir") or (call == "replace" and count > 0):
        assert settled == NEW
    if call in ("run", "mkdir"):
        assert settled == OLD


def test_what_a_user_changed_after_the_kill_is_kept(folder):
    assert killed(folder, "replace", 3)
    (folder / "d.tif").write_bytes(b"changed by the user")
    leftovers.sweep([folder])
    now = contents(folder)
    assert now.pop("d.tif") == b"changed by the user"
    assert now == {n: c for n, c in NEW.items() if n != "d.tif"}


def test_a_publication_that_was_being_taken_back_is_taken_back(folder):
    """It fails at the fifth rename and is killed while the files go back."""
    code = RUN.replace(
        "if left[0] == -1:", "if left[0] == -1:\n            raise OSError(5, 'broken')\n        if left[0] == -4:"
    )
    done = subprocess.run([sys.executable, "-c", code, str(ROOT), str(folder), "replace", "5"], capture_output=True)
    assert done.returncode == -signal.SIGKILL
    leftovers.sweep([folder])
    assert contents(folder) == OLD


def test_a_publication_that_cannot_be_taken_back_is_left_to_the_next_run(folder):
    """Every rename fails from the fifth on, as on a disk that drops out; the older files must not be thrown away."""
    code = RUN.replace(
        "if left[0] == -1:", "if left[0] < 0:\n            raise OSError(5, 'broken')\n        if left[0] == 99:"
    )
    done = subprocess.run([sys.executable, "-c", code, str(ROOT), str(folder), "replace", "5"], capture_output=True)
    assert done.returncode == 1 and b"OutputError" in done.stderr
    leftovers.sweep([folder])
    assert contents(folder) == NEW


@pytest.mark.parametrize("name", ["../mine", "/etc/mine", "{folder}/../mine"])
def test_a_journal_of_somebody_else_reaches_no_other_file(tmp_path, name):
    """A hidden folder that came with an archive, say."""
    (tmp_path / "data").mkdir()
    (tmp_path / "mine").write_bytes(b"mine")
    parts = alive.new_name().split("-")
    hidden = tmp_path / "data" / "-".join([*parts[:2], "1", *parts[3:]])
    (hidden / "new").mkdir(parents=True)
    (hidden / "new" / "x").write_bytes(b"bad")
    status = (tmp_path / "mine").stat()
    step = Step("put", name.format(folder=tmp_path / "data"), str(hidden / "new" / "x"), str(hidden / "x"), "",
                (status.st_size, status.st_mtime_ns), (3, 0))  # fmt: skip
    Journal(hidden, [step]).store()
    with pytest.raises(OutputError, match="lies elsewhere"):
        leftovers.sweep([tmp_path / "data"])
    assert (tmp_path / "mine").read_bytes() == b"mine"


def test_the_work_of_a_live_run_is_left_alone(tmp_path):
    """The client's glob deleted ``.site.north.*`` of another run on ``site``."""
    targets = [raster_target(tmp_path / "site.north.tif")]
    with Staging.prepare(targets, []) as running:
        staged = running.place(targets[0].path)
        with open(staged, "wb") as file:
            file.write(b"new")
        for name in ("site.tif", "site.north.tif"):
            with Staging.prepare([raster_target(tmp_path / name)], []):
                pass
        done = subprocess.run([sys.executable, "-m", "engine.contract.leftovers", str(tmp_path)], cwd=ROOT)
        assert done.returncode == 0 and os.path.exists(staged)
        running.publish()
    assert contents(tmp_path) == {"site.north.tif": b"new"}


def test_folders_of_others_and_of_other_machines_are_left_alone(tmp_path):
    name = alive.new_name()
    pid, start, place, part = name[len(alive.PREFIX) :].split("-")
    other = tmp_path / f"{alive.PREFIX}{pid}-{start}-{'0' * 8}-{part}"
    ended = tmp_path / f"{alive.PREFIX}{pid}-1-{place}-{part}"
    for path in (other, ended, tmp_path / ".mmoedtm-mine", tmp_path / ".other"):
        (path / "new").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / f"{alive.PREFIX}{pid}-2-{place}-{part}").symlink_to(tmp_path / "elsewhere")
    leftovers.sweep([tmp_path])
    assert other.exists() and not ended.exists()
    assert all((tmp_path / n).exists() for n in (".mmoedtm-mine", ".other", "elsewhere"))
    long_ago = time.time() - 2 * alive.OTHER_HOST_S
    for path in (other / "new", other):
        os.utime(path, (long_ago, long_ago))
    leftovers.sweep([tmp_path])
    assert not other.exists()


def test_a_process_is_known_by_its_start(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    start = alive._start(process.pid)
    assert start and start == alive._start(process.pid) != alive._start(os.getpid())
    process.kill()
    time.sleep(0.2)
    assert alive._start(process.pid) == ""  # a zombie, until its parent asks
    process.wait()
    assert alive._start(process.pid) == ""


def test_a_killed_run_of_an_operation(tmp_path):
    """Through the command line: the older DTM stays, and the next run removes what was left."""
    image = write_raster(tmp_path / "i.tif", np.random.default_rng(0).random((1500, 2500), np.float32))
    posts = np.random.default_rng(1).normal(0, 20, (60, 90)).astype(np.float32)
    coarse = write_raster(tmp_path / "c.tif", posts, gsd=60.0)
    out = tmp_path / "out"
    out.mkdir()
    (out / "d.tif").write_bytes(b"old")
    command = [sys.executable, "-m", "engine", "reconstruct", "--image", image, "--coarse-dem", coarse, "--output",
               str(out / "d.tif")]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not list(out.glob(".mmoedtm-*/new/d.tif.rows")) and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.02)
    process.kill()
    process.communicate()
    shutil.rmtree(out / ".d.tif.blocks")  # what the same run goes on from
    assert visible(out) == {"d.tif": b"old"} and len(list(out.iterdir())) == 2
    with Staging.prepare([raster_target(out / "other.tif")], []):
        pass
    assert contents(out) == {"d.tif": b"old"} and len(list(out.iterdir())) == 1


LAID_OUT = """
import os, signal, subprocess, sys
from engine.contract.execute import execute
from engine.contract.progress import Progress
from engine.operations import OPERATIONS
from engine.raster import cloud, writer

real = subprocess.Popen
def popen(*arguments, **options):
    process = real(*arguments, **options)
    print(process.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
writer.APART_FROM_PX = 0
cloud.subprocess.Popen = popen
execute(OPERATIONS["slope_roughness"], {"input": sys.argv[1], "output": sys.argv[2]}, Progress())
"""


def test_a_run_that_is_killed_while_its_raster_is_laid_out(tmp_path, raster):
    """What was there is there, and the process that lays the raster out goes too."""
    dem = raster("in.tif", np.random.default_rng(0).normal(size=(700, 700)).astype(np.float32))
    out = tmp_path / "out"
    out.mkdir()
    (out / "s.tif").write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", LAID_OUT, dem, str(out / "s.tif")], cwd=ROOT, capture_output=True,
                          text=True)  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert visible(out) == {"s.tif": b"old"}
    deadline = time.monotonic() + 5
    while alive._start(int(done.stdout)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive._start(int(done.stdout))
    with Staging.prepare([raster_target(out / "other.tif")], []):
        pass
    assert contents(out) == {"s.tif": b"old"} and len(list(out.iterdir())) == 1

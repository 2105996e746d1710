"""The set-up with made packages: what is left by every kind of end, and that one set-up mends it."""

import contextlib
import functools
import http.server
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tarfile
import threading
import time
import zipfile
from pathlib import Path

import pytest

from building import environments
from qgis_mmoedtm import environment, inventory, package_sources, programs, setting_up, training, uv_program
from tests.conftest import ROOT
from tests.wheels import LISTED, index_of, list_of, make_wheel, uv_wheel

posix = pytest.mark.skipif(os.name == "nt", reason="shell scripts stand for broken Pythons")


def no_network(address):
    raise AssertionError(f"{address} was asked for, but the folder of wheels has everything")


@pytest.fixture(scope="session")
def wheels(tmp_path_factory):
    """A folder with the true uv and made packages under the names of the engine's."""
    folder = tmp_path_factory.mktemp("wheels")
    shutil.copy(uv_wheel(), folder)
    for name in environment.NEEDED:
        make_wheel(folder, name, f"NAME = {name!r}\n", padding=400_000)
    return folder


@pytest.fixture
def setup(wheels, tmp_path):
    """A set-up from that folder into a path with a space and an umlaut."""
    listed = list_of(sorted(wheels.glob("*-1.0-*.whl")), tmp_path / "locked-made.txt")
    place = tmp_path / "Käthe Müller" / "engine"
    return setting_up.Setup(place, (listed,), LISTED, package_sources.Sources().only(str(wheels)), no_network)


def make(setup, **options):
    """The steps that were reported."""
    seen = []
    setting_up.make(setup, lambda share, text: seen.append((share, text)), **options)
    return seen


def assert_whole(setup):
    """All packages are imported by the interpreter that was made, and nothing lies about."""
    assert environment.is_complete(setup.folder, setup.lists)
    code = f"import {', '.join(environment.NEEDED)}; print(numpy.NAME)"
    done = subprocess.run([environment.python_in(setup.folder), "-I", "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "numpy", done.stderr
    beside = {path.name for path in setup.folder.parent.iterdir()}
    assert beside <= {"engine", "engine.lock", "engine-setup.log", "python"}, beside


def test_one_set_up_makes_it_and_says_its_steps(setup):
    seen = make(setup)
    assert_whole(setup)
    assert [share for share, _ in seen] == sorted(share for share, _ in seen) and seen[-1][0] == 1.0
    assert [any(f"Step {n} of 4" in text for _, text in seen) for n in (1, 2, 3, 4)] == [True] * 4
    assert make(setup) == []


def test_a_deleted_package_is_noticed_and_mended(setup, monkeypatch, tmp_path):
    make(setup)
    package = next(setup.folder.rglob("onnxruntime/__init__.py"))
    shutil.rmtree(package.parent)
    assert not environment.is_complete(setup.folder, setup.lists)
    assert "damaged (2 of its files are missing" in inventory.fault(setup.folder, setup.lists)
    make(setup)
    assert_whole(setup)


@pytest.mark.parametrize("wanted", ["cut", "Python", "list"])
def test_other_damage_is_noticed_and_mended(setup, wanted):
    make(setup)
    if wanted == "cut":
        next(setup.folder.rglob("scipy/data.bin")).write_bytes(b"cut")
    elif wanted == "Python":
        environment.python_in(setup.folder).unlink()
        environment.python_in(setup.folder).symlink_to("/absent/python3.9")
    else:
        (setup.folder / inventory.MARKER).write_text('{"files": 3}')
    assert not environment.is_complete(setup.folder, setup.lists)
    make(setup)
    assert_whole(setup)


def test_packages_for_training_come_and_go_by_the_list(setup, wheels, tmp_path, monkeypatch):
    """What is there stays until the other one is whole; each package of the list is imported before."""
    from dataclasses import replace

    more = tmp_path / "more"
    shutil.copytree(wheels, more)
    for name, package in training.PACKAGES.items():
        make_wheel(more, package, f"NAME = {package!r}\n")
        if name != package:  # PyYAML is imported by another name than its package's
            make_wheel(more, package, module=name)
    listed = list_of(sorted(more.glob("*-1.0-*.whl")), tmp_path / "locked-train-made.txt")
    larger = replace(setup, lists=(listed,), sources=setup.sources.only(str(more)), least_python=(3, 9))
    make(setup)
    assert not training.present(environment.python_in(setup.folder))
    with monkeypatch.context() as broken:
        broken.setattr(setting_up, "PACKAGES", {**training.PACKAGES, "torch_that_is_not_there": "torch"})
        with pytest.raises(environment.SetupError, match="cannot be imported .*torch_that_is_not_there"):
            make(larger)
    assert environment.is_complete(setup.folder, setup.lists)
    make(larger)
    assert_whole(larger)
    assert training.present(environment.python_in(setup.folder))
    make(setup)
    assert_whole(setup)
    assert not training.present(environment.python_in(setup.folder))


@posix
@pytest.mark.skipif(sys.platform != "linux", reason="the standalone Python is packed for Linux")
def test_a_python_that_is_too_old_for_the_packages_is_left_for_a_standalone_one(setup, mirror, monkeypatch):
    from dataclasses import replace

    monkeypatch.setattr(setting_up, "MANAGED_PYTHON", mirror[1])
    monkeypatch.setenv("UV_PYTHON_DOWNLOADS_JSON_URL", str(mirror[0]))
    with pytest.raises(environment.SetupError, match=r"Python 3.* is too old.*of its own: Python 3.* is too old"):
        make(replace(setup, least_python=(3, 99)))
    assert not setup.folder.exists()
    make(replace(setup, least_python=training.LEAST_PYTHON))
    assert_whole(setup)


def test_repair_makes_all_anew(setup):
    make(setup)
    module = next(setup.folder.rglob("scipy/__init__.py"))
    # Of the same length, so that no look at sizes shows it.
    module.write_text(module.read_text().replace("scipy", "wrong"))
    assert environment.is_complete(setup.folder, setup.lists)
    make(setup, repair=True)
    assert_whole(setup)
    assert "scipy" in next(setup.folder.rglob("scipy/__init__.py")).read_text()


def test_a_failure_leaves_what_was_there(setup, wheels, tmp_path):
    make(setup)
    setup.lists[0].write_text("absent==9 --hash=sha256:" + "0" * 64 + "\n")
    with pytest.raises(environment.SetupError, match="Packages could not be installed.*absent.*Set up again.*log is"):
        make(setup)
    code = [environment.python_in(setup.folder), "-I", "-c", "import onnxruntime"]
    assert subprocess.run(code).returncode == 0
    assert "absent" in environment.log_of(setup.folder).read_text()
    list_of(sorted(wheels.glob("*-1.0-*.whl")), setup.lists[0])
    make(setup)
    assert_whole(setup)


def test_a_package_that_cannot_be_imported_is_no_success(setup, tmp_path, wheels):
    bad = tmp_path / "bad"
    shutil.copytree(wheels, bad)
    make_wheel(bad, "rasterio", "import a_library_that_is_not_there\n")
    list_of(sorted(bad.glob("*-1.0-*.whl")), setup.lists[0])
    broken = setting_up.Setup(setup.folder, setup.lists, LISTED, setup.sources.only(str(bad)), no_network)
    with pytest.raises(environment.SetupError, match="cannot be imported .*a_library_that_is_not_there"):
        make(broken)
    assert not setup.folder.exists()


def test_what_an_earlier_try_has_fetched_torn_is_fetched_again(setup):
    """As after a power cut: a file in the cache is empty."""
    keep = setup.beside("fetched")
    keep.mkdir(parents=True)
    cache = keep / "cache"
    other = setting_up.Setup(setup.folder.with_name("other"), setup.lists, LISTED, setup.sources, no_network)
    with pytest.MonkeyPatch.context() as patch:
        real = shutil.rmtree
        patch.setattr(shutil, "rmtree", lambda path, **_: None if "fetched" in str(path) else real(path, **_))
        make(other)
    shutil.move(str(other.beside("fetched") / "cache"), cache)
    for path in cache.rglob("scipy/data.bin"):
        path.write_bytes(b"")
    shutil.rmtree(setup.folder.parent / "other")
    for left in setup.folder.parent.glob("other*"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    make(setup)
    assert_whole(setup)
    assert "fetching everything anew" in environment.log_of(setup.folder).read_text()


def test_cancel_at_any_step_and_again(setup):
    for step in (1, 2, 3, 4):
        reached = []

        def report(share, text, step=step, reached=reached):
            if f"Step {step}" in text:
                reached.append(text)

        with pytest.raises(environment.SetupCancelled, match="choose Set up again"):
            setting_up.make(setup, report, lambda reached=reached: bool(reached))
        assert not setup.folder.exists() and not list(setup.folder.parent.glob("engine.new*"))
    make(setup)
    assert_whole(setup)


CHILD = """
import json, os, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from qgis_mmoedtm import package_sources, setting_up
place, listed, requirements, wheels, renames = sys.argv[2:]
count, rename = [int(renames)], os.rename
def counted(*paths):
    count[0] -= 1
    if count[0] == 0:
        os.kill(os.getpid(), 9)
    rename(*paths)
setting_up.os.rename = counted
setup = setting_up.Setup(Path(place), (Path(listed),), Path(requirements), package_sources.Sources().only(wheels), None)
setting_up.make(setup, lambda share, text: None, repair=bool(int(renames)))
"""


def child(setup, renames=0):
    """A set-up in a process of its own, which kills itself at so manieth rename."""
    arguments = [str(setup.folder), str(setup.lists[0]), str(LISTED), setup.sources.folders[0], str(renames)]
    return subprocess.Popen([sys.executable, "-c", CHILD, str(ROOT), *arguments], start_new_session=True)


@posix
def test_killed_at_ten_random_moments_then_one_set_up(setup):
    """Every other time what it had started is killed as well; else that goes on beside the set-up that follows."""
    begun = time.monotonic()
    assert child(setup).wait() == 0
    whole = time.monotonic() - begun
    rng = random.Random(20260)
    for number in range(10):
        if number % 3:
            shutil.rmtree(setup.folder.parent)
        else:
            next(setup.folder.rglob("numpy/__init__.py")).unlink()
        process = child(setup)
        time.sleep(rng.uniform(0.1, 1.0) * whole)
        if number % 2:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
        make(setup)
        assert environment.is_complete(setup.folder, setup.lists)
        with contextlib.suppress(ProcessLookupError):
            while True:  # what went on beside it has come to its end
                os.killpg(process.pid, 0)
                time.sleep(0.05)
        make(setup)
        assert_whole(setup)


@posix
@pytest.mark.parametrize("same", [True, False])
def test_an_installer_that_still_runs_is_not_written_into(tmp_path, same):
    """It was started by a QGIS that was killed, and goes on beside the set-up that follows."""
    sleeper = Path(shutil.which("sleep")).read_bytes()
    for number, content in enumerate((sleeper, sleeper if same else sleeper + b"\0")):
        with zipfile.ZipFile(tmp_path / f"{number}.whl", "w") as wheel:
            wheel.writestr("uv-1.data/scripts/uv", content)
    running = subprocess.Popen([uv_program.unpack(tmp_path / "0.whl", tmp_path), "60"])
    try:
        program = uv_program.unpack(tmp_path / "1.whl", tmp_path)
        assert running.poll() is None and len(program.read_bytes()) == len(content)
        assert subprocess.run([program, "0"]).returncode == 0
    finally:
        running.kill()
        running.wait()


@posix
def test_killed_between_the_renames(setup):
    make(setup)
    for renames in (1, 2):
        assert child(setup, renames).wait() == -signal.SIGKILL
        make(setup)
        assert_whole(setup)


def test_two_at_once_do_not_meet(setup):
    setup.folder.parent.mkdir(parents=True)
    with setting_up._alone(setup.beside("lock")):
        with pytest.raises(environment.SetupError, match="under way in another QGIS window"):
            make(setup)
    make(setup)
    assert_whole(setup)


# ------------------------------------------------------------------------------- Pythons that are broken


def script(path, text):
    """A program of shell lines."""
    path.write_text("#!/bin/bash\n" + text)
    path.chmod(0o755)
    return path


@pytest.fixture(scope="session")
def mirror(tmp_path_factory):
    """This Python packed as a standalone one, and the list by which uv finds it."""
    folder = tmp_path_factory.mktemp("mirror")
    version = ".".join(str(part) for part in sys.version_info[:2])
    base = Path(sys.base_prefix)
    left_out = {"test", "site-packages", "dist-packages", "__pycache__", "ensurepip", "idlelib", "tkinter"}

    def kept(entry):
        return None if left_out & set(Path(entry.name).parts[:5]) or "/config-" in entry.name else entry

    with tarfile.open(folder / "python.tar.gz", "w:gz", compresslevel=1) as archive:
        archive.add((base / "bin" / f"python{version}").resolve(), f"python/bin/python{version}")
        archive.add(base / "lib" / f"python{version}", f"python/lib/python{version}", filter=kept)
        link = tarfile.TarInfo("python/bin/python3")
        link.type, link.linkname = tarfile.SYMTYPE, f"python{version}"
        archive.addfile(link)
    full = ".".join(str(part) for part in sys.version_info[:3])
    entry = {
        "name": "cpython", "arch": {"family": os.uname().machine, "variant": None}, "os": sys.platform, "libc": "gnu",
        "major": sys.version_info[0], "minor": sys.version_info[1], "patch": sys.version_info[2], "prerelease": "",
        "url": (folder / "python.tar.gz").as_uri(), "sha256": None, "variant": None, "build": "20260101",
    }  # fmt: skip
    (folder / "pythons.json").write_text(json.dumps({f"cpython-{full}-linux-{os.uname().machine}-gnu": entry}))
    return folder / "pythons.json", version


BROKEN = {
    # As in OSGeo4W: the program finds no standard library. The first argument would have it ignore the variable.
    "encodings": '[ "$1" = -I ] && shift\nPYTHONHOME=/absent exec "{python}" "$@"\n',
    # As in QGIS's bundles for macOS: it starts itself, but not from an environment made of it.
    "environment": 'case "$0" in *new-*) echo "dyld: not loaded" >&2; exit 1;; esac\nexec -a "$0" "{python}" "$@"\n',
    "old": 'echo "Python 3.8 is too old" >&2; exit 1\n',
    "none": "exit 127\n",
}


@posix
@pytest.mark.skipif(sys.platform != "linux", reason="the standalone Python is packed for Linux")
@pytest.mark.parametrize("fault", BROKEN)
def test_where_qgis_python_is_broken_a_standalone_one_is_taken(setup, mirror, monkeypatch, tmp_path, fault):
    real = Path(sys.base_prefix) / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
    broken = script(tmp_path / "python3", BROKEN[fault].format(python=real))
    monkeypatch.setattr(setting_up, "base_python", lambda: broken)
    monkeypatch.setattr(setting_up, "MANAGED_PYTHON", mirror[1])
    monkeypatch.setenv("UV_PYTHON_DOWNLOADS_JSON_URL", str(mirror[0]))
    make(setup)
    assert_whole(setup)
    home = (setup.folder / "pyvenv.cfg").read_text()
    assert str(setup.folder.parent / "python") in home
    if fault == "encodings":
        assert "encodings" in environment.log_of(setup.folder).read_text()


@posix
def test_where_no_python_can_be_had_it_says_all_that_was_tried(setup, monkeypatch, tmp_path):
    monkeypatch.setattr(setting_up, "base_python", lambda: script(tmp_path / "python3", BROKEN["none"]))
    (tmp_path / "none.json").write_text("{}")
    monkeypatch.setenv("UV_PYTHON_DOWNLOADS_JSON_URL", str(tmp_path / "none.json"))
    with pytest.raises(environment.SetupError, match="No Python could.*python3.*a Python of its own.*Settings"):
        make(setup)
    assert not setup.folder.exists()


@posix
def test_without_ensurepip_and_venv(setup, monkeypatch, tmp_path):
    """As on Debian without python3-venv: the modules are not there."""
    hidden = tmp_path / "hidden"
    for name in ("ensurepip", "venv", "pip"):
        (hidden / name).mkdir(parents=True)
        (hidden / name / "__init__.py").write_text("raise ModuleNotFoundError('it is not installed')\n")
    real = Path(sys.base_prefix) / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
    code = f'[ "$1" = -I ] && shift\nexec -a "$0" env PYTHONPATH="{hidden}" "{real}" "$@"\n'
    bare = script(tmp_path / "python3", code)
    assert subprocess.run([bare, "-m", "venv", tmp_path / "v"], capture_output=True).returncode != 0
    monkeypatch.setattr(setting_up, "base_python", lambda: bare)
    make(setup)
    assert_whole(setup)


# ------------------------------------------------------------------------------- places and networks


def test_a_path_of_over_260_characters(setup, tmp_path):
    deep = tmp_path.joinpath(*["ein langer Name mit Umläuten äöü"] * 8, "engine")
    assert len(str(deep)) > 260
    long = setting_up.Setup(deep, setup.lists, LISTED, setup.sources, no_network)
    make(long)
    assert_whole(long)


def test_windows_is_told_of_a_path_that_is_too_long(monkeypatch):
    monkeypatch.setattr(setting_up.sys, "platform", "win32")
    with pytest.raises(environment.SetupError, match="too deep for Windows.*choose a shorter"):
        setting_up._require_short(Path("C:/Users/" + "x" * 120))
    setting_up._require_short(Path("C:/Users/someone/AppData/Local/mmoedtm/engine-py3.12"))


def test_a_home_that_cannot_be_written(setup):
    if os.name == "nt" or os.geteuid() == 0:
        # Root may write anywhere; a file in the way stops it just the same.
        setup.folder.parent.parent.mkdir(exist_ok=True)
        setup.folder.parent.write_text("in the way")
    else:
        setup.folder.parent.mkdir(parents=True)
        setup.folder.parent.chmod(0o500)
    with pytest.raises(environment.SetupError, match="cannot be written .*Settings > Options > MMoEDTM"):
        make(setup)


class Proxy(http.server.SimpleHTTPRequestHandler):
    """Serves a folder to those who ask for it as of a proxy, by whole addresses."""

    asked: list = []

    def do_GET(self):
        """Answer from the folder."""
        self.asked.append(self.path)
        if not self.path.startswith("http://packages.invalid/"):
            self.send_error(403, "not by way of the proxy")
            return
        self.path = self.path[len("http://packages.invalid") :]
        super().do_GET()

    def log_message(self, *_):
        """Say nothing."""


@contextlib.contextmanager
def serving(folder):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Proxy, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Proxy.asked.clear()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_everything_comes_through_the_proxy(setup, wheels, tmp_path, monkeypatch):
    index_of(sorted(wheels.glob("*.whl")), tmp_path / "served")
    with serving(tmp_path / "served") as proxy:
        for name in ("http_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, proxy)
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        sources = package_sources.Sources(indexes=("http://packages.invalid/simple",), proxy=proxy)
        make(setting_up.Setup(setup.folder, setup.lists, LISTED, sources, environments.fetch))
    assert_whole(setup)
    assert any("/uv/uv-" in path for path in Proxy.asked) and any("/scipy/" in path for path in Proxy.asked)


def test_a_wheel_of_uv_with_another_content_is_refused(setup, tmp_path):
    name = uv_program.wheel_name(uv_program.digests(LISTED))
    page = tmp_path / "simple" / "uv"
    page.mkdir(parents=True)
    (page / name).write_bytes(b"something else")
    (page / "index.html").write_text(f'<a href="{name}">{name}</a>')
    sources = package_sources.Sources(indexes=((tmp_path / "simple").as_uri(),))
    with pytest.raises(environment.SetupError, match="another digest"):
        make(setting_up.Setup(setup.folder, setup.lists, LISTED, sources, uv_program.from_disk))


def test_what_is_missing_of_sources_is_said(setup, tmp_path):
    for sources, words in (
        (package_sources.Sources(), "No package index is known.*Settings > Options > MMoEDTM"),
        (package_sources.Sources().only(str(tmp_path)), "The folder of wheels .* has no file uv-"),
        (package_sources.Sources(indexes=(tmp_path.as_uri(),)), "cannot be read"),
    ):
        with pytest.raises(environment.SetupError, match=words):
            make(setting_up.Setup(setup.folder, setup.lists, LISTED, sources, uv_program.from_disk))


def test_a_package_of_another_content_is_refused(setup, wheels, tmp_path):
    changed = tmp_path / "changed"
    shutil.copytree(wheels, changed)
    make_wheel(changed, "jinja2", "import os\n")
    with pytest.raises(environment.SetupError, match="could not be installed"):
        make(setting_up.Setup(setup.folder, setup.lists, LISTED, setup.sources.only(str(changed)), no_network))
    log = environment.log_of(setup.folder).read_text()
    assert "Hash mismatch" in log or "hash" in log.lower()


def test_passwords_stay_out_of_the_log(tmp_path):
    with programs.Log(tmp_path / "l") as log:
        code = "print('fetching https://me:secret@host/simple')"
        _, said = programs.run([sys.executable, "-c", code], log)
    assert "secret" not in said + (tmp_path / "l").read_text() and "host/simple" in said


@pytest.mark.parametrize("system, machine, tag", [
    ("win32", "AMD64", "win_amd64"), ("win32", "ARM64", "win_arm64"), ("darwin", "arm64", "macosx_11_0_arm64"),
    ("darwin", "x86_64", "macosx_10_12_x86_64"), ("linux", "x86_64", "manylinux_2_17_x86_64"),
    ("linux", "aarch64", "manylinux_2_17_aarch64"),
])  # fmt: skip
def test_there_is_a_wheel_of_uv_for_every_computer_that_qgis_is_made_for(system, machine, tag):
    known = uv_program.digests(LISTED)
    name = uv_program.wheel_name(known, system, machine)
    assert tag in name and len(known[name]) == 64
    version = (LISTED / "lock.txt").read_text().partition("uv==")[2].strip()
    assert name.startswith(f"uv-{version}-")
    with pytest.raises(environment.SetupError, match="does not know computers of the kind linux mips"):
        uv_program.wheel_name(known, "linux", "mips")

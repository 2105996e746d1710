"""The command line against names and values that nobody would type, and readers that leave."""

import os
import subprocess
import sys

import pytest

from engine import cli
from tests.conftest import ROOT


@pytest.fixture
def inside(monkeypatch, capfd):
    """The command line in this process, which a start of Python for each case would say no more about."""
    monkeypatch.setattr("engine.cli.signal.signal", lambda *given: None)

    def call(*arguments):
        try:
            code = cli.main([str(a) for a in arguments])
        except SystemExit as end:
            code = end.code
        return subprocess.CompletedProcess(arguments, code, *capfd.readouterr())

    return call


def refused(done, code=2):
    """One sentence, no traceback."""
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr and "error" in done.stderr.lower()


GOOD = {"image": "/i.tif", "coarse-dem": "/c.tif", "output": "/tmp/d.tif"}


@pytest.mark.parametrize(
    "change",
    [
        {"threads": "many"}, {"threads": "1e999"}, {"threads": "9" * 400}, {"threads": "-1"}, {"threads": "1.5"},
        {"sun-azimuth": "nan"}, {"sun-azimuth": "inf"}, {"sun-azimuth": ""}, {"sun-incidence": "0x10"},
        {"provider": "abacus"}, {"apply-shift": "perhaps"}, {"image": ""}, {"unheard": "1"}, {"tile-height": "1e9"},
    ],
)  # fmt: skip
def test_values_that_do_not_fit(inside, change):
    given = {**GOOD, **change}
    done = inside("reconstruct", *(f"--{name}={value}" for name, value in given.items()))
    # An empty optional value is one that was left out.
    refused(done, 1 if change == {"sun-azimuth": ""} else 2)


@pytest.mark.parametrize("name", ["a" * 256 + ".tif", "ü" * 128 + ".tif", "new\nline.tif", "\udcff.tif", "-", "a/b\\c",
                                  "[1].tif", "%s%n.tif", "~/x.tif", "$HOME.tif", "a|layername=b"])  # fmt: skip
@pytest.mark.parametrize("operation", ["reconstruct", "profile"])
def test_names_of_inputs_that_are_not_there(tmp_path, engine, inside, name, operation):
    path = str(tmp_path / name)
    # What is no plain text has to come through the arguments and the streams of a process.
    door = inside if name.isascii() and name.isprintable() else engine
    if operation == "reconstruct":
        done = door("reconstruct", "--image", path, "--coarse-dem", path, "--output", tmp_path / "d.tif")
    else:
        done = door("profile", "--lines", path, "--input", path, "--output", tmp_path / "p.csv")
    refused(done, 2 if "\udcff" in name else 1)
    assert not (tmp_path / "d.tif").exists() and not (tmp_path / "p.csv").exists()


def test_a_name_that_is_not_text_is_refused(tmp_path, sample):
    os.symlink(sample / "truth.tif", os.fsencode(tmp_path) + b"/\xff.tif")
    done = subprocess.run(
        [sys.executable, "-m", "engine", "slope_roughness", "--input", os.fsencode(tmp_path) + b"/\xff.tif", "--output",
         os.fsencode(tmp_path) + b"/s.tif"], cwd=ROOT, capture_output=True, timeout=120,
    )  # fmt: skip
    # GDAL's names are UTF-8.
    assert done.returncode == 2 and b"rename it" in done.stderr and b"Traceback" not in done.stderr, done.stderr


def test_a_reader_that_leaves_is_no_traceback(tmp_path, sample):
    process = subprocess.Popen(
        [sys.executable, "-m", "engine", "slope_roughness", "--input", str(sample / "truth.tif"), "--output",
         str(tmp_path / "s.tif"), "--json"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    process.stdout.close()
    error = process.stderr.read()
    assert process.wait(60) == 1 and error == b""
    assert list(tmp_path.iterdir()) == []


def test_a_python_without_the_packages_is_one_sentence(tmp_path):
    done = subprocess.run(
        ["/usr/bin/env", "python3", "-S", "-m", "engine", "slope_roughness", "--input", "a.tif", "--output",
         str(tmp_path / "s.tif")], cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    refused(done, 1)
    assert "lacks the package" in done.stderr

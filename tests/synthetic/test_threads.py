"""A made scene is the same bytes whatever number of threads the linear algebra library has."""

import os
import subprocess
import sys

import pytest

from engine.errors import ParameterError
from tests.conftest import ROOT

LIBRARIES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
TARGETS = ("output", "output_coarse", "output_truth")


def files(folder, threads, terrain):
    folder.mkdir()
    paths = {name: folder / f"{name}.tif" for name in TARGETS}
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **dict.fromkeys(LIBRARIES, str(threads))}
    command = [sys.executable, "-m", "engine", "synthesize", "--terrain", terrain, "--seed", "7", "--size", "700"]
    for name, path in paths.items():
        command += ["--" + name.replace("_", "-"), str(path)]
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    return {name: path.read_bytes() for name, path in paths.items()}


@pytest.mark.parametrize("terrain", ["crater"])
def test_one_thread_and_two_write_the_same_bytes(tmp_path, terrain):
    if len(os.sched_getaffinity(0)) < 2:
        pytest.skip("one core: the library has no second thread to differ with")
    one, two = (files(tmp_path / str(n), n, terrain) for n in (1, 2))
    assert [name for name in TARGETS if one[name] != two[name]] == []


@pytest.mark.parametrize("posting", [1.0, 1000.0])
def test_a_posting_that_the_scene_cannot_have_is_refused(tmp_path, run, posting):
    with pytest.raises(ParameterError, match="half of the scene"):
        run("synthesize", size=64, gsd=2.0, posting=posting, **{name: tmp_path / f"{name}.tif" for name in TARGETS})
    assert not list(tmp_path.iterdir())


def test_a_scene_smaller_than_the_waves_of_its_relief_is_refused(tmp_path, run):
    """Its heights would be no numbers."""
    with pytest.raises(ParameterError, match="25.5 m wide or wider"):
        run("synthesize", size=64, gsd=0.1, posting=1.0, **{name: tmp_path / f"{name}.tif" for name in TARGETS})
    assert not list(tmp_path.iterdir())

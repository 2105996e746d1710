"""A raster written where threads cannot be started, as under ``ulimit -v``: one sentence, and no waiting for ever."""

import subprocess
import sys

import numpy as np
import pytest

from tests.conftest import ROOT

RUN = """
import resource, sys
from pathlib import Path
from engine.contract.execute import execute
from engine.contract.progress import Progress
from engine.errors import MmoedtmError
from engine.operations import OPERATIONS
import engine.measures.slope.run

pages = int(Path("/proc/self/statm").read_text().split()[0])
limit = pages * resource.getpagesize() + int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))
try:
    execute(OPERATIONS["slope_roughness"], {"input": sys.argv[1], "output": sys.argv[2]}, Progress())
except MmoedtmError as error:
    sys.exit(str(error))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("megabytes", [9, 14, 19, 24, 29])
def test_a_writer_without_room_for_threads(tmp_path, raster, megabytes):
    dem = raster("dem.tif", np.cumsum(np.random.default_rng(0).normal(size=(300, 300)), 1).astype(np.float32))
    (tmp_path / "out").mkdir()
    command = [sys.executable, "-c", RUN, dem, str(tmp_path / "out" / "s.tif"), str(megabytes * 1_000_000)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    if done.returncode:
        assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
        assert done.stderr.strip().splitlines()[-1].endswith("memory is short; close other programs and run again.")
        assert list((tmp_path / "out").iterdir()) == []

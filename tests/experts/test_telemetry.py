"""ONNX Runtime keeps no database about the user and calls nobody, whatever is set outside."""

import os
import shutil
import subprocess
import sys

import numpy as np

from tests.conftest import ROOT, write_raster

ALIVE_S = 13.0
"""The maker's host was looked up nine seconds after the first session."""

CODE = f"""
import sys, time
sys.path.insert(0, sys.argv[1])
from engine.cli import main
code = main(sys.argv[2:])
time.sleep({ALIVE_S})
sys.exit(code)
"""


def test_an_operation_leaves_no_trace_and_opens_no_socket(tmp_path, identity_pack):
    home = tmp_path / "home"
    home.mkdir()
    rng = np.random.default_rng(0)
    image = write_raster(tmp_path / "i.tif", rng.random((96, 96), np.float32) + 0.2)
    coarse = write_raster(tmp_path / "c.tif", rng.normal(0, 4, (8, 8)).astype(np.float32), gsd=60.0)
    variables = {**os.environ, "ORT_DISABLE_TELEMETRY": "0"}
    variables.update({name: str(home) for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "USERPROFILE")})
    command = [sys.executable, "-I", "-c", CODE, str(ROOT), "reconstruct", "--image", image, "--coarse-dem", coarse,
               "--pack", identity_pack, "--provider", "cpu", "--output", str(tmp_path / "d.tif")]  # fmt: skip
    trace = tmp_path / "trace.txt"
    if strace := shutil.which("strace"):
        command = [strace, "-f", "-qq", "-e", "trace=network", "-o", str(trace), *command]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert [str(p) for p in home.rglob("*") if p.is_file()] == []
    if strace:
        lines = [line for line in trace.read_text().splitlines() if "(" in line]
        assert [line for line in lines if "AF_INET" in line or "connect(" in line and "AF_UNIX" not in line] == []

"""A short part of every campaign, always the same cases: ``python3 build.py campaign`` runs them at length."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

PARTS = {
    "kills": ["--count", "9", "--only", "slope_roughness,compare_shadows"],
    "fuzz": ["--count", "60", "--only", "rasters,layers,packs,values,requests"],
    "starve": ["--count", "8", "--only", "profile,slope_roughness,synthesize"],
    "orientations": ["--count", "1", "--only", "align,slope_roughness"],
}


@pytest.mark.parametrize("name", PARTS)
def test_a_short_campaign(name):
    # In a process of its own: campaigns fork, which a process that has run operations must not do.
    done = subprocess.run(
        [sys.executable, "-m", f"tests.campaigns.{name}", "--seed", "7", *PARTS[name]], cwd=ROOT, capture_output=True,
        text=True, timeout=280, env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]

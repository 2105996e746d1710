"""From the zip to a DTM in QGIS's real window: the way is short."""

import os
from pathlib import Path

import pytest

import build
from tests.wheels import uv_wheel
from tests.window.qgis_window import go_through, program

MOST_CLICKS = 8


def test_eight_clicks_from_the_zip_to_the_dtm(tmp_path):
    """Pictures of every step stay in MMOEDTM_PICTURES, where that is set."""
    program()
    uv_wheel()  # skips where packages cannot be had
    kept = os.environ.get("MMOEDTM_PICTURES")
    folder = Path(kept) if kept else tmp_path
    found = go_through("first_run.py", folder, MMOEDTM_TRIAL_ZIP=str(build.package()))
    assert len(found["clicks"]) <= MOST_CLICKS, found["clicks"]
    facts = found["facts"]
    for number in (1, 2, 3, 4):
        assert any(f"Step {number} of 4" in text for text in facts["steps"]) or number in (1, 2), facts["steps"]
    assert any("The engine is ready" in text for text in facts["ready"])
    assert facts["checked"].startswith("Runs on") and "s a tile" in facts["checked"]
    assert facts["state"].startswith("Ready")
    error = rmse(facts["layers"])
    assert error < 2.0, f"{error} m: the sun of the sample is at 292 degrees, with which it is about 1.5"


def rmse(layers):
    """Of the layer of heights against the sample's truth, in metres."""
    rasterio = pytest.importorskip("rasterio", reason="rasterio is not installed")
    import numpy as np

    with rasterio.open(build.RESOURCES / "sample" / "truth.tif") as source:
        truth = source.read(1)
    for layer in layers:
        with rasterio.open(layer["copy"]) as source:
            if source.count == 1 and source.shape == truth.shape:
                return float(np.sqrt(np.nanmean((source.read(1) - truth) ** 2)))
    raise AssertionError(layers)

"""From the zip to a DTM in QGIS's real window: the way is short."""

import os
from pathlib import Path

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
    assert facts["rmse"] < 2.0, f"{facts['rmse']} m: with the sample's sun, at 292 degrees, it is about 1.5"
    assert not facts["warnings"], facts["warnings"]

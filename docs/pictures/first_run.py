"""Pictures of the way from the zip to the first DTM, from the trial in QGIS's real window that the tests make.

``python -m pictures.first_run QGIS_PROCESS PYTHON``, as ``build.py pictures first_run`` calls it. The trial sets the
engine up for real, so that it fetches packages.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import build
from tests.window.qgis_window import go_through

from .small import keep

KEPT = {"install_from_zip", "offered", "setting_up", "sample_with_reconstruct", "options_page"}
"""Steps of the trial whose pictures the tutorial shows."""


def main(program: str, python: str) -> None:
    """Make the trial and keep its pictures."""
    with tempfile.TemporaryDirectory() as scratch:
        found = go_through("first_run.py", Path(scratch), MMOEDTM_TRIAL_ZIP=str(build.package()))
        for picture in found["pictures"]:
            name = picture.split("_", 1)[1][: -len(".png")]
            if name in KEPT:
                target = keep(Path(scratch) / "seen" / picture, f"first_{name}", colours=200)
                build.say(f"{target.name}, {target.stat().st_size / 1000:.0f} kB")
        build.say(f"{len(found['clicks'])} clicks: {', '.join(found['clicks'])}; {found['seconds']:.0f} s")


if __name__ == "__main__":
    main(*sys.argv[1:])

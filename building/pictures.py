"""Pictures of the pages."""

from __future__ import annotations

import os

from .base import ROOT, BuildError, call
from .environments import test_python
from .plugin import stage
from .qgis import qgis_process


def pictures(arguments: list) -> None:
    """Draw the pictures of the pages: from their own examples, and from QGIS's real windows."""
    drawn = ("operations", "windows", "first_run")
    kinds = arguments[:1] or drawn
    if kinds[0] not in drawn:
        raise BuildError(f"There are no pictures {kinds[0]}; there are: {', '.join(drawn)}.")
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "docs"), str(ROOT)))}
    python = test_python()
    program = qgis_process()
    stage()
    for kind in kinds:
        call([python, "-m", f"pictures.{kind}", program, python, *arguments[1:]], cwd=ROOT, env=variables)

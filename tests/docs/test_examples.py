"""Every command of the pages, run as a reader would run it."""

import os
import shutil
import sys
from pathlib import Path

import pytest

import build
from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "docs"))

from reference.commands import commands
from reference.examples import run_page

PAGES = sorted(path for room in ("pages", "operations", "chains") for path in (ROOT / "docs" / room).glob("*.md"))
WITH_COMMANDS = [page for page in PAGES if any(not c.reason for c in commands(page.read_text(encoding="utf-8")))]
PROGRAM = build.find_qgis_process()


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: page.stem)
def test_the_commands_of_a_page_work(page, tmp_path):
    text = page.read_text(encoding="utf-8")
    variables, programs = {}, {"python3": sys.executable}
    if "qgis_process" in text:
        if PROGRAM is None:
            pytest.skip("QGIS is not installed (no qgis_process on the PATH)")
        build.stage()
        variables.update(build.qgis_variables(tmp_path / "qgis", PROGRAM, Path(sys.executable)))
        variables.pop("PATH")
        programs["qgis_process"] = str(PROGRAM)
    for name in ("gdal_translate", "gdalinfo"):
        if f"{name} " in text and shutil.which(name) is None:
            pytest.skip(f"{name} is not installed (on Debian and Ubuntu: apt-get install gdal-bin)")
    if "--weights" in text or "--pairs" in text or "build_dataset" in text:
        pytest.importorskip("torch", reason="training needs PyTorch")
    folder = tmp_path / "reader"
    folder.mkdir()
    assert run_page(text, folder, ROOT, programs, variables) >= 1


def test_what_is_not_run_says_why():
    for page in PAGES:
        for command in commands(page.read_text(encoding="utf-8")):
            assert not command.reason or len(command.reason) > 10, page.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_command_hides_in_a_fence_without_a_name(page):
    """A fence is a shell's, or names another language."""
    opened = False
    for line in page.read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            assert opened or len(line) > 3, f"{page.name}: {line}"
            opened = not opened
    assert not opened


def test_the_pages_name_no_place_of_this_machine():
    for page in [*PAGES, ROOT / "README.md"]:
        text = page.read_text(encoding="utf-8")
        assert str(ROOT) not in text and os.path.expanduser("~") + "/" not in text, page.name

"""Names of QGIS and Qt in the plugin, in whatever version is here: they exist, and enums have their scopes."""

import importlib
from pathlib import Path

import pytest

pytest.importorskip("qgis.core", reason="QGIS's Python packages are not here")

from scoped_names import faults

SOURCES = sorted((Path(__file__).resolve().parents[2] / "qgis_mmoedtm").rglob("*.py"))


def here(module, name):
    return getattr(importlib.import_module(module), name)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_names_are_here_and_scoped(path):
    assert faults(path, "qgis.", here) == []


@pytest.mark.parametrize(
    "line, said",
    [
        ("from qgis.core import Qgis\nQgis.Warning", "without its scope"),
        ("from qgis.core import QgsTask\nQgsTask.CanCancel", "without its scope"),
        ("from qgis.core import QgsTask\nQgsTask.Flag.Never", "is not in qgis.core"),
    ],
)
def test_faults_are_found(tmp_path, line, said):
    (tmp_path / "a.py").write_text(line)
    assert len(faults(tmp_path / "a.py", "qgis.", here)) == 1 and said in faults(tmp_path / "a.py", "qgis.", here)[0]

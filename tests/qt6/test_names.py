"""Names of Qt in the plugin are those of PyQt6, with the scopes of enums."""

import sys
from pathlib import Path

import pytest
from scoped_names import faults, old_ways

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "qgis_mmoedtm").rglob("*.py"))


def qt6(module, name):
    return getattr(sys.modules[module], name)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_names_are_in_pyqt6(path):
    assert faults(path, "qgis.PyQt", qt6) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_old_ways(path):
    assert old_ways(path) == []


@pytest.mark.parametrize(
    "line, said",
    [
        ("from qgis.PyQt.QtCore import Qt\nQt.AlignCenter", "is not in qgis.PyQt.QtCore"),
        ("from qgis.PyQt.QtCore import QRegExp", "is not in qgis.PyQt.QtCore"),
        ("from qgis.PyQt.QtGui import QAction", "is in qgis.PyQt.QtWidgets"),
        ("from qgis.PyQt.QtWidgets import QMessageBox as Box\nBox.question() == Box.Yes", "QMessageBox.Yes"),
    ],
)
def test_what_pyqt6_does_not_have_is_found(tmp_path, line, said):
    (tmp_path / "a.py").write_text(line)
    told = faults(tmp_path / "a.py", "qgis.PyQt", qt6)
    assert len(told) == 1 and said in told[0]


@pytest.mark.parametrize("line", ["dialog.exec_()", "def f(painter):\n    painter.Antialiasing", "self.x.Yes"])
def test_old_ways_are_found(tmp_path, line):
    (tmp_path / "a.py").write_text(line)
    assert len(old_ways(tmp_path / "a.py")) == 1

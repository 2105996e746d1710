"""The plugin's settings and places."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsSettings

PYTHON_KEY = "mmoedtm/python"


def plugin_folder() -> Path:
    """Folder of the plugin; ``engine`` and ``resources`` lie in it."""
    return Path(__file__).resolve().parent


def resources() -> Path:
    """Packs, styles, icons and chains."""
    return plugin_folder() / "resources"


def chosen_python() -> str:
    """Interpreter that the user has set, or an empty string."""
    return str(QgsSettings().value(PYTHON_KEY, "") or "")


def choose_python(path: str) -> None:
    """Keep the interpreter that the user has set."""
    QgsSettings().setValue(PYTHON_KEY, path)

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


def help_page(name: str) -> str:
    """Address of a page of the help, which lies in the plugin and needs no network; empty where it lacks the page."""
    page = plugin_folder() / "help" / f"{name}.html"
    return page.as_uri() if page.exists() else ""


def chosen_python() -> str:
    """Interpreter that the user has set, or an empty string."""
    return str(QgsSettings().value(PYTHON_KEY, "") or "")


def choose_python(path: str) -> None:
    """Keep the interpreter that the user has set."""
    QgsSettings().setValue(PYTHON_KEY, path)

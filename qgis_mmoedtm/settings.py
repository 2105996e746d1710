"""The plugin's settings and places."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsSettings

from . import environment, training

PYTHON_KEY = "mmoedtm/python"
FOLDER_KEY = "mmoedtm/folder"
WHEELS_KEY = "mmoedtm/wheels"
INDEX_KEY = "mmoedtm/index"
MIRROR_KEY = "mmoedtm/python_mirror"
THREADS_KEY = "mmoedtm/threads"
TRAINING_KEY = "mmoedtm/training"


def plugin_folder() -> Path:
    """Folder of the plugin; ``engine`` and ``resources`` lie in it."""
    return Path(__file__).resolve().parent


def resources() -> Path:
    """Packs, styles, icons, chains, sample."""
    return plugin_folder() / "resources"


def help_page(name: str) -> str:
    """Address of a page of the help, which lies in the plugin and needs no network; empty where it lacks the page."""
    page = plugin_folder() / "help" / f"{name}.html"
    return page.as_uri() if page.exists() else ""


def text(key: str) -> str:
    """A setting, or an empty string."""
    return str(QgsSettings().value(key, "") or "")


def keep(key: str, value: str) -> None:
    """Store a setting; an empty one is removed."""
    if value:
        QgsSettings().setValue(key, value)
    else:
        QgsSettings().remove(key)


def chosen_python() -> str:
    """Interpreter that the user has set, or an empty string."""
    return text(PYTHON_KEY)


def engine_folder() -> Path:
    """Place of the engine's environment: in the folder that the user has set, else among the user's program data."""
    return environment.managed_folder(Path(text(FOLDER_KEY)) if text(FOLDER_KEY) else None)


def wants_training() -> bool:
    """Whether the set-up is to bring the packages for training as well."""
    return text(TRAINING_KEY) == "true"


def lists() -> list[Path]:
    """Lists of packages that the set-up makes the environment from."""
    return environment.requirements(resources(), wants_training())


def has_training() -> bool:
    """Whether the interpreter for the worker has the packages for training; quick enough to be asked at any time."""
    python = environment.likely_interpreter(chosen_python(), engine_folder())
    return python is not None and training.present(python)


def interpreter() -> Path:
    """The interpreter for the worker.

    Raises
    ------
    SetupError
        There is none; the message names the cure.
    """
    return environment.find_interpreter(chosen_python(), resources(), engine_folder())


def threads() -> int:
    """Tiles at a time where a run leaves that to the settings; 0 for one per core."""
    kept = text(THREADS_KEY)
    return int(kept) if kept.isdigit() else 0

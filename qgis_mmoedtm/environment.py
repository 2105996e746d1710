"""The engine's own Python environment: where it is, whether it is whole, which interpreter runs the engine.

It is made by ``setting_up``. Standard library only, so that ``build.py`` can use it without QGIS.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from .inventory import fault
from .programs import SetupCancelled, SetupError, clean_environment, no_window
from .translation import tr

__all__ = ["NEEDED", "VARIABLE", "SetupCancelled", "SetupError", "base_python", "blocks_folder", "clean_environment",
           "fault_of", "find_interpreter", "has_nvidia_driver", "is_complete", "likely_interpreter", "log_of",
           "managed_folder", "no_window", "python_in", "requirements"]  # fmt: skip

NEEDED = ("numpy", "scipy", "rasterio", "matplotlib", "onnxruntime", "pyogrio", "jinja2")
VARIABLE = "MMOEDTM_PYTHON"
"""Names an interpreter where the user has set none in QGIS."""


def managed_folder(root: Optional[Path] = None) -> Path:
    """Where the plugin keeps the environment: outside of the plugin's folder, per version of QGIS's Python.

    Parameters
    ----------
    root : Path, optional
        What the user has chosen; the folder for a user's program data where not given.
    """
    return (root or data_folder()) / f"engine-py{sys.version_info[0]}.{sys.version_info[1]}"


def data_folder() -> Path:
    """Folder of this plugin among the user's program data."""
    base = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / (".local/share" if os.name != "nt" else "AppData/Local")) / "mmoedtm"


def blocks_folder() -> Path:
    """Where finished blocks of stopped runs with temporary outputs are kept: the user's cache."""
    if os.name == "nt":
        return data_folder() / "cache" / "blocks"
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "mmoedtm" / "blocks"


def log_of(folder: Path) -> Path:
    """Log of the last set-up of an environment."""
    return folder.with_name(folder.name + "-setup.log")


def python_in(folder: Path) -> Path:
    """Interpreter of a virtual environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def base_python() -> Path:
    """The interpreter that runs here; inside QGIS ``sys.executable`` may be the QGIS program."""
    major, minor = sys.version_info[:2]
    base = Path(sys.base_prefix)
    names = (
        [base / "python.exe", base / "python3.exe"]
        if os.name == "nt"
        else [base / "bin" / f"python{major}.{minor}", base / "bin" / "python3"]
    )
    for candidate in names:
        if candidate.is_file():
            return candidate
    if "python" in Path(sys.executable).name.lower():
        return Path(sys.executable)
    raise SetupError(
        tr("No Python {major}.{minor} program was found under {base}; set the interpreter in the settings.").format(
            major=major, minor=minor, base=base
        )
    )


def requirements(resources: Path, training: bool = False) -> list[Path]:
    """Lists of packages to install on this machine: all of them pinned, with digests.

    Parameters
    ----------
    resources : Path
    training : bool
        Whether PyTorch and what else training needs is among them.
    """
    runtime = "gpu" if has_nvidia_driver() else "cpu"
    return [resources / "requirements" / f"locked-{'train-' if training else ''}{runtime}.txt"]


def has_nvidia_driver() -> bool:
    """Whether an NVIDIA driver is installed."""
    if shutil.which("nvidia-smi"):
        return True
    if os.name == "nt":
        return Path(os.environ.get("SYSTEMROOT", "C:/Windows"), "System32", "nvcuda.dll").exists()
    return Path("/proc/driver/nvidia/version").exists()


def is_complete(folder: Path, lists: Sequence[Path]) -> bool:
    """Whether an environment was made to the end from these lists, and has all its files still."""
    return python_in(folder).exists() and not fault(folder, lists)


def fault_of(folder: Path, resources: Path) -> str:
    """What keeps the managed environment from running the engine, as the end of a sentence; empty where nothing does.

    One with the packages for training does as well as one without.
    """
    problem = fault(folder, requirements(resources), requirements(resources, True))
    if not problem and not python_in(folder).exists():
        return tr("has lost the Python that it was made with")
    return problem


def likely_interpreter(chosen: Optional[str], folder: Path) -> Optional[Path]:
    """The interpreter that ``find_interpreter`` gives if it is whole, found without a look at thousands of files."""
    named = chosen or os.environ.get(VARIABLE)
    if named:
        return Path(named)
    if python_in(folder).exists():
        return python_in(folder)
    try:
        return base_python() if _has_all() else None
    except SetupError:
        return None  # whoever runs the engine is told


def _has_all() -> bool:
    """Whether the Python that runs here has the engine's packages."""
    return all(importlib.util.find_spec(name) for name in NEEDED)


def find_interpreter(chosen: Optional[str], resources: Path, folder: Optional[Path] = None) -> Path:
    """The interpreter for the worker.

    In this order: the one that the user has set in QGIS, the one of the variable MMOEDTM_PYTHON, the managed
    environment's, QGIS's own where it has all packages.

    Parameters
    ----------
    chosen : str, optional
        What the user has set in QGIS.
    resources : Path
    folder : Path, optional
        Of the managed environment.

    Raises
    ------
    SetupError
        There is none; the message names the cure.
    """
    places = (
        (chosen, tr("under Settings > Options > MMoEDTM")),
        (os.environ.get(VARIABLE), tr("in the variable {variable}").format(variable=VARIABLE)),
    )
    for named, where in places:
        if named:
            if os.path.isfile(named):
                return Path(named)
            raise SetupError(
                tr("The interpreter {named} set for MMoEDTM does not exist; correct it {where}.").format(
                    named=named, where=where
                )
            )
    folder = folder or managed_folder()
    problem = fault_of(folder, resources)
    if not problem:
        return python_in(folder)
    if _has_all():
        return base_python()
    raise SetupError(
        tr("The engine's environment {problem}; choose Raster > MMoEDTM > Set up the engine, then run again.").format(
            problem=problem
        )
    )

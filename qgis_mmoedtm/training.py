"""The packages for training: PyTorch and what goes with it, which an environment may have beside the engine's own.

Standard library only.
"""

from __future__ import annotations

import platform
import re
import sys
from pathlib import Path

from .translation import tr

EXTRA = "train"
"""What the declarations of the operations call this set."""

PACKAGES = {"torch": "torch", "onnx": "onnx", "onnxscript": "onnxscript", "yaml": "pyyaml", "zarr": "zarr"}
"""What must be there: the names under which they are imported, and those of their packages."""

LEAST_PYTHON = (3, 11)
"""Of the packages for training; the engine's own take older ones."""


def present(python: Path) -> bool:
    """Whether an interpreter has the packages, by a look into its folders: importing PyTorch takes seconds.

    Parameters
    ----------
    python : Path
        Of a virtual environment, of a conda environment, or of a system.
    """
    wanted = set(PACKAGES)
    for folder in _package_folders(python):
        wanted -= {name for name in wanted if (folder / name / "__init__.py").is_file()}
    return not wanted


def _package_folders(python: Path) -> list[Path]:
    """Folders in which an interpreter looks for packages, those of its system as well where it may see them."""
    # Not resolved: the interpreter of an environment is a link to the one that it was made with.
    places = [python.parent.parent, python.parent]  # bin/python or Scripts/python.exe; python.exe of conda
    if places[0] == Path("/usr"):
        places.append(Path("/usr/local"))
    settings = _settings(places[0] / "pyvenv.cfg")
    if settings.get("include-system-site-packages") == "true" and settings.get("home"):
        home = Path(settings["home"])
        places += [home.parent, home, *([Path("/usr/local")] if home.parent == Path("/usr") else [])]
    patterns = ("lib/python3*/site-packages", "lib/python3*/dist-packages", "Lib/site-packages")
    return [folder for place in places for pattern in patterns for folder in place.glob(pattern)]


def _settings(path: Path) -> dict[str, str]:
    """Entries of a pyvenv.cfg; none where there is no such file."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return {}
    return {name.lower(): value for name, value in re.findall(r"(?m)^([\w-]+) *= *(.*?)\s*$", text)}


def obstacle() -> str:
    """Why this computer cannot have the packages, in one sentence; empty where it can."""
    machine = platform.machine().lower()
    if sys.platform == "darwin" and machine == "x86_64":
        return tr("PyTorch is not made for Macs with Intel processors any more; train on another computer.")
    if sys.platform == "win32" and machine == "arm64":
        return tr("PyTorch is not in the package index for Windows on ARM; train on another computer.")
    return ""

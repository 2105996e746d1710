"""QGIS on this computer."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from qgis_mmoedtm import environment

from .base import NAME, WORK, BuildError, call, say


def qgis_process() -> Path:
    """The program qgis_process, installed first where that can be done."""
    found = find_qgis_process()
    if found is None and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        say("Installing QGIS by apt")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        call(["apt-get", "update", "-qq"], env=quiet)
        packages = ["qgis", "python3-qgis", "qgis-providers", "gdal-bin"]
        call(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], env=quiet,
             stdout=subprocess.DEVNULL)  # fmt: skip
        found = find_qgis_process()
    if found is None:
        raise BuildError(
            "QGIS was not found; install QGIS 3.22 or later (on Debian and Ubuntu: apt-get install qgis python3-qgis) "
            "so that qgis_process is on the PATH, and run again."
        )
    return found


def find_qgis_process() -> Path | None:
    """qgis_process.bin first: Debian's wrapper passes it an argument that it does not know."""
    for name in ("qgis_process.bin", "qgis_process", "qgis_process-qgis.bat", "qgis_process-qgis-ltr.bat"):
        found = shutil.which(name)
        if found:
            return Path(found)
    for pattern in ("/Applications/QGIS*.app/Contents/MacOS/bin/qgis_process",):
        for path in sorted(Path("/").glob(pattern.lstrip("/"))):
            return path
    return None


def qgis_variables(scratch: Path, program: Path, python: Path) -> dict:
    """Variables for qgis_process with the staged plugin, a scratch profile and the engine's Python."""
    settings = scratch / "profile" / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    for folder in (settings.parent, scratch / "runtime"):
        folder.mkdir(parents=True, exist_ok=True)
    settings.write_text(f"[PythonPlugins]\n{NAME}=true\n", encoding="ascii")
    (scratch / "runtime").chmod(0o700)
    return {
        **environment.clean_environment(),
        # QGIS takes the standard library of the first python3 on the PATH, which must be its own.
        "PATH": os.pathsep.join((str(program.parent), os.environ.get("PATH", ""))),
        "QT_QPA_PLATFORM": "offscreen",
        "QGIS_PLUGINPATH": str(WORK / "stage"),
        "QGIS_CUSTOM_CONFIG_PATH": str(scratch / "profile"),
        "XDG_RUNTIME_DIR": str(scratch / "runtime"),
        "MMOEDTM_PYTHON": str(python),
    }

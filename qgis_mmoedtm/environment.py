"""The engine's own Python environment: find it, make it, start programs in it.

Standard library only, so that ``build.py`` can use it without QGIS.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Callable, Optional

NEEDED = ("numpy", "scipy", "rasterio", "matplotlib", "onnxruntime", "pyogrio", "jinja2")
VARIABLE = "MMOEDTM_PYTHON"
"""Names an interpreter where the user has set none in QGIS."""

MARKER = "complete.txt"
LOG = "setup.log"

_SCRUBBED = re.compile(r"^(PYTHON|PROJ_|GDAL_|LD_|DYLD_|QGIS_|QT_|VIRTUAL_ENV$|PIP_)")

PIP_KEPT = frozenset(
    f"PIP_{name}"
    for name in ("INDEX_URL", "EXTRA_INDEX_URL", "FIND_LINKS", "NO_INDEX", "TRUSTED_HOST", "PROXY", "CERT",
                 "CLIENT_CERT", "DEFAULT_TIMEOUT", "TIMEOUT", "RETRIES", "CACHE_DIR", "NO_CACHE_DIR", "CONFIG_FILE")
)  # fmt: skip
"""Variables of pip that say how to reach packages. All others are left out: they say what is installed and where,
which the lists and the plugin do."""

Report = Callable[[float, str], None]


class SetupError(Exception):
    """The environment could not be made; one sentence that names the cure."""


class SetupCancelled(SetupError):
    """The user cancelled."""


def clean_environment() -> dict[str, str]:
    """This process's variables without those by which QGIS would leak into another Python, or pip be led astray."""
    return {name: value for name, value in os.environ.items() if name in PIP_KEPT or not _SCRUBBED.match(name)}


def no_window() -> dict[str, int]:
    """Arguments that keep a console from flashing up on Windows."""
    return {"creationflags": subprocess.CREATE_NO_WINDOW} if os.name == "nt" else {}


def managed_folder() -> Path:
    """Where the plugin keeps the environment: outside of the plugin's folder, per Python version."""
    base = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_DATA_HOME")
    root = Path(base) if base else Path.home() / (".local/share" if os.name != "nt" else "AppData/Local")
    return root / "mmoedtm" / f"engine-py{sys.version_info[0]}.{sys.version_info[1]}"


def blocks_folder() -> Path:
    """Where finished blocks of stopped runs with temporary outputs are kept: the user's cache."""
    if os.name == "nt":
        return managed_folder().parent / "cache" / "blocks"
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "mmoedtm" / "blocks"


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
    raise SetupError(f"No Python {major}.{minor} program was found under {base}; set the interpreter in the settings.")


def requirements(resources: Path) -> list[Path]:
    """Lists of packages to install on this machine: all of them pinned, with digests."""
    runtime = "gpu" if has_nvidia_driver() else "cpu"
    return [resources / "requirements" / f"locked-{runtime}.txt"]


def has_nvidia_driver() -> bool:
    """Whether an NVIDIA driver is installed."""
    if shutil.which("nvidia-smi"):
        return True
    if os.name == "nt":
        return Path(os.environ.get("SYSTEMROOT", "C:/Windows"), "System32", "nvcuda.dll").exists()
    return Path("/proc/driver/nvidia/version").exists()


def fingerprint(lists: Sequence[Path]) -> str:
    """Digest of the requirements, by which an environment knows that it is up to date."""
    return hashlib.sha256(b"\n".join(p.read_bytes() for p in lists)).hexdigest()


def is_complete(folder: Path, lists: Sequence[Path]) -> bool:
    """Whether an environment was made to the end from these lists."""
    marker = folder / MARKER
    if not python_in(folder).exists() or not marker.exists():
        return False
    return marker.read_text(encoding="ascii").strip() == fingerprint(lists)


def find_interpreter(chosen: Optional[str], resources: Path) -> Path:
    """The interpreter for the worker.

    In this order: the one that the user has set in QGIS, the one of the variable MMOEDTM_PYTHON, the managed
    environment's, QGIS's own where it has all packages.

    Parameters
    ----------
    chosen : str, optional
        What the user has set in QGIS.
    resources : Path

    Raises
    ------
    SetupError
        There is none; the message names the cure.
    """
    places = ((chosen, "in Raster > MMoEDTM > Settings"), (os.environ.get(VARIABLE), f"in the variable {VARIABLE}"))
    for named, where in places:
        if named:
            if os.path.isfile(named):
                return Path(named)
            raise SetupError(f"The interpreter {named} set for MMoEDTM does not exist; correct it {where}.")
    folder = managed_folder()
    if is_complete(folder, requirements(resources)):
        return python_in(folder)
    if all(importlib.util.find_spec(name) for name in NEEDED):
        return base_python()
    verb = "is out of date" if (folder / MARKER).exists() else "is not set up yet"
    raise SetupError(f"The engine's environment {verb}; choose Raster > MMoEDTM > Set up the engine, then run again.")


def make(
    folder: Path,
    lists: Sequence[Path],
    report: Report,
    cancelled: Callable[[], bool] = lambda: False,
    python: Optional[Path] = None,
    venv_options: Sequence[str] = (),
) -> Path:
    """Make or mend an environment and return its interpreter.

    What is already there is kept, so a run that failed or was cancelled goes on where it stopped. The
    log is kept in the folder.

    Raises
    ------
    SetupError
        A step failed; the message names the log.
    """
    if is_complete(folder, lists):
        return python_in(folder)
    base = python or base_python()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).unlink(missing_ok=True)
    log = folder / LOG
    interpreter = python_in(folder)
    with log.open("a", encoding="utf-8") as out:
        if not interpreter.exists():
            report(0.02, f"Making an environment in {folder}")
            _step([str(base), "-m", "venv", *venv_options, str(folder)], out, log, lambda line: None, cancelled,
                  "on Debian and Ubuntu install the package python3-venv")  # fmt: skip
        total = 2 * sum(_packages(path) for path in lists) + 24
        seen = 0

        def line_in(line: str) -> None:
            nonlocal seen
            if re.match(r"\s*(Collecting|Downloading|Using cached|Requirement already|Installing)", line):
                seen += 1
                report(min(0.05 + 0.9 * seen / total, 0.95), line.strip()[:120])

        report(0.05, "Installing packages")
        for arguments in installations(lists):
            _step([str(interpreter), "-I", "-m", "pip", *arguments], out, log, line_in, cancelled,
                  "check the network connection and run again")  # fmt: skip
        report(0.97, "Checking the environment")
        names = [n for n in NEEDED if any(n in path.read_text(encoding="utf-8") for path in lists)]
        check = f"import {', '.join(names or ['sys'])}"
        _step([str(interpreter), "-I", "-c", check], out, log, lambda line: None, cancelled,
              "delete the folder and run again")  # fmt: skip
    (folder / MARKER).write_text(fingerprint(lists), encoding="ascii")
    report(1.0, "The environment is ready")
    return interpreter


def installations(lists: Sequence[Path]) -> list[list[str]]:
    """Arguments of pip, one call for the lists with digests and one for those without.

    With digests pip takes nothing that is not in the lists, so that the two cannot share a call.
    """
    options = ["install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off", "--only-binary",
               ":all:"]  # fmt: skip
    locked = [path for path in lists if "--hash=" in path.read_text(encoding="utf-8")]
    others = [path for path in lists if path not in locked]
    calls = []
    for paths, more in ((locked, ["--require-hashes"]), (others, [])):
        if paths:
            named = [part for path in paths for part in ("-r", str(path))]
            calls.append([*options, *more, *named])
    return calls


def _packages(path: Path) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return sum(1 for line in lines if line.strip() and not line.startswith(("#", " ")))


def _step(arguments: list[str], out, log: Path, line_in: Callable[[str], None],
          cancelled: Callable[[], bool], cure: str) -> None:  # fmt: skip
    """Run one program, its output line by line into the log."""
    import queue
    import threading

    out.write(f"$ {' '.join(arguments)}\n")
    process = subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        text=True, errors="replace", env=clean_environment(), **no_window(),
    )  # fmt: skip
    lines: queue.Queue = queue.Queue()

    def pump() -> None:
        for text in process.stdout:
            lines.put(text)
        lines.put(None)

    threading.Thread(target=pump, daemon=True).start()
    last = ""
    while True:
        if cancelled():
            process.kill()
            process.wait()
            raise SetupCancelled("The set-up was cancelled; run it again to go on where it stopped.")
        try:
            line = lines.get(timeout=0.2)
        except queue.Empty:
            continue
        if line is None:
            break
        out.write(line)
        out.flush()
        if line.strip():
            last = line.strip()
        line_in(line)
    if process.wait() != 0:
        raise SetupError(f"Setting up the engine failed ({last[:200]}); {cure}; the log is {log}.")

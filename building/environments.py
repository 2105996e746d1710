"""Environments under .mmoedtm."""

from __future__ import annotations

import time
import urllib.request
from pathlib import Path

from qgis_mmoedtm import environment, package_sources, setting_up, uv_program

from .base import RESOURCES, WORK, BuildError, say


def fetch(address: str) -> bytes:
    """The content at an address, without QGIS's network; proxies are those of the system's variables."""
    if address.startswith("file:"):
        return uv_program.from_disk(address)
    try:
        # An opener of its own: the common one keeps the proxies of its first use.
        with urllib.request.build_opener().open(address, timeout=60) as answer:
            return answer.read()
    except OSError as error:
        raise BuildError(f"A file could not be fetched ({error}); check the network and run again.") from error


def make_environment(name: str, lists: list, python: Path | None = None, system_packages: bool = False) -> Path:
    """A virtual environment under .mmoedtm; quick when it is up to date."""
    folder = WORK / name
    if not environment.is_complete(folder, lists):
        say(f"Setting up the environment {name} (some minutes the first time)")
        last = [0.0]

        def report(share: float, text: str) -> None:
            if time.monotonic() - last[0] > 2.0 or share >= 1.0:
                last[0] = time.monotonic()
                print(f"   {share:4.0%} {text}", flush=True)

        WORK.mkdir(exist_ok=True)
        listed = RESOURCES / "requirements"
        sources = package_sources.configured(listed)
        setting_up.make(setting_up.Setup(folder, tuple(lists), listed, sources, fetch, python, system_packages), report)
    return environment.python_in(folder)


def engine_python() -> Path:
    """The engine's environment."""
    return make_environment("engine", environment.requirements(RESOURCES))


def test_python() -> Path:
    """The engine's environment with PyTorch and the test tools."""
    return make_environment("test", [*environment.requirements(RESOURCES), RESOURCES / "requirements" / "test.txt"])


def qgis_test_python() -> Path:
    """QGIS's own Python with pytest and pytest-qgis."""
    system = Path("/usr/bin/python3")
    if not system.exists():
        raise BuildError("QGIS's Python was not found at /usr/bin/python3; run the QGIS tests on Debian or Ubuntu.")
    return make_environment(
        "qgis-test", [RESOURCES / "requirements" / "qgis-test.txt"], system, system_packages=True
    )


def qt6_python() -> Path:
    """A Python with PyQt6 and no QGIS."""
    return make_environment("qt6", [RESOURCES / "requirements" / "qt6.txt"])

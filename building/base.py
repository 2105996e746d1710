"""Where everything lies, and how steps tell and fail."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / ".mmoedtm"
NAME = "qgis_mmoedtm"
RESOURCES = ROOT / "resources"


class BuildError(Exception):
    """A step failed; one sentence that names the cure."""


def say(text: str) -> None:
    """Tell what is being done."""
    print(f"-- {text}", flush=True)


def call(arguments: list, **options) -> None:
    """Run a program; BuildError when it fails."""
    code = subprocess.run([str(a) for a in arguments], **options).returncode
    if code:
        raise BuildError(f"{Path(str(arguments[0])).name} ended with exit code {code}; see what it printed above.")

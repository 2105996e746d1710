"""Runs the commands of a page as a reader would: in a folder of its own that holds the sample scene."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Mapping
from pathlib import Path

from .commands import commands

SAMPLE = ("image.tif", "coarse_dem.tif", "truth.tif")


class ExampleError(Exception):
    """A command of a page failed."""


def run_page(markdown: str, folder: Path, root: Path, programs: Mapping[str, str], variables: Mapping[str, str]) -> int:
    """Run every command of a page that is to be run; the number of them.

    Parameters
    ----------
    markdown : str
    folder : Path
        Empty; what the commands write stays there.
    root : Path
        Of the project.
    programs : mapping
        Name as the page writes it (python3, qgis_process) to the program that is meant.
    variables : mapping
        Environment beside PATH.

    Raises
    ------
    ExampleError
        A command ends with another exit code than zero.
    """
    for name in SAMPLE:
        shutil.copyfile(root / "resources" / "sample" / name, folder / name)
    (folder / "resources").symlink_to(root / "resources")  # as in a checkout
    beside = folder / ".programs"
    beside.mkdir()
    usual = os.environ.get("PATH", "")
    for name, program in programs.items():
        script = beside / name
        # QGIS takes the standard library of the first python3 on the PATH, which must be its own; only the engine's
        # Python gets the sources, because the plugin has its own.
        before = f'PATH="{Path(program).parent}{os.pathsep}{usual}"; export PATH'
        if name == "python3":
            before += f'; PYTHONPATH="{root}"; export PYTHONPATH'
        script.write_text(f'#!/bin/sh\n{before}\nexec "{program}" "$@"\n', encoding="utf-8")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
    path = os.pathsep.join((str(beside), usual))
    count = 0
    for command in commands(markdown):
        if command.reason:
            continue
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command.text], cwd=folder, capture_output=True, text=True, timeout=900,
            env={**os.environ, **variables, "PATH": path},
        )  # fmt: skip
        count += 1
        if done.returncode:
            last = _tail(done.stderr) or _tail(done.stdout)
            raise ExampleError(f"This ended with exit code {done.returncode}:\n{command.text}\n{last}")
    return count


def _tail(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-12:])

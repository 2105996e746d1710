"""The pages of documentation."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from qgis_mmoedtm import environment

from .base import NAME, RESOURCES, ROOT, WORK, BuildError, say
from .environments import make_environment

SHOWN = ("docs", "engine", NAME, "resources/requirements/docs.txt")
"""What the pages are made of: they quote declarations and messages."""


def docs() -> Path:
    """The built pages; made anew when something that they show has changed."""
    files = [file for place in SHOWN for file in (ROOT / place, *(ROOT / place).rglob("*"))]
    digest = hashlib.sha256()
    for file in sorted(file for file in files if file.is_file() and "__pycache__" not in file.parts):
        digest.update(f"{file.relative_to(ROOT).as_posix()}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    place = WORK / "pages" / digest.hexdigest()[:16]
    if place.is_dir():
        return place
    python = make_environment("docs", [RESOURCES / "requirements" / "docs.txt"])
    say("Building the pages")
    partial = place.with_name(f"partial-{os.getpid()}")
    command = [python, "-m", "mkdocs", "build", "--strict", "--config-file", ROOT / "docs" / "mkdocs.yml",
               "--site-dir", partial]  # fmt: skip
    done = subprocess.run([str(part) for part in command], env=environment.clean_environment(), text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
    if done.returncode:
        shutil.rmtree(partial, ignore_errors=True)
        told = "\n".join(line for line in done.stdout.splitlines() if not line.startswith("INFO"))
        raise BuildError(f"The pages cannot be built:\n{told.strip()}")
    for name in ("sitemap.xml", "sitemap.xml.gz"):
        (partial / name).unlink(missing_ok=True)
    try:
        partial.rename(place)
    except OSError:  # another process was quicker, with the same bytes
        shutil.rmtree(partial)
    for older in place.parent.iterdir():
        if older != place and not older.name.startswith("partial-"):
            shutil.rmtree(older, ignore_errors=True)
    return place

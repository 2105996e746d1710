"""Pieces that are drawn already, so that a run goes on where another stopped."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from tests.conftest import ROOT

from .piece import Content

MADE_BY = ("engine", "resources/packs", "tests/paper", "tests/benchmarks/ablation.py")
"""Whatever changes in these may change a piece."""


def digest(data: Path) -> str:
    """Of everything that decides what is drawn; of real rasters, whether they are there."""
    found = hashlib.sha256(str(data.is_dir()).encode())
    for place in MADE_BY:
        for file in sorted((ROOT / place, *(ROOT / place).rglob("*"))):
            if file.is_file() and "__pycache__" not in file.parts:
                found.update(f"{file.relative_to(ROOT).as_posix()}\0{file.stat().st_size}\0".encode())
                found.update(file.read_bytes())
    return found.hexdigest()


def load(folder: Path, name: str, wanted: str | None) -> Content | None:
    """What a piece came to; None where it is not drawn yet, or of other sources than those wanted."""
    try:
        kept = json.loads((folder / name / "piece.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Content.from_plain(kept["content"]) if wanted in (None, kept["digest"]) else None


def save(folder: Path, name: str, made_by: str, content: Content) -> None:
    """Keep a piece; what is there is whole."""
    target = folder / name / "piece.json"
    partial = target.with_suffix(".partial")
    partial.write_text(json.dumps({"digest": made_by, "content": content.plain()}, indent=1), encoding="utf-8")
    partial.replace(target)

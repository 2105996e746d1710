"""Checkpoints that are whole or not used: every name holds the digest of its content."""

from __future__ import annotations

import hashlib
import io
import os
import re
from pathlib import Path
from typing import Any

import torch

_NAME = re.compile(r"step-(\d{8})-([0-9a-f]{16})\.pt")
KEPT = 2


def save(folder: Path, step: int, state: dict[str, Any]) -> Path:
    """Write a checkpoint beside its place, rename it, and drop all but the last two.

    Parameters
    ----------
    folder : Path
    step : int
        Steps done.
    state : dict
        Anything ``torch.save`` takes.
    """
    buffer = io.BytesIO()
    torch.save(state, buffer)
    content = buffer.getvalue()
    target = folder / f"step-{step:08d}-{hashlib.sha256(content).hexdigest()[:16]}.pt"
    partial = target.with_suffix(".partial")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, target)
    for path in _found(folder)[:-KEPT]:
        path.unlink()
    return target


def latest(folder: Path) -> tuple[dict[str, Any] | None, list[str]]:
    """State of the newest sound checkpoint, and names of newer ones that are torn.

    Returns
    -------
    dict or None, list of str
        None where there is no sound checkpoint.
    """
    torn: list[str] = []
    for path in reversed(_found(folder)):
        content = path.read_bytes()
        match = _NAME.fullmatch(path.name)
        if match and hashlib.sha256(content).hexdigest()[:16] == match.group(2):
            return torch.load(io.BytesIO(content), weights_only=True), torn
        torn.append(path.name)
    return None, torn


def _found(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("step-*.pt") if _NAME.fullmatch(path.name))

"""Checkpoints that are whole or not used: every name holds the digest of its content."""

from __future__ import annotations

import hashlib
import io
import os
import re
from pathlib import Path
from typing import Any

import torch

from ..contract.shortage import output_error

_NAME = re.compile(r"step-(\d{8,10})-([0-9a-f]{16})\.pt", re.ASCII)
KEPT = 2


class Torn(Exception):
    """Bytes that are no file of PyTorch; told apart from other errors inside this room alone."""


def unpacked(content: bytes) -> dict[str, Any]:
    """What ``torch.save`` wrote, on the processor; plain values and tensors alone.

    Raises
    ------
    Torn
        The bytes are no such thing.
    """
    try:
        found = torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    except Exception as error:  # damaged bytes make the unpickler raise nearly anything
        raise Torn(str(error)) from error
    if not isinstance(found, dict):
        raise Torn("no mapping")
    return found


def write(target: Path, content: bytes) -> None:
    """Write a file beside its place and rename it when it is on the disk.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    partial = target.with_suffix(".partial")
    try:
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise output_error(target, error) from error


def save(folder: Path, step: int, state: dict[str, Any]) -> Path:
    """Write a checkpoint, and drop all but the last two: older ones, torn ones, and what a killed write left.

    Parameters
    ----------
    folder : Path
    step : int
        Steps done.
    state : dict
        Anything ``torch.save`` takes.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    buffer = io.BytesIO()
    torch.save(state, buffer)
    content = buffer.getvalue()
    target = folder / f"step-{step:08d}-{hashlib.sha256(content).hexdigest()[:16]}.pt"
    write(target, content)
    sound = [path for path in _found(folder) if _step(path) < step] + [target]
    for path in {*_found(folder), *folder.glob("step-*.partial")} - set(sound[-KEPT:]):
        path.unlink(missing_ok=True)
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
        if hashlib.sha256(content).hexdigest()[:16] == path.name.rpartition("-")[2].partition(".")[0]:
            try:
                return unpacked(content), torn
            except Torn:
                pass  # its name fits its content, but it is nothing of ours: named with the torn ones
        torn.append(path.name)
    return None, torn


def _step(path: Path) -> int:
    return int(path.name.split("-")[1])


def _found(folder: Path) -> list[Path]:
    paths = [path for path in folder.glob("step-*.pt") if _NAME.fullmatch(path.name) and path.is_file()]
    return sorted(paths, key=lambda path: (_step(path), path.name))

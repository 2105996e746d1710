"""Disk, file descriptors, memory: what ran out, in one sentence, whichever library noticed."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Iterator, Optional

from ..errors import MmoedtmError, OutputError

FULL_BELOW_BYTES = 4_000_000
"""Free space under which a write that a library says no reason for has failed because the disk is full."""

_REASONS = {
    errno.ENOSPC: ("the disk is full", "free some space or choose another folder"),
    errno.EDQUOT: ("the quota of this disk is used up", "free some space or choose another folder"),
    errno.EFBIG: ("it would be larger than files may be here (ulimit -f)", "raise that limit or choose another folder"),
    errno.EMFILE: ("too many files are open (ulimit -n)", "raise that limit and run again"),
    errno.ENFILE: ("too many files are open on this machine", "close other programs and run again"),
    errno.ENOMEM: ("memory is short", "close other programs and run again"),
    errno.EROFS: ("its disk is read-only", "choose another folder"),
}

_WORDS = {
    "too many open files": errno.EMFILE,
    "no space left": errno.ENOSPC,
    "database or disk is full": errno.ENOSPC,
    "file too large": errno.EFBIG,
    "disk quota exceeded": errno.EDQUOT,
    "cannot allocate": errno.ENOMEM,
    "out of memory": errno.ENOMEM,
    "bad_alloc": errno.ENOMEM,
    "failed to allocate memory": errno.ENOMEM,
    "can't start new thread": errno.ENOMEM,
    "failed to map segment": errno.ENOMEM,
    "unable to allocate": errno.ENOMEM,
}
"""How libraries that pass no number on say it."""


def output_error(target: Path, error: BaseException) -> OutputError:
    """The one sentence for a failed write, with what ran out when that is the cause.

    Parameters
    ----------
    target : Path
        As the message shall name it.
    error : exception
        Of any library.
    """
    number = _number(error)
    if number in (None, errno.ENOMEM) and not _says_why(error):
        # GDAL speaks of memory, too, where it reads a directory that a full disk has torn.
        number = _guessed(target) or number
    fact, cure = _REASONS.get(number or 0, (_first_line(error), "choose another name or folder"))
    return OutputError(f"{target} cannot be written: {fact}; {cure}.")


def shortage(error: BaseException, task: str) -> Optional[MmoedtmError]:
    """The one sentence for an error that means that something ran out; None for any other.

    Parameters
    ----------
    error : exception
    task : str
        What was being done, as the start of the sentence.
    """
    if isinstance(error, MemoryError):
        number: Optional[int] = errno.ENOMEM
    else:
        number = _number(error)
    if number in _REASONS:
        fact, cure = _REASONS[number]
        return OutputError(f"{task} could not be done: {fact}; {cure}.")
    return None


def _chain(error: Optional[BaseException]) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _number(error: BaseException) -> Optional[int]:
    """Number of the system's error, from an exception, from what led to it, or from its words."""
    for one in _chain(error):
        if isinstance(one, MemoryError):
            return errno.ENOMEM
        if isinstance(one, OSError) and one.errno in _REASONS:
            return one.errno
        text = str(one).lower()
        for words, number in _WORDS.items():
            if words in text:
                return number
    return None


def _says_why(error: BaseException) -> bool:
    """Whether the system itself said what failed."""
    return any(isinstance(one, OSError) and one.errno is not None for one in _chain(error))


def _guessed(target: Path) -> Optional[int]:
    """What a library that gives no reason must have met."""
    try:
        status = os.statvfs(target.parent)
        if status.f_bavail * status.f_frsize < FULL_BELOW_BYTES:
            return errno.ENOSPC
    except (AttributeError, OSError):  # Windows has no statvfs
        return None
    import resource

    if resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY:
        return errno.EFBIG
    return None


def _first_line(error: BaseException) -> str:
    cause = error.__cause__ or error
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror  # without the file, which may be one that the user does not know
    lines = str(cause).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__

"""Which process made a folder, and whether it still runs: identity in a name, so that it is there from the start."""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import socket
import sys
import time
import uuid
from pathlib import Path

PREFIX = ".mmoedtm-"

OTHER_HOST_S = 24 * 3600.0
"""Time without any change after which a run on another machine, which cannot be asked, counts as ended."""

_NAME = re.compile(r"^\.mmoedtm-(?P<pid>\d+)-(?P<start>[0-9a-f]+)-(?P<place>[0-9a-f]{8})-[0-9a-f]{8}$")


def new_name() -> str:
    """Name of a hidden folder of this process: its number, when it began, on which machine, and a part by chance."""
    return f"{PREFIX}{os.getpid()}-{_start(os.getpid())}-{_place()}-{uuid.uuid4().hex[:8]}"


def is_ours(name: str) -> bool:
    """Whether a folder of this name was made by a run of MMoEDTM."""
    return _NAME.match(name) is not None


def has_ended(folder: Path) -> bool:
    """Whether the run that made a hidden folder has ended; in doubt it has not."""
    found = _NAME.match(folder.name)
    if not found:
        return False
    if found["place"] != _place():
        return time.time() - _newest(folder) > OTHER_HOST_S
    start = _start(int(found["pid"]))
    return start == "" or start != found["start"]


def _place() -> str:
    """The machine, and within it the name space of process numbers (containers have their own)."""
    try:
        space = os.readlink("/proc/self/ns/pid")
    except OSError:
        space = ""
    return hashlib.sha256(f"{socket.gethostname()}|{space}".encode()).hexdigest()[:8]


def _start(pid: int) -> str:
    """When a process began, in hexadecimal digits; '0' where the system does not say, '' for none that runs."""
    if sys.platform == "win32":
        return _start_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except PermissionError:
        pass  # it runs, as another user
    except OverflowError:
        return ""
    try:
        # The name of the program stands in brackets and may hold blanks and brackets itself.
        state, *fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_bytes()
    except OSError:
        return "0"
    if state == b"Z":
        return ""  # killed; only its parent has not asked for it yet
    return f"{int(fields[18]):x}{hashlib.sha256(boot).hexdigest()[:8]}"


def _start_on_windows(pid: int) -> str:
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined, unused-ignore]
    process = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
    if not process:
        return ""
    try:
        code = ctypes.c_ulong()
        times = [ctypes.c_ulonglong() for _ in range(4)]
        kernel.GetExitCodeProcess(process, ctypes.byref(code))
        kernel.GetProcessTimes(process, *(ctypes.byref(t) for t in times))
        return f"{times[0].value:x}" if code.value == 259 else ""  # STILL_ACTIVE
    finally:
        kernel.CloseHandle(process)


def _newest(folder: Path) -> float:
    """Time of the last change in a folder."""
    newest = folder.stat().st_mtime
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                newest = max(newest, os.lstat(os.path.join(root, name)).st_mtime)
            except OSError:
                newest = time.time()  # it is being changed while we look
    return newest

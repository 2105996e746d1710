"""Whether there is room for what GDAL cannot do without: where there is none it ends the process or waits for ever."""

from __future__ import annotations

import _thread
import errno
import mmap
import os
import threading

THREADS = min(max(os.cpu_count() or 1, 2), 8)
"""That GDAL compresses with; reading keeps pace with no more."""

ROOM_BYTES = 64 << 20
"""Of addresses: stacks of the threads, blocks and their compressed form."""


def require_room(threads: int = THREADS) -> None:
    """Try for a moment to take the memory and to start the threads that writing a raster takes.

    Where a thread cannot be started, GDAL hands its work to nobody and waits for it; where a small piece of memory
    is not to be had, it ends the process.

    Raises
    ------
    OSError
        There is no room, by a limit of this process or of the machine.
    """
    gate = threading.Lock()
    try:
        with mmap.mmap(-1, ROOM_BYTES), gate:
            for _ in range(threads):
                _thread.start_new_thread(_pass, (gate,))
    except (RuntimeError, MemoryError, OSError) as error:
        raise OSError(errno.ENOMEM, "there is no room for the threads that write a raster") from error


def _pass(gate: threading.Lock) -> None:
    with gate:
        pass

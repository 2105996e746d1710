"""Rows gathered in a plain GeoTIFF become a Cloud Optimized GeoTIFF by GDAL's COG driver; also run as a program.

The driver takes whole rasters (https://gdal.org/en/stable/drivers/raster/cog.html): it writes the directories first and
the smallest overview before the larger ones. Seconds of the clock and of the processors for heights of 5,064 x 20,000
pixels (405 MB) on two idle cores (``bench layout``):

=======================================  =========  =======
gathering rows uncompressed              0.3, 0.3   419 MB
gathering them with ZSTD of level 1      0.7, 1.0   350 MB
overviews in steps of four, then driver  1.2, 2.1   267 MB
overviews in steps of two, then driver   1.7, 2.9   335 MB
overviews (of two) by the driver itself  2.0, 3.7   335 MB
=======================================  =========  =======

It is told ZSTD of level 1 and PREDICTOR=YES: no predictor saves 0.4 s and costs 102 MB, STANDARD saves 0.3 s and costs
49 MB; level 3 costs 0.3 s and saves 12 MB, level 9 costs 2.4 s and saves 15 MB. Blocks are compressed by several
threads and written in the order of rows: the bytes do not depend on the threads.

GDAL cannot be asked to stop from here, and rasterio holds Python's lock while overviews are built; a large raster is
laid out by a process of its own, which is killed when the user cancels.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import rasterio
import rasterio.shutil
from rasterio.enums import Resampling

from .failures import GDAL_FAILURES
from .room import THREADS, require_room

BLOCK = 512

CACHE = "32MB"
"""For blocks that GDAL keeps in the process of its own; more makes nothing faster, as each is read once."""

POLL_S = 0.1
"""How often a cancel is asked for."""

_START = "import runpy, sys; sys.path.insert(0, sys.argv[2]); runpy.run_module(sys.argv[3], run_name='__main__')"


def steps(width: int, height: int) -> list[int]:
    """Factors of the overviews: steps of four look the same on a map as steps of two, at 60 % of the time."""
    return [4**i for i in range(1, 9) if max(width, height) // 4**i >= BLOCK // 4]


def lay_out(rows: Path, target: Path, factors: Sequence[int], method: str, threads: int = THREADS) -> None:
    """Write the final file.

    Parameters
    ----------
    rows : Path
        Tiled, uncompressed GeoTIFF with all that the product carries; overviews are put into it.
    target : Path
        What is written there on an error is the caller's to remove.
    factors : sequence of int
        Of the overviews.
    method : str
        Of resampling, by its name in rasterio.
    threads : int

    Raises
    ------
    OSError, GDAL_FAILURES
        The disk is full, or there is no room for the threads.
    """
    require_room(threads)
    if factors:
        with rasterio.Env(GDAL_NUM_THREADS=str(threads)):
            with rasterio.open(rows, "r+", driver="GTiff") as dataset:  # without it, a torn file is a TypeError
                dataset.build_overviews(list(factors), Resampling[method])
    with rasterio.open(rows, driver="GTiff") as dataset:
        rasterio.shutil.copy(
            dataset,
            target,
            driver="COG",
            COMPRESS="ZSTD",
            LEVEL="1",
            PREDICTOR="YES",
            BLOCKSIZE=str(BLOCK),
            OVERVIEWS="FORCE_USE_EXISTING",
            BIGTIFF="IF_SAFER",
            NUM_THREADS=str(threads),
        )


def lay_out_apart(
    rows: Path, target: Path, factors: Sequence[int], method: str, check: Callable[[], None], threads: int = THREADS
) -> None:
    """The same in a process of its own, which ends with this one or when ``check`` raises.

    Raises
    ------
    OSError
        As ``lay_out``, or the process was ended by somebody else.
    """
    home = Path(__file__).resolve().parents[__name__.count(".")]
    request = [os.path.abspath(rows), os.path.abspath(target), list(factors), method, threads]
    process = subprocess.Popen(
        [sys.executable, "-c", _START, json.dumps(request), str(home), __name__],
        env={**os.environ, "GDAL_CACHEMAX": CACHE},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process:
        try:
            while _runs(process):
                check()
        except BaseException:
            process.kill()
            raise
        assert process.stdout is not None
        said = process.stdout.read()
    if said:
        number, text = json.loads(said)
        raise OSError(number, text) if number else OSError(text)
    if process.returncode:
        raise OSError(f"the process that lays it out was ended ({process.returncode})")


def _runs(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(POLL_S)
    except subprocess.TimeoutExpired:
        return True
    return False


def _main() -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    rows, target, factors, method, threads = json.loads(sys.argv[1])
    try:
        lay_out(Path(rows), Path(target), factors, method, threads)
    except GDAL_FAILURES as error:
        number, text = (error.errno, error.strerror) if isinstance(error, OSError) else (None, None)
        print(json.dumps([number, text or str(error)]))
        sys.exit(1)


def _end_with_parent() -> None:
    os.read(0, 1)  # nothing is sent: it returns when the other end is closed
    os._exit(1)


if __name__ == "__main__":
    _main()

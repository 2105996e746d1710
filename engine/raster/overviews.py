"""Overviews of a finished GeoTIFF; also run as a program, so that two files get theirs on two cores.

rasterio holds Python's lock while GDAL builds overviews, so threads of one process take turns.
"""

from __future__ import annotations

import subprocess
import sys

import rasterio
from rasterio.enums import Resampling

APART_FROM_PX = 20_000_000
"""Pixels from which a process of its own costs less than it saves."""


def build(path: str, factors: list[int], method: str) -> None:
    """Build overviews inside the file; ``method`` is a name of rasterio's Resampling."""
    with rasterio.Env(GDAL_NUM_THREADS="2", COMPRESS_OVERVIEW="ZSTD", PREDICTOR_OVERVIEW="1"):
        with rasterio.open(path, "r+", driver="GTiff") as dataset:  # without it, a torn file is a TypeError
            dataset.build_overviews(factors, Resampling[method])


def build_apart(path: str, factors: list[int], method: str) -> None:
    """The same in a process of its own.

    Raises
    ------
    OSError
        It failed; with the last line that it printed.
    """
    command = [sys.executable, __file__, path, ",".join(map(str, factors)), method]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise OSError((done.stderr.strip().splitlines() or ["the overviews failed"])[-1])


if __name__ == "__main__":
    build(sys.argv[1], [int(factor) for factor in sys.argv[2].split(",")], sys.argv[3])

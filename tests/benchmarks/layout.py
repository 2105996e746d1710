"""Time, size and memory of a raster of heights that becomes a Cloud Optimized GeoTIFF, and of other ways to do it.

``python3 build.py bench layout [ROWS]``: heights of the engine on one made scene, mirrored to 5,064 columns; each line
is a process of its own, with its seconds of the clock and of the processors and its peak memory.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
import rasterio.shutil
from rasterio.enums import Resampling
from rasterio.transform import Affine

from engine.raster.grid import Grid
from engine.raster.writer import RasterWriter
from engine.synthetic.product import MOON_WKT
from tests.benchmarks.large import GSD_M, mirror, write_frame

ROOT = Path(__file__).resolve().parents[2]
WIDTH, BAND, SIDE = 5064, 512, 1020
COG = {"driver": "COG", "compress": "zstd", "blocksize": "512", "bigtiff": "if_safer", "num_threads": "2"}


def gather(folder: str, rows: int, **options: Any) -> str:
    """Rows into tiles, as ``RasterWriter`` does."""
    bands = _bands(folder)
    path = Path(folder) / "rows.tif"
    with rasterio.open(
        path, "w", driver="GTiff", width=WIDTH, height=rows, count=1, dtype="float32", nodata=-32768.0, tiled=True,
        blockxsize=512, blockysize=512, bigtiff="if_safer", crs=MOON_WKT, transform=Affine(GSD_M, 0, 0, 0, -GSD_M, 0),
        **options,
    ) as dataset:  # fmt: skip
        for i, row in enumerate(range(0, rows, BAND)):
            height = min(BAND, rows - row)
            dataset.write(bands[i % 4][:height], 1, window=((row, row + height), (0, WIDTH)))
    return f"{path.stat().st_size / 1e6:.0f} MB"


def overviews(folder: str, step: int) -> str:
    """Overviews into the gathered rows."""
    factors = [step**i for i in range(1, 8) if step**i <= 64]
    with rasterio.Env(GDAL_NUM_THREADS="2"), rasterio.open(Path(folder) / "rows.tif", "r+") as dataset:
        dataset.build_overviews(factors, Resampling.average)
    return ""


def drive(folder: str, level: int, predictor: str, made: str) -> str:
    """GDAL's driver over the gathered rows."""
    path = Path(folder) / "cog.tif"
    rasterio.shutil.copy(Path(folder) / "rows.tif", path, level=level, predictor=predictor, overviews=made,
                         resampling="average", **COG)  # fmt: skip
    return f"{path.stat().st_size / 1e6:.0f} MB"


def write(folder: str, rows: int) -> str:
    """The engine's writer; its peak is said apart from that of the process that lays out."""
    bands = _bands(folder)
    path = Path(folder) / "cog.tif"
    writer = RasterWriter(str(path), Grid(MOON_WKT, (GSD_M, 0, 0, 0, -GSD_M, 0), WIDTH, rows), "m", "heights", {})
    for i, row in enumerate(range(0, rows, BAND)):
        writer.write(bands[i % 4][: rows - row], row)
    begun = time.perf_counter()
    writer.finish()
    seconds = time.perf_counter() - begun
    apart = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return f"{path.stat().st_size / 1e6:.0f} MB, {seconds:.2f} s after the last row, {apart:.0f} MiB apart"


def _bands(folder: str) -> list[np.ndarray]:
    with rasterio.open(Path(folder) / "small.tif") as dataset:
        block = dataset.read(1)
    return [mirror(block, row, BAND, WIDTH) for row in range(0, 4 * BAND, BAND)]


WAYS: dict[str, Callable[..., str]] = {"gather": gather, "overviews": overviews, "drive": drive, "write": write}


def line(text: str, way: str, folder: str, options: dict[str, Any]) -> None:
    """One line of the table."""
    request = json.dumps([way, {"folder": folder, **options}])
    environment = {**os.environ, "GDAL_CACHEMAX": "64MB"}
    command = [sys.executable, "-m", "tests.benchmarks.layout", "--one", request]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    wall, processors, peak, said = json.loads(done.stdout)
    print(f"{text:52}{wall:6.2f} s {processors:6.2f} s {peak:5.0f} MiB  {said}", flush=True)


def one(request: str) -> None:
    """What a line measures."""
    way, options = json.loads(request)
    begun = time.perf_counter()
    before = _processors()
    said = WAYS[way](**options)
    figures = [time.perf_counter() - begun, _processors() - before]
    print(json.dumps([*figures, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, said]))


def _processors() -> float:
    """Seconds of this process and of those that it started."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Print the table."""
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2])
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        image, coarse = write_frame(Path(folder), SIDE, SIDE)
        command = [sys.executable, "-m", "engine", "reconstruct", "--image", image, "--coarse-dem", coarse,
                   "--sun-azimuth", "300", "--sun-incidence", "60", "--output", f"{folder}/small.tif"]  # fmt: skip
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        print(f"5,064 x {rows:,} heights, {WIDTH * rows * 4 / 1e6:.0f} MB")
        line("the engine's writer, whole", "write", folder, {"rows": rows})
        zstd = {"compress": "zstd", "zstd_level": 1, "num_threads": 2}
        line("gathered with ZSTD of level 1", "gather", folder, {"rows": rows, **zstd})
        line("gathered uncompressed", "gather", folder, {"rows": rows})
        line("the driver: overviews of its own", "drive", folder, {"level": 1, "predictor": "YES", "made": "AUTO"})
        for step in (2, 4):
            line("gathered uncompressed", "gather", folder, {"rows": rows})
            line(f"overviews in steps of {step}", "overviews", folder, {"step": step})
            given = {"level": 1, "predictor": "YES", "made": "FORCE_USE_EXISTING"}
            line("  and the driver after them", "drive", folder, given)
        for level, predictor in ((1, "NO"), (1, "STANDARD"), (2, "YES"), (3, "YES"), (9, "YES")):
            line(f"  with level {level}, predictor {predictor}", "drive", folder,
                 {"level": level, "predictor": predictor, "made": "FORCE_USE_EXISTING"})  # fmt: skip


if __name__ == "__main__":
    main()

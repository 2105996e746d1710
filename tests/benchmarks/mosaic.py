"""Time and memory of a mosaic of 200 pieces, and of one of a tenth of them.

``python3 build.py bench mosaic``: blended; by priority; levelled by offsets and tilts and filled from a coarse DEM.
Pieces are of 600 x 600 pixels, overlap by 100, have gaps, and are off by up to 5 m and 1 m/km.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import rasterio
from rasterio.crs import CRS
from rasterio.transform import Affine

from engine.synthetic.product import MOON_WKT

ROOT = Path(__file__).resolve().parents[2]
SIZE, STEP, GSD_M, POSTING_PX = 600, 500, 20.0, 50
COLUMNS = 10
WAYS = {
    "blended": [],
    "by priority": ["--combine", "priority"],
    "levelled": ["--level", "offset and tilt"],
    "levelled, tied and filled": ["--level", "offset and tilt", "--coarse-dem", "coarse.tif"],
}
PROGRAM = """import resource, runpy, sys
sys.argv = ["engine", *sys.argv[1:]]
try:
    runpy.run_module("engine", run_name="__main__")
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def ground(row: int, column: int, height: int, width: int, step: int = 1) -> np.ndarray:
    """Waves of many lengths at the centres of squares of the whole, in metres."""
    y = (row + step * (np.arange(height) + 0.5))[:, None]
    x = (column + step * (np.arange(width) + 0.5))[None, :]
    return sum(100.0 / k * np.sin(k * (0.7 * x + 0.3 * y) / 400.0) * np.cos(k * (0.6 * y - 0.2 * x) / 500.0 + k)
               for k in range(1, 7))  # fmt: skip


def write(path: Path, values: np.ndarray, row: int, column: int, gsd: float = GSD_M) -> None:
    """A raster whose corner lies at a row and column of the whole."""
    place = Affine(gsd, 0, column * GSD_M, 0, -gsd, -row * GSD_M)
    with rasterio.open(
        path, "w", driver="GTiff", width=values.shape[1], height=values.shape[0], count=1, dtype="float32",
        crs=CRS.from_wkt(MOON_WKT), transform=place, nodata=-32768.0, tiled=True, compress="zstd",
    ) as dataset:  # fmt: skip
        dataset.write(np.where(np.isnan(values), -32768.0, values).astype(np.float32), 1)


def write_pieces(folder: Path, rows: int) -> np.ndarray:
    """The pieces and the coarse DEM; returns the error of each: metres, metres per kilometre east and north."""
    rng = np.random.default_rng(0)
    count = rows * COLUMNS
    errors = np.column_stack([rng.uniform(-5, 5, count), rng.uniform(-1, 1, (count, 2))])
    away = (np.arange(SIZE) + 0.5 - SIZE / 2) * GSD_M / 1000.0
    for i, (offset, east, north) in enumerate(errors):
        row, column = i // COLUMNS * STEP, i % COLUMNS * STEP
        values = ground(row, column, SIZE, SIZE) + rng.normal(0.0, 0.3, (SIZE, SIZE))
        values += offset + east * away[None, :] - north * away[:, None]
        values[200:260, 300:380] = np.nan
        write(folder / f"p{i:03}.tif", values, row, column)
    posts = [-(-(n * STEP + SIZE - STEP) // POSTING_PX) for n in (rows, COLUMNS)]
    write(folder / "coarse.tif", ground(0, 0, posts[0], posts[1], POSTING_PX), 0, 0, GSD_M * POSTING_PX)
    return errors


def measure(folder: Path, way: list[str], count: int) -> tuple[float, float, dict]:
    """Seconds, MiB and results of a run in a process of its own."""
    inputs = [str(folder / f"p{i:03}.tif") for i in range(count)]
    options = [str(folder / text) if text.endswith(".tif") else text for text in way]
    arguments = [sys.executable, "-c", PROGRAM, "mosaic", "--input", *inputs, *options, "--output",
                 str(folder / "m.tif"), "--json"]  # fmt: skip
    start = time.perf_counter()
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    seconds = time.perf_counter() - start
    results = json.loads(done.stdout.splitlines()[-1])["results"]
    return seconds, int(done.stderr.split()[-1]) / 1024, results


def level_errors(corrections: str, errors: np.ndarray) -> str:
    """What is left of the errors: of each piece, and but for the plane that all have in common."""
    numbers = re.findall(r"([+-][\d.]+) m", corrections)
    left = np.reshape([float(number) for number in numbers], (-1, 3)) + errors
    index = np.arange(len(left))
    middles = np.stack([index % COLUMNS, -(index // COLUMNS)], axis=1) * STEP * GSD_M / 1000.0
    tilt = left[:, 1:].mean(axis=0)
    common = np.column_stack([(left[:, 0] - middles @ tilt).mean() + middles @ tilt, np.tile(tilt, (len(left), 1))])
    parts = (f"{np.abs(v[:, 0]).max():.3f} m and {np.abs(v[:, 1:]).max():.4f} m/km" for v in (left, left - common))
    return "    largest error left: {}; but for the plane in common: {}".format(*parts)


def main() -> None:
    """Print the table."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    for rows in (max(most // 10, 1), most):
        count = rows * COLUMNS
        with tempfile.TemporaryDirectory() as name:
            errors = write_pieces(Path(name), rows)
            height, width = rows * STEP + SIZE - STEP, COLUMNS * STEP + SIZE - STEP
            print(f"{count} pieces of {SIZE} x {SIZE}, together {width:,} x {height:,} pixels")
            for label, way in WAYS.items():
                seconds, peak, results = measure(Path(name), way, count)
                print(f"    {label:30}{seconds:8.1f} s{peak:8.0f} MiB   RMS of overlaps {results['overlap_rms']:.3f} m")
                if results["corrections"]:
                    print(f"    {level_errors(results['corrections'], errors)}")


if __name__ == "__main__":
    main()

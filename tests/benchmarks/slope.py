"""Slope and slope variance against gdaldem on 5,064 x 20,000 pixels, in one run.

``python3 build.py bench slope``. gdaldem runs twice: as people call it (no compression, one thread),
and with the compression that our writer uses. Both read the same file, warmed in the page cache.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.large import write_dem

ROOT = Path(__file__).resolve().parents[2]
COMPRESSED = ["-co", "COMPRESS=ZSTD", "-co", "ZSTD_LEVEL=1", "-co", "PREDICTOR=2", "-co", "TILED=YES"]


def timed(arguments: list) -> float:
    """Wall time of a program."""
    start = time.perf_counter()
    subprocess.run([str(a) for a in arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)  # fmt: skip
    return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    gdaldem = shutil.which("gdaldem")
    if gdaldem is None:
        sys.exit("gdaldem is not on the PATH; install it (gdal-bin) to compare with it.")
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dem = write_dem(folder, 5064, rows)
        ours = [sys.executable, "-m", "engine", "slope_roughness", "--input", dem, "--output", folder / "s.tif"]
        variance = [*ours, "--output-variance", folder / "v.tif"]
        plain = [gdaldem, "slope", dem, folder / "g.tif"]
        runs = {
            "gdaldem slope": plain,
            "gdaldem slope, compressed": [*plain, *COMPRESSED],
            "MMoEDTM slope": ours,
            "MMoEDTM slope and variance": variance,
        }
        times = {label: [] for label in runs}
        for _ in range(3):
            for label, arguments in runs.items():
                times[label].append(timed(arguments))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"5,064 x {rows:,} pixels; best of 3, interleaved")
    base = min(times["gdaldem slope"])
    for label, values in times.items():
        best = min(values)
        print(f"{label:34}{best:8.2f} s   {best / base:5.2f} x gdaldem slope")
    print(f"{'largest peak memory of the four':34}{peak:8.0f} MiB")


if __name__ == "__main__":
    main()

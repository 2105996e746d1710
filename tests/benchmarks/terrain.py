"""Slope, slope variance and hillshade against gdaldem on 5,064 x 20,000 pixels, in one run; cast shadows.

``python3 build.py bench terrain``. gdaldem runs twice: as people call it (no compression, one thread),
and with the compression that our writer uses. Both read the same file, warmed in the page cache.
"""

from __future__ import annotations

import math
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from engine.terrain.shadows import lit_fraction
from tests.benchmarks.large import scene, write_dem

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
        shade = [*ours, "--output-hillshade", folder / "h.tif"]
        runs = {
            "gdaldem slope": plain,
            "gdaldem slope, compressed": [*plain, *COMPRESSED],
            "MMoEDTM slope": ours,
            "MMoEDTM slope and variance": variance,
            "gdaldem hillshade": [gdaldem, "hillshade", dem, folder / "gh.tif"],
            "MMoEDTM slope and hillshade": shade,
        }
        times = {label: [] for label in runs}
        for _ in range(3):
            for label, arguments in runs.items():
                times[label].append(timed(arguments))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"5,064 x {rows:,} pixels; best of 3, interleaved")
    base = min(times["gdaldem slope"])
    shaded = min(times["gdaldem hillshade"])
    for label, values in times.items():
        best = min(values)
        beside = f"   {best / shaded:5.2f} x gdaldem hillshade" if "hillshade" in label else ""
        print(f"{label:34}{best:8.2f} s   {best / base:5.2f} x gdaldem slope{beside}")
    both = (base + shaded) / min(times["MMoEDTM slope and hillshade"])
    print(f"gdaldem slope and then gdaldem hillshade take {both:.2f} x as long as the two in one run here")
    print(f"{'largest peak memory of them all':34}{peak:8.0f} MiB")
    shadows()


def shadows() -> None:
    """Cast shadows in memory: time for a megapixel must not depend on the length of the shadows."""
    height = scene().ground.height
    megapixels = height.size / 1e6
    print("cast shadows with penumbra")
    for incidence in (60.0, 85.0):
        best = math.inf
        for azimuth in (20.0, 110.0, 200.0, 290.0):
            start = time.perf_counter()
            lit_fraction(height, azimuth, incidence, 2.0, 2.0)
            best = min(best, time.perf_counter() - start)
        print(f"    incidence {incidence:.0f} degrees            {1000 * best / megapixels:8.1f} ms a megapixel")


if __name__ == "__main__":
    main()

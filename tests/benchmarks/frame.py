"""Time and memory of the main job on a frame of 5,064 x 20,000 pixels, and of a whole one.

``python3 build.py bench frame [--rows N] [--full]``: the same frame with the paper's tiling and with the pack's, each
in a process of its own: end-to-end time over the time spent inside ONNX Runtime, and peak memory. ``--full``: a frame
of 52,224 rows and a quarter of it, time for each pixel.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.large import write_frame

ROOT = Path(__file__).resolve().parents[2]
WIDTH, ROWS, WHOLE = 5064, 20_000, 52_224


@dataclass(frozen=True)
class Course:
    """What one run took."""

    seconds: float
    inference_s: float
    work: float
    tiles: int
    provider: str
    peak_mib: float
    size_mb: float


def course(rows: int, *options: str) -> Course:
    """Reconstruct a frame in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        image, coarse = write_frame(Path(name), WIDTH, rows)
        arguments = [
            sys.executable, "-m", "engine", "reconstruct", "--image", image, "--coarse-dem", coarse,
            "--sun-azimuth", "300", "--sun-incidence", "60", "--output", f"{name}/dtm.tif", "--json", *options,
        ]  # fmt: skip
        log = Path(name) / "log"
        with log.open("w", encoding="utf-8") as out:
            process = subprocess.Popen(arguments, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(process.pid, 0)
        lines = log.read_text(encoding="utf-8").splitlines()
        if status:
            sys.exit("\n".join(lines[-5:]))
        result = json.loads(lines[-1])["results"]
        size = Path(f"{name}/dtm.tif").stat().st_size / 1e6
    return Course(result["seconds"], result["inference_seconds"], result["work"], int(result["tiles"]),
                  result["provider_used"], usage.ru_maxrss / 1024, size)  # fmt: skip


def show(title: str, found: Course, rows: int) -> None:
    """Print one run."""
    print(
        f"{title:26}{found.seconds:8.1f} s{found.inference_s:9.1f} s inside{found.seconds / found.inference_s:7.3f} x"
        f"{found.seconds / (WIDTH * rows) * 1e9:8.0f} ns/px{found.work:7.2f} work{found.tiles:7} tiles"
        f"{found.peak_mib:7.0f} MiB{found.size_mb:7.0f} MB",
        flush=True,
    )


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.frame", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--full", action="store_true", help="a whole frame and a quarter of it instead")
    given = parser.parse_args()
    if given.full:
        quarter, whole = (course(rows) for rows in (WHOLE // 4, WHOLE))
        show("a quarter", quarter, WHOLE // 4)
        show(f"{WIDTH:,} x {WHOLE:,}", whole, WHOLE)
        print(f"time for each pixel of the whole over that of the quarter: {whole.seconds / quarter.seconds / 4:.3f}")
        print(f"peak memory of the whole over that of the quarter: {whole.peak_mib / quarter.peak_mib:.3f}")
        return
    before, now = course(given.rows, "--tiling", "paper"), course(given.rows)
    print(f"{WIDTH:,} x {given.rows:,} pixels on {now.provider}")
    show("the paper's tiling", before, given.rows)
    show("the pack's tiling", now, given.rows)
    print(f"faster by {before.seconds / now.seconds:.2f}")


if __name__ == "__main__":
    main()

"""What a Dask scheduler costs: two worker processes against two runs side by side, on the same two cores.

``python3 build.py bench cluster [--rows N] [--times N]``: a frame of N rows from its plan with ``--scheduler local:2``,
and its two halves, each in a run of one thread, at the same time; in turns, medians. The time of a run is told from its
beginning to its end, the start of Python left out, and from where its experts or its workers are ready.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.large import write_frame

ROOT = Path(__file__).resolve().parents[2]
WIDTH = 5064

READY = re.compile("Inference runs on|Blocks are computed by")
"""What a run says when its experts, or its workers, are there."""


def planned(folder: Path, rows: int) -> Path:
    """A frame and its plan."""
    folder.mkdir()
    image, coarse = write_frame(folder, WIDTH, rows)
    plan = folder / "plan.json"
    _together(("plan", "--image", image, "--coarse-dem", coarse, "--sun-azimuth", "300", "--sun-incidence", "60",
               "--apply-shift", "false", "--output", str(plan)))  # fmt: skip
    return plan


@dataclass(frozen=True)
class Course:
    """Seconds of a run: all of it, and from where what computes is ready."""

    whole: float
    ready: float


def _started(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-m", "engine", *arguments, "--json"], cwd=ROOT, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip


def _followed(process: subprocess.Popen[str]) -> Course:
    """Read what a run says until it ends."""
    assert process.stdout is not None
    ready, lines = time.perf_counter(), []
    for line in process.stdout:
        lines.append(line)
        if READY.search(line):
            ready = time.perf_counter()
    ended = time.perf_counter()
    if process.wait():
        sys.exit("".join(lines[-5:]))
    return Course(json.loads(lines[-1])["results"].get("seconds", 0.0), ended - ready)


def _together(*calls: tuple[str, ...]) -> Course:
    """Runs side by side: the longest of them."""
    with ThreadPoolExecutor(len(calls)) as pool:
        courses = list(pool.map(_followed, [_started(*call) for call in calls]))
    return Course(max(course.whole for course in courses), max(course.ready for course in courses))


def main() -> None:
    """Run in turns and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.cluster", description=__doc__)
    parser.add_argument("--rows", type=int, default=8_000)
    parser.add_argument("--times", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        whole, half = planned(room / "whole", given.rows), planned(room / "half", given.rows // 2)
        alone, together = [], []
        for _ in range(given.times):
            alone.append(
                _together(*(("reconstruct", "--plan", str(half), "--threads", "1", "--output", str(room / f"{i}.tif"))
                            for i in range(2)))
            )  # fmt: skip
            together.append(_together(("reconstruct", "--plan", str(whole), "--scheduler", "local:2",
                                       "--output", str(room / "w.tif"))))  # fmt: skip
            print(f"two runs {alone[-1].whole:.1f} s, two workers {together[-1].whole:.1f} s", flush=True)
    print(f"{WIDTH:,} x {given.rows:,} pixels, medians of {given.times}: two workers over two runs side by side")
    for name, seconds in (("whole runs", lambda course: course.whole), ("from ready to the end", lambda c: c.ready)):
        one, other = (statistics.median(map(seconds, courses)) for courses in (alone, together))
        print(f"{name}: {one:.1f} s and {other:.1f} s, {one / other:.2f} of their throughput")


if __name__ == "__main__":
    main()

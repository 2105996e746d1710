"""What a Dask scheduler costs: two worker processes against two runs side by side, on the same two cores.

``python3 build.py bench cluster [--rows N] [--times N]``: a frame of N rows from its plan with ``--scheduler local:2``,
and its two halves, each in a run of one thread, at the same time; in turns, medians. Both times are those of the runs
themselves, with the start of the cluster and without that of Python.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.large import write_frame

ROOT = Path(__file__).resolve().parents[2]
WIDTH = 5064


def planned(folder: Path, rows: int) -> Path:
    """A frame and its plan."""
    folder.mkdir()
    image, coarse = write_frame(folder, WIDTH, rows)
    plan = folder / "plan.json"
    _wait([_started("plan", "--image", image, "--coarse-dem", coarse, "--sun-azimuth", "300", "--sun-incidence", "60",
                    "--apply-shift", "false", "--output", str(plan))])  # fmt: skip
    return plan


def _started(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-m", "engine", *arguments, "--json"], cwd=ROOT, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip


def _wait(processes: list[subprocess.Popen[str]]) -> list[dict[str, float]]:
    results = []
    for process in processes:
        out, said = process.communicate()
        if process.returncode:
            sys.exit(said)
        results.append(json.loads(out.splitlines()[-1])["results"])
    return results


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
            runs = [_started("reconstruct", "--plan", str(half), "--threads", "1", "--output", str(room / f"{i}.tif"))
                    for i in range(2)]  # fmt: skip
            alone.append(max(result["seconds"] for result in _wait(runs)))
            run = _started(
                "reconstruct", "--plan", str(whole), "--scheduler", "local:2", "--output", str(room / "w.tif")
            )
            together.append(_wait([run])[0]["seconds"])
            print(f"two runs {alone[-1]:.1f} s, two workers {together[-1]:.1f} s", flush=True)
    ratio = statistics.median(alone) / statistics.median(together)
    print(
        f"{WIDTH:,} x {given.rows:,} pixels, median of {given.times}: two runs side by side "
        f"{statistics.median(alone):.1f} s, a scheduler with two workers {statistics.median(together):.1f} s: "
        f"{ratio:.2f} of their throughput"
    )


if __name__ == "__main__":
    main()

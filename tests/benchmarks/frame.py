"""Time and memory of the main job on a frame of 5,064 x 20,000 pixels.

``python3 build.py bench frame``: peak memory of the process, and end-to-end time over the time spent
inside ONNX Runtime.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.large import write_frame

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Reconstruct the frame in a process of its own and print the figures."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as name:
        image, coarse = write_frame(Path(name), 5064, rows)
        arguments = [
            sys.executable, "-m", "engine", "reconstruct", "--image", image, "--coarse-dem", coarse,
            "--sun-azimuth", "300", "--sun-incidence", "60", "--output", f"{name}/dtm.tif", "--json",
        ]  # fmt: skip
        done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr)
        result = json.loads(done.stdout.splitlines()[-1])["results"]
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        size = Path(f"{name}/dtm.tif").stat().st_size / 1e6
    whole, inside = result["seconds"], result["inference_seconds"]
    tiles = result["tiles"]
    print(f"5,064 x {rows:,} pixels, {tiles} tiles on {result['provider_used']}")
    print(f"{'end to end':34}{whole:9.1f} s   {tiles / whole:.1f} tiles/s")
    print(f"{'inside ONNX Runtime':34}{inside:9.1f} s")
    print(f"{'ratio (target 1.25)':34}{whole / inside:9.2f}")
    print(f"{'peak memory (target 1,500)':34}{peak:9.0f} MiB")
    print(f"{'DTM':34}{size:9.0f} MB")


if __name__ == "__main__":
    main()

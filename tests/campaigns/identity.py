"""Whether two checkouts give the same heights: ``python -m tests.campaigns.identity OTHER_CHECKOUT``.

Reconstructs the sample, and the polar pair where the real rasters are there, by the command line of this
checkout and of the other one, and compares the pixels.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import rasterio

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "data"
SAMPLE = ROOT / "resources" / "sample"


def scenes() -> dict[str, list]:
    """Arguments of Reconstruct for each scene."""
    found = {
        "sample": ["--image", SAMPLE / "image.tif", "--coarse-dem", SAMPLE / "coarse_dem.tif", "--sun-azimuth", 292,
                   "--sun-incidence", 58],
    }  # fmt: skip
    polar = REAL / "polar_nac"
    if polar.is_dir():
        found["polar pair"] = [
            "--image", polar / "M139939938LE_intensity.tif", "--coarse-dem", polar / "coarse_dem_30m.tif",
            "--sun-azimuth", -11.2, "--sun-incidence", 83.45,
        ]  # fmt: skip
    return found


def heights(checkout: Path, arguments: list, target: Path) -> np.ndarray:
    """Heights that a checkout makes of a scene."""
    command = [sys.executable, "-m", "engine", "reconstruct", *map(str, arguments), "--output", str(target)]
    subprocess.run(command, cwd=checkout, env={**os.environ, "PYTHONPATH": str(checkout)}, check=True,
                   stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # fmt: skip
    with rasterio.open(target) as dataset:
        return dataset.read(1)


def main() -> int:
    """Print a row a scene; 1 when any differs."""
    other = Path(sys.argv[1]).resolve()
    differing = 0
    with tempfile.TemporaryDirectory() as scratch:
        for name, arguments in scenes().items():
            one, two = (heights(c, arguments, Path(scratch) / f"{i}.tif") for i, c in enumerate((ROOT, other)))
            same = one.tobytes() == two.tobytes()
            differing += not same
            apart = 0.0 if same else float(np.abs(one - two).max())
            print(f"{name}: {'identical' if same else f'differ by up to {apart:.4f} m'}")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())

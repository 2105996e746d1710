"""A region of nine frames: what fitting together is worth, seams of the mosaic, and runs that are killed.

``python3 build.py bench region [SIZE]``: three columns of three frames of 1,200 x 1,200 pixels of 2 m, which share
15 % of their sides, each under a sun of its own, over one coarse DEM of 60 m that is misplaced by 12 m; one file is
cut off. On made crater walls, mountains and plains: RMS of what overlapping DTMs differ by, and RMSE against the
truth, with the moves fitted together, each by itself, and none. "In place": the same DTMs over the coarse DEM where
it belongs, which no fit can better: what is left are the experts under different suns. "By moves" is what the moves
add to that, the root of the difference of the squares, fitted together and each by itself.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import rasterio

from engine.measures.evaluation.seams import SeamSums
from tests.conftest import read_heights
from tests.region.made_region import Region, overlap_rms, write_region

ROOT = Path(__file__).resolve().parents[2]
SIZE, POSTING_M = 1200, 60.0
SCENES = (("crater", 2), ("crater", 3), ("mountain", 2), ("flat", 2))
WAYS = ("together", "each", "none", "in place")


def command(region: Region, folder: Path, way: str) -> list[str]:
    """Of a run."""
    coarse = str(region.coarse_dem)
    if way == "in place":
        coarse, way = str(in_place(region)), "none"
    return [sys.executable, "-m", "engine", "reconstruct_region", "--images", str(region.table), "--coarse-dem", coarse,
            "--fit", way, "--output", str(folder), "--json"]  # fmt: skip


def in_place(region: Region) -> Path:
    """The coarse DEM where it belongs."""
    target = Path(region.coarse_dem).with_name("in_place.tif")
    with rasterio.open(region.coarse_dem) as source:
        moved = rasterio.Affine.translation(*region.off_m) @ source.transform
        with rasterio.open(target, "w", **{**source.profile, "transform": moved}) as dataset:
            dataset.write(source.read())
            dataset.set_band_unit(1, "m")
    return target


def run(region: Region, folder: Path, way: str) -> tuple[dict[str, Any], float]:
    """Results and seconds of a run in a process of its own."""
    start = time.perf_counter()
    done = subprocess.run(command(region, folder, way), cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])["results"], time.perf_counter() - start


def judged(region: Region, folder: Path) -> tuple[float, float]:
    """RMS of overlaps and RMSE against the truth, metres."""
    heights = {path.stem: read_heights(path) for path in sorted((folder / "frames").glob("*.tif"))}
    truth, size = read_heights(region.truth), region.size
    off = [heights[n] - truth[r : r + size, c : c + size] for n, (r, c) in region.corners.items() if n in heights]
    return overlap_rms(region.corners, size, heights)[0], float(np.sqrt(np.mean(np.square(off))))


def seams(region: Region, mosaic: Path) -> float:
    """Kinks of a mosaic at the borders of its frames over those elsewhere."""
    heights = read_heights(mosaic).astype(np.float32)
    sums = SeamSums(*heights.shape)
    sums.add(np.pad(heights, ((1, 1), (0, 0)), constant_values=np.nan), 0, slice(1, len(heights) + 1))
    lines = sorted({c for c, _ in region.corners.values() if c} | {c + region.size for c, _ in region.corners.values()})
    inner = [line for line in lines if line < max(heights.shape) - 1]
    return sums.ratio(inner, inner)


def killed(region: Region, folder: Path, moments: tuple[int, ...]) -> None:
    """Start a run and kill it when so many DTMs are there, again and again."""
    for kept in moments:
        process = subprocess.Popen(command(region, folder, "together"), cwd=ROOT, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)  # fmt: skip
        while len(list((folder / "frames").glob("r*.json"))) < kept and process.poll() is None:
            time.sleep(0.05)
        time.sleep(0.5)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()


def differing(one: Path, other: Path) -> list[str]:
    """Files of two regions that are not the same bytes."""
    files = [{p.relative_to(f).as_posix(): p for p in f.rglob("*") if p.is_file()} for f in (one, other)]
    one_alone = files[0].keys() ^ files[1].keys()
    both = files[0].keys() & files[1].keys()
    return sorted(one_alone | {name for name in both if files[0][name].read_bytes() != files[1][name].read_bytes()})


def main() -> None:
    """Print the tables."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else SIZE
    posting = POSTING_M * size / SIZE if size < SIZE // 2 else POSTING_M
    print(f"Frames of {size} x {size}, a post every {posting:g} m; metres")
    print(f"{'':14}{'RMS of overlapping DTMs':^44}{'RMSE against the truth':^44}   seams   by moves: together, each")
    print(f"{'':14}{''.join(f'{way:>11}' for way in WAYS * 2)}")
    for number, (terrain, seed) in enumerate(SCENES):
        with tempfile.TemporaryDirectory() as name:
            (base := Path(name) / "in").mkdir()
            region = write_region(base, size, posting, seed, terrain)
            figures, notes = {}, []
            for way in WAYS:
                folder = Path(name) / way
                if way == "each":  # frames and pairs are looked at once
                    folder.mkdir()
                    shutil.copytree(Path(name) / "together" / ".kept", folder / ".kept")
                found, seconds = run(region, folder, way)
                figures[way] = judged(region, folder)
                if way == "together":
                    notes.append(f"{found['made']} DTMs, {found['failed']} failed, {seconds:.0f} s")
            row = [figures[way][i] for i in (0, 1) for way in WAYS]
            border = seams(region, Path(name) / "together" / "mosaic.tif")
            least = figures["in place"][0]
            added = [math.sqrt(max(figures[way][0] ** 2 - least**2, 0.0)) for way in ("together", "each")]
            print(f"{terrain:10}{seed:4}{''.join(f'{value:11.2f}' for value in row)}{border:8.3f}"
                  f"{added[0]:12.2f}{added[1]:10.2f}", flush=True)  # fmt: skip
            if number == 0:
                again, seconds = run(region, Path(name) / "together", "together")
                notes.append(f"again: {again['made']} made, {again['kept']} kept, {seconds:.0f} s")
                killed(region, Path(name) / "killed", (2, 5))
                resumed, _ = run(region, Path(name) / "killed", "together")
                apart = differing(Path(name) / "together", Path(name) / "killed")
                notes.append(f"killed twice: {resumed['kept']} kept, {len(apart)} files differ {' '.join(apart)}")
                if len(sys.argv) > 2:
                    shutil.copytree(Path(name) / "together", sys.argv[2])
                print("".join(f"{'':14}{note}\n" for note in notes), end="", flush=True)


if __name__ == "__main__":
    main()

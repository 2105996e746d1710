"""What a second and a third sun are worth: ``python3 build.py bench combine``.

Made scenes that training never drew, lit from two suns whose azimuths lie 60 to 120 degrees apart and a third one
between or beyond, over one coarse DEM; every image is reconstructed by itself and Combine DTMs puts the DTMs together.
Prints slope error and RMSE over those of the best DTM alone (of the two that are combined, each figure by itself), what
the second DTM is worth when its image lies 3 pixels off, the slope error in the shadows of one DTM that another one
fills, and how many heights lie within the standard deviation that is stated. "Region" is what Reconstruct region
makes of two and of three images in one go (``--combine suns``), over the same best DTM alone.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from scipy import ndimage

from engine.contract.execute import execute
from engine.contract.progress import Progress
from engine.contract.requests import TilingRequest
from engine.measures.evaluation.error_sums import ErrorSums
from engine.operations import OPERATIONS
from engine.reports.panel import read
from engine.synthetic.coarse import CoarseDem, degrade
from engine.synthetic.scene import TERRAINS, Ground, Scene, light, make_ground
from engine.terrain.shadows import lit_fraction
from engine.terrain.slope import horn_gradient, slope_degrees
from tests.benchmarks.held_out import FIRST_SEED, POSTING_M, SIZE, reconstruct

OFF_PX = (3, -3)
"""Rows and columns by which the second image is misplaced where it is: 3 pixels along each axis."""

MARGIN_PX = 8
"""Left out at the border, so that a misplaced image is judged on the same ground."""


@dataclass(frozen=True)
class Site:
    """Ground under three suns."""

    name: str
    ground: Ground
    coarse: CoarseDem
    images: tuple[np.ndarray, ...]
    suns: tuple[tuple[float, float], ...]


def sites(count: int, first: int = 0) -> Iterator[Site]:
    """Made scenes of each terrain in turn, pixels of 1 to 3 m, incidences of 45 to 70 degrees."""
    for index in range(first, first + count):
        rng = np.random.default_rng((FIRST_SEED, 93, index))
        terrain, gsd = TERRAINS[index % len(TERRAINS)], float(rng.uniform(1.0, 3.0))
        ground = make_ground(rng, terrain, SIZE, gsd)
        coarse = degrade(rng, ground.height, gsd, POSTING_M)
        start, turn = float(rng.uniform(0.0, 360.0)), float(rng.uniform(60.0, 120.0))
        azimuths = start, (start + turn) % 360.0, (start + turn + rng.uniform(60.0, 120.0)) % 360.0
        suns = tuple((azimuth, float(rng.uniform(45.0, 70.0))) for azimuth in azimuths)
        images = tuple(light(rng, ground, *sun) for sun in suns)
        yield Site(f"{terrain} {index}", ground, coarse, images, suns)


def made(site: Site, number: int, folder: Path, pack: str, off: tuple[int, int] = (0, 0)) -> str:
    """The DTM of one image, which is misplaced by whole pixels; what it lacks at the border is as it was."""
    image = np.roll(site.images[number], off, axis=(0, 1))
    azimuth, incidence = site.suns[number]
    scene = Scene(replace(site.ground), site.coarse, image, azimuth, incidence)
    return reconstruct(scene, pack, folder)["dtm"]


def errors(site: Site, heights: np.ndarray) -> dict[str, float]:
    """RMSE and slope error within the margin."""
    truth, gsd = site.ground.height, site.ground.gsd
    inner = slice(MARGIN_PX, -MARGIN_PX)
    metres = np.full(SIZE - 2, gsd), np.full(SIZE - 2, gsd)
    slopes = [slope_degrees(*horn_gradient(part.astype(np.float32), *metres)) for part in (heights, truth)]
    rim = slice(MARGIN_PX - 1, 1 - MARGIN_PX)
    sums = ErrorSums()
    sums.add((heights - truth)[inner, inner], (slopes[0] - slopes[1])[rim, rim], slopes[1][rim, rim])
    figures = sums.figures()
    return {"rmse_m": figures["rmse_m"], "slope_error_deg": figures["slope_error_deg"]}


def in_shadow(site: Site, single: np.ndarray, heights: np.ndarray) -> float | None:
    """Slope error in what lies in shadow under the first sun and in light under the second, over that of the first."""
    gsd = site.ground.gsd
    first, second = (lit_fraction(site.ground.height, *sun, gsd, gsd) for sun in site.suns[:2])
    dark = (first < 0.1) & (second > 0.9)
    dark[:MARGIN_PX] = dark[-MARGIN_PX:] = dark[:, :MARGIN_PX] = dark[:, -MARGIN_PX:] = False
    if dark.sum() < 200:
        return None
    down, right = np.gradient(site.ground.height, gsd)

    def off(surface: np.ndarray) -> float:
        y, x = np.gradient(surface, gsd)
        return float(np.sqrt(np.mean(np.hypot(x - right, y - down)[dark] ** 2)))

    return off(heights) / off(single)


def within(site: Site, heights: np.ndarray, stated: np.ndarray) -> tuple[float, float]:
    """Shares of heights within one and two stated standard deviations, about the long waves of the coarse DEM."""
    inner = slice(MARGIN_PX, -MARGIN_PX)
    error = (heights - site.ground.height)[inner, inner].astype(np.float64)
    error -= ndimage.gaussian_filter(error, POSTING_M / site.ground.gsd, mode="nearest")
    times = np.abs(error) / stated[inner, inner]
    return float(np.mean(times <= 1.0)), float(np.mean(times <= 2.0))


def combined(paths: Sequence[str], folder: Path) -> tuple[np.ndarray, np.ndarray, dict[str, Any]]:
    """Heights, stated error and results of Combine DTMs."""
    folder.mkdir()
    targets = {"output": str(folder / "combined.tif"), "output_error": str(folder / "error.tif")}
    results = execute(OPERATIONS["combine"], {"input": list(paths), "posting": POSTING_M, **targets}, Progress())
    return read(Path(targets["output"]))[0], read(Path(targets["output_error"]))[0], results


def regional(site: Site, folders: Sequence[Path], folder: Path, pack: str) -> np.ndarray:
    """Heights that Reconstruct region makes of images that were written for single DTMs."""
    folder.mkdir()
    rows = [f"{place / 'image.tif'},{azimuth},{incidence}" for place, (azimuth, incidence) in zip(folders, site.suns)]
    (folder / "images.csv").write_text("\n".join(["path,sun_azimuth,sun_incidence", *rows]), encoding="utf-8")
    given = {"images": str(folder / "images.csv"), "coarse_dem": str(folders[0] / "coarse_dem.tif"), "pack": pack,
             "combine": "suns", "output": str(folder / "region")}  # fmt: skip
    execute(OPERATIONS["reconstruct_region"], given, Progress())
    return read(folder / "region" / "mosaic.tif")[0]


def judged(site: Site, pack: str) -> dict[str, float]:
    """Figures of one site."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [made(site, number, folder / str(number), pack) for number in range(3)]
        off = made(site, 1, folder / "off", pack, OFF_PX)
        singles = [read(Path(path))[0] for path in paths]
        alone = [errors(site, single) for single in singles]
        found: dict[str, float] = {"angle_deg": abs(site.suns[0][0] - site.suns[1][0])}
        rows = {"two": paths[:2], "three": paths, "misplaced": [paths[0], off]}
        for label, used in rows.items():
            heights, stated, results = combined(used, folder / label)
            own = errors(site, heights)
            best = {key: min(one[key] for one in alone[: 3 if label == "three" else 2]) for key in own}
            found.update({f"{label}_{key}": value / best[key] for key, value in own.items()})
            if label != "misplaced":
                joint = regional(site, [folder / str(n) for n in range(len(used))], folder / f"region {label}", pack)
                found.update({f"region_{label}_{key}": v / best[key] for key, v in errors(site, joint).items()})
            if label == "two":
                found["expected_slope_error"] = results["expected_gain"]
                found["within_one"], found["within_two"] = within(site, heights, stated)
                shadow = in_shadow(site, singles[0], heights)
                if shadow is not None:
                    found["in_shadow"] = shadow
            if label == "three":
                found["three_within_one"], found["three_within_two"] = within(site, heights, stated)
            if label == "misplaced":
                found["off_px"] = _left(Path(folder / label / "combined.tif"), site.ground.gsd)
    for key in ("rmse_m", "slope_error_deg"):
        best = min(one[key] for one in alone[:2]) / min(one[key] for one in alone)
        found[f"three_over_two_{key}"] = found[f"three_{key}"] / (found[f"two_{key}"] * best)
    return found


def _left(path: Path, gsd: float) -> float:
    """Pixels that are left of the misplacement after the registration."""
    with rasterio.open(path) as dataset:
        _, east, _, north = dataset.tags()["MMOEDTM_MOVE_1_M"].split()
    return float(np.hypot(float(east) / gsd + OFF_PX[1], float(north) / gsd - OFF_PX[0]))


COLUMNS = (
    ("angle_deg", "angle"),
    ("two_slope_error_deg", "2: slope"),
    ("two_rmse_m", "2: RMSE"),
    ("three_slope_error_deg", "3: slope"),
    ("three_rmse_m", "3: RMSE"),
    ("region_two_slope_error_deg", "region 2: s"),
    ("region_two_rmse_m", "region 2: R"),
    ("region_three_slope_error_deg", "region 3: s"),
    ("region_three_rmse_m", "region 3: R"),
    ("three_over_two_slope_error_deg", "3/2 slope"),
    ("three_over_two_rmse_m", "3/2 RMSE"),
    ("misplaced_slope_error_deg", "off: slope"),
    ("misplaced_rmse_m", "off: RMSE"),
    ("off_px", "left (px)"),
    ("in_shadow", "in shadow"),
    ("within_one", "< 1 sd"),
    ("within_two", "< 2 sd"),
    ("three_within_one", "3: < 1 sd"),
)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.combine", description=__doc__)
    parser.add_argument("--pack", default=TilingRequest().pack)
    parser.add_argument("--scenes", type=int, default=12)
    parser.add_argument("--first", type=int, default=0, help="number of the first scene")
    parser.add_argument("--out", type=Path, help="folder for combine.json")
    arguments = parser.parse_args()
    print(f"Errors of the combined DTM over those of the best one alone, {arguments.scenes} made scenes")
    print(f"{'':14}" + "".join(f"{label:>12}" for _, label in COLUMNS))
    rows = {}
    for site in sites(arguments.scenes, arguments.first):
        rows[site.name] = row = judged(site, arguments.pack)
        print(f"{site.name:14}" + "".join(f"{row.get(key, np.nan):12.3f}" for key, _ in COLUMNS), flush=True)
    for label, of in (("median", np.nanmedian), ("worst", np.nanmax)):
        values = [of([row.get(key, np.nan) for row in rows.values()]) for key, _ in COLUMNS]
        print(f"{label:14}" + "".join(f"{value:12.3f}" for value in values), flush=True)
    if arguments.out:
        arguments.out.mkdir(parents=True, exist_ok=True)
        (arguments.out / "combine.json").write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

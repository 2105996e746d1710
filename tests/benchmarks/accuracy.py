"""Accuracy of the shipped pack on held-out made scenes, and on real images by their light.

``python3 build.py bench accuracy``. Every scene goes through the whole pipeline as files. The seeds
lie outside of those that training draws. Also writes the table as JSON for the pack's manifest.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np

from engine.analysis.errors_against_truth import height_errors
from engine.analysis.panel import bicubic, read
from engine.analysis.relit import relit_correlation
from engine.operations import OPERATIONS
from engine.operations.execute import execute
from engine.operations.progress import Progress
from engine.raster.reader import RasterReader
from engine.synthetic.product import write_scene
from engine.synthetic.scene import TERRAINS, make_scene

FIRST_SEED = 900_000
SCENES = 10
"""Held-out scenes of each class."""

REAL = Path(__file__).resolve().parents[3] / "shared" / "data"


def held_out(pack: str) -> dict[str, dict[str, float]]:
    """Errors of result and bicubic coarse DEM for every class, means over its scenes."""
    table: dict[str, dict[str, float]] = {}
    for terrain in TERRAINS:
        rows = []
        for index in range(SCENES):
            rng = np.random.default_rng((FIRST_SEED, index))
            scene = make_scene(
                FIRST_SEED + index,
                terrain,
                size=576,
                gsd=float(rng.uniform(1.0, 3.0)),
                posting=60.0,
                azimuth_deg=float(rng.uniform(0.0, 360.0)),
                incidence_deg=float(rng.uniform(40.0, 70.0)),
            )
            with tempfile.TemporaryDirectory() as name:
                paths = write_scene(scene, Path(name))
                target = str(Path(name) / "dtm.tif")
                given = {
                    "image": paths["image"],
                    "coarse_dem": paths["coarse_dem"],
                    "sun_azimuth": scene.azimuth_deg,
                    "sun_incidence": scene.incidence_deg,
                    "pack": pack,
                    "output": target,
                }
                execute(OPERATIONS["reconstruct"], given, Progress())
                result, grid = read(Path(target))
                with RasterReader(paths["coarse_dem"]) as reader:
                    coarse = bicubic(reader, grid)
            truth = scene.ground.height
            got = height_errors(result, truth, scene.ground.gsd)
            base = height_errors(coarse, truth, scene.ground.gsd)
            rows.append((got.rmse, base.rmse, got.slope_error_deg, base.slope_error_deg))
        values = np.array(rows)
        means = values.mean(axis=0)
        table[terrain] = {
            "scenes": SCENES,
            "rmse_m": round(float(means[0]), 3),
            "bicubic_rmse_m": round(float(means[1]), 3),
            "slope_error_deg": round(float(means[2]), 3),
            "bicubic_slope_error_deg": round(float(means[3]), 3),
            "worst_rmse_ratio": round(float((values[:, 0] / values[:, 1]).max()), 3),
            "worst_slope_ratio": round(float((values[:, 2] / values[:, 3]).max()), 3),
        }
        row = table[terrain]
        print(
            f"{terrain:10} {row['rmse_m']:7.3f} {row['bicubic_rmse_m']:9.3f} "
            f"{row['rmse_m'] / row['bicubic_rmse_m']:7.2f} {row['worst_rmse_ratio']:7.2f}   "
            f"{row['slope_error_deg']:7.3f} {row['bicubic_slope_error_deg']:9.3f} "
            f"{row['slope_error_deg'] / row['bicubic_slope_error_deg']:7.2f} {row['worst_slope_ratio']:7.2f}",
            flush=True,
        )
    return table


def real_pair(pack: str) -> None:
    """Correlation of the re-lit DTMs of the polar pair with its image."""
    folder = REAL / "polar_nac"
    if not folder.is_dir():
        print(f"\nNo real data in {REAL.name}: the comparison with a real image is left out.")
        return
    azimuth, incidence = -5.43, 83.45
    image_path = folder / "M139939938LE_intensity.tif"
    with tempfile.TemporaryDirectory() as name:
        given = {
            "image": str(image_path),
            "coarse_dem": str(folder / "coarse_dem_30m.tif"),
            "sun_azimuth": azimuth,
            "sun_incidence": incidence,
        }
        target = str(Path(name) / "dtm.tif")
        execute(OPERATIONS["reconstruct"], {**given, "pack": pack, "output": target}, Progress())
        aligned = str(Path(name) / "coarse.tif")
        execute(OPERATIONS["align"], {**given, "output": aligned}, Progress())
        image, grid = read(image_path)
        print("\nReal polar pair M139939938LE, incidence 83.45: correlation of the re-lit DTM with the image")
        print(f"{'':26}{'whole':>8}{'detail':>8}{'pixels with data':>19}")
        rows = [("coarse DEM, 30 m", aligned), ("result", target)]
        rows += [("stereo DEM", folder / "stereo_dem.tif"), ("shape-from-shading DEM", folder / "sfs_dem.tif")]
        for label, path in rows:
            heights, _ = read(Path(path))
            whole, detail = relit_correlation(image, heights, grid.gsd, azimuth, incidence)
            print(f"{label:26}{whole:8.3f}{detail:8.3f}{np.isfinite(heights).mean():19.1%}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.accuracy", description=__doc__)
    parser.add_argument("--pack", default="lunar-preview")
    parser.add_argument("--out", type=Path, help="write the table as JSON")
    arguments = parser.parse_args()
    print(f"{SCENES} held-out made scenes a class, incidence 40 to 70 degrees, coarse DEM of 60 m")
    print(f"{'':10} RMSE, m   bicubic   ratio   worst   slope, deg  bicubic   ratio   worst")
    table = held_out(arguments.pack)
    if arguments.out:
        content = {"command": "python3 build.py bench accuracy", "held_out_made_scenes": table}
        arguments.out.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    real_pair(arguments.pack)


if __name__ == "__main__":
    main()

"""Where the best incidence lies: ``python3 build.py bench incidence``.

The operation Incidence study on made scenes that training never drew, and on the real DEMs of the test data. Every
scene has an azimuth of its own; noise, albedo and shadows are as the operation has them. Prints slope error and RMSE
over those of the bicubic coarse DEM by incidence, and draws curves with ``--out FOLDER``.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from engine.contract.execute import execute
from engine.contract.progress import Progress
from engine.operations import OPERATIONS
from engine.raster.grid import Grid
from engine.raster.writer import RasterWriter
from engine.synthetic.product import MOON_WKT
from engine.synthetic.scene import TERRAINS, make_ground
from tests.benchmarks.held_out import FIRST_SEED, real_relief

INCIDENCES = (10, 20, 30, 40, 50, 55, 60, 65, 70, 75, 80, 85)
SIZE, GSD_M = 512, 2.0
MEASURES = {"slope_error_deg": "slope error", "rmse_m": "RMSE"}


def grounds(count: int) -> Iterator[tuple[str, int, np.ndarray]]:
    """Group, number and heights: made scenes of each terrain, then real relief."""
    for terrain in TERRAINS:
        for index in range(count):
            rng = np.random.default_rng((FIRST_SEED, 91, index))
            yield terrain, index, make_ground(rng, terrain, SIZE, GSD_M).height
    for index, (name, scene) in enumerate(real_relief()):
        yield f"real relief: {name}", index, scene.ground.height


def study(height: np.ndarray, azimuth: float, seed: int, pack: str) -> dict[str, Any]:
    """Figures of the operation on one ground."""
    rows, columns = height.shape
    half = columns * GSD_M / 2.0
    grid = Grid(MOON_WKT, (GSD_M, 0.0, -half, 0.0, -GSD_M, rows * GSD_M / 2.0), columns, rows)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with RasterWriter(str(folder / "dtm.tif"), grid, "m", "heights", {}) as writer:
            writer.write(height, 0)
        given = {"dtm": str(folder / "dtm.tif"), "sun_incidences": INCIDENCES, "sun_azimuths": azimuth, "seed": seed,
                 "pack": pack, "output": str(folder / "r.html"), "output_json": str(folder / "r.json")}  # fmt: skip
        execute(OPERATIONS["incidence_study"], given, Progress())
        found: dict[str, Any] = json.loads((folder / "r.json").read_text(encoding="utf-8"))
        return found


def ratios(figures: dict[str, Any], measure: str) -> list[float]:
    """A measure over that of the coarse DEM, by incidence."""
    return [row[measure] / figures["coarse"][measure] for row in figures["incidences"]]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.incidence", description=__doc__)
    parser.add_argument("--count", type=int, default=3, help="scenes of each terrain")
    parser.add_argument("--pack", default="lunar-1")
    parser.add_argument("--out", type=Path, help="folder for incidence.json and incidence.png")
    asked = parser.parse_args()
    groups: dict[str, list[dict[str, Any]]] = {}
    for group, index, height in grounds(asked.count):
        azimuth = round(float(np.random.default_rng((FIRST_SEED, 92, index)).uniform(0.0, 360.0)), 1)
        groups.setdefault(group, []).append(study(height, azimuth, index, asked.pack))
    table: dict[str, dict[str, list[float]]] = {}
    for measure, label in MEASURES.items():
        print(f"\n{label} over the bicubic coarse DEM's, by incidence")
        print(f"{'':40}" + "".join(f"{i:6}" for i in INCIDENCES) + "   best, within a tenth")
        for group, studies in groups.items():
            mean = np.mean([ratios(one, measure) for one in studies], axis=0)
            table.setdefault(group, {})[measure] = [round(float(v), 4) for v in mean]
            good = [i for i, v in zip(INCIDENCES, mean) if v <= 1.1 * mean.min()]
            best = INCIDENCES[int(mean.argmin())]
            row = "".join(f"{v:6.2f}" for v in mean)
            print(f"{group:40}{row}{best:7} {good[0]:6} to {good[-1]}", flush=True)
    if asked.out:
        asked.out.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"incidences": INCIDENCES, "groups": table}, indent=2)
        (asked.out / "incidence.json").write_text(text + "\n", encoding="utf-8")
        draw(table).savefig(asked.out / "incidence.png", dpi=110)


def draw(table: dict[str, dict[str, list[float]]]) -> Figure:
    """A curve for each group."""
    figure = Figure(figsize=(11, 4.2), layout="constrained")
    for axis, (measure, label) in zip(figure.subplots(1, len(MEASURES)), MEASURES.items()):
        axis.axvspan(40, 60, color="#eeeeee", label="40 to 60°, the paper's")
        for group, found in table.items():
            axis.plot(INCIDENCES, found[measure], marker="o", markersize=3, label=group)
        axis.axhline(1.0, color="#d9a441", linestyle="--", label="bicubic coarse DEM")
        axis.set(xlabel="incidence (degrees)", ylabel=f"{label} over the coarse DEM's", ylim=(0.0, None))
    figure.axes[1].legend(fontsize="small", loc="lower left")
    return figure


if __name__ == "__main__":
    main()

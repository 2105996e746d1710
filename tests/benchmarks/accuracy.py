"""Accuracy of the shipped pack on held-out made scenes, and on a real image by its light.

``python3 build.py bench accuracy``. Every scene goes through the whole pipeline as files. The seeds lie
outside of those that training draws. Writes the tables as JSON and a plot with ``--out FOLDER``; the
JSON is what a pack's manifest holds.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure as Plot
from pyogrio.raw import read as read_raw

from engine.contract.execute import execute
from engine.contract.progress import Progress
from engine.contract.requests import TilingRequest
from engine.operations import OPERATIONS
from engine.synthetic.laws import OUTSIDE, Laws
from engine.synthetic.product import MOON_WKT
from engine.vector.layer import ring, write_layer
from tests.benchmarks.held_out import CANDIDATES, Figures, measure, real_relief, reconstruct, rocky_scenes, scenes

REAL = Path(__file__).resolve().parents[3] / "shared" / "data"
KEYS = ("rmse_m", "mae_m", "slope_error_deg", "re_under_2m_percent", "re_under_4m_percent", "re_under_10m_percent")
LIGHTS = ((20.0, 40.0), (70.0, 80.0))
STRETCHES = ((0.5, 0.0), (2.0, 0.0), (1.0, 0.1), (1.0, -0.1), (2.0, 0.5))
"""Gain, and offset as a share of the mean brightness."""


def summary(rows: Sequence[dict[str, Figures]]) -> dict[str, float]:
    """Means over scenes for every candidate, and the result's ratios to the bicubic coarse DEM."""
    found: dict[str, float] = {"scenes": len(rows)}
    for name in CANDIDATES:
        for key in KEYS:
            found[f"{name}_{key}"] = round(float(np.mean([row[name].errors[key] for row in rows])), 4)
    for key, label in (("rmse_m", "rmse"), ("slope_error_deg", "slope")):
        ratios = [row["result"].errors[key] / row["bicubic"].errors[key] for row in rows]
        found[f"{label}_ratio"] = round(found[f"result_{key}"] / found[f"bicubic_{key}"], 4)
        found[f"worst_{label}_ratio"] = round(max(ratios), 4)
    found["low_pass_m"] = round(float(np.mean([row["result"].low_pass_m for row in rows])), 4)
    shares = [row["result"].low_pass_share for row in rows]
    found["low_pass_over_noise"] = round(float(np.median(shares)), 4)
    found["worst_low_pass_over_noise"] = round(max(shares), 4)
    noise = [row["result"].noise_m for row in rows]
    deviation = [row["result"].low_pass_m for row in rows]
    found["rms_low_pass_over_noise"] = round(float(np.linalg.norm(deviation) / np.linalg.norm(noise)), 4)
    for name in ("bicubic", "result"):
        found[f"{name}_off_m"] = round(float(np.median([row[name].off_m for row in rows])), 2)
    found["seams"] = round(float(np.mean([row["result"].seams for row in rows])), 4)
    return found


def line(label: str, row: dict[str, float]) -> None:
    """One row of a table."""
    print(
        f"{label:38}{row['bilinear_rmse_m']:7.2f}{row['bicubic_rmse_m']:7.2f}{row['result_rmse_m']:7.2f}"
        f"{row['rmse_ratio']:6.2f}{row['worst_rmse_ratio']:6.2f}   {row['bicubic_slope_error_deg']:6.2f}"
        f"{row['result_slope_error_deg']:6.2f}{row['slope_ratio']:6.2f}{row['worst_slope_ratio']:6.2f}   "
        f"{row['result_mae_m']:6.2f}{row['result_re_under_2m_percent']:6.1f}{row['result_re_under_4m_percent']:6.1f}"
        f"{row['result_re_under_10m_percent']:6.1f}   {row['low_pass_m']:6.3f}"
        f"{row['rms_low_pass_over_noise']:6.2f}{row['low_pass_over_noise']:6.2f}"
        f"{row['worst_low_pass_over_noise']:6.2f}{row['seams']:6.2f}   {row['bicubic_off_m']:6.1f}"
        f"{row['result_off_m']:6.1f}",
        flush=True,
    )


def held_out(pack: str, count: int, first: int = 0) -> dict[str, dict[str, float]]:
    """The tables of made scenes: by class at 40 to 70 degrees, by light, outside of the training's laws."""
    print(f"{'':38}{'RMSE (m)':^21}{'ratio worst':>12}   {'slope error (deg)':^24}   {'MAE':>6}{'RE<2':>6}{'<4':>6}"
          f"{'<10 %':>6}   {'low-pass (m), over noise':^24}{'seams':>6}   {'off by (m)':>12}")  # fmt: skip
    print(
        f"{'':38}{'biln.':>7}{'bicub.':>7}{'result':>7}{'':12}   {'bicub.':>6}{'result':>6}{'ratio':>6}{'worst':>6}"
        f"{'':33}{'RMS':>6}{'median':>6}{'worst':>6}{'':9}{'before':>6}{'after':>6}"
    )
    table: dict[str, dict[str, float]] = {}

    def add(groups: dict[str, list[dict[str, Figures]]], suffix: str) -> None:
        for name, rows in groups.items():
            label = f"{name}{suffix}"
            table[label] = summary(rows)
            line(label, table[label])

    for low, high in ((40.0, 70.0), *LIGHTS):
        groups: dict[str, list[dict[str, Figures]]] = {}
        for terrain, _, scene in scenes(count if low == 40.0 else max(1, count // 3), (low, high), offset=first):
            groups.setdefault(terrain, []).append(measure(scene, pack))
        add(groups, "" if low == 40.0 else f", incidence {low:.0f} to {high:.0f}")
    left: dict[str, list[dict[str, Figures]]] = {}
    for terrain, _, scene in scenes(count, (40.0, 70.0), offset=first):
        left.setdefault(terrain, []).append(measure(scene, pack, fit=False))
    add(left, ", coarse DEM left where it is")
    in_place: dict[str, list[dict[str, Figures]]] = {}
    for terrain, _, scene in scenes(max(1, count // 3), (40.0, 70.0), Laws(shift=0.0), first):
        in_place.setdefault(terrain, []).append(measure(scene, pack))
    add(in_place, ", coarse DEM not misplaced")
    for label, laws in OUTSIDE.items():
        add({label: [measure(s, pack) for _, _, s in scenes(max(1, count // 3), (40.0, 70.0), laws, first)]}, "")
    add({f"real relief, re-lit: {name}": [measure(scene, pack)] for name, scene in real_relief()}, "")
    return table


def stretched(pack: str, count: int) -> dict[str, dict[str, float]]:
    """What a gain and an offset of the image change."""
    chosen = [scene for _, _, scene in scenes(count, (40.0, 70.0))]

    def means(gain: float, offset: float) -> tuple[float, float]:
        rows = [measure(scene, pack, gain, offset)["result"].errors for scene in chosen]
        return float(np.mean([r["rmse_m"] for r in rows])), float(np.mean([r["slope_error_deg"] for r in rows]))

    plain = means(1.0, 0.0)
    print(f"\nGain and offset of the image, change of the errors over {len(chosen)} scenes")
    table = {}
    for gain, offset in STRETCHES:
        got = means(gain, offset)
        change = [100.0 * (a / b - 1.0) for a, b in zip(got, plain)]
        label = f"{gain:g} x image {offset:+.0%} of its mean"
        print(f"{label:38}RMSE {change[0]:+6.1f} %   slope error {change[1]:+6.1f} %", flush=True)
        table[label] = {"rmse_change_percent": round(change[0], 2), "slope_change_percent": round(change[1], 2)}
    return table


def shadows(pack: str, count: int) -> dict[str, float]:
    """Shadow-pixel error of the result on boulders of over 50 m2."""
    differences, overlaps = [], []
    for scene in rocky_scenes(count):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            paths = reconstruct(scene, pack, folder)
            half = scene.image.shape[0] * scene.ground.gsd / 2.0
            angles = np.arange(24) * math.tau / 24
            shapes = [
                ring((c + 0.5) * scene.ground.gsd - half + d / 2 * np.cos(angles),
                     half - (r + 0.5) * scene.ground.gsd + d / 2 * np.sin(angles))
                for r, c, d, _ in scene.ground.boulders
            ]  # fmt: skip
            write_layer(str(folder / "r.gpkg"), MOON_WKT, "Polygon", shapes, {"id": np.arange(len(shapes))})
            given = {"image": paths["image"], "dtm": paths["dtm"], "sun_azimuth": scene.azimuth_deg,
                     "sun_incidence": scene.incidence_deg, "rocks": str(folder / "r.gpkg"), "least_area": 50.0,
                     "output": str(folder / "r.html"), "output_table": str(folder / "t.gpkg")}  # fmt: skip
            execute(OPERATIONS["compare_shadows"], given, Progress())
            meta, _, _, values = read_raw(folder / "t.gpkg", read_geometry=False)
            table = dict(zip(meta["fields"], values))
            with_shadow = table["image_px"] > 0
            differences.extend(table["difference_percent"][with_shadow])
            overlaps.extend(table["iou"][with_shadow])
    found = {
        "rocks": len(differences),
        "difference_median_percent": round(float(np.median(differences)), 2),
        "difference_90_percent": round(float(np.quantile(differences, 0.9)), 2),
        "iou_median": round(float(np.median(overlaps)), 3),
        "iou_10_percent": round(float(np.quantile(overlaps, 0.1)), 3),
    }
    print(f"\nShadow pixels of {found['rocks']} boulders of over 50 m2: difference "
          f"{found['difference_median_percent']} % "
          f"(median), {found['difference_90_percent']} % (90th percentile); IoU {found['iou_median']} (median), "
          f"{found['iou_10_percent']} (10th percentile)")  # fmt: skip
    return found


def real_pair(pack: str) -> dict[str, dict[str, float]]:
    """What Evaluate says of the DTMs of the polar pair beside their coarse DEM: light, and stripes along rows."""
    folder = REAL / "polar_nac"
    if not folder.is_dir():
        print(f"\nNo real data in {REAL.name}: the comparison with a real image is left out.")
        return {}
    given = {
        "image": str(folder / "M139939938LE_intensity.tif"),
        "coarse_dem": str(folder / "coarse_dem_30m.tif"),
        "sun_azimuth": -5.43,
        "sun_incidence": 83.45,
    }
    table = {}
    print(
        "\nReal polar pair M139939938LE, incidence 83.45: re-lit DTM against the image, and the bicubic coarse DEM "
        "on the same pixels; stripes along rows"
    )
    print(f"{'':26}{'whole':>8}{'detail':>8}{'coarse':>8}{'detail':>8}{'stripes (m)':>13}")
    with tempfile.TemporaryDirectory() as name:
        result = str(Path(name) / "dtm.tif")
        execute(OPERATIONS["reconstruct"], {**given, "pack": pack, "output": result}, Progress())
        rows = {"result": result, "stereo DEM": str(folder / "stereo_dem.tif"),
                "shape-from-shading DEM": str(folder / "sfs_dem.tif")}  # fmt: skip
        for label, path in rows.items():
            target = Path(name) / "figures.json"
            more = {"output": str(Path(name) / "report.html"), "output_json": str(target)}
            execute(OPERATIONS["evaluate"], {**given, "dtm": path, **more}, Progress())
            figures = json.loads(target.read_text(encoding="utf-8"))
            light, stripes = figures["relit_correlation"], figures["stripes"]
            found = {
                "whole": light["dtm"]["whole"],
                "detail": light["dtm"]["detail"],
                "coarse_whole": light["coarse"]["whole"],
                "coarse_detail": light["coarse"]["detail"],
                "stripes_m": stripes["dtm"]["rows_m"],
                "coarse_stripes_m": stripes["coarse"]["rows_m"],
            }
            table[label] = {key: round(value, 3) for key, value in found.items()}
            numbers = "".join(f"{value:8.3f}" for value in list(found.values())[:4])
            print(f"{label:26}{numbers}{found['stripes_m']:13.3f}")
    return table


def plot(path: Path, table: dict[str, dict[str, float]]) -> None:
    """Ratios to the bicubic coarse DEM as bars."""
    figure = Plot(figsize=(9, 0.34 * len(table) + 1.6), layout="constrained")
    axis = figure.subplots()
    place = np.arange(len(table))
    for shift, key, colour in ((-0.2, "rmse_ratio", "#3f6f8f"), (0.2, "slope_ratio", "#d9a441")):
        axis.barh(place + shift, [row[key] for row in table.values()], 0.38, color=colour, label=key.split("_")[0])
    axis.axvline(1.0, color="#666", linewidth=1)
    axis.set_yticks(place, list(table))
    axis.invert_yaxis()
    axis.set(xlabel="error over that of the bicubic coarse DEM (no unit)")
    axis.legend()
    figure.savefig(path, dpi=110)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.accuracy", description=__doc__)
    parser.add_argument("--pack", default=TilingRequest().pack)
    parser.add_argument("--scenes", type=int, default=10, help="scenes of each class at 40 to 70 degrees")
    parser.add_argument("--first", type=int, default=0, help="number of the first scene of each class")
    parser.add_argument("--out", type=Path, help="folder for accuracy.json and accuracy.png")
    arguments = parser.parse_args()
    print(f"Held-out made scenes, {arguments.scenes} of each class, pixels of 1 to 3 m, coarse DEM of 60 m")
    content = {
        "command": "python3 build.py bench accuracy",
        "held_out_made_scenes": (table := held_out(arguments.pack, arguments.scenes, arguments.first)),
        "gain_and_offset": stretched(arguments.pack, max(1, arguments.scenes // 3)),
        "shadow_pixels": shadows(arguments.pack, max(2, arguments.scenes // 2)),
        "real_polar_pair": real_pair(arguments.pack),
    }
    if arguments.out:
        arguments.out.mkdir(parents=True, exist_ok=True)
        (arguments.out / "accuracy.json").write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
        plot(arguments.out / "accuracy.png", table)


if __name__ == "__main__":
    main()

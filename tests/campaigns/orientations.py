"""Light on eight storages of one scene and on one turned by 30 degrees: ``python3 build.py campaign orientations``.

Every operation that uses light gives the same numbers and pixels, whatever way the rows of its inputs are stored, and
turns with the ground.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import rasterio

from tests.campaigns import options, scenes
from tests.campaigns.forked import Tell, forked, scratch_in, spread, warm
from tests.operations.test_orientation import FLIPS, TURN, store, upright

LIMIT_S = 300.0
SIDE_PX = 288
TURNS = {"shift_east", "shift_north", "moved_east", "moved_north", "moved_error_east", "moved_error_north",
         "shift_error_east", "shift_error_north", "estimated_azimuth", "sun_azimuth", "azimuth"}  # fmt: skip
"""Results that turn with the map; their pixels say whether they did."""

LIMITS: dict[str, tuple[str, float, float]] = {
    "reconstruct": ("output", 0.01, 1e-4),
    "align": ("output", 1e-3, 1e-4),
    "classify": ("output", 0.0, 1e-4),
    "evaluate": ("output_error", 2e-3, 1e-4),
    "compare_shadows": ("output_lit", 1e-3, 1e-4),
    "detect_rocks": ("", 0.0, 1e-4),
    "detect_craters": ("", 0.0, 1e-3),
    "slope_roughness": ("output_hillshade", 1.0, 1e-4),
    "light_dtm": ("output", 1e-3, 1e-3),
    "combine": ("output", 0.02, 1e-3),
    "sun_geometry": ("", 0.0, 1e-4),
    "describe": ("", 0.0, 1e-4),
}
"""The raster that is compared, the largest difference in it, and the largest relative one of the results."""


def _asked(name: str, inputs: Path, how: str, sun: tuple[float, float]) -> dict[str, Any]:
    turn = TURN if how == "turned" else 0.0
    azimuth = {"sun_azimuth": sun[0] - turn, "sun_incidence": sun[1]}
    image, coarse, truth = (str(inputs / how / f"{n}.tif") for n in ("image", "coarse_dem", "truth"))
    return {
        "reconstruct": {"image": image, "coarse_dem": coarse, **azimuth, "threads": 1},
        "align": {"image": image, "coarse_dem": coarse, **azimuth, "apply_shift": True},
        "classify": {"image": image, "coarse_dem": coarse, **azimuth},
        "evaluate": {"dtm": truth, "reference": truth, "coarse_dem": coarse, "image": image, **azimuth},
        "compare_shadows": {"image": image, "dtm": truth, **azimuth},
        "detect_rocks": {"image": image, "dtm": truth, **azimuth},
        "detect_craters": {"image": image, "dtm": truth, **azimuth},
        "slope_roughness": {"input": truth, "shade_azimuth": 315.0 - turn},
        "describe": {"input": image, "coarse_dem": coarse},
        "light_dtm": {"dtm": truth, "camera": "none", "sun_azimuths": [azimuth["sun_azimuth"]],
                      "sun_incidences": [azimuth["sun_incidence"]]},
        "combine": {"input": [truth, coarse], "posting": 24.0,
                    "suns": "; ".join(f"{sun[0] - turn + more} {sun[1]}" for more in (0.0, 90.0))},
        "sun_geometry": {"image": image, "coarse_dem": coarse, "subsolar_latitude": 1.0, "subsolar_longitude": -50.0},
    }[name]


def _stored(room: Path, seed: int) -> tuple[float, float]:
    """A scene in all storages; its sun."""
    from affine import Affine

    from engine.synthetic.product import write_scene
    from engine.synthetic.scene import make_scene

    rng = random.Random(seed)
    sun = round(rng.uniform(0.0, 360.0), 1), round(rng.uniform(45.0, 70.0), 1)
    made = make_scene(seed, rng.choice(["flat", "mountain", "crater"]), SIDE_PX, 2.0, 24.0, *sun)
    paths = write_scene(made, room / "plain")
    with rasterio.open(paths["coarse_dem"], "r+", IGNORE_COG_LAYOUT_BREAK="YES") as dataset:
        dataset.transform = Affine.translation(rng.uniform(-15, 15), rng.uniform(-15, 15)) @ dataset.transform
    for how in (*FLIPS, "turned"):
        (room / how).mkdir()
        for name, path in paths.items():
            store(path, room / how / f"{name}.tif", how)
    return sun


def trial(seed: int, name: str, room: Path) -> dict[str, Any]:
    """One operation on all storages of one scene."""

    def work(tell: Tell) -> None:
        scene = room / f"{name}-{seed}"
        scene.mkdir()
        sun = _stored(scene, seed)
        raster = LIMITS[name][0]
        first: Any = None
        for how in (*FLIPS, "turned"):
            out = scene / how / "out"
            out.mkdir()
            wanted = {k: v for k, v in scenes.targets(name, out).items() if k in ("output", raster, "output_dtm")}
            given = {k: v for k, v in wanted.items()}
            found = scenes.call(name, {**_asked(name, scene, how, sun), **given})
            numbers = {k: v for k, v in found.items() if not (k in wanted or "seconds" in k or k in TURNS)}
            pixels = upright(wanted[raster]) if raster else np.zeros((1, 1))
            first = first or (numbers, pixels)
            tell({"how": how, "pixels": _apart(first[1], pixels), **_differ(first[0], numbers)})

    ended = forked(work, LIMIT_S)
    faults = [f"fails:\n{ended.log[-2000:]}"] if ended.code or ended.hung else []
    _, most, relative = LIMITS[name]
    for row in ended.said:
        if row["pixels"] > most:
            faults.append(f"{row['how']}: pixels differ by {row['pixels']:.4g}")
        if row["relative"] > relative:
            faults.append(f"{row['how']}: {row['of']} differs by {row['relative']:.3g} of itself")
    return {"operation": name, "seed": seed, "rows": ended.said, "faults": faults}


def _apart(one: np.ndarray, two: np.ndarray) -> float:
    """Largest difference; the border aside, where hillshades lack neighbours; infinite where validity differs."""
    if one.shape != two.shape:
        return float("inf")
    if min(one.shape) > 2:
        one, two = one[1:-1, 1:-1], two[1:-1, 1:-1]
    one, two = one.astype(np.float64), two.astype(np.float64)
    if (np.isnan(one) != np.isnan(two)).any():
        return float("inf")
    return float(np.nanmax(np.abs(one - two), initial=0.0))


def _differ(one: dict[str, Any], two: dict[str, Any]) -> dict[str, Any]:
    """The result that differs most, relative to itself or to one."""
    worst, of = 0.0, ""
    for key, value in one.items():
        other = two[key]
        if isinstance(value, (int, float)) and not isinstance(value, bool) and isinstance(other, (int, float)):
            apart = abs(other - value) / max(abs(value), 1.0)
        elif isinstance(value, str):
            continue  # sentences name files
        else:
            apart = 0.0 if value == other else float("inf")
        if apart > worst:
            worst, of = apart, key
    return {"relative": worst, "of": of}


def campaign(seed: int, count: int, jobs: int, names: list[str] | None = None) -> list[dict[str, Any]]:
    """Rows of all operations over all scenes."""
    warm()
    cases = [(seed + number, name) for number in range(count) for name in names or LIMITS]
    with tempfile.TemporaryDirectory(dir=scratch_in(), prefix="mmoedtm-orientations-") as scratch:
        rows, bar = [], options.Bar("orientations", len(cases))
        for row in spread(cases, lambda _, case: trial(*case, Path(scratch)), jobs):
            rows.append(row)
            bar.step(row["faults"] and f"{row['operation']} of scene {row['seed']}: " + "; ".join(row["faults"]))
        bar.end()
    return rows


def main(arguments: list[str] | None = None) -> int:
    """Print the table of largest differences; 1 where one is over its limit."""
    asked = options.parse(__doc__, 4, arguments)
    rows = campaign(asked.seed, asked.count, asked.jobs, [n for n in asked.only.split(",") if n])
    hows = [*FLIPS, "turned"][1:]
    table = []
    for name in dict.fromkeys(row["operation"] for row in rows):
        said = [line for row in rows if row["operation"] == name for line in row["rows"]]
        for what in ("pixels", "relative"):
            most = [max((line[what] for line in said if line["how"] == how), default=float("nan")) for how in hows]
            table.append([f"{name}, {'pixels' if what == 'pixels' else 'results'}", *(f"{m:.2g}" for m in most)])
    table.sort()
    options.print_table(["largest difference", *hows], table)
    return options.verdict([f"{r['operation']} of scene {r['seed']}: {f}" for r in rows for f in r["faults"]])


if __name__ == "__main__":
    sys.exit(main())

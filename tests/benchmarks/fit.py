"""What the fit of the coarse DEM is worth, and whether its stated error is its error.

``python -m tests.benchmarks.fit CACHE --count 200``: made scenes of seeds that no constant was chosen on, and the
real relief of the test data. Each scene's figures are kept as JSON in the folder CACHE, so that a run that was
stopped goes on. Heights are judged at full scale; "formerly" is the rule of the first version, which moved by
what two looks gave, taking a response of 1.6 for granted.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np

from engine.contract.progress import Progress
from engine.contract.requests import SceneRequest, TilingRequest
from engine.experts.pack import Pack, load
from engine.experts.runner import Runner
from engine.raster.frame import Sun
from engine.scene.contrast import calibrate
from engine.scene.inputs import opened
from engine.scene.looker import POSTING_PX, Looker
from engine.scene.placing import fit
from engine.scene.registration import registered
from engine.synthetic.product import write_scene
from engine.synthetic.scene import Scene
from engine.terrain.looks import Look
from engine.terrain.residual_shift import Seen
from tests.benchmarks.fit_scenes import JUDGED, TUNED, made, real_relief

ONE_SIGMA = 2.30
"""Quantile of 68 % of chi-square with two degrees of freedom."""

Row = dict[str, Any]


class Recorder(Looker):
    """Keeps what was seen, so that rules can be tried on it without the experts."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.looks: list[Look] = []
        self._known: dict[tuple[float, ...], Any] = {}

    def surfaces(self, place: np.ndarray, progress: Progress) -> Any:
        key = tuple(place)
        if key not in self._known:
            self._known[key] = super().surfaces(place, progress)
        return self._known[key]

    def look(self, place: np.ndarray, progress: Progress, parts: bool = False) -> Look | None:
        found = super().look(place, progress, parts)
        if found is not None:
            self.looks.append(found)
        return found


def formerly(looker: Looker, first: Look, progress: Progress) -> np.ndarray:
    """The move that the first version made."""

    def step(moved: np.ndarray, look: Look) -> np.ndarray:
        whole, covariance = moved + look.seen.views_m[0] / 1.6, look.seen.sampling_m2 / 1.6**2
        power = 0.5 * (whole @ whole - np.trace(covariance))
        return np.zeros(2) if power <= 0.0 else power * np.linalg.solve(power * np.eye(2) + covariance, whole)

    moved = step(np.zeros(2), first)
    again = looker.look(first.place_m + moved, progress)
    return np.zeros(2) if again is None else first.place_m + step(moved, again)


def measure(scene: Scene, pack: Pack, runner: Runner) -> Row:
    """Figures of one scene."""
    warned: list[str] = []
    progress = Progress(log=lambda level, text: warned.append(text) if level == "warning" else None)
    truth = scene.ground.height
    true = np.array((scene.coarse.east_m, scene.coarse.north_m))
    with ExitStack() as stack:
        paths = write_scene(scene, Path(stack.enter_context(tempfile.TemporaryDirectory())))
        request = SceneRequest(str(paths["image"]), str(paths["coarse_dem"]), "metres", None)
        inputs = stack.enter_context(opened(request, progress))
        image, aligned = inputs.image, inputs.coarse
        sun = Sun(scene.azimuth_deg, scene.incidence_deg).on(image.grid)
        shading = registered(image, aligned, sun, progress).shift
        calibration = calibrate(image, aligned, sun, "auto", progress)
        given = (image, calibration, aligned, runner, pack.manifest, sun, TilingRequest())
        looker = Recorder(*given)
        fine = aligned.pixels_of_posting(POSTING_PX) == 1  # it is looked at with the image's own pixels then
        whole = looker if fine else Looker(*given, math.inf)

        def rmse(place: np.ndarray) -> float:
            found = whole.surfaces(place, progress)
            assert found is not None
            return float(np.sqrt(np.nanmean((found[1].astype(np.float64) - truth) ** 2)))

        warned.clear()
        move = fit(looker, shading, progress)
        looks = list(looker.looks)
        former = formerly(looker, looks[0], progress) if looks else np.zeros(2)
        place = np.zeros(2) if move is None else np.array((move.east_m, move.north_m))
        without = rmse(np.zeros(2))
        row = {
            "terrain": scene.ground.terrain, "posting_m": aligned.posting_m,
            "postings": truth.shape[0] * scene.ground.gsd / aligned.posting_m, "incidence": scene.incidence_deg,
            "true": true.tolist(), "move": place.tolist(), "former": former.tolist(),
            "covariance": None if move is None else move.covariance, "warned": len(warned),
            "shading": [shading.east_m, shading.north_m, shading.reliable],
            "rmse": {
                "without": without, "with": rmse(place) if place.any() else without,
                "formerly": rmse(former) if former.any() else without, "true": rmse(true),
            },
            "looks": [_plain(look) for look in looks],
        }  # fmt: skip
    return row


def _seen(seen: Seen) -> list[Any]:
    return [seen.views_m.tolist(), seen.sampling_m2.tolist()]


def _plain(look: Look) -> Row:
    """A look as JSON."""
    return {
        "place": look.place_m.tolist(), "seen": _seen(look.seen), "change": look.change,
        "steepness": look.steepness.tolist(), "parts": [_seen(part.seen) for part in look.parts],
    }  # fmt: skip


def rows(cache: Path, scenes: Iterator[tuple[str, Callable[[], Scene]]]) -> dict[str, Row]:
    """Figures of scenes, from the cache where it has them."""
    cache.mkdir(parents=True, exist_ok=True)
    pack = load(TilingRequest().pack)
    runner = Runner(pack, "cpu", 1, lambda text: None)
    found = {}
    for name, make in scenes:
        path = cache / f"{name}.json"
        if not path.exists():
            path.write_text(json.dumps(measure(make(), pack, runner)), encoding="utf-8")
        found[name] = json.loads(path.read_text(encoding="utf-8"))
    runner.close()
    return found


def summary(label: str, chosen: list[Row]) -> None:
    """One line of the table."""
    without = np.array([row["rmse"]["without"] for row in chosen])
    gain = {key: 1.0 - np.array([row["rmse"][key] for row in chosen]) / without for key in chosen[0]["rmse"]}
    inside = [squared(row) <= ONE_SIGMA for row in chosen if row["covariance"]]
    moved = sum(any(row["move"]) for row in chosen)
    worse = {key: (int((gain[key] < -0.03).sum()), 100.0 * max(0.0, -gain[key].min())) for key in ("with", "formerly")}
    print(
        f"{label:24}{len(chosen):6}{moved:7}{100 * gain['true'].mean():9.1f}{100 * gain['formerly'].mean():10.1f}"
        f"{100 * gain['with'].mean():8.1f}{worse['formerly'][0]:8}{worse['formerly'][1]:8.1f}{worse['with'][0]:8}"
        f"{worse['with'][1]:8.1f}{100 * float(np.mean(inside)) if inside else math.nan:9.0f}"
        f"{sum(row['warned'] > 0 for row in chosen):8}"
    )


def squared(row: Row) -> float:
    """Mahalanobis distance, squared, of the true move from the one that was made."""
    off = np.array(row["true"]) - row["move"]
    return float(off @ np.linalg.solve(np.array(row["covariance"]), off))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.fit", description=__doc__)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--count", type=int, default=200, help="made scenes")
    parser.add_argument("--from", type=int, default=0, dest="first", help="number of the first scene")
    parser.add_argument("--tuned", action="store_true", help="the scenes that the constants were chosen on")
    parser.add_argument("--relief", action="store_true", help="the real relief too")
    given = parser.parse_args()
    base = (TUNED if given.tuned else JUDGED) + given.first
    found = rows(given.cache, ((str(seed), lambda seed=seed: made(seed)) for seed in range(base, base + given.count)))
    print("Change of the RMSE against the coarse DEM left in place (%), and cases over 3 % worse with the worst (%)")
    print(f"{'':24}{'scenes':>6}{'moved':>7}{'if true':>9}{'formerly':>10}{'now':>8}{'formerly worse':>16}"
          f"{'now worse':>16}{'inside %':>9}{'warned':>8}")  # fmt: skip
    for terrain in sorted({row["terrain"] for row in found.values()}):
        summary(terrain, [row for row in found.values() if row["terrain"] == terrain])
    if found:
        summary("all made scenes", list(found.values()))
    if given.relief:
        real = rows(given.cache, ((name.replace(" ", "_"), lambda scene=scene: scene) for name, scene in real_relief()))
        for name in sorted({name.rsplit("_", 1)[0] for name in real}):
            summary(name[:23], [row for key, row in real.items() if key.startswith(name)])
        if real:
            summary("all real relief", list(real.values()))


if __name__ == "__main__":
    main()

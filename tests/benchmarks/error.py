"""Are the errors that Reconstruct states the errors that it makes?

``python3 build.py bench error``: made scenes outside of the training's seeds, four bands of incidence, and real relief
that is lit anew, through the whole pipeline as files. For heights without their long waves (``terrain.long_waves``) and
for slopes: the share within one and two stated standard deviations, by class and by band; the rank correlation of
stated and true errors within scenes over that which a perfect standard deviation would reach, for errors that are drawn
from it; shares of the classes of support; and the time of all outputs over that of the DTM alone. With ``--out FOLDER``
the table as JSON, and the curves of stated and true errors (``reports.reliability``).
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from scipy import stats

from engine.contract.execute import execute
from engine.contract.progress import Progress
from engine.measures.evaluation.stated import MULTIPLES, NORMAL, StatedSums
from engine.operations import OPERATIONS
from engine.reconstruct.support import MEANINGS
from engine.reports import reliability as curves
from engine.reports.panel import read
from engine.synthetic.product import write_scene
from engine.synthetic.scene import TERRAINS, Scene
from engine.terrain.long_waves import long_waves
from engine.terrain.slope import horn_gradient, slope_degrees
from tests.benchmarks.held_out import POSTING_M, real_relief, scenes

BANDS = ((20.0, 40.0), (40.0, 60.0), (60.0, 75.0), (75.0, 85.0))
KINDS = ("heights", "slopes")
OUTPUTS = {"output_error": "e.tif", "output_slope_error": "s.tif", "output_support": "u.tif"}
MARGIN = 16
"""Pixels at the border of a scene that are left out: there the truth and its long waves end."""


@dataclass(frozen=True)
class Reliability:
    """Of one scene, for heights and for slopes.

    Attributes
    ----------
    within : (2, 2) array
        Shares within one and two stated standard deviations.
    rank, perfect : (2,) arrays
        Rank correlation of the stated with the true errors, and with errors drawn from the stated.
    stated, true : (2,) arrays
        RMS, metres and degrees.
    support : dict
        Shares of the classes.
    seconds : (2,) array
        Of the DTM alone, and of all outputs.
    sums : tuple of StatedSums
    """

    within: np.ndarray
    rank: np.ndarray
    perfect: np.ndarray
    stated: np.ndarray
    true: np.ndarray
    support: dict[str, float]
    seconds: np.ndarray
    sums: tuple[StatedSums, ...]


def reliability(scene: Scene, pack: str, seed: int, timed: bool = False) -> Reliability:
    """Run a scene whose coarse DEM is left where it is, so that its place adds nothing to what is stated."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = write_scene(scene, folder)
        given = {"image": paths["image"], "coarse_dem": paths["coarse_dem"], "sun_azimuth": scene.azimuth_deg,
                 "sun_incidence": scene.incidence_deg, "apply_shift": False, "pack": pack,
                 "output": str(folder / "dtm.tif")}  # fmt: skip
        seconds = []
        for more in ({}, {parameter: str(folder / file) for parameter, file in OUTPUTS.items()}):
            if timed or more:
                begun = time.process_time()
                execute(OPERATIONS["reconstruct"], {**given, **more}, Progress())
                seconds.append(time.process_time() - begun)
        dtm, height, slope = (read(folder / file)[0] for file in ("dtm.tif", "e.tif", "s.tif"))
        with rasterio.open(folder / "u.tif") as dataset:
            support = dataset.read(1)
    truth, gsd = scene.ground.height, scene.ground.gsd
    error = np.where(np.isfinite(dtm), dtm - truth, 0.0).astype(np.float32)
    error -= error.mean(dtype=np.float64).astype(np.float32)
    metres = np.full(len(truth) - 2, gsd), np.full(len(truth) - 2, gsd)
    slopes = [slope_degrees(*horn_gradient(surface, *metres)) for surface in (dtm, truth)]
    inner = slice(MARGIN, -MARGIN)
    errors = (error - long_waves(error, POSTING_M / gsd))[inner, inner], np.pad(slopes[0] - slopes[1], 1)[inner, inner]
    found = [_compared(one, stated[inner, inner], seed) for one, stated in zip(errors, (height, slope))]
    within, rank, perfect, stated, true = (np.array(part) for part in zip(*found))
    sums = tuple(StatedSums() for _ in KINDS)
    for one, error, told in zip(sums, errors, (height, slope)):
        one.add(error, told[inner, inner], support[inner, inner])
    shares = {text: float((support == number).mean()) for number, text in enumerate(MEANINGS, 1)}
    return Reliability(within, rank, perfect, stated, true, shares, np.array(seconds), sums)


def _compared(error: np.ndarray, stated: np.ndarray, seed: int) -> tuple[list[float], float, float, float, float]:
    known = np.isfinite(error) & np.isfinite(stated)
    error, stated = np.abs(error[known]).astype(np.float64), stated[known].astype(np.float64)
    within = [float((error <= times * stated).mean()) for times in (1.0, 2.0)]
    drawn = stated * np.abs(np.random.default_rng(seed).standard_normal(stated.shape))
    rank, perfect = (float(stats.spearmanr(stated, other)[0]) for other in (error, drawn))
    return within, rank, perfect, float(np.sqrt(np.mean(stated**2))), float(np.sqrt(np.mean(error**2)))


def rows(count: int, pack: str) -> Iterator[tuple[str, str, Reliability]]:
    """Class and band of each scene, with what was found on it."""
    for low, high in BANDS:
        for terrain, index, scene in scenes(count, (low, high), offset=500):
            yield terrain, f"{low:.0f} to {high:.0f}", reliability(scene, pack, index)
    for name, scene in real_relief():
        yield f"real: {name}", "45 to 65", reliability(scene, pack, 0)


def line(label: str, found: Sequence[Reliability]) -> dict[str, float]:
    """Print one row of the table; its figures."""
    figures: dict[str, float] = {"scenes": len(found)}
    text = f"{label:34}{len(found):7}"
    for index, kind in enumerate(KINDS):
        within = 100.0 * np.mean([one.within[index] for one in found], axis=0)
        share = np.median([one.rank[index] / one.perfect[index] for one in found])
        rms = [
            float(np.sqrt(np.mean([getattr(one, name)[index] ** 2 for one in found]))) for name in ("stated", "true")
        ]
        text += f"   {within[0]:6.1f}{within[1]:7.1f}{share:7.2f}{rms[0]:8.2f}{rms[1]:7.2f}"
        figures.update({f"{kind}_within_1": round(float(within[0]), 2), f"{kind}_within_2": round(float(within[1]), 2),
                        f"{kind}_rank_over_perfect": round(float(share), 3), f"{kind}_stated_rms": round(rms[0], 3),
                        f"{kind}_true_rms": round(rms[1], 3)})  # fmt: skip
    print(text, flush=True)
    return figures


def together(found: Sequence[Reliability], index: int) -> dict[str, object]:
    """Figures of one kind over all pixels of some scenes."""
    whole = StatedSums()
    for one in found:
        whole.merge(one.sums[index])
    return whole.figures()


def by_support(found: Sequence[Reliability]) -> dict[str, dict[str, object]]:
    """Print the shares within one and two stated standard deviations of each class of support; all of its figures."""
    print(f"\n{'by support':36}{'heights < 1 s':>14}{'< 2 s':>8}{'stated':>8}{'true':>8}"
          f"{'slopes < 1 s':>15}{'< 2 s':>8}{'stated':>8}{'true':>8}")  # fmt: skip
    table: dict[str, dict[str, object]] = {}
    wholes = []
    for index in range(len(KINDS)):
        whole = StatedSums()
        for one in found:
            whole.merge(one.sums[index])
        wholes.append(whole.by_support())
    for code, text in enumerate(MEANINGS, 1):
        if code not in wholes[0]:
            continue
        line = f"  {text:34}"
        for kind, whole, wide in zip(KINDS, wholes, (14, 15)):
            part = whole[code]
            one, two = (part["within_percent"][MULTIPLES.index(multiple)] for multiple in (1.0, 2.0))
            line += f"{one:{wide}.1f}{two:8.1f}{part['stated_rms']:8.2f}{part['true_rms']:8.2f}"
            table.setdefault(text, {})[kind] = part
        print(line)
    return table


def draw(path: Path, groups: dict[str, list[Reliability]]) -> dict[str, dict[str, object]]:
    """The curves of classes and of bands; what they show."""
    names = [name for name in groups if name in TERRAINS or name.startswith("incidence")]
    told = {kind: {name: together(groups[name], index) for name in sorted(names)} for index, kind in enumerate(KINDS)}
    kinds = [curves.Reliability(f"{kind}", unit, {n: f for n, f in told[kind].items() if (n in TERRAINS) is by_class})
             for kind, unit in zip(KINDS, ("m", "degrees")) for by_class in (True, False)]  # fmt: skip
    curves.draw_reliability(kinds, MULTIPLES, NORMAL).savefig(path, dpi=80)
    return told


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.error", description=__doc__)
    parser.add_argument("--pack", default="lunar-1")
    parser.add_argument("--count", type=int, default=5, help="scenes of each class in each band")
    parser.add_argument("--out", help="folder for the figures as JSON")
    given = parser.parse_args()
    print(f"{'':41}{'heights (m)':^35}   {'slopes (degrees)':^35}")
    print(f"{'':34}{'scenes':>7}" + 2 * f"   {'< 1 s':>6}{'< 2 s':>7}{'rank':>7}{'stated':>8}{'true':>7}")
    groups: dict[str, list[Reliability]] = {}
    found = []
    for terrain, band, one in rows(given.count, given.pack):
        found.append((terrain, band, one))
        if not terrain.startswith("real"):
            for name in (terrain, f"incidence {band}", f"  {terrain}, {band}", "all made scenes"):
                groups.setdefault(name, []).append(one)
        else:
            groups.setdefault(terrain, []).append(one)
    table = {name.strip(): line(name, groups[name]) for name in sorted(groups, key=lambda n: (n.startswith(" "), n))}
    print("\nshare of pixels by support, all made scenes")
    for text in MEANINGS:
        print(f"  {text:34}{100.0 * np.mean([one.support[text] for one in groups['all made scenes']]):6.2f} %")
    supported = by_support(groups["all made scenes"])
    chosen = next(scene for _, _, scene in scenes(1, (40.0, 60.0), offset=500))
    times = np.array([reliability(chosen, given.pack, 0, timed=True).seconds for _ in range(5)])
    ratio = float(np.median(times[:, 1] / times[:, 0]))
    print(f"\nprocessor time of all outputs over that of the DTM alone: {ratio:.3f}")
    table["time"] = {"all_outputs_over_dtm": round(ratio, 3)}
    if given.out:
        Path(given.out).mkdir(parents=True, exist_ok=True)
        content = {"table": table, "by_support": supported, "curves": draw(Path(given.out) / "reliability.png", groups)}
        (Path(given.out) / "error.json").write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

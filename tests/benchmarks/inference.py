"""What makes an expert faster on a processor: forms of its graph, options of the session, OpenVINO.

``python3 build.py bench inference``: processor time of a tile with one thread over that of the graph as it is trained,
which is what packs held before (median of ratios; all take turns), and the largest and RMS difference of its heights
from it, in metres at 2 m a pixel. Then where the time goes, by operator. Rows of OpenVINO only where that is installed,
with errors on held-out scenes over those of float32.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
from scipy import ndimage

from engine.experts import normalise
from engine.experts.pack import find
from engine.experts.session import opened
from engine.synthetic.scene import make_scene
from engine.training.export import weights_of
from tests.benchmarks.held_out import measure, real_relief, scenes
from tests.benchmarks.inference_variants import Run, Tile, as_trained, offline, onnx, padded, run_of, whole_in_openvino

SHAPES = ((256, 320), (512, 640))
GSD_M, POSTING_PX = 2.0, 30.0
INPUTS = ("image", "coarse", "sun", "posting")
TERRAIN, PACK = "mountain", "lunar-1"


def tile(shape: tuple[int, int]) -> Tile:
    """A made mountain over its own smooth surface, as an expert is given it."""
    scene = make_scene(41, TERRAIN, max(shape), GSD_M, GSD_M * POSTING_PX, 20.0, 60.0)
    window = tuple(slice(0, n) for n in shape)
    smooth = ndimage.gaussian_filter(scene.ground.height, POSTING_PX / 2)[window].astype(np.float32)
    image = scene.image[window]
    heights, _ = normalise.pixel_heights(smooth, GSD_M)
    return {
        "image": normalise.pixel_floor_image(image, np.isfinite(image), 0.0)[None, None],
        "coarse": heights[None, None],
        "sun": normalise.sun_input(20.0, 60.0)[None],
        "posting": np.full((1, 1), POSTING_PX, dtype=np.float32),
    }


def variants(shape: tuple[int, int]) -> dict[str, Run]:
    """What is timed; the first is what the others are measured against."""
    path = find(PACK) / f"{TERRAIN}.onnx"
    weights, shipped = weights_of(path), path.read_bytes()
    before = as_trained(weights)
    found: dict[str, Run] = {
        "graph as trained": run_of(onnx(before)),
        "  fusions alone (extended)": run_of(onnx(before, level="ORT_ENABLE_EXTENDED")),
        "  folding alone (basic)": run_of(onnx(before, level="ORT_ENABLE_BASIC")),
        "  optimised beforehand": offline(before),
        "  denormals as zero": run_of(onnx(before, entries={"session.set_denormal_as_zero": "1"})),
        "  without the arena": run_of(onnx(before, arena=False)),
        "  one shape of tile": run_of(onnx(before, shape)),
        "graph as shipped (provider cpu)": opened(TERRAIN, shipped, "cpu", 1, INPUTS).run,
        "  one shape of tile ": run_of(onnx(shipped, shape)),
        "  channels padded to 16": run_of(onnx(padded(weights))),
    }
    if importlib.util.find_spec("openvino"):
        found["OpenVINO float32, one shape"] = whole_in_openvino(shipped, "f32", shape)
        found["  any shape"] = whole_in_openvino(shipped, "f32", None)
        found["OpenVINO all bfloat16, one shape"] = whole_in_openvino(shipped, "bf16", shape)
        found["provider openvino"] = opened(TERRAIN, shipped, "openvino", 1, INPUTS).run
    return found


def table(shape: tuple[int, int], runs: int) -> None:
    """Time every variant in turn on one tile, and compare heights."""
    given, timed = tile(shape), variants(shape)
    heights = {name: run(given) for name, run in timed.items()}
    seconds: dict[str, list[float]] = {name: [] for name in timed}
    for _ in range(runs):
        for name, run in timed.items():
            begun = time.process_time()
            run(given)
            seconds[name].append(time.process_time() - begun)
    first = next(iter(timed))
    print(f"\n{shape[0]} x {shape[1]} pixels: {1e3 * float(np.median(seconds[first])):.0f} ms {first}")
    print(f"{'':36}{'time':>7}{'largest (m)':>14}{'RMS (m)':>12}")
    for name in timed:
        ratio = float(np.median(np.array(seconds[name]) / np.array(seconds[first])))
        apart = GSD_M * (heights[name] - heights[first]).astype(np.float64)
        print(f"{name:36}{ratio:7.3f}{np.abs(apart).max():14.6f}{np.sqrt(np.mean(apart**2)):12.6f}", flush=True)


def shares(shape: tuple[int, int]) -> None:
    """Where the time of the shipped graph goes, by operator."""
    with tempfile.TemporaryDirectory() as name:
        session = onnx((find(PACK) / f"{TERRAIN}.onnx").read_bytes(), profile=f"{name}/p")
        for _ in range(6):
            session.run(None, dict(tile(shape)))
        events = json.loads(Path(session.end_profiling()).read_text(encoding="utf-8"))
    spent: Counter[str] = Counter()
    for event in events:
        if event.get("cat") == "Node" and event["name"].endswith("_kernel_time"):
            spent[event["args"]["op_name"]] += event["dur"]
    whole = sum(spent.values())
    text = ", ".join(f"{name} {100 * part / whole:.1f} %" for name, part in spent.most_common(8))
    print(f"\nby operator, {shape[0]} x {shape[1]}: {text}")


def accuracy(count: int) -> None:
    """Errors with the provider openvino over those with cpu, on made scenes and real relief."""
    chosen = [(terrain, scene) for terrain, _, scene in scenes(count, (40.0, 70.0))]
    chosen += [(terrain, scene) for terrain, _, scene in scenes(max(1, count // 3), (70.0, 80.0))]
    chosen += list(real_relief())
    ratios = []
    for _, scene in chosen:
        exact, other = (measure(scene, PACK, provider=name)["result"].errors for name in ("cpu", "openvino"))
        ratios.append([other[key] / exact[key] for key in ("rmse_m", "slope_error_deg")])
    mean, worst = np.mean(ratios, axis=0), np.max(ratios, axis=0)
    print(f"\nprovider openvino over cpu, {len(chosen)} scenes through the whole pipeline: RMSE {mean[0]:.4f} (worst "
          f"{worst[0]:.4f}), slope error {mean[1]:.4f} (worst {worst[1]:.4f})")  # fmt: skip


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.inference", description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="runs of each variant")
    parser.add_argument("--scenes", type=int, default=3, help="made scenes of each class for the errors of openvino")
    given = parser.parse_args()
    for shape in SHAPES:
        table(shape, given.runs)
    for shape in SHAPES:
        shares(shape)
    if importlib.util.find_spec("openvino"):
        accuracy(given.scenes)
    else:
        print("\nThe package openvino is not installed: its rows are left out.")


if __name__ == "__main__":
    main()

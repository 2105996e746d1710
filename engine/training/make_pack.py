"""Make an expert pack from the checkpoints of ``python -m engine.training``.

``python -m engine.training.make_pack --checkpoints FOLDER --out FOLDER [--metrics FILE]``
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path

import numpy as np

from ..experts.pack import MANIFEST, write_sums
from ..router.classes import CLASSES
from ..synthetic.scene import make_coarse, make_ground
from .export import OPSET, TOLERANCE, deviation, export_onnx
from .trainer import load

TILE = (256, 320)
OVERLAP = 100
GSD_M = 2.0
POSTING_M = 60.0


def class_statistics(scenes: int) -> dict[str, object]:
    """Relief of tiles of made scenes of each class: what the router starts from."""
    means, deviations = [], []
    for index, terrain in enumerate(CLASSES):
        relief = []
        for seed in range(scenes):
            rng = np.random.default_rng((seed, index, 77))
            ground = make_ground(rng, terrain, 512, GSD_M)
            heights = make_coarse(rng, ground, POSTING_M).on_image(ground.height.shape)
            for top in (0, 256):
                for left in (0, 192):
                    relief.append(float(np.ptp(heights[top : top + TILE[0], left : left + TILE[1]])))
        means.append(round(float(np.mean(relief)), 1))
        deviations.append(round(float(np.std(relief)), 1))
    return {
        "means_m": means,
        "deviations_m": deviations,
        "ground_m": round(GSD_M * math.sqrt(TILE[0] * TILE[1]), 1),
    }


def main() -> None:
    """Export the experts, check them, write manifest and digests."""
    parser = argparse.ArgumentParser(prog="python -m engine.training.make_pack", description=__doc__)
    parser.add_argument("--checkpoints", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--metrics", type=Path, help="JSON written by the accuracy benchmark")
    parser.add_argument("--scenes", type=int, default=24, help="made scenes a class for the router")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for terrain in CLASSES:
        network = load(arguments.checkpoints / f"{terrain}.pt")
        target = arguments.out / f"{terrain}.onnx"
        export_onnx(network, target)
        worst = deviation(network, target)
        print(f"{terrain}: ONNX Runtime differs from PyTorch by at most {worst:.1e} pixels of height")
        if worst > TOLERANCE:
            raise SystemExit(f"{target}: the export differs from PyTorch by {worst}, over {TOLERANCE}")
    old = arguments.out / MANIFEST
    metrics: dict[str, object] = {}
    if arguments.metrics:
        metrics = json.loads(arguments.metrics.read_text(encoding="utf-8"))
    elif old.exists():
        metrics = json.loads(old.read_text(encoding="utf-8")).get("metrics", {})
    manifest = {
        "name": arguments.out.name,
        "version": "0.1.0",
        "licence": "GPL-3.0-or-later",
        "description": "First experts, trained for about an hour on two processor cores on made scenes alone. "
        "For trying the tool out.",
        "experts": {terrain: f"{terrain}.onnx" for terrain in CLASSES},
        "tile": list(TILE),
        "overlap": OVERLAP,
        "normalisation": "pixel",
        "inputs": ["image", "coarse", "sun", "posting"],
        "gsd_range_m": [0.5, 6.0],
        "posting_range_px": [8, 60],
        "incidence_range_deg": [20, 87],
        "router": class_statistics(arguments.scenes),
        "opset": OPSET,
        "metrics": metrics,
    }
    (arguments.out / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    write_sums(arguments.out)


if __name__ == "__main__":
    main()

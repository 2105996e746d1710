"""Make an expert pack from the checkpoints of ``python -m engine.training``.

``python -m engine.training.make_pack --checkpoints FOLDER --out FOLDER [--metrics FILE]``
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path

from ..experts.pack import MANIFEST, write_sums
from ..router.classes import CLASSES, ClassModel
from .export import OPSET, TOLERANCE, deviation, export_onnx
from .trainer import load

TILE = (256, 320)
OVERLAP = 100
GSD_M = 2.0
"""Ground sample distance that the statistics are given for."""


PAPER_MEANS_M = (85.65, 203.54, 396.32)
PAPER_GSD_M = 3.5
"""Class means of the paper; it trains on 2 to 5 m pixels without saying which its means belong to, so
the middle is taken. At 2 m they come to 52, 123 and 240 m; made scenes of the trainer's mountain and
crater classes have 123 and 236 m there."""

DEVIATION_SHARES = (0.3, 0.25, 0.25)
"""Deviations over means: neighbouring classes then overlap by under 10 % of their area, as in the
paper's Fig. 3."""


def class_statistics() -> dict[str, object]:
    """What the router starts from."""
    model = ClassModel(PAPER_MEANS_M, (1.0, 1.0, 1.0), PAPER_GSD_M * math.sqrt(TILE[0] * TILE[1]))
    ground = GSD_M * math.sqrt(TILE[0] * TILE[1])
    means = model.at(ground).means
    return {
        "means_m": [round(m, 1) for m in means],
        "deviations_m": [round(m * share, 1) for m, share in zip(means, DEVIATION_SHARES)],
        "ground_m": round(ground, 1),
    }


def main() -> None:
    """Export the experts, check them, write manifest and digests."""
    parser = argparse.ArgumentParser(prog="python -m engine.training.make_pack", description=__doc__)
    parser.add_argument("--checkpoints", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--metrics", type=Path, help="JSON written by the accuracy benchmark")
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
        "router": class_statistics(),
        "opset": OPSET,
        "metrics": metrics,
    }
    (arguments.out / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    write_sums(arguments.out)


if __name__ == "__main__":
    main()

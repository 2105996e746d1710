"""Make an expert pack of the final weights of a training."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..contract.progress import Progress
from ..errors import ParameterError
from ..experts.pack import MANIFEST, write_sums
from ..files import whole_file
from ..moon import TERRAINS
from ..networks.terrain_net import INPUTS, TerrainNet
from ..router.classes import ClassModel
from .export import OPSET, TOLERANCE, deviation, export_onnx, rounded
from .trainer import FINAL, load

if TYPE_CHECKING:
    from ..operations.export import ExportSettings

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


def make_pack(settings: ExportSettings, progress: Progress) -> dict[str, Any]:
    """Export the experts, check them, write manifest and digests; see ``operations.export``.

    Raises
    ------
    ParameterError
        Weights are missing, or an export differs from PyTorch.
    """
    source, target = Path(settings.weights), Path(settings.output)
    target.mkdir(parents=True, exist_ok=True)
    worst = 0.0
    for terrain in TERRAINS:
        network = load(source / terrain / FINAL)
        assert isinstance(network, TerrainNet), "that is what load gives by default"
        rounded(network)
        with whole_file(str(target / f"{terrain}.onnx")) as path:
            export_onnx(network, path)
            apart = deviation(network, path)
        progress.info(f"{terrain}: ONNX Runtime differs from PyTorch by at most {apart:.1e} of the range of heights.")
        if apart > TOLERANCE:
            raise ParameterError(f"{target / terrain}.onnx differs from PyTorch by {apart:.1e}, over {TOLERANCE}.")
        worst = max(worst, apart)
    manifest = {
        "name": target.name,
        "version": settings.version,
        "licence": "GPL-3.0-or-later",
        "description": settings.description,
        "experts": {terrain: f"{terrain}.onnx" for terrain in TERRAINS},
        "tile": list(TILE),
        "overlap": OVERLAP,
        "normalisation": "pixel-floor",
        "inputs": list(INPUTS),
        "gsd_range_m": [0.5, 6.0],
        "posting_range_px": [8, 60],
        "incidence_range_deg": [20, 87],
        "router": class_statistics(),
        "opset": OPSET,
        "metrics": json.loads(Path(settings.metrics).read_text(encoding="utf-8")) if settings.metrics else {},
    }
    with whole_file(str(target / MANIFEST)) as path:
        path.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    write_sums(target)
    size = sum((target / f"{terrain}.onnx").stat().st_size for terrain in TERRAINS)
    return {"deviation": worst, "bytes": size}

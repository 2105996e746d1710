"""Export: trained experts to a pack. Needs the extra 'train'."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import shared
from .declare import Operation, Parameter, Result
from .progress import Progress


def run(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Export the experts, check them, write manifest and digests."""
    from ..training.make_pack import make_pack

    return make_pack(values, progress.info)


OPERATION = Operation(
    name="export",
    label="Export experts",
    group=shared.GROUP_TRAINING,
    help="Makes an expert pack of the final weights of the runs flat, mountain and crater: ONNX models with "
    "half-precision "
    "weights, checked against PyTorch, with a manifest and digests. The pack's name is that of its folder.",
    parameters=(
        Parameter("weights", "folder", "Training", "Folder of a training with runs flat, mountain and crater."),
        Parameter("description", "text", "Description", "What the experts were trained on, for the manifest.",
                  default="Experts trained on made scenes."),
        Parameter("version", "text", "Version", "Version of the pack.", default="1.0.0"),
        Parameter("metrics", "text", "Figures", "JSON written by the accuracy benchmark, for the "
                                                "manifest.", optional=True),
        Parameter("output", "working_folder", "Pack", "Folder of the pack."),
    ),
    results=(
        Result("deviation", "number", "Largest deviation of ONNX Runtime from PyTorch (share of the range of heights)"),
        Result("bytes", "number", "Size of the models"),
    ),
    run=run,
    extra="train",
)  # fmt: skip

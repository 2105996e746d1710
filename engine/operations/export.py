"""Export: trained experts to a pack. Needs the extra 'train'."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract.declare import Operation, Result
from ..contract.settings import parameter
from .groups import GROUP_TRAINING


@dataclass(frozen=True)
class ExportSettings:
    """What Export experts is asked for."""

    weights: str = parameter(
        "folder",
        "Training",
        "Folder of a training with runs flat, mountain and crater, or of a single run of any network, which then "
        "serves all three classes; or of an expert pack, whose weights are exported anew.",
    )
    description: str = parameter(
        "text",
        "Description",
        "What the experts were trained on, for the manifest.",
        default="Experts trained on made scenes.",
    )
    version: str = parameter(
        "text",
        "Version",
        "Version of the pack.",
        default="1.0.0",
    )
    metrics: Optional[str] = parameter(
        "text",
        "Figures",
        "JSON written by the accuracy benchmark, for the manifest.",
        optional=True,
    )
    output: str = parameter(
        "working_folder",
        "Pack",
        "Folder of the pack.",
    )


OPERATION = Operation(
    name="export",
    label="Export experts",
    group=GROUP_TRAINING,
    help="Makes an expert pack of the final weights of the runs flat, mountain and crater, or of a single run: ONNX "
    "models with half-precision weights, checked against PyTorch, with a manifest and digests. The manifest says what "
    "the experts need (inputs, normalisation, orientation, size of tiles), so that Reconstruct runs those of any "
    "network. The pack's name is that of its folder. From a pack, its graphs are made anew and its manifest is kept.",
    settings=ExportSettings,
    results=(
        Result("deviation", "number", "Largest deviation of ONNX Runtime from PyTorch (share of the range of heights)"),
        Result("bytes", "number", "Size of the models"),
    ),
    run="training.make_pack:make_pack",
    extra="train",
)

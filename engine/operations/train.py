"""Train: experts from a configuration. Needs the extra 'train'."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import shared
from .declare import Operation, Parameter, Result
from .progress import Progress


def run(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Train the runs of a configuration in their order."""
    from ..training.schedule import train_all

    return train_all(values, progress)


OPERATION = Operation(
    name="train",
    label="Train experts",
    group=shared.GROUP_TRAINING,
    help="Trains the runs of a YAML configuration one after the other, on made scenes or on a data set of real pairs, "
    "with checkpoints. Started again with the same folder it goes on where it was stopped or killed, to the same "
    "losses. Under torchrun several processes share a run.",
    parameters=(
        Parameter("config", "text", "Configuration", "Name of a shipped configuration, or path of a YAML file.",
                  default="lunar-1"),
        Parameter("runs", "text", "Runs", "Names of the runs to train, with commas; all when left "
                                          "empty.", optional=True),
        Parameter("pairs", "folder", "Data set", "Real pairs made by build_dataset, instead of made scenes.",
                  optional=True),
        Parameter("weights", "folder", "Weights to start from", "Folder of an earlier training: a run that starts from "
                  "another run takes its final weights from here. For fine-tuning.", optional=True),
        Parameter("workers", "integer", "Processes that draw samples", "Beside the trainer itself.", default=1, low=1,
                  high=64),
        Parameter("output", "working_folder", "Folder", "Checkpoints, logs, plots and final weights, a folder for each "
                  "run."),
    ),
    results=(
        Result("runs_trained", "number", "Runs trained"),
        Result("waited_percent", "number", "Time waiting for data (%)"),
    ),
    run=run,
    extra="train",
)  # fmt: skip

"""Train: experts from a configuration. Needs the extra 'train'."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract.declare import Operation, Result
from ..contract.settings import parameter
from .groups import GROUP_TRAINING


@dataclass(frozen=True)
class TrainSettings:
    """What Train experts is asked for."""

    config: str = parameter(
        "text",
        "Configuration",
        "Name of a shipped configuration, or path of a YAML file.",
        default="lunar-1",
    )
    runs: Optional[str] = parameter(
        "text",
        "Runs",
        "Names of the runs to train, with commas; all when left empty.",
        optional=True,
    )
    pairs: Optional[str] = parameter(
        "folder",
        "Data set",
        "Real pairs made by build_dataset, instead of made scenes.",
        optional=True,
    )
    weights: Optional[str] = parameter(
        "folder",
        "Weights to start from",
        "For fine-tuning: name of a shipped pack, or folder of a pack or of an earlier training. A run that starts "
        "from another run takes its weights from here.",
        optional=True,
    )
    workers: int = parameter(
        "integer",
        "Processes that draw samples",
        "Beside the trainer itself.",
        default=1,
        low=1,
        high=64,
    )
    output: str = parameter(
        "working_folder",
        "Folder",
        "Checkpoints, logs, plots and final weights, a folder for each run.",
    )


OPERATION = Operation(
    name="train",
    label="Train experts",
    group=GROUP_TRAINING,
    help="Trains the runs of a YAML configuration one after the other, on made scenes or on a data set of real pairs, "
    "with checkpoints. Started again with the same folder it goes on where it was stopped or killed, to the same "
    "losses. Under torchrun several processes share a run.",
    settings=TrainSettings,
    results=(
        Result("runs_trained", "number", "Runs trained"),
        Result("waited_percent", "number", "Time waiting for data (%)"),
    ),
    run="training.schedule:train_all",
    extra="train",
)

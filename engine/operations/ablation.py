"""Ablation study: what parts of a network and the mix of its samples bring. Needs the extra 'train'."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract.declare import Operation, Result
from ..contract.report_targets import figures, report
from ..contract.settings import parameter
from .groups import GROUP_TRAINING


@dataclass(frozen=True)
class AblationSettings:
    """What Ablation study is asked for."""

    study: str = parameter(
        "choice",
        "Study",
        "'table II' trains the rows of the paper's Table II. 'slope expert' trains on steep ground alone, on 70 % "
        "steep and 30 % flat ground, and on flat ground alone, each with a clean truth, with made stripes in the truth "
        "of steep ground, and with the same stripes in the images too, as in the paper's figure 13.",
        default="table II",
        choices=("table II", "slope expert"),
    )
    pairs: Optional[str] = parameter(
        "folder",
        "Data set",
        "Real pairs made by build_dataset, with regions for training and for the split that is measured on. Left "
        "empty, made scenes are taken.",
        optional=True,
    )
    networks: Optional[str] = parameter(
        "text",
        "Networks",
        "Names with commas. Left empty: the eight rows of Table II (dense, moe, mmoe, mmoe-slope, mmoe-adapter, "
        "dense-slope-adapter, moe-slope-adapter, mmoe-slope-adapter) and the compact expert (terrain); for the slope "
        "expert, terrain.",
        optional=True,
    )
    split: str = parameter(
        "choice",
        "Split",
        "Regions of the data set that are measured on.",
        default="validation",
        choices=("validation", "test"),
    )
    steps: int = parameter(
        "integer",
        "Steps",
        "Budget of each training: steps of four samples. The paper's is 50,000; a few hundred show how the parts "
        "compare early in training and no more.",
        default=400,
        low=1,
        high=1_000_000,
    )
    seeds: int = parameter(
        "integer",
        "Seeds",
        "Trainings of each row, from other weights and in another order of samples. With several, their mean is in the "
        "table, and half of their range.",
        default=1,
        low=1,
        high=20,
    )
    tile: str = parameter(
        "choice",
        "Size of tiles",
        "Rows and columns that are trained and measured on. 256 x 320 is the paper's, and takes four times as long.",
        default="128 x 160",
        advanced=True,
        choices=("128 x 160", "256 x 320"),
    )
    rate: float = parameter(
        "number",
        "Learning rate",
        "After the warm-up of a tenth of the steps; it falls to a hundredth of that. The paper's is 0.0001, for its "
        "50,000 steps.",
        default=1e-3,
        advanced=True,
        low=1e-6,
        high=0.1,
    )
    stripes: float = parameter(
        "number",
        "Stripes",
        "Root of the mean square of the made stripes in the truth, for the slope expert.",
        default=0.5,
        advanced=True,
        low=0.0,
        high=100.0,
        unit="metres",
    )
    workers: int = parameter(
        "integer",
        "Processes that draw samples",
        "Beside the trainer itself.",
        default=1,
        advanced=True,
        low=1,
        high=64,
        runtime=True,
    )
    folder: str = parameter(
        "working_folder",
        "Trainings",
        "A folder for each training: checkpoints, log and final weights, which export makes a pack of. Started again "
        "with the same folder, the study goes on.",
    )
    output: str = report()
    output_table: Optional[str] = parameter(
        "file_target", "Table", "A row for each training.", optional=True, suffix="csv"
    )
    output_json: Optional[str] = figures()
    output_panel: Optional[str] = parameter(
        "file_target", "Slope maps", "Slopes of one tile by each training, side by side.", optional=True, suffix="png"
    )


OPERATION = Operation(
    name="ablation",
    label="Ablation study",
    group=GROUP_TRAINING,
    help="Trains several networks, or one on several mixes of ground, for the same budget and measures them on ground "
    "that none has seen: number of weights, RE (share of pixels with an error under 2, 4 and 10 m), MAE, RMSE, slope "
    "error and stripes, with the coarse DEM as the baseline. It makes the paper's Table II, and its figure 13, of your "
    "own pairs.",
    settings=AblationSettings,
    results=(
        Result("trainings", "number", "Trainings"),
        Result("tiles", "number", "Tiles measured on"),
        Result("best", "text", "Training with the least RMSE"),
        Result("best_rmse", "number", "Its RMSE (m)"),
        Result("coarse_rmse", "number", "RMSE of the coarse DEM (m)"),
        Result("best_slope_error", "number", "Least mean slope error (degrees)"),
        Result("coarse_slope_error", "number", "Mean slope error of the coarse DEM (degrees)"),
        Result("most_stripes", "number", "Strongest stripes of a training (m)"),
        Result("minutes", "number", "Minutes of training"),
    ),
    run="training.ablation:ablation",
    extra="train",
)

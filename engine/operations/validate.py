"""Validate: errors of experts before and after fine-tuning. Needs the extra 'train'."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract.declare import Operation, Result
from ..contract.settings import parameter
from .groups import GROUP_TRAINING


@dataclass(frozen=True)
class ValidateSettings:
    """What Validate experts is asked for."""

    pairs: str = parameter("folder", "Data set", "Real pairs made by build_dataset.")
    before: str = parameter(
        "text", "Experts before", "Name of a shipped pack, or folder of a pack or of a training.", default="lunar-1"
    )
    after: Optional[str] = parameter(
        "text",
        "Experts after",
        "Folder of a training with runs flat, mountain and crater, or of a pack.",
        optional=True,
    )
    split: str = parameter(
        "choice",
        "Split",
        "Regions that are looked at.",
        default="validation",
        choices=("validation", "test", "training"),
    )
    output: Optional[str] = parameter(
        "file_target", "Figures", "All figures, by class.", optional=True, suffix="json"
    )


OPERATION = Operation(
    name="validate",
    label="Validate experts",
    group=GROUP_TRAINING,
    help="Prints RMSE, slope error and RE (share of pixels with an error under 2, 4 and 10 m) of the coarse DEM, and "
    "of experts before and after fine-tuning, for each terrain class, on regions of a data set that no training reads. "
    "The test split is for the last look: choose settings by the validation split alone.",
    settings=ValidateSettings,
    results=(
        Result("tiles", "number", "Tiles"),
        Result("rmse_before", "number", "RMSE before (m)"),
        Result("rmse_after", "number", "RMSE after (m)"),
        Result("slope_error_before", "number", "Slope error before (degrees)"),
        Result("slope_error_after", "number", "Slope error after (degrees)"),
        Result("re_2m_before", "number", "Pixels with an error under 2 m before (%)"),
        Result("re_2m_after", "number", "Pixels with an error under 2 m after (%)"),
    ),
    run="training.validating:compare",
    extra="train",
)

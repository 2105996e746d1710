"""Build data set: tiles for training from real pairs. Needs the extra 'train'."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import shared
from .declare import Operation, Parameter, Result
from .progress import Progress


def run(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Register, cut, clean and store one triplet."""
    from ..training.dataset_building import build_dataset

    return build_dataset(values, progress)


OPERATION = Operation(
    name="build_dataset",
    label="Build data set",
    group=shared.GROUP_TRAINING,
    help="Cuts an image, its coarse DEM and a reference DTM of the same ground into tiles for training and adds "
    "them to "
    "a data set (Zarr). The shifts of both DEMs against the image are estimated and corrected where they are reliable; "
    "tiles with nodata, too much shadow, stripes, spikes or a reference that disagrees with the coarse DEM are left "
    "out. Run it once for each triplet. Of the regions 70 % are for training, 15 % for validation and 15 % for the test; "
    "a region is never split.",
    parameters=(
        shared.IMAGE,
        shared.COARSE_DEM,
        Parameter("reference", "raster", "Reference DTM", "A DTM of about the image's resolution, taken as true."),
        shared.SUN_AZIMUTH,
        shared.SUN_INCIDENCE,
        Parameter(
            "region", "text", "Region", "Name of the site; decides whether it is for training, validation or the test."
        ),
        shared.CONTRAST,
        shared.SATURATION,
        shared.HEIGHT_UNIT,
        *shared.TILING,
        Parameter("output", "folder_target", "Data set", "Folder of the data set; made, or added to."),
    ),
    results=(
        Result("tiles", "number", "Tiles added"),
        Result("left_out", "number", "Tiles left out"),
        Result("split", "text", "Training, validation or test"),
        *shared.SHIFT_RESULTS,
        Result("reference_shift_reliable", "boolean", "Shift of the reference is reliable"),
    ),
    run=run,
    extra="train",
)

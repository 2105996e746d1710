"""Build data set: tiles for training from real pairs. Needs the extra 'train'."""

from __future__ import annotations

from dataclasses import dataclass

from ..contract import requests
from ..contract.declare import Operation, Result
from ..contract.requests import HandMove, SceneRequest, SunRequest, TileSizes, pack
from ..contract.settings import group, parameter
from .groups import GROUP_TRAINING


@dataclass(frozen=True)
class BuildDatasetSettings:
    """What Build data set is asked for."""

    scene: SceneRequest = group(SceneRequest)
    reference: str = parameter(
        "raster",
        "Reference DTM",
        "A DTM of about the image's resolution, taken as true.",
    )
    sun: SunRequest = group(SunRequest)
    hand: HandMove = group(HandMove)
    region: str = parameter(
        "text",
        "Region",
        "Name of the site; decides whether it is for training, validation or the test.",
    )
    contrast: str = requests.contrast()
    pack: str = pack()
    sizes: TileSizes = group(TileSizes)
    output: str = parameter(
        "working_folder",
        "Data set",
        "Folder of the data set; made, or added to.",
    )


OPERATION = Operation(
    name="build_dataset",
    label="Build data set",
    group=GROUP_TRAINING,
    help="Cuts an image, its coarse DEM and a reference DTM of the same ground into tiles for training and adds them "
    "to a data set (Zarr). The shifts of both DEMs against the image are estimated and corrected where they are "
    "reliable, that of the coarse DEM also by hand; tiles with nodata, too much shadow, stripes, spikes or a reference "
    "that disagrees with the coarse DEM are left out. Run it once for each triplet. Of the regions 70 % are for "
    "training, 15 % for validation and 15 % for the test; a region is never split.",
    settings=BuildDatasetSettings,
    results=(
        Result("tiles", "number", "Tiles added"),
        Result("left_out", "number", "Tiles left out"),
        Result("split", "text", "Training, validation or test"),
        Result("shift_east", "number", "Estimated shift east (m)"),
        Result("shift_north", "number", "Estimated shift north (m)"),
        Result("shift_reliable", "boolean", "Shift is reliable"),
        Result("moved_east", "number", "Coarse DEM moved east (m)"),
        Result("moved_north", "number", "Coarse DEM moved north (m)"),
        Result("reference_shift_reliable", "boolean", "Shift of the reference is reliable"),
    ),
    run="training.dataset_building:build_dataset",
    extra="train",
)

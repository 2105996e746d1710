"""Classify: the terrain class of every tile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract import requests
from ..contract.declare import Operation, Result
from ..contract.requests import SceneRequest, SunRequest, TilingRequest
from ..contract.settings import group, parameter
from .groups import GROUP_TERRAIN


@dataclass(frozen=True)
class ClassifySettings:
    """What Classify terrain is asked for."""

    scene: SceneRequest = group(SceneRequest)
    sun: SunRequest = group(SunRequest)
    apply_shift: bool = requests.apply_shift()
    tiling: TilingRequest = group(TilingRequest)
    output: str = parameter(
        "raster_target",
        "Terrain classes",
        "Class raster on the image's grid: 1 flat, 2 mountain, 3 crater, 0 none.",
        style="classes",
    )
    output_tiles: Optional[str] = parameter(
        "vector_target",
        "Tiles",
        "Polygon layer of tiles with row, column, class, relief_m and posterior.",
        optional=True,
        style="tiles",
    )


OPERATION = Operation(
    name="classify",
    label="Classify terrain",
    group=GROUP_TERRAIN,
    help="Cuts the image into overlapping tiles, takes the relief (max - min of the coarse DEM) of each, and labels "
    "tiles as flat, mountain or crater by a Gaussian Markov random field on the eight neighbours. The class means "
    "are the pack's, scaled to the ground size of the tiles. Edit the field 'class' of the tile layer and give it to "
    "Reconstruct DTM to overrule the router.",
    settings=ClassifySettings,
    results=(
        Result("tiles_flat", "number", "Flat tiles"),
        Result("tiles_mountain", "number", "Mountain tiles"),
        Result("tiles_crater", "number", "Crater tiles"),
    ),
    run="scene.classify:classify",
)

"""Classify: the terrain class of every tile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..contract import requests
from ..contract.declare import Operation, Result
from ..contract.requests import HandMove, SceneRequest, SunRequest, TilingRequest
from ..contract.settings import group, parameter
from .groups import GROUP_TERRAIN


@dataclass(frozen=True)
class ClassifySettings:
    """What Classify terrain is asked for."""

    scene: SceneRequest = group(SceneRequest)
    sun: SunRequest = group(SunRequest)
    apply_shift: bool = requests.apply_shift()
    hand: HandMove = group(HandMove)
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
        "Polygon layer of the tiles with row, column, class (which can be edited), relief_m (metres) and posterior "
        "(how sure the class is, 0 to 1).",
        optional=True,
        style="tiles",
    )


OPERATION = Operation(
    name="classify",
    label="Classify terrain",
    group=GROUP_TERRAIN,
    help="Cuts the image into tiles, and finds for each by its relief (highest minus lowest height of the coarse DEM) "
    "and that of its neighbours whether it is flat, mountain or crater terrain (a Markov random field; typical reliefs "
    "come with the expert pack). To overrule it, edit the field 'class' of the tile layer and give the layer to "
    "Reconstruct DTM as Edited tile layer.",
    settings=ClassifySettings,
    results=(
        Result("tiles_flat", "number", "Flat tiles"),
        Result("tiles_mountain", "number", "Mountain tiles"),
        Result("tiles_crater", "number", "Crater tiles"),
    ),
    run="scene.classify:classify",
)

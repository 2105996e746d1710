"""What an expert pack says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import PackError
from ..moon import TERRAINS
from ..router.classes import ClassModel

SCHEMES = ("pixel", "minmax")
INPUTS = ("image", "coarse", "sun", "posting")
TILE_STEP = 16
"""Tiles are multiples of this: the networks halve them four times."""


@dataclass(frozen=True)
class Manifest:
    """Contract between a pack and the engine.

    Attributes
    ----------
    name, version, licence, description : str
    experts : dict
        File of each terrain class.
    tile_height, tile_width, overlap : int
        Defaults of the tile plan, in pixels.
    normalisation : str
        'pixel' or 'minmax' (``experts.normalise``).
    inputs : tuple of str
        Names of the graph's inputs, out of image, coarse, sun, posting.
    gsd_range_m : (float, float)
        Ground sample distances that the experts were trained for.
    posting_range_px : (float, float)
        Postings of the coarse DEM, in pixels of the image.
    incidence_range_deg : (float, float)
    router : ClassModel
        Statistics of the terrain classes with the ground size they belong to.
    opset : int
    metrics : dict
        Benchmark figures, with the command that reprints them.
    """

    name: str
    version: str
    licence: str
    description: str
    experts: Mapping[str, str]
    tile_height: int
    tile_width: int
    overlap: int
    normalisation: str
    inputs: tuple[str, ...]
    gsd_range_m: tuple[float, float]
    posting_range_px: tuple[float, float]
    incidence_range_deg: tuple[float, float]
    router: ClassModel
    opset: int
    metrics: Mapping[str, Any]


def parse(content: Mapping[str, Any], source: str) -> Manifest:
    """Check the content of a manifest and give it types.

    Raises
    ------
    PackError
        Something is missing or makes no sense; the message says what.
    """
    try:
        router = content["router"]
        manifest = Manifest(
            name=str(content["name"]),
            version=str(content["version"]),
            licence=str(content["licence"]),
            description=str(content["description"]),
            experts=dict(content["experts"]),
            tile_height=int(content["tile"][0]),
            tile_width=int(content["tile"][1]),
            overlap=int(content["overlap"]),
            normalisation=str(content["normalisation"]),
            inputs=tuple(content["inputs"]),
            gsd_range_m=_pair(content["gsd_range_m"]),
            posting_range_px=_pair(content["posting_range_px"]),
            incidence_range_deg=_pair(content["incidence_range_deg"]),
            router=ClassModel(_triple(router["means_m"]), _triple(router["deviations_m"]), float(router["ground_m"])),
            opset=int(content["opset"]),
            metrics=dict(content.get("metrics", {})),
        )
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise PackError(f"{source} is not a valid pack manifest ({error!r}); get the pack again.") from error
    problems = []
    if set(manifest.experts) != set(TERRAINS):
        problems.append(f"experts are needed for {', '.join(TERRAINS)}")
    if manifest.normalisation not in SCHEMES:
        problems.append(f"normalisation {manifest.normalisation!r} is unknown")
    if not set(manifest.inputs) <= set(INPUTS) or not {"image", "coarse"} <= set(manifest.inputs):
        problems.append(f"inputs {', '.join(manifest.inputs)} are not among {', '.join(INPUTS)}")
    if manifest.tile_height % TILE_STEP or manifest.tile_width % TILE_STEP:
        problems.append(f"the tile size is not a multiple of {TILE_STEP}")
    if list(manifest.router.means) != sorted(manifest.router.means):
        problems.append("the class means do not grow")
    if problems:
        raise PackError(f"{source} does not fit this engine: {'; '.join(problems)}.")
    return manifest


def _pair(values: Any) -> tuple[float, float]:
    low, high = values
    return float(low), float(high)


def _triple(values: Any) -> tuple[float, float, float]:
    first, second, third = values
    return float(first), float(second), float(third)

"""The mosaic of a region's DTMs, with its layers."""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__
from ..contract.progress import Progress
from ..files import whole_file
from ..raster import provenance
from ..raster.frame import STILL, Move
from ..reconstruct.told import ERROR_LAYERS
from .folder import Folder, Record, digest_of
from .frame import input_tags
from .frame_work import SHARES
from .mosaic import Beneath, Inputs, Way, put_together
from .part import within

if TYPE_CHECKING:
    from ..operations.reconstruct_region import ReconstructRegionSettings


def mosaic_of(
    folder: Folder, done: list[Record], layers: Sequence[str], settings: ReconstructRegionSettings, progress: Progress
) -> Record:
    """The mosaic of the DTMs with its layers, and what is reported of it; kept where nothing of it changed."""
    request = settings.mosaic
    targets = {"heights": folder.mosaic(), **{layer: folder.mosaic(layer) for layer in layers}}
    way = Way(request.combine, request.transition, request.level, request.fill)
    if way.combine == "priority":
        done = sorted(done, key=lambda record: record["priority"])  # of equals the first of the table
    beneath = None
    if way.fill or way.level != "none":
        beneath = Beneath(settings.coarse_dem, settings.height_unit, _common(done, settings.coarse_dem))
    fixed = {
        "SOFTWARE": f"MMoEDTM {__version__}",
        "MMOEDTM_OPERATION": "reconstruct_region",
        "MMOEDTM_PARAMETERS": json.dumps(asdict(way), sort_keys=True),
    }
    digest = digest_of([
        fixed, [[record["dtm_sha256"], *(record["layers"][layer] for layer in layers)] for record in done],
        None if beneath is None else [provenance.digest(beneath.path), beneath.height_unit, asdict(beneath.move)],
    ])  # fmt: skip
    kept = folder.remembered("mosaic", digest)
    if kept is not None and all(target.is_file() for target in targets.values()):
        progress.info("The mosaic is kept: nothing of it changed.")
        return dict(kept)

    def tags(inputs: Mapping[str, str], facts: Mapping[str, str]) -> dict[str, str]:
        told = {f"MMOEDTM_{name.upper()}": value for name, value in facts.items()}
        return {**fixed, **input_tags(inputs), **told}

    names = [record["name"] for record in done]
    told = {layer: [str(folder.layer(name, layer)) for name in names] for layer in layers}
    inputs = Inputs([str(folder.dtm(name)) for name in names], "metres", told)
    part = within(progress, SHARES[-1], 0.98, "Mosaic")
    with ExitStack() as stack:
        partial = {name: str(stack.enter_context(whole_file(str(target)))) for name, target in targets.items()}
        joined = put_together(inputs, beneath, way, partial, tags, part)
    folder.forget([folder.mosaic(layer) for layer in ERROR_LAYERS if layer not in layers])
    folder.remember("mosaic", digest, joined)
    return joined


def _common(done: list[Record], coarse_dem: str) -> Move:
    """By which the coarse DEM lies off under all frames, as far as they were moved for it."""
    name = Path(coarse_dem).name
    moves = [(record["moved_east"], record["moved_north"]) for record in done if record["coarse_dem"] == name]
    if not moves:
        return STILL
    east, north = (statistics.median(values) for values in zip(*moves))
    return Move(round(east, 2), round(north, 2))

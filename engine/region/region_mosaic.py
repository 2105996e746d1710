"""The mosaic of a region's DTMs, with its layers."""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__
from ..contract.progress import Progress
from ..files import whole_file
from ..raster import provenance
from ..raster.frame import STILL, Move
from ..reconstruct.told import ERROR_LAYERS
from .by_light import LightPair, grouped, light_pairs, say_suns
from .combined_frames import Surface, combined, stated_for_all
from .folder import Folder, Record, digest_of
from .frame import input_tags
from .frame_record import grid_of
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
    by_suns = request.combine == "suns"
    way = Way("blend" if by_suns else request.combine, request.transition, request.level, request.fill)
    if way.combine == "priority":
        done = sorted(done, key=lambda record: record["priority"])  # of equals the first of the table
    beneath = None
    if way.fill or way.level != "none":
        beneath = Beneath(settings.coarse_dem, settings.height_unit, _common(done, settings.coarse_dem))
    least_deg = request.least_angle if by_suns else None
    asked = {**asdict(way), **({} if least_deg is None else {"combine": "suns", "least_angle": least_deg})}
    fixed = {
        "SOFTWARE": f"MMoEDTM {__version__}",
        "MMOEDTM_OPERATION": "reconstruct_region",
        "MMOEDTM_PARAMETERS": json.dumps(asked, sort_keys=True),
    }
    digest = digest_of([
        fixed, [[record["dtm_sha256"], *(record["layers"][layer] for layer in layers)] for record in done],
        None if beneath is None else [provenance.digest(beneath.path), beneath.height_unit, asdict(beneath.move)],
        [[record["name"], record["outline"], record["coarse_dem_error"]] for record in done],
    ])  # fmt: skip
    kept = folder.remembered("mosaic", digest)
    if kept is not None and all(target.is_file() for target in targets.values()):
        progress.info("The mosaic is kept: nothing of it changed.")
        return dict(kept)

    def tags(inputs: Mapping[str, str], facts: Mapping[str, str]) -> dict[str, str]:
        told = {f"MMOEDTM_{name.upper()}": value for name, value in facts.items()}
        return {**fixed, **input_tags(inputs), **told}

    part = within(progress, SHARES[-1], 0.98, "Mosaic")
    pairs = light_pairs(done)
    say_suns(done, pairs, least_deg, part)
    frames = [_of_frame(folder, record, layers) for record in done]
    surfaces, groups, share = frames, list[Record](), 0.0
    if least_deg is not None:
        share = 0.6
        together = grouped(len(done), pairs, least_deg)
        surfaces, groups = _by_suns(folder, done, together, layers, within(part, 0.0, share))
    # What was put together tells its error; slopes and support are told by the frames, as if they were blended.
    own = [layer for layer in layers if all(layer in surface.layers for surface in surfaces)]
    others = [layer for layer in layers if layer not in own]
    with ExitStack() as stack:
        partial = {name: str(stack.enter_context(whole_file(str(target)))) for name, target in targets.items()}
        written = {name: partial[name] for name in ("heights", *own)}
        heights = replace(_inputs(surfaces, own), coarse_dem_error_m=stated_for_all(done))
        joined = put_together(heights, beneath, way, written, tags, within(part, share, 0.9))
        if others:
            plain, written = replace(way, level="none"), {name: partial[name] for name in others}
            more = put_together(_inputs(frames, others), beneath, plain, written, tags, within(part, 0.9, 1.0))
            joined.update({name: more[name] for name in ("slope_error_deg", "lit_percent")})
    joined["suns"] = {
        "pairs": [_told(done, pair, least_deg) for pair in sorted(pairs, key=lambda pair: -pair.angle_deg)],
        "groups": groups,
    }
    folder.forget([folder.mosaic(layer) for layer in ERROR_LAYERS if layer not in layers])
    folder.remember("mosaic", digest, joined)
    return joined


def _inputs(surfaces: Sequence[Surface], layers: Sequence[str]) -> Inputs:
    """DTMs with some of their layers."""
    told = {layer: [surface.layers[layer] for surface in surfaces] for layer in layers}
    return Inputs([surface.dtm for surface in surfaces], "metres", told)


def _of_frame(folder: Folder, record: Record, layers: Sequence[str]) -> Surface:
    name = record["name"]
    return Surface(str(folder.dtm(name)), {layer: str(folder.layer(name, layer)) for layer in layers})


def _by_suns(
    folder: Folder,
    done: Sequence[Record],
    groups: Sequence[Sequence[int]],
    layers: Sequence[str],
    progress: Progress,
) -> tuple[list[Surface], list[Record]]:
    """A DTM of each group of frames, the first of them on the pixels of the first frame, and what is told of each."""
    base, surfaces, told = grid_of(done[0]), list[Surface](), list[Record]()
    several = sum(len(group) > 1 for group in groups)
    for group in groups:
        members = [done[number] for number in group]
        if len(members) == 1:
            surfaces.append(_of_frame(folder, members[0], layers))
            continue
        part = within(progress, len(told) / several, (len(told) + 1) / several)
        surface, facts = combined(folder, members, base, bool(layers), part)
        surfaces.append(surface)
        told.append(facts)
    return surfaces, told


def _told(done: Sequence[Record], pair: LightPair, least_deg: float | None) -> Record:
    return {
        "one": done[pair.one]["name"],
        "other": done[pair.other]["name"],
        "angle_deg": pair.angle_deg,
        "expected_gain": pair.gain,
        "together": least_deg is not None and pair.angle_deg >= least_deg,
    }


def _common(done: list[Record], coarse_dem: str) -> Move:
    """By which the coarse DEM lies off under all frames, as far as they were moved for it."""
    name = Path(coarse_dem).name
    moves = [(record["moved_east"], record["moved_north"]) for record in done if record["coarse_dem"] == name]
    if not moves:
        return STILL
    east, north = (statistics.median(values) for values in zip(*moves))
    return Move(round(east, 2), round(north, 2))

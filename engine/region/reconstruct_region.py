"""The work of Reconstruct region: frames, a fit of all together, DTMs, a mosaic, a layer and a report."""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..archives.run import for_images, require_none
from ..contract.progress import Progress
from ..errors import RasterError
from ..experts.correct import no_errors
from ..experts.pack import load
from ..files import whole_file
from ..raster import provenance
from ..raster.frame import STILL, Move
from ..reconstruct.told import ERROR_LAYERS
from .experts import Experts
from .folder import Folder, Record, digest_of
from .frame import input_tags
from .frame_work import SHARES, FrameWork
from .mosaic import Beneath, Inputs, Way, put_together
from .part import within
from .region_report import write_products
from .table import Defaults, read_frames

if TYPE_CHECKING:
    from ..operations.reconstruct_region import ReconstructRegionSettings


def reconstruct_region(settings: ReconstructRegionSettings, progress: Progress) -> dict[str, Any]:
    """Make what is missing of a region.

    Raises
    ------
    ParameterError, LayerError
        The table cannot be used.
    RasterError
        Not one of its frames could be made.
    OutputError
        The folder cannot be written, or the disk is full.
    ArchiveError
        A coarse DEM is to be fetched and cannot be.
    PackError
        Errors are wanted of experts that do not tell them.
    """
    if settings.fetch.fetch_coarse_dem:
        require_none(settings.coarse_dem)
    defaults = Defaults(
        settings.coarse_dem or "", settings.height_unit, settings.saturation, settings.contrast,
        settings.coarse_dem_error,
    )  # fmt: skip
    folder = Folder(settings.output)
    frames = read_frames(settings.images, settings.pattern, defaults, progress.warning, folder.path)
    if settings.fetch.fetch_coarse_dem:
        fetched = for_images([frame.scene.image for frame in frames], settings.fetch, progress)
        settings = replace(settings, coarse_dem=fetched)
        frames = [frame if frame.scene.coarse_dem else frame.over(fetched) for frame in frames]
    named = [path for frame in frames for path in (frame.scene.image, frame.scene.coarse_dem, frame.classes) if path]
    folder.require_apart([settings.coarse_dem, *named, *([] if Path(settings.images).is_dir() else [settings.images])])
    pack = load(settings.tiling.pack)
    if settings.errors and pack.error is None:
        raise no_errors(pack.manifest.name)
    layers = ERROR_LAYERS if settings.errors else ()
    with ExitStack() as stack:
        stack.enter_context(folder.claimed())
        experts = Experts(pack, settings.runtime, settings.scheduler, stack, progress)
        work = FrameWork(frames, folder, experts, settings.tiling, settings.fit, layers)
        records = work.run(progress)
        done = [record for record in records if record["status"] == "done"]
        if not done:
            raise RasterError(
                f"None of the {len(frames)} frames of {settings.images} could be made; of {frames[0].name}: "
                f"{records[0]['reason']}"
            )
        joined = _mosaic(folder, done, layers, settings, progress)
        _report(folder, layers, records, work.fitted, joined, progress)
    return {
        "frames": len(frames),
        "made": work.made,
        "kept": len(done) - work.made,
        "failed": len(frames) - len(done),
        "coverage": joined["coverage"],
        "overlap_rms": joined["overlap_rms"],
        "preview_rms_each": work.fitted["rms_each_m"],
        "preview_rms_fitted": work.fitted["rms_fitted_m"],
        "height_error": joined["height_error_m"],
        "slope_error": joined["slope_error_deg"],
        "lit": joined["lit_percent"],
        "mosaic": str(folder.mosaic()),
        **{f"mosaic_{layer}": str(folder.mosaic(layer)) if layers else None for layer in ERROR_LAYERS},
        "frame_layer": str(folder.layer_of_frames),
        "report": str(folder.report),
    }


def _mosaic(
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


def _report(
    folder: Folder, layers: Sequence[str], records: list[Record], fitted: Record, joined: Record, progress: Progress
) -> None:
    """The layer of frames and the report; kept where nothing of them changed."""
    digest = digest_of([__version__, records, fitted, joined])
    there = folder.layer_of_frames.is_file() and folder.report.is_file()
    if there and folder.remembered("report", digest) is not None:
        return
    write_products(folder, layers, records, fitted, joined, progress)
    folder.remember("report", digest, True)


def _common(done: list[Record], coarse_dem: str) -> Move:
    """By which the coarse DEM lies off under all frames, as far as they were moved for it."""
    name = Path(coarse_dem).name
    moves = [(record["moved_east"], record["moved_north"]) for record in done if record["coarse_dem"] == name]
    if not moves:
        return STILL
    east, north = (statistics.median(values) for values in zip(*moves))
    return Move(round(east, 2), round(north, 2))

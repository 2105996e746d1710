"""The work of Reconstruct region: frames, a fit of all together, DTMs, a mosaic, a layer and a report."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..archives.run import for_images, require_none
from ..contract.progress import Progress
from ..errors import RasterError
from ..experts.correct import no_errors
from ..experts.pack import load
from ..reconstruct.told import ERROR_LAYERS
from .experts import Experts
from .folder import Folder, Record, digest_of
from .frame_work import FrameWork
from .region_mosaic import mosaic_of
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
        joined = mosaic_of(folder, done, layers, settings, progress)
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

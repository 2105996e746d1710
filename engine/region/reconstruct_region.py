"""The work of Reconstruct region: frames, a fit of all together, DTMs, a mosaic, a layer and a report."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..contract.progress import Progress
from ..errors import RasterError
from ..experts.pack import load
from ..experts.runner import Runner
from ..files import whole_file
from ..raster import provenance
from ..raster.frame import STILL, Move
from .folder import Folder, Record, digest_of
from .frame_work import FrameWork
from .mosaic import Beneath, Way, put_together
from .region_report import write_products
from .table import Defaults, read_frames

if TYPE_CHECKING:
    from ..operations.reconstruct_region import ReconstructRegionSettings

MOSAIC, LAYER, REPORT = "mosaic.tif", "frames.gpkg", "report.html"


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
    """
    defaults = Defaults(settings.coarse_dem, settings.height_unit, settings.saturation, settings.contrast)
    frames = read_frames(settings.images, settings.pattern, defaults, progress.warning)
    folder = Folder(settings.output)
    pack = load(settings.tiling.pack)
    tags = provenance.tags("reconstruct_region", settings, {})
    with ExitStack() as stack:

        def experts() -> Runner:
            """Opened when there is something to do."""
            runner = Runner(pack, settings.runtime.provider, settings.runtime.threads, progress.info)
            stack.callback(runner.close)
            return runner

        work = FrameWork(frames, folder, pack, experts, settings.tiling, settings.fit, tags)
        records = work.run(progress)
    done = [record for record in records if record["status"] == "done"]
    if not done:
        raise RasterError(
            f"None of the {len(frames)} frames of {settings.images} could be made; the first: {records[0]['reason']}"
        )
    request = settings.mosaic
    way = Way(request.combine, request.transition, request.level, request.fill)
    joined = _mosaic(folder, done, way, settings, tags, progress)
    write_products(folder.path / LAYER, folder.path / REPORT, folder.path / MOSAIC, records, work.fitted, joined, progress)
    fitted = work.fitted
    return {
        "frames": len(frames),
        "made": work.made,
        "kept": len(done) - work.made,
        "failed": len(frames) - len(done),
        "coverage": joined["coverage"],
        "overlap_rms": joined["overlap_rms"],
        "preview_rms_each": fitted["rms_each_m"],
        "preview_rms_fitted": fitted["rms_fitted_m"],
        "mosaic": str(Path(settings.output) / MOSAIC),
        "frame_layer": str(Path(settings.output) / LAYER),
        "report": str(Path(settings.output) / REPORT),
    }


def _mosaic(
    folder: Folder,
    done: list[Record],
    way: Way,
    settings: ReconstructRegionSettings,
    tags: Mapping[str, str],
    progress: Progress,
) -> Record:
    """The mosaic of the DTMs, and what is reported of it; kept where nothing of it changed."""
    target = folder.path / MOSAIC
    if way.combine == "priority":
        done = sorted(done, key=lambda record: record["priority"])  # of equals the first of the table
    paths = [str(folder.dtm(record["name"])) for record in done]
    beneath = None
    if way.fill or way.level != "none":
        beneath = Beneath(settings.coarse_dem, settings.height_unit, _common(done, settings.coarse_dem))
    digest = digest_of([
        [record["dtm_sha256"] for record in done], [way.combine, way.overlap, way.level, way.fill],
        None if beneath is None else [provenance.digest(beneath.path), beneath.move.east_m, beneath.move.north_m],
        tags,
    ])  # fmt: skip
    kept = folder.remembered("mosaic", digest)
    if kept is not None and target.is_file():
        progress.info("The mosaic is kept: nothing of it changed.")
        return dict(kept)

    def all_tags(inputs: Mapping[str, str], facts: Mapping[str, str]) -> dict[str, str]:
        told = {f"MMOEDTM_{name.upper()}": value for name, value in facts.items()}
        named = {
            f"MMOEDTM_INPUT_{name.upper()}": f"{Path(path).name} sha256 {provenance.digest(path)}"
            for name, path in inputs.items()
        }
        return {**tags, **named, **told}

    with whole_file(str(target)) as partial:
        joined = put_together(paths, "metres", beneath, way, str(partial), all_tags, progress)
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

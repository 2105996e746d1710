"""One sun of the study: the DTM lit, reconstructed from its image, and held against itself."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...contract.light_request import LightRequest
from ...contract.progress import Progress
from ...contract.requests import CoarseRequest, DtmRequest, SceneRequest, SunRequest, TilingRequest
from ...contract.scratch import Scratch
from ...errors import RasterError
from ...experts.runner import Runner
from ...raster.align import AlignedHeights
from ...raster.baseline import bicubic
from ...raster.frame import Sun
from ...raster.heights import HeightReader
from ...raster.reader import RasterReader
from ...reconstruct.assemble import Targets
from ...reconstruct.executors import Threads
from ...reconstruct.produce import produce
from ...reconstruct.run import prepare
from ...region.part import within
from ..evaluation.inputs import Inputs, Surfaces
from ..evaluation.resolution import FWHM
from ..evaluation.stream import gather
from ..light.frame import image_frame
from ..light.lit_ground import LitGround
from ..light.run import Seen, image_name, write_images


@dataclass(frozen=True)
class Study:
    """What all suns share.

    Attributes
    ----------
    heights : HeightReader
        The DTM, which is the truth.
    coarse_dem : str
    light : LightRequest
    tiling : TilingRequest
    runner : Runner
        The experts.
    folder : Path
        Where images and DTMs lie.
    asked : mapping
        Parameters of the study, for the tags of the DTMs.
    tags : mapping
        Provenance of the images.
    """

    heights: HeightReader
    coarse_dem: str
    light: LightRequest
    tiling: TilingRequest
    runner: Runner
    folder: Path
    asked: Mapping[str, Any]
    tags: Mapping[str, str]


@dataclass(frozen=True)
class Trial:
    """What came of one sun.

    Attributes
    ----------
    sun : Sun
    image, dtm : Path
    seen : Seen
    figures : mapping
        Errors of the heights and slopes, and the effective resolution, by 'dtm' and 'coarse'.
    """

    sun: Sun
    image: Path
    dtm: Path
    seen: Seen
    figures: Mapping[str, Mapping[str, float]]


def trial(study: Study, sun: Sun, number: int, progress: Progress) -> Trial:
    """Light the DTM, reconstruct it and measure it.

    Raises
    ------
    RasterError
        Nothing of the DTM is known.
    MmoedtmError
        As Reconstruct and Evaluate.
    """
    image, dtm = study.folder / image_name(sun), study.folder / f"dtm_{image_name(sun)}"
    tags = {**study.tags, "MMOEDTM_SUN_AZIMUTH": f"{sun.azimuth_deg:.4f}",
            "MMOEDTM_SUN_INCIDENCE": f"{sun.incidence_deg:.4f}"}  # fmt: skip
    frame = image_frame(study.heights.grid, None)
    lit = within(progress, 0.0, 0.2)
    ground = LitGround(study.heights, frame, study.light, sun, None, lit)
    seen = write_images(ground, study.light, number, {"image": str(image)}, tags, lit)
    _reconstruct(study, sun, image, dtm, within(progress, 0.2, 0.7))
    return Trial(sun, image, dtm, seen, _measure(study, dtm, within(progress, 0.7, 1.0)))


def _reconstruct(study: Study, sun: Sun, image: Path, dtm: Path, progress: Progress) -> None:
    """The DTM from its image and the coarse DEM, which lies in its place and is left there."""
    request = DtmRequest(
        scene=SceneRequest(str(image), study.coarse_dem),
        sun=SunRequest(sun_azimuth=sun.azimuth_deg, sun_incidence=sun.incidence_deg),
        coarse=CoarseRequest(apply_shift=False),
        contrast="as it is",
        tiling=study.tiling,
    )
    plan = prepare(request, study.asked, study.runner, _warnings_alone(progress))
    scratch = Scratch(str(study.folder / ".blocks"))
    with RasterReader(str(image)) as reader, scratch.opened({"plan": plan.digest}):
        written = produce(plan, reader.grid, Targets(str(dtm)), Threads(study.runner), scratch, progress)
        scratch.clear()
    if written.tiles == 0:
        raise RasterError(f"{study.heights.path} has no valid pixel over the coarse DEM; give a DTM with heights.")


def _warnings_alone(progress: Progress) -> Progress:
    """The same, without the facts of each of many runs."""

    def log(level: str, text: str) -> None:
        if level == "warning":
            progress.warning(text)

    def cancelled() -> bool:
        progress.check()
        return False

    return Progress(log=log, cancelled=cancelled)


def _measure(study: Study, dtm: Path, progress: Progress) -> dict[str, dict[str, float]]:
    """Figures of the reconstructed DTM and of the bicubic coarse DEM against the DTM that was lit."""
    quiet = Progress()
    with ExitStack() as stack:
        reader, coarse = (stack.enter_context(RasterReader(path)) for path in (str(dtm), study.coarse_dem))
        heights = HeightReader(reader, "metres", quiet.info)
        baseline = bicubic(HeightReader(coarse, "auto", quiet.info), reader.grid)
        surfaces = Surfaces(AlignedHeights(study.heights, reader.grid), baseline)
        sums = gather(Inputs(reader, heights, surfaces, None, None), None, progress)
        pixel = reader.grid.ground_size.mean_m
    return {
        name: {**errors.figures(), "effective_resolution_m": sums.resolution[name].width_px() * FWHM * pixel}
        for name, errors in sums.errors.items()
    }

"""Under which sun a DTM comes back best from its image."""

from __future__ import annotations

import csv
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...contract.progress import Progress
from ...errors import OverlapError
from ...experts.pack import load
from ...experts.runner import Runner
from ...files import whole_file
from ...raster import provenance
from ...raster.frame import Sun
from ...raster.heights import HeightReader
from ...raster.reader import RasterReader
from ...region.part import within
from ...reports.figures_file import write_figures
from ...reports.incidence import draw_curves, draw_panel, write_incidence
from ..light.suns import suns
from .coarse import write_coarse
from .pictures import pictures
from .summary import COLUMNS, summary
from .trial import Study, Trial, trial

if TYPE_CHECKING:
    from ...operations.incidence_study import IncidenceStudySettings

MADE_COARSE = "coarse_dem.tif"
"""In the folder of images and DTMs."""


def incidence_study(settings: IncidenceStudySettings, progress: Progress) -> dict[str, Any]:
    """Light a DTM under each sun, reconstruct it from the image and measure the result against it.

    Raises
    ------
    ParameterError
        There are too many suns, or the posting does not fit the DTM.
    MmoedtmError
        The DTM or the coarse DEM cannot be used.
    """
    begun = time.perf_counter()
    chosen = suns(settings.sun_incidences, settings.sun_azimuths)
    with ExitStack() as stack:
        reader = stack.enter_context(RasterReader(settings.dtm, extent=settings.extent))
        heights = HeightReader(reader, settings.height_unit, progress.info, progress.warning)
        pack = load(settings.tiling.pack)
        runner = Runner(pack, settings.runtime.provider, settings.runtime.threads, progress.info)
        stack.callback(runner.close)
        folder = stack.enter_context(_folder(settings))
        inputs = {"dtm": settings.dtm}
        if settings.coarse_dem:
            inputs["coarse_dem"] = settings.coarse_dem
        tags = provenance.tags("incidence_study", settings, inputs)
        coarse_dem = settings.coarse_dem or str(folder / MADE_COARSE)
        if not settings.coarse_dem:
            noise, seed = settings.coarse_noise, settings.light.seed
            write_coarse(heights, settings.posting, noise, seed, coarse_dem, tags, within(progress, 0.0, 0.0))
        asked = provenance.asked(settings)
        study = Study(heights, coarse_dem, settings.light, settings.tiling, runner, folder, asked, tags)
        trials = [_trial(study, sun, number, len(chosen), progress) for number, sun in enumerate(chosen)]
        _require_figures(settings.dtm, trials)
        figures = {
            "dtm": Path(settings.dtm).name,
            "pixel_m": reader.grid.ground_size.mean_m,
            "slope_baseline_m": sum(reader.grid.gsd),
            "coarse_dem": Path(settings.coarse_dem).name if settings.coarse_dem else None,
            "posting_m": None if settings.coarse_dem else settings.posting,
            "reflectance": settings.light.law,
            "albedo_variation_percent": settings.light.albedo_variation,
            **summary(trials),
        }
        drawn = pictures(heights, coarse_dem, trials)
        with whole_file(settings.output) as path:
            write_incidence(path, figures, drawn)
        if settings.output_table:
            _write_table(settings.output_table, figures)
        if settings.output_json:
            write_figures(settings.output_json, figures)
        for target, draw in ((settings.output_curve, draw_curves), (settings.output_panel, draw_panel)):
            if target:
                with whole_file(target) as path:
                    draw(figures, drawn).savefig(path, dpi=110, format="png")
    best, heights_best = figures["best"], figures["best_heights"]
    return {
        "best_incidence": best["incidence_deg"],
        "best_slope_error": best["slope_error_deg"],
        "coarse_slope_error": figures["coarse"]["slope_error_deg"],
        "best_height_incidence": heights_best["incidence_deg"],
        "best_rmse": heights_best["rmse_m"],
        "coarse_rmse": figures["coarse"]["rmse_m"],
        "good_from": figures["good_deg"][0],
        "good_to": figures["good_deg"][1],
        "seconds": time.perf_counter() - begun,
    }


@contextmanager
def _folder(settings: IncidenceStudySettings) -> Iterator[Path]:
    """Where images and DTMs lie: the folder that is asked for, or one that goes with the run."""
    if settings.output_folder:
        yield Path(settings.output_folder)
        return
    with tempfile.TemporaryDirectory(prefix=".incidence.", dir=Path(settings.output).parent) as name:
        yield Path(name)


def _trial(study: Study, sun: Sun, number: int, count: int, progress: Progress) -> Trial:
    name = f"incidence {sun.incidence_deg:g}, azimuth {sun.azimuth_deg:g}"
    return trial(study, sun, number, within(progress, number / count, (number + 1) / count, name))


def _require_figures(dtm: str, trials: Sequence[Trial]) -> None:
    if not all(one.figures["dtm"]["count"] for one in trials):
        raise OverlapError(f"{dtm} and the coarse DEM have no valid pixel in common; give a coarse DEM of its ground.")


def _write_table(target: str, figures: Mapping[str, Any]) -> None:
    """A row for the coarse DEM, which has no sun, and one for each sun."""
    with whole_file(target) as path, open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["surface", *COLUMNS])
        for name, rows in (("coarse DEM", [figures["coarse"]]), ("DTM", figures["suns"])):
            table.writerows([name, *(_cell(row.get(column)) for column in COLUMNS)] for row in rows)


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}"

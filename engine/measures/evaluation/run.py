"""Evaluate: a DTM against what is known."""

from __future__ import annotations

import math
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...contract.progress import Progress
from ...errors import OverlapError, ParameterError
from ...files import whole_file
from ...raster import provenance
from ...raster.writer import RasterWriter
from ...reports.distribution import Distributions
from ...reports.evaluation import Shown, write_evaluation
from ...reports.figures_file import write_figures
from .error_sums import BIN_MIDDLES_M
from .figures import figures_of, results_of
from .held_against import held_against
from .inputs import open_inputs
from .pictures import views
from .resolution import FWHM, WIDTHS_PX
from .seams import plan_of
from .sources import sources
from .squares import write_cells
from .stream import gather

if TYPE_CHECKING:
    from ...operations.evaluate import EvaluateSettings


def evaluate(settings: EvaluateSettings, progress: Progress) -> dict[str, Any]:
    """Measure a DTM against a reference, the coarse DEM that it was made from, and the image.

    Raises
    ------
    ParameterError
        There is nothing to measure against, or an error map is wanted without a reference.
    OverlapError
        Image or classes do not lie on the grid of the DTM, or the reference not on its ground.
    """
    if settings.output_error and not settings.reference:
        raise ParameterError("An error map needs a reference; give one, or leave the error map out.")
    if not (settings.reference or settings.coarse_dem or settings.image):
        raise ParameterError("Nothing to measure against; give a reference, the coarse DEM or the image.")
    with ExitStack() as stack:
        inputs = open_inputs(settings, stack, progress)
        plan = plan_of(inputs.reader, settings.sizes)
        error_map = None
        if settings.output_error and settings.reference:
            tags = provenance.tags("evaluate", settings, {"dtm": settings.dtm, "reference": settings.reference})
            text = "DTM minus reference"
            error_map = RasterWriter(settings.output_error, inputs.grid, "m", text, tags, progress=progress)
            stack.enter_context(error_map)
        sums = gather(inputs, error_map, progress)
        if inputs.surfaces.reference is not None:
            sums.stated = held_against(inputs, sums.error_blocks, progress)
        figures = {"dtm": Path(settings.dtm).name, **figures_of(sums, inputs, plan)}
        _require_common(settings, sums.compared)
        if sums.compared < sums.pixels:
            progress.info(
                f"The DTM and the coarse DEM are compared on the same pixels: {figures['compared_percent']:.1f} % of "
                "those that the DTM is measured on."
            )
        with whole_file(settings.output) as path:
            counts = {name: errors.histogram for name, errors in sums.errors.items() if errors.histogram.any()}
            widest_m = WIDTHS_PX[-1] * FWHM * math.sqrt(math.prod(figures["pixel_m"]))
            given = {"DTM": settings.dtm, "reference": settings.reference, "coarse DEM": settings.coarse_dem,
                     "image": settings.image, "terrain classes": settings.classes,
                     "error of heights": settings.stated_height_error, "error of slopes": settings.stated_slope_error,
                     "support of heights": settings.support}  # fmt: skip
            shown = Shown(sources(given), views(inputs, sums, progress))
            write_evaluation(path, figures, Distributions(BIN_MIDDLES_M, counts), widest_m, shown)
        if settings.output_json:
            write_figures(settings.output_json, figures)
        if settings.output_measures:
            write_cells(settings.output_measures, inputs.grid, sums.cells)
    return results_of(figures)


def _require_common(settings: EvaluateSettings, compared: int) -> None:
    """Refuse rasters whose valid pixels do not meet, where they have to."""
    others = [path for path in (settings.reference, settings.coarse_dem) if path]
    if others and compared == 0:
        raise OverlapError(f"{' and '.join(others)} and the DTM have no valid pixel in common; give others.")

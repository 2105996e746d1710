"""Evaluate: a DTM against what is known."""

from __future__ import annotations

import math
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...contract.progress import Progress
from ...errors import OverlapError, ParameterError
from ...experts.pack import load
from ...files import whole_file
from ...raster import provenance
from ...raster.writer import RasterWriter
from ...reports.evaluation import Distributions, write_evaluation
from ...reports.figures_file import write_figures
from ...scene.routing import tile_plan
from .error_sums import BIN_MIDDLES_M
from .figures import figures_of, results_of
from .inputs import open_inputs
from .resolution import FWHM, WIDTHS_PX
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
        plan = tile_plan(inputs.grid, load(settings.tiling.pack).manifest, settings.tiling)
        error_map = None
        if settings.output_error and settings.reference:
            tags = provenance.tags("evaluate", settings, {"dtm": settings.dtm, "reference": settings.reference})
            error_map = RasterWriter(settings.output_error, inputs.grid, "m", "DTM minus reference", tags)
            stack.enter_context(error_map)
        sums = gather(inputs, error_map, progress)
        figures = {"dtm": Path(settings.dtm).name, **figures_of(sums, inputs, plan)}
        if settings.reference and figures["against_reference"]["dtm"]["count"] == 0:
            raise OverlapError(f"{settings.reference} and the DTM have no valid pixel in common; give another one.")
        with whole_file(settings.output) as path:
            counts = {name: errors.histogram for name, errors in sums.errors.items() if errors.histogram.any()}
            widest_m = WIDTHS_PX[-1] * FWHM * math.sqrt(math.prod(figures["pixel_m"]))
            write_evaluation(path, figures, Distributions(BIN_MIDDLES_M, counts), widest_m)
        if settings.output_json:
            write_figures(settings.output_json, figures)
        if settings.output_tiles:
            write_cells(settings.output_tiles, inputs.grid, sums.cells)
    return results_of(figures)

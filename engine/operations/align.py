"""Align: a coarse DEM on the grid of an image."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import shared
from ..contract.declare import Operation, Parameter, Result
from ..contract.progress import Progress

BAND = 512


def run(values: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Write the aligned DEM and report the shift."""
    import numpy as np

    from ..raster.reader import RasterReader
    from ..raster.writer import RasterWriter
    from ..raster.provenance import tags
    from ..scene.registration import applied, register
    from ..scene.sun import with_sun

    with RasterReader(values["image"]) as image, RasterReader(values["coarse_dem"]) as coarse:
        grid = image.grid
        values = with_sun(values, image, progress)
        aligned, shift = register(image, coarse, values, progress, values["apply_shift"])
        east, north = applied(shift, values)
        facts = tags(
            "align", values, {"image": values["image"], "coarse_dem": values["coarse_dem"]},
            shift_east_m=f"{east:.2f}", shift_north_m=f"{north:.2f}",
        )  # fmt: skip
        covered = 0
        with RasterWriter(values["output"], grid, "m", "coarse DEM on the image grid", facts) as writer:
            steps = progress.steps(-(-grid.height // BAND), "bands")
            for row in range(0, grid.height, BAND):
                height = min(BAND, grid.height - row)
                values_m = aligned.read(row, 0, height, grid.width)
                covered += int(np.isfinite(values_m).sum())
                writer.write(values_m, row)
                steps.advance()
    return {
        "output": values["output"],
        "shift_east": shift.east_m,
        "shift_north": shift.north_m,
        "shift_correlation": shift.peak,
        "shift_reliable": shift.reliable,
        "coverage": 100.0 * covered / (grid.width * grid.height),
    }


OPERATION = Operation(
    name="align",
    label="Align coarse DEM",
    group=shared.GROUP_TERRAIN,
    help="Brings a coarse DEM of any lunar CRS onto the grid of an image (bilinear, nodata masked first) "
    "and estimates the horizontal shift between the two: the DEM, shaded under the image's sun, is "
    "correlated with the image at the scales that both resolve. The shift is reported in metres with a "
    "verdict, and applied only when asked for and reliable.",
    parameters=(
        *shared.SCENE,
        Parameter(
            "output", "raster_target", "Aligned DEM",
            "GeoTIFF of heights in metres on the image's grid.", style="dtm",
        ),
    ),
    results=(
        *shared.SHIFT_RESULTS,
        Result("shift_correlation", "number", "Correlation at the shift"),
        Result("coverage", "number", "Pixels with heights (%)"),
    ),
    run=run,
)  # fmt: skip

"""The work of Align: a coarse DEM on the grid of an image."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..contract.progress import Progress
from ..raster.frame import Move
from ..raster.provenance import tags
from ..raster.writer import RasterWriter
from .inputs import opened
from .registration import move_of, registered, tell
from .sun import find_sun

if TYPE_CHECKING:
    from ..operations.align import AlignSettings

BAND = 512


def align(settings: AlignSettings, progress: Progress) -> dict[str, Any]:
    """Write the aligned DEM and report the shift."""
    with opened(settings.scene, progress) as inputs:
        grid, coarse = inputs.image.grid, inputs.coarse
        sun = find_sun(settings.sun, inputs.image, progress)
        shift = registered(inputs.image, coarse, None if sun is None else sun.on(grid), progress).shift
        tell(shift, progress)
        move = move_of(shift, progress) if settings.apply_shift else Move()
        coarse = coarse.moved(move)
        facts = tags(
            "align",
            settings,
            {"image": settings.scene.image, "coarse_dem": settings.scene.coarse_dem},
            shift_east_m=f"{move.east_m:.2f}",
            shift_north_m=f"{move.north_m:.2f}",
        )
        covered = 0
        text = "coarse DEM on the image grid"
        with RasterWriter(settings.output, grid, "m", text, facts, progress=progress) as writer:
            steps = progress.steps(-(-grid.height // BAND), "parts")
            for row in range(0, grid.height, BAND):
                heights = coarse.read(row, 0, min(BAND, grid.height - row), grid.width)
                covered += int(np.isfinite(heights).sum())
                writer.write(heights, row)
                steps.advance()
    return {
        "shift_east": shift.east_m,
        "shift_north": shift.north_m,
        "shift_correlation": shift.peak,
        "shift_reliable": shift.reliable,
        "coverage": 100.0 * covered / (grid.width * grid.height),
    }

"""The work of Align: a coarse DEM on the grid of an image."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..contract.progress import Progress
from ..raster.frame import STILL
from ..raster.provenance import tags
from ..raster.writer import RasterWriter
from .inputs import grid_of, opened
from .lamp import light_over
from .part import decided_from, part_of
from .registration import by_hand, move_of, registered, tell

if TYPE_CHECKING:
    from ..operations.align import AlignSettings

BAND = 512


def align(settings: AlignSettings, progress: Progress) -> dict[str, Any]:
    """Write the aligned DEM and report the shift."""
    hand = by_hand(settings.hand, progress, settings.apply_shift)
    grid = grid_of(settings.scene.image)
    part = part_of(settings.scene, grid)
    with opened(settings.scene, progress, decided_from(part, grid)) as inputs:
        lamp = light_over(settings.sun, inputs.image, inputs.coarse, progress)
        shift = registered(inputs.image, inputs.coarse, lamp.sun, progress).shift
        tell(shift, progress)
        move = hand or (move_of(shift, progress) if settings.apply_shift else STILL)
        coarse = inputs.cut_to(part.computed, move)
        grid = inputs.image.grid
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
        "moved_east": move.east_m,
        "moved_north": move.north_m,
        "coverage": 100.0 * covered / (grid.width * grid.height),
    }

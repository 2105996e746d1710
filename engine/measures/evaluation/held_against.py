"""A second pass over the bands: errors that were stated beside a DTM, held against its true ones."""

from __future__ import annotations

import numpy as np

from ...arrays import FloatArray
from ...contract.progress import Progress
from ...terrain.long_waves import between_blocks, known_long_waves
from ...tiling.bands import bands
from .inputs import Inputs
from .slopes import metres_of, slope_of
from .stated import StatedSums
from .stream import band_of, step_of


def held_against(inputs: Inputs, blocks: list[FloatArray], progress: Progress) -> dict[str, StatedSums]:
    """Sums of stated and true errors of 'heights' and 'slopes', as far as both are known.

    Parameters
    ----------
    inputs : Inputs
        With the reference.
    blocks : list of arrays
        Block means of the error of heights, band by band: its long waves are taken off where what is stated is without
        them. Empty where there is no coarse DEM to tell how long they are.
    progress : Progress
        Asked for a cancel.
    """
    stated, reference = inputs.stated, inputs.surfaces.reference
    assert reference is not None, "true errors need a reference"
    found = {}
    if stated.heights is not None and (blocks or stated.with_long_waves):
        found["heights"] = StatedSums()
    if stated.slopes is not None:
        found["slopes"] = StatedSums()
    if not found:
        return {}
    step, grid, coarse = step_of(inputs), inputs.grid, inputs.surfaces.coarse
    waves = None
    if "heights" in found and not stated.with_long_waves:
        assert coarse is not None, "blocks come with a coarse DEM"
        waves = known_long_waves(np.concatenate(blocks), coarse.posting_px / step)
    for row, height in bands(grid.height, band_of(step)):
        progress.check()
        result, truth = (one.read(row - 1, 0, height + 2, grid.width) for one in (inputs.dtm, reference))
        support = None
        if stated.support is not None:
            support = np.nan_to_num(stated.support.read(row, 0, height, grid.width)).astype(np.uint8)
        if "heights" in found and stated.heights is not None:
            error = (result - truth)[1:-1]
            if waves is not None:
                error = error - _rows(waves, step, row, error.shape)
            found["heights"].add(error, stated.heights.read(row, 0, height, grid.width), support)
        if "slopes" in found and stated.slopes is not None:
            metres = metres_of(grid, row, height)
            wrong = (slope_of(result, metres) - slope_of(truth, metres))[1:-1]
            found["slopes"].add(wrong, stated.slopes.read(row, 0, height, grid.width), support)
    return found


def _rows(waves: FloatArray, step: int, row: int, shape: tuple[int, ...]) -> FloatArray:
    """Long waves of some rows, linear between the middles of blocks; the first row is that of a block."""
    first = max(0, row // step - 1)
    last = min(len(waves), -(-(row + shape[0]) // step) + 1)
    before = row - first * step
    return between_blocks(waves[first:last], step, (before + shape[0], shape[1]))[before:]

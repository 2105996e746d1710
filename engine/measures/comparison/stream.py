"""One pass over the blocks of the grid, in which the errors of all methods are gathered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from ...arrays import BoolArray, FloatArray
from ...contract.progress import Progress
from ...moon import CODES
from ..evaluation.resolution import REACH_PX, WIDTHS_PX, LowPasses, ResolutionSums
from ..evaluation.slopes import metres_of, slope_of
from .methods import Inputs
from .regions import Region, Window, blocks
from .sums import NONE, RegionSums

MARGIN = REACH_PX
"""Pixels about a block that its filters see."""


@dataclass(frozen=True)
class _Block:
    """Heights of a block with margins, on the pixels that all have; its errors and classes without margins.

    Attributes
    ----------
    window : Window
        Without margins.
    reference : array
    methods : list of arrays
    errors, slope_errors : lists of arrays
    slope : array
        Of the reference, degrees.
    codes : array
        Of the terrain classes.
    """

    window: Window
    reference: FloatArray
    methods: list[FloatArray]
    errors: list[FloatArray]
    slope_errors: list[FloatArray]
    slope: FloatArray
    codes: FloatArray


def gather(inputs: Inputs, regions: Sequence[Region], progress: Progress) -> list[RegionSums]:
    """The sums of every region, against the reference that ``inputs`` have."""
    sums = [RegionSums(region, len(inputs.methods)) for region in regions]
    every = list(blocks(inputs.grid))
    steps = progress.steps(len(every), "blocks")
    with ThreadPoolExecutor(2, "compare") as pool:
        for window in every:
            _add(_read(inputs, window), sums, pool, progress)
            steps.advance()
    return sums


def _read(inputs: Inputs, window: Window) -> _Block:
    assert inputs.reference is not None
    top, left = window.top - MARGIN, window.left - MARGIN
    height, width = window.height + 2 * MARGIN, window.width + 2 * MARGIN
    surfaces = [inputs.reference, *(method.on_grid for method in inputs.methods)]
    read = [surface.read(top, left, height, width) for surface in surfaces]
    known: BoolArray = np.logical_and.reduce([np.isfinite(heights) for heights in read])
    reference, *methods = (np.where(known, heights, np.float32(np.nan)) for heights in read)
    metres = metres_of(inputs.grid, top + 1, height - 2)
    central = slice(MARGIN, MARGIN + window.height), slice(MARGIN, MARGIN + window.width)
    slope = slope_of(reference, metres)[central]
    codes = np.full(slope.shape, NONE, dtype=np.float32)
    if inputs.classes is not None:
        codes = np.nan_to_num(inputs.classes.read(window.top, window.left, window.height, window.width), nan=NONE)
    return _Block(
        window,
        reference,
        methods,
        [(heights - reference)[central] for heights in methods],
        [slope_of(heights, metres)[central] - slope for heights in methods],
        slope,
        np.where(np.isin(codes, list(CODES.values())), codes, np.float32(NONE)),
    )


def _add(block: _Block, sums: Sequence[RegionSums], pool: ThreadPoolExecutor, progress: Progress) -> None:
    for region in sums:
        part = region.region.window.common(block.window)
        if part is None:
            continue
        mask = region.region.mask(part)
        fine = region.next_is_fine(part)
        if not mask.any():
            continue
        at = _within(part, block.window)
        codes = [int(code) for code in np.unique(block.codes[at][mask])]
        chosen = {code: mask & (block.codes[at] == code) for code in codes}
        tasks = [pool.submit(_errors, block, at, region, index, chosen) for index in range(len(block.methods))]
        for task in tasks:
            task.result()
        progress.check()
        if fine:
            _resolution(block, part, region, {None: mask, **{c: m for c, m in chosen.items() if c != NONE}}, pool)
            progress.check()


def _within(part: Window, window: Window) -> tuple[slice, slice]:
    top, left = part.top - window.top, part.left - window.left
    return slice(top, top + part.height), slice(left, left + part.width)


def _errors(
    block: _Block, at: tuple[slice, slice], region: RegionSums, index: int, chosen: dict[int, BoolArray]
) -> None:
    """Add the errors of one method; methods have sums of their own."""
    for code, mask in chosen.items():
        parts = block.errors[index], block.slope_errors[index], block.slope
        region.errors[index][code].add(*(values[at][mask] for values in parts))


def _resolution(
    block: _Block, part: Window, region: RegionSums, chosen: dict[int | None, BoolArray], pool: ThreadPoolExecutor
) -> None:
    """Add the low-passes of the reference to the sums of all methods."""
    at = _within(part, block.window)
    about = tuple(slice(one.start, one.stop + 2 * MARGIN) for one in at)
    inner = slice(MARGIN, MARGIN + part.height)
    passes = LowPasses(block.reference[about], inner)
    widened = {code: np.pad(mask, MARGIN) for code, mask in chosen.items()}
    held = [
        (region.resolution[index][code], heights[about], mask)
        for index, heights in enumerate(block.methods)
        for code, mask in widened.items()
    ]

    def candidates() -> Iterator[tuple[ResolutionSums, FloatArray]]:
        for sums, heights, mask in held:
            yield sums, np.where(mask, heights, np.float32(np.nan))

    # The widest, which are the slowest, first.
    tasks = [pool.submit(passes.add, index, candidates()) for index in reversed(range(len(WIDTHS_PX)))]
    for task in tasks:
        task.result()

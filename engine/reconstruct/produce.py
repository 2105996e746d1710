"""From a plan to its products: blocks that are there, blocks that are computed, and what is made of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import closing

from ..contract.progress import Progress
from ..contract.scratch import Scratch
from ..errors import Cancelled
from ..raster.grid import Grid
from ..raster.provenance import SCATTERED, stamped
from .assemble import Targets, Written, assemble
from .block import Block
from .executors import Done, Executor, Task
from .parcel import unpack
from .plan import ReconstructionPlan


def produce(
    plan: ReconstructionPlan,
    grid: Grid,
    targets: Targets,
    executor: Executor,
    scratch: Scratch,
    progress: Progress,
) -> Written:
    """Write the products of a plan, from kept blocks as far as they go.

    Raises
    ------
    MmoedtmError
        A block failed, or a product cannot be written; finished blocks are kept.
    """
    tags = stamped(
        "reconstruct",
        plan.asked,
        {one.role: f"{one.name} sha256 {one.sha256}" for one in plan.sources},
        **facts_of(plan, executor.provider),
    )
    return assemble(plan, blocks_of(plan, executor, scratch, progress), grid, targets, tags, progress)


def blocks_of(plan: ReconstructionPlan, executor: Executor, scratch: Scratch, progress: Progress) -> Iterator[Block]:
    """All blocks of a plan in order; those that are computed are kept."""
    kept = {number for number in range(plan.blocks) if scratch.has(name_of(number))}
    missing = [number for number in range(plan.blocks) if number not in kept]
    if kept:
        progress.info(
            f"{len(kept)} of {plan.blocks} blocks are there from an earlier run, in {scratch.folder}; the run goes on "
            "from them."
        )
    steps = progress.steps(sum(len(plan.tiles_of(number)) for number in missing), "tiles")
    computed = executor.compute((Task(plan, number) for number in missing), progress, steps.advance)
    with closing(computed):
        try:
            yield from kept_or_computed(plan, kept, computed, executor, scratch, progress)
        except Cancelled:
            have = sum(scratch.has(name_of(number)) for number in range(plan.blocks))
            if have:
                progress.info(f"{have} of {plan.blocks} blocks are kept; the same run goes on from them.")
            raise


def kept_or_computed(
    plan: ReconstructionPlan,
    kept: Collection[int],
    computed: Iterator[Done],
    executor: Executor,
    scratch: Scratch,
    progress: Progress,
) -> Iterator[Block]:
    """All blocks of a plan in order; those that are computed are kept.

    Parameters
    ----------
    plan : ReconstructionPlan
    kept : collection of int
        Blocks that lie in ``scratch``; one that cannot be read is computed by itself.
    computed : iterator of Done
        The others, in order.
    executor : Executor
    scratch : Scratch
    progress : Progress

    Raises
    ------
    MmoedtmError
        A block failed, or cannot be kept.
    """
    for number in range(plan.blocks):
        content = scratch.get(name_of(number)) if number in kept else None
        if content is not None:
            yield unpack(content)
            continue
        source = executor.compute([Task(plan, number)], progress, _uncounted) if number in kept else computed
        done = next(source)
        if done.error is not None:
            raise done.error
        assert done.block is not None and done.task.number == number, "blocks come in the order of the tasks"
        scratch.put(name_of(number), done.packed)
        yield done.block


def _uncounted(tiles: int) -> None:
    """Tiles of a block that was there are not counted."""


def name_of(number: int) -> str:
    """Of the part of a block."""
    return f"block-{number:06d}"


def is_block(name: str) -> bool:
    """Whether a kept part is a block."""
    return name.startswith("block-")


def facts_of(plan: ReconstructionPlan, provider: str) -> dict[str, str]:
    """What a plan decided, as tags."""
    sun, cells = plan.light.sun_in_map, plan.cells
    light = {}
    if sun is not None:
        light = {"sun_azimuth": f"{sun.azimuth_deg:.4f}", "sun_incidence": f"{sun.incidence_deg:.4f}"}
    if plan.light.turning is not None or (sun is not None and sun.scattered):
        light["light"] = SCATTERED  # the tag LIGHT
    return {
        "plan": plan.digest,
        "pack": plan.pack,
        "provider": provider,
        "tile_height": str(cells.tile_height),
        "tile_width": str(cells.tile_width),
        "overlap": str(cells.overlap),
        "cells_down": str(cells.most[0]),
        "cells_across": str(cells.most[1]),
        "shift_east_m": f"{plan.move.east_m:.2f}",
        "shift_north_m": f"{plan.move.north_m:.2f}",
        "offset_removed": f"{plan.light.offset:.6g}",
        "contrast_doubt": f"{plan.light.doubt:.4f}",
        **light,
        **{f"citation_{one.role}": one.citation for one in plan.sources if one.citation},
    }

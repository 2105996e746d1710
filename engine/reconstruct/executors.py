"""Who computes the blocks of a plan: here, the threads of this process."""

from __future__ import annotations

from collections.abc import Iterator

from ..contract.progress import Progress
from .block import Block, StartedRow, Workshop


def in_threads(workshop: Workshop, progress: Progress) -> Iterator[Block]:
    """All blocks in their order, one ahead: the next is read and started while one is being computed."""
    plan = workshop.plan
    steps = progress.steps(plan.tiles.shape[0] * plan.tiles.shape[1], "tiles")
    waiting: list[StartedRow] | None = None
    for number in range(plan.blocks):
        progress.check()
        started = workshop.start(number)
        if waiting is not None:
            yield workshop.finish(waiting, progress, steps.advance)
        waiting = started
    if waiting is not None:
        yield workshop.finish(waiting, progress, steps.advance)

"""One tile of a scene, to look at before the long run."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from ..contract.progress import Progress
from ..errors import OverlapError
from ..raster.grid import Window
from ..tiling.plan import Tile
from .part import Part
from .scene import Scene


def one_tile(scene: Scene, part: Part, progress: Progress) -> tuple[Scene, Part]:
    """The scene of the tile next to the middle that has image and heights, and its part of the image.

    Parameters
    ----------
    scene : Scene
        With everything decided.
    part : Part
        Of the image that the whole run would compute.
    progress : Progress

    Raises
    ------
    OverlapError
        No tile has both.
    """
    plan = scene.routing.plan

    def away(tile: Tile) -> float:
        middle = tile.top + tile.height / 2.0 - plan.height / 2.0, tile.left + tile.width / 2.0 - plan.width / 2.0
        return math.hypot(*middle)

    for tile in sorted((t for row in range(plan.shape[0]) for t in plan.row_of_cells(row)), key=away):
        progress.check()
        routing = scene.routing.only(tile.row, tile.column)
        size = routing.plan.height, routing.plan.width
        known = np.isfinite(scene.coarse.read(tile.top, tile.left, *size))
        if routing.terrain(0, 0) and (known & np.isfinite(scene.image.read(tile.top, tile.left, *size))).any():
            window = part.computed[0] + tile.top, part.computed[1] + tile.left, *size
            scene.image.cut_to(window)
            coarse = scene.coarse.moved(scene.move, scene.image.grid)
            kept = _inner(window, plan.overlap, scene.image.whole[2:])
            progress.info(
                f"A preview: one tile of {routing.terrain(0, 0)} terrain, {kept[2]} x {kept[3]} pixels of it that need "
                f"no neighbours, from row {kept[0]} and column {kept[1]} of the image on."
            )
            return replace(scene, coarse=coarse, routing=routing), Part(window, kept)
    raise OverlapError(
        f"{scene.image.path} and {scene.coarse.path} have no valid pixel in common in the middle of what is asked for; "
        "give an area of interest with both."
    )


def _inner(window: Window, overlap: int, size: tuple[int, int]) -> Window:
    """A tile without what it shares with its neighbours, where its heights are blended with theirs."""
    spans = []
    for first, length, whole in zip(window[:2], window[2:], size):
        start = first + (overlap if first > 0 else 0)
        stop = first + length - (overlap if first + length < whole else 0)
        # Where tiles share half of each other nothing would be left, and all of it is kept.
        spans.append((start, stop - start) if start < stop else (first, length))
    (row, height), (column, width) = spans
    return row, column, height, width

"""One tile of a scene, to look at before the long run."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from ..contract.progress import Progress
from ..errors import OverlapError
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
    row, column, height, width = part.inside
    rows, columns = range(row, row + height), range(column, column + width)

    def away(tile: Tile) -> float:
        middle = tile.top + tile.height / 2.0 - plan.height / 2.0, tile.left + tile.width / 2.0 - plan.width / 2.0
        return math.hypot(*middle)

    for tile in sorted((t for row in range(plan.shape[0]) for t in plan.row_of_cells(row)), key=away):
        progress.check()
        routing = scene.routing.only(tile.row, tile.column)
        asked = _common(rows, range(tile.top, tile.bottom)), _common(columns, range(tile.left, tile.right))
        if routing.terrain(0, 0) and asked[0] and asked[1] and _known(scene, *asked):
            alone = tuple(map(_common, asked, plan.alone(tile)))
            # Where tiles share half of each other nothing is left, and all of the tile is kept.
            down, across = alone if alone[0] and alone[1] else asked
            size = routing.plan.height, routing.plan.width
            first_row, first_column = part.computed[:2]
            kept = first_row + down.start, first_column + across.start, len(down), len(across)
            window = first_row + tile.top, first_column + tile.left, *size
            scene.image.cut_to(window)
            coarse = scene.coarse.moved(scene.move, scene.image.grid)
            progress.info(
                f"A preview: one tile of {routing.terrain(0, 0)} terrain, {kept[2]} x {kept[3]} pixels of it that need "
                f"no neighbours, from row {kept[0]} and column {kept[1]} of the image on."
            )
            return replace(scene, coarse=coarse, routing=routing), Part(window, kept)
    raise OverlapError(
        f"{scene.image.path} and {scene.coarse.path} have no valid pixel in common in the middle of what is asked for; "
        "give an area of interest with both."
    )


def _common(one: range, other: range) -> range:
    return range(max(one.start, other.start), min(one.stop, other.stop))


def _known(scene: Scene, rows: range, columns: range) -> bool:
    """Whether image and coarse DEM have a valid pixel in common there."""
    window = rows.start, columns.start, len(rows), len(columns)
    return bool((np.isfinite(scene.coarse.read(*window)) & np.isfinite(scene.image.read(*window))).any())

"""Seams: kinks of a DTM along the lines where its tiles begin and end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ...contract.requests import TilingRequest
from ...errors import RasterError
from ...experts.pack import load
from ...raster.reader import RasterReader
from ...scene.routing import tile_plan
from ...tiling.plan import TilePlan


def plan_of(dtm: RasterReader, tiling: TilingRequest) -> TilePlan | None:
    """The tiles that a DTM was made of: as they are given, else as its tags say.

    What neither tells is the pack's, where something is given at all.

    Returns
    -------
    TilePlan or None
        None where nothing is told: then seams cannot be looked for.

    Raises
    ------
    RasterError
        A tag is no number of pixels.
    ParameterError
        Together they make no plan.
    """
    # An overlap of zero is one that is given.
    height = tiling.tile_height or _tagged(dtm, "MMOEDTM_TILE_HEIGHT", 1)
    width = tiling.tile_width or _tagged(dtm, "MMOEDTM_TILE_WIDTH", 1)
    overlap = _tagged(dtm, "MMOEDTM_OVERLAP", 0) if tiling.overlap is None else tiling.overlap
    if height is None and width is None and overlap is None:
        return None
    if height is None or width is None or overlap is None:
        request = replace(tiling, tile_height=height, tile_width=width, overlap=overlap)
        return tile_plan(dtm.grid, load(tiling.pack).manifest, request)
    return TilePlan(dtm.grid.height, dtm.grid.width, height, width, overlap)


def _tagged(dtm: RasterReader, tag: str, least: int) -> int | None:
    """A number of pixels that Reconstruct wrote into the tags; None where there is no such tag."""
    text = dtm.tag(tag)
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or int(text) < least:
        raise RasterError(f"{dtm.path} has the tag {tag}={text}, which is no number of pixels; correct or remove it.")
    return int(text)


def lines_of(plan: TilePlan) -> tuple[list[int], list[int]]:
    """Rows and columns at which tiles begin and end, a line above or left of each."""
    rows = [top for top in plan.tops if top] + [top + plan.tile_height for top in plan.tops]
    columns = [left for left in plan.lefts if left] + [left + plan.tile_width for left in plan.lefts]
    return [r for r in rows if 1 < r < plan.height - 1], [c for c in columns if 1 < c < plan.width - 1]


class SeamSums:
    """Mean absolute change of gradient across every row and column line, band by band.

    Parameters
    ----------
    height, width : int
        Size of the raster.
    """

    def __init__(self, height: int, width: int) -> None:
        self._rows = np.zeros((2, height))
        self._columns = np.zeros((2, width))

    def add(self, heights: NDArray[np.float32], first: int, rows: slice) -> None:
        """Add the given rows of a window whose first added row is ``first`` of the raster.

        The window holds at least one more row on both sides of them.
        """
        inner = heights[rows.start : rows.stop]
        bend = np.abs(heights[rows.start - 1 : rows.stop - 1] - 2.0 * inner + heights[rows.start + 1 : rows.stop + 1])
        known = np.isfinite(bend)
        self._rows[0, first : first + len(bend)] = np.where(known, bend, 0.0).sum(axis=1, dtype=np.float64)
        self._rows[1, first : first + len(bend)] = known.sum(axis=1)
        bend = np.abs(inner[:, :-2] - 2.0 * inner[:, 1:-1] + inner[:, 2:])
        known = np.isfinite(bend)
        self._columns[0, 1:-1] += np.where(known, bend, 0.0).sum(axis=0, dtype=np.float64)
        self._columns[1, 1:-1] += known.sum(axis=0)

    def ratio(self, row_lines: Sequence[int], column_lines: Sequence[int]) -> float:
        """Kink at the lines (a line lies above or left of its pixel) over that of all other pixels.

        One where there is no seam; NaN without lines or data.
        """
        at = np.zeros(2)
        rest = np.zeros(2)
        for sums, lines in ((self._rows, row_lines), (self._columns, column_lines)):
            on = np.zeros(sums.shape[1], dtype=bool)
            for line in lines:
                on[max(line - 1, 0) : line + 1] = True
            at += sums[:, on].sum(axis=1)
            rest += sums[:, ~on].sum(axis=1)
        if at[1] == 0 or rest[1] == 0 or rest[0] == 0:
            return math.nan
        return float(at[0] / at[1] / (rest[0] / rest[1]))

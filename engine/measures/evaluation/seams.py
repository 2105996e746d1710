"""Seams: kinks of a DTM along the lines where its tiles begin and end."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...contract.requests import TileSizes
from ...errors import RasterError
from ...raster.reader import RasterReader
from ...scene.routing import PAPER
from ...tiling.plan import TilePlan


def plan_of(dtm: RasterReader, sizes: TileSizes) -> TilePlan | None:
    """The tiles that a DTM was made of: as they are given, else as its tags say.

    What neither tells is the paper's, where something is given at all.

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
    told = [
        _tagged(dtm, f"MMOEDTM_{name}", 1 - (name == "OVERLAP")) for name in ("TILE_HEIGHT", "TILE_WIDTH", "OVERLAP")
    ]
    given = (sizes.tile_height, sizes.tile_width, sizes.overlap)
    # An overlap of zero is one that is given.
    height, width, overlap = (tag if size is None else size for size, tag in zip(given, told))
    if height is None and width is None and overlap is None:
        return None
    height, width = height or PAPER[0], width or PAPER[1]
    overlap = min(PAPER[2], min(height, width) // 2) if overlap is None else overlap
    most = [_tagged(dtm, f"MMOEDTM_CELLS_{name}", 1) or 1 for name in ("DOWN", "ACROSS")]
    return TilePlan(dtm.grid.height, dtm.grid.width, height, width, overlap, (most[0], most[1]))


def _tagged(dtm: RasterReader, tag: str, least: int) -> int | None:
    """A number of pixels that Reconstruct wrote into the tags; None where there is no such tag."""
    text = dtm.tag(tag)
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or int(text) < least:
        raise RasterError(f"{dtm.path} has the tag {tag}={text}, which is no number of pixels; correct or remove it.")
    return int(text)


def lines_of(plan: TilePlan) -> tuple[list[int], list[int]]:
    """Rows and columns at which tiles begin and end, a line above or left of each.

    Where cells merge to tiles, the lines are those of tiles that have as many as they may.
    """
    rows = _ends(plan.tops, plan.tile_height, plan.most[0])
    columns = _ends(plan.lefts, plan.tile_width, plan.most[1])
    return [r for r in rows if 1 < r < plan.height - 1], [c for c in columns if 1 < c < plan.width - 1]


def _ends(starts: list[int], side: int, most: int) -> list[int]:
    return starts[most::most] + [start + side for start in starts[most - 1 :: most]]


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

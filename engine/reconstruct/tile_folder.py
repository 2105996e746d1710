"""The folder of single tiles that Reconstruct can write beside its DTM."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..raster.grid import Grid
from ..raster.writer import RasterWriter
from ..tiling.plan import Tile


class TileFolder:
    """Writes one GeoTIFF for each tile.

    Parameters
    ----------
    path : str or None
        A folder that exists; None writes nothing.
    grid : Grid
        Of the whole image.
    tags : mapping
        Provenance.
    """

    def __init__(self, path: str | None, grid: Grid, tags: Mapping[str, str]) -> None:
        self._folder = Path(path) if path else None
        self._grid = grid
        self._tags = tags

    def write(self, tile: Tile, heights: NDArray[np.float32]) -> None:
        """Write the heights (h, w) of a tile, in metres, NaN where unknown."""
        assert self._folder is not None, "no folder was asked for"
        target = self._folder / f"tile_{tile.row:04d}_{tile.column:04d}.tif"
        window = self._grid.window(tile.top, tile.left, *heights.shape)
        with RasterWriter(str(target), window, "m", "height above 1737.4 km", self._tags, overviews=False) as writer:
            writer.write(heights, 0)

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
    path : str
        A folder that exists.
    grid : Grid
        Of the whole image.
    tags : mapping
        Provenance.
    """

    def __init__(self, path: str, grid: Grid, tags: Mapping[str, str]) -> None:
        self._folder = Path(path)
        self._grid = grid
        self._tags = tags

    def write(self, tile: Tile, heights: NDArray[np.float32]) -> None:
        """Write the heights (h, w) of a tile, in metres, NaN where unknown."""
        target = self._folder / f"tile_{tile.row:04d}_{tile.column:04d}.tif"
        window = self._grid.window(tile.top, tile.left, *heights.shape)
        with RasterWriter(str(target), window, "m", "height above 1737.4 km", self._tags) as writer:
            writer.write(heights, 0)

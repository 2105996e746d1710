"""The folder of single tiles that Reconstruct can write beside its DTM."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from ..errors import OutputError
from ..raster.grid import Grid
from ..raster.writer import RasterWriter
from ..tiling.plan import Tile


class TileFolder:
    """Writes one GeoTIFF for each tile; leaving it with an exception removes those it wrote.

    Parameters
    ----------
    path : str or None
        Made when missing; None writes nothing.
    grid : Grid
        Of the whole image.
    tags : mapping
        Provenance.

    Raises
    ------
    OutputError
        The folder cannot be made.
    """

    def __init__(self, path: str | None, grid: Grid, tags: Mapping[str, str]) -> None:
        self._folder = Path(path) if path else None
        self._grid = grid
        self._tags = tags
        self._written: list[Path] = []
        if self._folder is not None:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise OutputError(
                    f"{self._folder} cannot be made ({error.strerror}); choose another folder."
                ) from error

    def __enter__(self) -> TileFolder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            for path in self._written:
                path.unlink(missing_ok=True)

    def write(self, tile: Tile, heights: NDArray[np.float32]) -> None:
        """Write the heights (h, w) of a tile, in metres, NaN where unknown."""
        assert self._folder is not None, "no folder was asked for"
        target = self._folder / f"tile_{tile.row:04d}_{tile.column:04d}.tif"
        window = self._grid.window(tile.top, tile.left, *heights.shape)
        with RasterWriter(str(target), window, "m", "height above 1737.4 km", self._tags, overviews=False) as writer:
            writer.write(heights, 0)
        self._written.append(target)

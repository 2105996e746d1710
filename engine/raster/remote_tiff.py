"""GeoTIFFs of which only some bytes are there: GDAL takes the file apart, somebody else brings its bytes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import IO

import numpy as np
import rasterio
from rasterio.enums import Compression
from rasterio.errors import RasterioError
from rasterio.windows import Window

from ..errors import RasterError
from .crs import parse_crs, require_moon
from .failures import GDAL_FAILURES
from .grid import Grid
from .sources import first_line

OPTIONS = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_GEOREF_SOURCES": "INTERNAL",
    "GTIFF_HONOUR_NEGATIVE_SCALEY": "YES",
    "GDAL_PAM_ENABLED": "NO",
}
"""Nothing but the one file is looked for."""


class RemoteTiff:
    """The one band of a GeoTIFF, north-up. Use as a context manager.

    Parameters
    ----------
    name : str
        For messages, and by which the opener is asked.
    opened : callable
        Makes a file object of its bytes.

    Attributes
    ----------
    grid : Grid
    dtype : str
        numpy's, with the order of bytes.
    nodata : float or None
    scale, offset : float
        Of the band.

    Raises
    ------
    RasterError
        It is no GeoTIFF, or not of one band and north-up.
    BodyError
        It does not lie on the Moon.
    """

    def __init__(self, name: str, opened: Callable[[], IO[bytes]]) -> None:
        self.name = name
        self._stack = ExitStack()
        file = name.rpartition("/")[2] or "dem.tif"

        def opener(path: str, mode: str = "rb") -> IO[bytes]:
            if path.rpartition("/")[2] != file:
                raise FileNotFoundError(path)  # sidecars
            return opened()

        try:
            with opened() as stream:
                order = {b"II": "<", b"MM": ">"}.get(stream.read(2), "")
            self._stack.enter_context(rasterio.Env(**OPTIONS))
            self._dataset = self._stack.enter_context(rasterio.open(file, driver="GTiff", opener=opener))
            self._describe(order)
        except GDAL_FAILURES as error:
            self._stack.close()
            raise RasterError(f"{name} is no GeoTIFF that can be read; choose another source.") from error
        except BaseException:
            self._stack.close()
            raise

    def _describe(self, order: str) -> None:
        dataset = self._dataset
        a, b, c, d, e, f = tuple(dataset.transform)[:6]
        if dataset.count != 1 or b != 0.0 or d != 0.0 or a <= 0.0 or e >= 0.0:
            raise RasterError(f"{self.name} is no elevation model of one band, north-up; choose another source.")
        wkt = parse_crs(dataset.crs, self.name)
        require_moon(wkt, self.name)
        self.grid = Grid(wkt, (a, b, c, d, e, f), dataset.width, dataset.height)
        self.dtype = np.dtype(dataset.dtypes[0]).newbyteorder(order).str
        self.nodata = dataset.nodata
        self.scale, self.offset = float(dataset.scales[0]), float(dataset.offsets[0])

    def __enter__(self) -> RemoteTiff:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def has_plain_rows(self) -> bool:
        """Whether rows of pixels lie in it as they are."""
        plain = self._dataset.compression in (None, Compression.none)
        return plain and self._dataset.block_shapes[0][1] == self.grid.width

    def row_offset(self, row: int) -> int:
        """First byte of a row, where rows are plain."""
        rows = self._dataset.block_shapes[0][0]
        start, _ = self.block(row // rows, 0)
        return start + row % rows * self.grid.width * np.dtype(self.dtype).itemsize

    def blocks(self, row: int, column: int, height: int, width: int) -> list[tuple[int, int]]:
        """First byte and length of the blocks of a window."""
        rows, columns = self._dataset.block_shapes[0]
        return [
            self.block(down, across)
            for down in range(row // rows, (row + height - 1) // rows + 1)
            for across in range(column // columns, (column + width - 1) // columns + 1)
        ]

    def block(self, down: int, across: int) -> tuple[int, int]:
        """First byte and length of a block.

        Raises
        ------
        RasterError
            It was never written.
        """
        found = [
            self._dataset.get_tag_item(f"BLOCK_{what}_{across}_{down}", "TIFF", bidx=1) for what in ("OFFSET", "SIZE")
        ]
        if not all(found):
            raise RasterError(f"{self.name} has a block that was never written; choose another source.")
        return int(found[0]), int(found[1])

    def read(self, row: int, column: int, height: int, width: int) -> np.ndarray:
        """Stored values of a window within the raster."""
        try:
            values: np.ndarray = self._dataset.read(1, window=Window(column, row, width, height))
            return values
        except RasterioError as error:
            raise RasterError(f"{self.name} cannot be read at row {row} ({first_line(error)}).") from error

"""Cloud Optimized GeoTIFFs with what a product carries."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import numpy as np
import rasterio
from rasterio import windows

from ..contract.progress import Progress
from ..contract.shortage import output_error
from ..errors import OutputError
from . import cloud
from .cloud import BLOCK
from .failures import GDAL_FAILURES
from .grid import Grid, Window
from .room import require_room

NODATA = -32768.0
"""Nodata of every float product: exact in float32 and below the deepest point of the Moon."""

CLASS_NODATA = 0

APART_FROM_PX = 10_000_000
"""Pixels from which a raster is laid out in a process of its own, so that a cancel is heard; that costs 0.2 s."""


class RasterWriter:
    """A Cloud Optimized GeoTIFF, written in any order of its windows.

    Rows are gathered uncompressed in a file beside the target, from which the target is made at the end. Use as a
    context manager: leaving it without an exception adds statistics and overviews, lays the file out and reads its end
    back; leaving it with one removes what was written.

    Parameters
    ----------
    target : str
        Path of the GeoTIFF, where nothing is to be lost: a staged one.
    grid : Grid
    unit, description : str
        Of the band.
    tags : mapping
        Provenance.
    dtype : {'float32', 'uint8'}
    progress : Progress, optional
        Asked for a cancel while the file is laid out.
    inside : (row, column, height, width), optional
        The window of the grid that the file has; what else is written is left out. All of it if not given.

    Attributes
    ----------
    grid : Grid
        Of the file.
    known : int
        Pixels with a value that were written so far.

    Raises
    ------
    OutputError
        The target's folder is absent or not writable, or the disk is full.
    """

    def __init__(
        self,
        target: str,
        grid: Grid,
        unit: str,
        description: str,
        tags: Mapping[str, str],
        dtype: str = "float32",
        progress: Progress | None = None,
        inside: Window | None = None,
    ) -> None:
        self.target = Path(target)
        self._corner = inside[:2] if inside else (0, 0)
        self.grid = grid = grid.window(*inside) if inside else grid
        self._dtype = dtype
        self._nodata = NODATA if dtype == "float32" else float(CLASS_NODATA)
        self._check = (progress or Progress()).check
        self._rows = self.target.with_name(f"{self.target.name}.rows")
        self.known, self._sum, self._squares = 0, 0.0, 0.0
        self._low, self._high = np.inf, -np.inf
        try:
            if self.target.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            require_room()
            self._dataset = rasterio.open(
                self._rows,
                "w",
                driver="GTiff",
                width=grid.width,
                height=grid.height,
                count=1,
                dtype=dtype,
                crs=grid.crs,
                transform=grid.affine,
                nodata=self._nodata,
                tiled=True,
                blockxsize=BLOCK,
                blockysize=BLOCK,
                bigtiff="if_safer",
            )
            self._dataset.set_band_description(1, description)
            self._dataset.set_band_unit(1, unit)
            self._dataset.update_tags(**tags)
        except GDAL_FAILURES as error:
            self._remove()
            raise self._failed(error) from error

    def __enter__(self) -> RasterWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.abandon()
        else:
            complete([self])

    def write(self, values: np.ndarray, row: int, column: int = 0) -> None:
        """Write a window; NaN becomes nodata.

        Parameters
        ----------
        values : (h, w) array
        row, column : int
            Upper left pixel, on the grid that the writer was given.
        """
        row, column = row - self._corner[0], column - self._corner[1]
        bottom, right = max(self.grid.height - row, 0), max(self.grid.width - column, 0)
        values = values[max(-row, 0) : bottom, max(-column, 0) : right]
        row, column = max(row, 0), max(column, 0)
        height, width = values.shape
        if height == 0 or width == 0:
            return
        if self._dtype == "float32":
            valid = np.isfinite(values)
            whole = bool(valid.all())
            chosen = values if whole else values[valid]
            if not whole:
                values = np.where(valid, values, np.float32(self._nodata))
        else:
            chosen = values[values != CLASS_NODATA]
        self._count_in(chosen)
        try:
            window = windows.Window(column, row, width, height)
            self._dataset.write(values.astype(self._dtype, copy=False), 1, window=window)
        except GDAL_FAILURES as error:
            raise self._failed(error) from error

    def _count_in(self, values: np.ndarray) -> None:
        if values.size == 0:
            return
        self._low = min(self._low, float(values.min()))
        self._high = max(self._high, float(values.max()))
        # Sums about the first value keep the variance exact for heights far from zero.
        if self.known == 0:
            self._pivot = float(values.flat[0])
        shifted = values.ravel() - np.float32(self._pivot)
        self._sum += float(shifted.sum(dtype=np.float64))
        self._squares += float(np.square(shifted, dtype=np.float64).sum())  # no dot product: its sum follows threads
        self.known += values.size

    def finish(self) -> None:
        """Statistics, overviews, the layout and a look at the whole file.

        Raises
        ------
        OutputError
            The disk is full, or the file cannot be read back.
        Cancelled
            The user has cancelled.
        """
        try:
            self._finish()
        except GDAL_FAILURES as error:
            raise self._failed(error) from error

    def _finish(self) -> None:
        if self.known:
            mean = self._sum / self.known
            deviation = max(self._squares / self.known - mean * mean, 0.0) ** 0.5
            self._dataset.update_tags(
                1,
                STATISTICS_MINIMUM=repr(self._low),
                STATISTICS_MAXIMUM=repr(self._high),
                STATISTICS_MEAN=repr(mean + self._pivot),
                STATISTICS_STDDEV=repr(deviation),
            )
        self._dataset.close()
        require_whole(self._rows, self.grid)
        self._check()
        free = shutil.disk_usage(self.target.parent).free
        try:
            self._lay_out()
            require_whole(self.target, self.grid)
        except GDAL_FAILURES as error:
            # GDAL says only that a write failed, if that, and removes what it wrote: afterwards there is room again.
            if not (isinstance(error, OSError) and error.errno) and free < self._rows.stat().st_size:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
            raise
        self._rows.unlink()

    def _lay_out(self) -> None:
        width, height = self.grid.width, self.grid.height
        factors = cloud.steps(width, height)
        method = "average" if self._dtype == "float32" else "nearest"
        if width * height >= APART_FROM_PX:
            cloud.lay_out_apart(self._rows, self.target, factors, method, self._check)
        else:
            cloud.lay_out(self._rows, self.target, factors, method)

    def abandon(self) -> None:
        """Remove what was written."""
        try:
            self._dataset.close()
        except GDAL_FAILURES:
            pass  # the file is thrown away; what led here is the error to report
        self._remove()

    def _remove(self) -> None:
        for path in (self._rows, self.target):
            if path.is_file():
                path.unlink()

    def _failed(self, error: Exception) -> OutputError:
        return output_error(self.target, error)


def complete(writers: Sequence[RasterWriter]) -> None:
    """Finish several products one after the other, as each takes all cores; none is left if one fails.

    Raises
    ------
    OutputError, Cancelled
        As ``RasterWriter.finish``.
    """
    try:
        for writer in writers:
            writer.finish()
    except BaseException:
        for writer in writers:
            writer.abandon()
        raise


@contextmanager
def products(writers: Iterable[RasterWriter]) -> Iterator[None]:
    """Products that belong together: all are completed at the end, or all removed on an error."""
    opened: list[RasterWriter] = []
    try:
        opened.extend(writers)
        yield
    except BaseException:
        for writer in opened:
            writer.abandon()
        raise
    complete(opened)


def require_whole(path: Path, grid: Grid) -> None:
    """Read the last blocks back, and see that every block lies in the file: a full disk can swallow some in secret.

    Raises
    ------
    OSError
        The file is not whole.
    """
    try:
        with rasterio.open(path) as dataset:
            row = (grid.height - 1) // BLOCK * BLOCK
            for column in range(0, grid.width, BLOCK):
                width = min(BLOCK, grid.width - column)
                dataset.read(1, window=windows.Window(column, row, width, grid.height - row))
            whole = _has_blocks(dataset, path)
            levels = len(dataset.overviews(1))
        for level in range(levels):
            with rasterio.open(path, overview_level=level) as dataset:
                whole = whole and _has_blocks(dataset, path)
    except GDAL_FAILURES:
        whole = False
    if not whole:
        # Without what GDAL says of a torn file: that there is no memory for a directory of absurd length, say.
        raise OSError("blocks of the written file are missing or cannot be read back")


def _has_blocks(dataset: rasterio.DatasetReader, path: Path) -> bool:
    """Whether every block has a place within the file; one without would read as nodata."""
    size = path.stat().st_size
    (height, width), (block_height, block_width) = dataset.shape, dataset.block_shapes[0]
    for row in range(-(-height // block_height)):
        for column in range(-(-width // block_width)):
            start, length = (
                int(dataset.get_tag_item(f"BLOCK_{what}_{column}_{row}", "TIFF", bidx=1) or 0)
                for what in ("OFFSET", "SIZE")
            )
            if start == 0 or length == 0 or start + length > size:
                return False
    return True

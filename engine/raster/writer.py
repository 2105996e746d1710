"""GeoTIFFs with what a product carries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import numpy as np
import rasterio
from rasterio.windows import Window

from ..contract.shortage import output_error
from ..errors import OutputError
from . import overviews
from .failures import GDAL_FAILURES
from .grid import Grid
from .room import THREADS, require_room

NODATA = -32768.0
"""Nodata of every float product: exact in float32 and below the deepest point of the Moon."""

CLASS_NODATA = 0
BLOCK = 512


class RasterWriter:
    """A tiled, compressed GeoTIFF.

    Use as a context manager: leaving it without an exception adds statistics and overviews and reads the end back;
    leaving it with one removes what was written.

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
    overviews : bool
        Tiles of a mosaic need none.

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
        overviews: bool = True,
    ) -> None:
        self.target = Path(target)
        self.grid = grid
        self._dtype = dtype
        self._nodata = NODATA if dtype == "float32" else float(CLASS_NODATA)
        self._overviews = overviews
        self._count, self._sum, self._squares = 0, 0.0, 0.0
        self._low, self._high = np.inf, -np.inf
        try:
            require_room()
            self._dataset = rasterio.open(
                self.target,
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
                compress="zstd",
                zstd_level=1,
                predictor=2,  # a tenth larger than predictor 3 for heights, and half its time
                bigtiff="if_safer",
                num_threads=str(THREADS),
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
            Upper left pixel.
        """
        height, width = values.shape
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
            self._dataset.write(values.astype(self._dtype, copy=False), 1, window=Window(column, row, width, height))
        except GDAL_FAILURES as error:
            raise self._failed(error) from error

    def _count_in(self, values: np.ndarray) -> None:
        if values.size == 0:
            return
        self._low = min(self._low, float(values.min()))
        self._high = max(self._high, float(values.max()))
        # Sums about the first value keep the variance exact for heights far from zero.
        if self._count == 0:
            self._pivot = float(values.flat[0])
        shifted = values.ravel() - np.float32(self._pivot)
        self._sum += float(shifted.sum(dtype=np.float64))
        self._squares += float(np.square(shifted, dtype=np.float64).sum())  # no dot product: its sum follows threads
        self._count += values.size

    def finish(self, apart: bool = False) -> None:
        """Statistics, overviews and a look at the whole file.

        Parameters
        ----------
        apart : bool
            Build the overviews of a large file in a process of its own, because other files are
            finished at the same time.

        Raises
        ------
        OutputError
            The disk is full, or the file cannot be read back.
        """
        try:
            self._finish(apart)
        except GDAL_FAILURES as error:
            raise self._failed(error) from error

    def _finish(self, apart: bool) -> None:
        require_room()
        if self._count:
            mean = self._sum / self._count
            deviation = max(self._squares / self._count - mean * mean, 0.0) ** 0.5
            self._dataset.update_tags(
                1,
                STATISTICS_MINIMUM=repr(self._low),
                STATISTICS_MAXIMUM=repr(self._high),
                STATISTICS_MEAN=repr(mean + self._pivot),
                STATISTICS_STDDEV=repr(deviation),
            )
        self._dataset.close()
        if self._overviews:
            # Steps of four: a map looks the same as with steps of two, at a fifth of the time and size.
            factors = [4**i for i in range(1, 7) if max(self.grid.width, self.grid.height) // 4**i >= 128]
            if factors:
                large = self.grid.width * self.grid.height >= overviews.APART_FROM_PX
                build = overviews.build_apart if apart and large else overviews.build
                build(str(self.target), factors, "average" if self._dtype == "float32" else "nearest")
        require_whole(self.target, self.grid)

    def abandon(self) -> None:
        """Remove what was written."""
        try:
            self._dataset.close()
        except GDAL_FAILURES:
            pass  # the file is thrown away; what led here is the error to report
        self._remove()

    def _remove(self) -> None:
        if self.target.is_file():
            self.target.unlink()

    def _failed(self, error: Exception) -> OutputError:
        return output_error(self.target, error)


def complete(writers: Sequence[RasterWriter]) -> None:
    """Finish several products side by side; none is left if one fails.

    Raises
    ------
    OutputError
        As ``RasterWriter.finish``.
    """
    try:
        with ThreadPoolExecutor(2, "finish") as pool:
            list(pool.map(lambda writer: writer.finish(apart=len(writers) > 1), writers))
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
                dataset.read(1, window=Window(column, row, width, grid.height - row))
            _require_blocks(dataset, path)
            levels = len(dataset.overviews(1))
        for level in range(levels):
            with rasterio.open(path, overview_level=level) as dataset:
                _require_blocks(dataset, path)
    except GDAL_FAILURES as error:
        raise OSError(f"the written file cannot be read back ({error})") from error


def _require_blocks(dataset: rasterio.DatasetReader, path: Path) -> None:
    """Every block has a place within the file; one without would read as nodata."""
    size = path.stat().st_size
    (height, width), (block_height, block_width) = dataset.shape, dataset.block_shapes[0]
    for row in range(-(-height // block_height)):
        for column in range(-(-width // block_width)):
            start, length = (
                int(dataset.get_tag_item(f"BLOCK_{what}_{column}_{row}", "TIFF", bidx=1) or 0)
                for what in ("OFFSET", "SIZE")
            )
            if start == 0 or length == 0 or start + length > size:
                raise OSError("blocks of the written file are missing, as when memory or the disk is short")

"""Windowed reading of any raster that GDAL opens, with lunar guards."""

from __future__ import annotations

import os
import re
from types import TracebackType

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.enums import ColorInterp, MaskFlags
from rasterio.errors import RasterioError, RasterioIOError
from rasterio.windows import Window

from ..errors import MmoedtmError, RasterError
from .grid import Grid, parse_crs, require_moon

FLOAT_SPECIAL = 1e30
"""Magnitudes above this are the five ISIS special pixels (-3.4028226e38 and below) or their kin."""

_ISIS_SPECIAL = {"int16": (-32768, -32764), "uint16": (0, 2), "uint8": (0, 0)}
"""Ranges of special pixels of integer ISIS cubes: NULL, LRS, LIS, HIS, HRS."""

_ISIS_HIGH = {"uint16": (65534, 65535), "uint8": (255, 255)}


_TIME = re.compile(r'(?i)\bstart_?(?:date_)?time"?\s*[>:=]\s*"?(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)')


class RasterReader:
    """One band of a raster as float32 windows; what is not a measurement is NaN.

    Parameters
    ----------
    path : str
        Anything GDAL opens (GeoTIFF, COG, PDS3 label, PDS4, ISIS cube, JP2, VRT, ...).
    saturation : float, optional
        Values from this on are saturated, so no measurement: sunlit ground in an image exposed for
        permanent shadow.

    Raises
    ------
    RasterError
        The file is absent, not a raster, empty, without CRS or of several bands.
    BodyError
        It does not lie on the Moon.
    """

    def __init__(self, path: str, saturation: float | None = None) -> None:
        self.path = str(path)
        self._saturation = saturation
        virtual = re.match(r"/vsi|[A-Za-z0-9_]{2,}:", self.path)  # /vsizip/..., PDS4:file.xml:1:1
        if not virtual and not os.path.exists(self.path):
            raise RasterError(f"{self.path} does not exist; check the path.")
        try:
            self._dataset = rasterio.open(self.path)
        except RasterioIOError as error:
            raise RasterError(
                f"{self.path} cannot be opened as a raster ({_first(error)}); check that the file is complete."
            ) from error
        dataset = self._dataset
        data_bands = [
            band for band, meaning in zip(dataset.indexes, dataset.colorinterp) if meaning != ColorInterp.alpha
        ]
        if len(data_bands) != 1:
            count = len(data_bands)
            dataset.close()
            raise RasterError(
                f"{self.path} has {count} bands, but one is needed; extract the band to use and give that file."
            )
        self.band = data_bands[0]
        try:
            self.grid = Grid(
                parse_crs(dataset.crs, self.path), tuple(dataset.transform)[:6], dataset.width, dataset.height
            )
            require_moon(self.grid.wkt, self.path)
        except MmoedtmError:
            dataset.close()
            raise
        self._dtype = str(dataset.dtypes[self.band - 1])
        self._nodata = dataset.nodatavals[self.band - 1]
        self._scale = float(dataset.scales[self.band - 1] or 1.0)
        self._offset = float(dataset.offsets[self.band - 1] or 0.0)
        flags = dataset.mask_flag_enums[self.band - 1]
        self._mask_band = MaskFlags.per_dataset in flags

    def __enter__(self) -> RasterReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._dataset.close()

    @property
    def unit(self) -> str:
        """Unit of the band as the file declares it, lower case, or an empty string."""
        return (self._dataset.units[self.band - 1] or "").strip().lower()

    def tag(self, name: str) -> str | None:
        """A tag of the file, None where it has none of that name."""
        value = self._dataset.tags().get(name)
        return None if value is None else str(value)

    @property
    def label_time(self) -> str | None:
        """Start time (UTC) in any label that GDAL exposes: PDS3, PDS4, ISIS3, or plain tags."""
        for domain in [None, *self._dataset.tag_namespaces()]:
            for name, value in self._dataset.tags(ns=domain).items():
                match = _TIME.search(f"{name}={value}")
                if match:
                    return match.group(1)
        return None

    def read(self, row: int, column: int, height: int, width: int, dtype: type = np.float32) -> NDArray[np.float32]:
        """A window; parts beyond the raster are NaN.

        Parameters
        ----------
        row, column : int
            Upper left pixel; may be negative.
        height, width : int
            Size in pixels.
        dtype : numpy type
            float32, or float64 where large offsets matter.

        Returns
        -------
        (height, width) array
            Physical values (scale and offset applied).

        Raises
        ------
        RasterError
            The file is truncated or damaged.
        """
        r0, r1 = max(row, 0), min(row + height, self.grid.height)
        c0, c1 = max(column, 0), min(column + width, self.grid.width)
        if r0 >= r1 or c0 >= c1:
            return np.full((height, width), np.nan, dtype=dtype)
        window = Window(c0, r0, c1 - c0, r1 - r0)
        try:
            raw = self._dataset.read(self.band, window=window)
            mask = self._dataset.dataset_mask(window=window) if self._mask_band else None
        except RasterioError as error:
            raise RasterError(
                f"{self.path} cannot be read at rows {r0} to {r1} ({_first(error)}); the file is "
                "truncated or damaged, so fetch it again."
            ) from error
        values = raw.astype(dtype, copy=False)
        invalid = self._invalid(raw)
        if mask is not None:
            invalid = (mask == 0) if invalid is None else invalid | (mask == 0)
        if self._scale != 1.0 or self._offset != 0.0:
            values = values * dtype(self._scale) + dtype(self._offset)
        if invalid is not None:
            values[invalid] = np.nan
        if self._saturation is not None:
            with np.errstate(invalid="ignore"):
                values = np.where(values >= self._saturation, dtype(np.nan), values)
        if values.shape == (height, width):
            return values
        out: NDArray[np.float32] = np.full((height, width), np.nan, dtype=dtype)
        out[r0 - row : r1 - row, c0 - column : c1 - column] = values
        return out

    def _invalid(self, raw: np.ndarray) -> np.ndarray | None:
        """Pixels that are declared nodata, special or not finite; None when there can be none."""
        invalid: np.ndarray | None = None
        if raw.dtype.kind == "f":
            low, high = float(raw.min()), float(raw.max())  # NaN if any is NaN
            nodata = self._nodata
            if -FLOAT_SPECIAL < low and high < FLOAT_SPECIAL and not (nodata is not None and low <= nodata <= high):
                return None
            invalid = ~(np.abs(raw) < FLOAT_SPECIAL)  # NaN compares false, so it is caught too
        elif self._dataset.driver in ("ISIS3", "ISIS2"):
            for ranges in (_ISIS_SPECIAL, _ISIS_HIGH):
                if self._dtype in ranges:
                    first, last = ranges[self._dtype]
                    found = (raw >= first) & (raw <= last)
                    invalid = found if invalid is None else invalid | found
        if self._nodata is not None and not np.isnan(self._nodata):
            declared = raw == np.asarray(self._nodata).astype(raw.dtype)
            invalid = declared if invalid is None else invalid | declared
        return invalid

    def block_means(self, factor: int, window: tuple[int, int, int, int] | None = None) -> NDArray[np.float32]:
        """Means of the valid pixels in (factor, factor) blocks, streamed.

        Parameters
        ----------
        factor : int
        window : (row, column, height, width), optional
            The part of the raster that is meant; all of it if not given.
        """
        top, left, height, width = window or (0, 0, self.grid.height, self.grid.width)
        rows, columns = height // factor, width // factor
        out = np.full((rows, columns), np.nan, dtype=np.float32)
        band = max(1, 512 // factor)
        for start in range(0, rows, band):
            count = min(band, rows - start)
            values = self.read(top + start * factor, left, count * factor, columns * factor)
            blocks = values.reshape(count, factor, columns, factor)
            valid = np.isfinite(blocks)
            number = valid.sum(axis=(1, 3))
            total = np.where(valid, blocks, 0.0).sum(axis=(1, 3), dtype=np.float64)
            # A block that is half empty would shift the mean towards its valid corner.
            enough = number * 2 >= factor * factor
            out[start : start + count][enough] = (total[enough] / number[enough]).astype(np.float32)
        return out


def _first(error: Exception) -> str:
    """First line of a library's message, without its closing stop."""
    text = str(error.__cause__ or error).strip().splitlines()
    return (text[0] if text else type(error).__name__).rstrip(".")

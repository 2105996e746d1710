"""Windowed reading of rasters, north-up, with lunar guards."""

from __future__ import annotations

import math
from collections.abc import Callable
from types import TracebackType

import numpy as np
from numpy.typing import NDArray
from rasterio import windows
from rasterio.enums import ColorInterp, MaskFlags
from rasterio.errors import CRSError, RasterioError
from rasterio.io import DatasetReader

from ..contract.assigned import assigned
from ..errors import MmoedtmError, RasterError
from ..products.labels import Label
from ..products.special import FLOAT_SPECIAL, INT16_CODES, ISIS_CODES
from ..products.times import TimeSpan
from .area import window_of
from .borders import zero_border
from .crs import from_wkt, parse_crs, require_moon
from .geotransform import require_box, require_geotransform, require_ground
from .grid import Grid, Window
from .known_means import known_means
from .labels import label_of, span_of
from .orientation import Orientation, north_up
from .sources import first_line, open_dataset


class RasterReader:
    """One band of a raster as float32 windows, north-up; what is not a measurement is NaN.

    Whatever way the file stores its rows (south-up, mirrored, transposed), it is presented with columns
    within 45 degrees of east and rows within 45 degrees of south in its CRS: windows, ``grid`` and
    ``block_means`` are in presented coordinates.

    Parameters
    ----------
    path : str
        A raster in one of ``sources.DRIVERS`` (GeoTIFF, COG, PDS3 and PDS4 labels, ISIS cubes, JP2, ...).
    saturation : float, optional
        Values from this on are saturated, so no measurement: sunlit ground in an image exposed for
        permanent shadow.
    extent : str, optional
        An area (``contract.extents.Extent``) to which the raster is cut; see ``cut_to``.
    band : int, optional
        Number of the band, from 1; the only one if not given.

    Attributes
    ----------
    path : str
    grid : Grid
        The presented grid.
    whole : (row, column, height, width)
        All of the raster as ``grid`` counts its pixels.
    orientation : Orientation
        Turns the stored raster into the presented one.
    label : Label or None
        What the product's label says, attached or beside the file.
    notes : tuple of str
        Sentences about what was assumed on opening, for the user.

    Raises
    ------
    RasterError
        The file is absent, not a raster, empty, complex, without CRS or a place, or of several bands.
    BodyError
        It does not lie on the Moon.
    OverlapError
        The area does not meet it.
    """

    def __init__(
        self, path: str, saturation: float | None = None, extent: str | None = None, band: int | None = None
    ) -> None:
        self.path = str(path)
        self.saturation = saturation
        self._file = open_dataset(self.path)
        self._resting = False
        try:
            self._describe(band)
            if extent:
                self.cut_to(window_of(self.grid, extent, self.path))
        except MmoedtmError:
            self._file.close()
            raise
        except (RasterioError, CRSError, OverflowError) as error:
            self._file.close()
            raise RasterError(
                f"{self.path} has a header that cannot be read ({first_line(error)}); write it anew "
                "with gdal_translate."
            ) from error

    def _describe(self, band: int | None) -> None:
        """Everything that is known before pixels are read."""
        dataset = self._dataset
        self.band = _only_band(dataset, self.path) if band is None else _asked_band(dataset, self.path, band)
        index = self.band - 1
        self.dtype = str(dataset.dtypes[index])
        if self.dtype.startswith("complex"):
            raise RasterError(
                f"{self.path} holds complex values; write the part that is meant (amplitude or power) to a raster of "
                "its own."
            )
        given = assigned(self.path)
        wkt = parse_crs(dataset.crs if given is None else from_wkt(given, self.path), self.path)
        transform = tuple(dataset.transform)[:6]
        require_geotransform(transform, self.path)
        self.orientation: Orientation = north_up(transform)
        height, width = self.orientation.size(dataset.height, dataset.width)
        self.grid = Grid(wkt, self.orientation.transform(transform, (height, width)), width, height)
        self._uncut = self.grid
        self.whole: Window = (0, 0, height, width)
        require_moon(wkt, self.path)
        require_ground(self.grid, self.path)
        self.label: Label | None = label_of(dataset, self.path)
        if self.label is not None and self.label.box is not None:
            require_box(self.grid, self.label.box, self.path)
        self._scale = _finite(dataset.scales[index], 1.0)
        self._offset = _finite(dataset.offsets[index], 0.0)
        if self._scale is None or self._offset is None or self._scale == 0.0:
            raise RasterError(
                f"{self.path} declares scale {dataset.scales[index]} and offset {dataset.offsets[index]}, "
                "which make no values; correct them (gdal_edit -scale, -offset)."
            )
        self.scaled = self._scale != 1.0 or self._offset != 0.0
        self._span: TimeSpan | None = span_of(dataset, self.label)
        flags = dataset.mask_flag_enums[index]
        self._mask_band = MaskFlags.per_dataset in flags
        self._nodata = _representable(dataset.nodatavals[index], self.dtype)
        self._codes = self._special_codes()
        self.notes: tuple[str, ...] = ()
        if given is not None:
            self.notes = (f"{self.path} is read in the CRS that is set for it, not in that of the file.",)
        if self._nodata is None and not self._mask_band and zero_border(dataset, self.band):
            self._nodata = 0.0
            self.notes += (
                f"{self.path} declares no nodata value, but its border is zero; zeros are taken for no data "
                "(declare a nodata value if this is wrong).",
            )

    def _special_codes(self) -> tuple[tuple[float, float], ...]:
        """Ranges of stored values that are no measurements."""
        ranges: list[tuple[float, float]] = []
        if self._dataset.driver in ("ISIS3", "ISIS2"):
            ranges += ISIS_CODES.get(self.dtype, ())
        elif self.dtype == "int16":
            ranges.append(INT16_CODES)
        if self.label is not None:
            ranges += [(code, code) for code in self.label.specials]
        return tuple(ranges)

    def cut_to(self, window: Window) -> None:
        """Present a part of the raster from now on.

        What lies beyond the part is still read where a window reaches there, so that filters have the ground about it,
        and the part is measured as the whole is: what is made of it is what would be made of the whole.

        Parameters
        ----------
        window : (row, column, height, width)
            In pixels of the whole raster.
        """
        self.grid = self._uncut.part(*window)
        self.whole = (-window[0], -window[1], self._uncut.height, self._uncut.width)

    def __enter__(self) -> RasterReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._resting = False
        self._file.close()

    def rest(self) -> None:
        """Close the file until it is read again, so that there can be more readers than open files."""
        self._resting = True
        self._file.close()

    @property
    def _dataset(self) -> DatasetReader:
        """The open file; RasterError where one that rested is another one now."""
        if self._resting:
            file = open_dataset(self.path)
            if _shape(file) != _shape(self._file):
                file.close()
                raise RasterError(f"{self.path} was replaced while it was read; leave it as it is and run again.")
            self._file, self._resting = file, False
        return self._file

    @property
    def unit(self) -> str:
        """Unit of the band as the file declares it, lower case, or an empty string."""
        return (self._dataset.units[self.band - 1] or "").strip().lower()

    def tag(self, name: str) -> str | None:
        """A tag of the file, None where it has none of that name."""
        value = self._dataset.tags().get(name)
        return None if value is None else str(value)

    def tags(self) -> dict[str, str]:
        """All tags of the file."""
        return {str(name): str(value) for name, value in self._dataset.tags().items()}

    @property
    def scale(self) -> tuple[float, float]:
        """Scale and offset that ``read`` applies, as the band declares them."""
        assert self._scale is not None and self._offset is not None
        return self._scale, self._offset

    @property
    def span(self) -> TimeSpan | None:
        """Start and stop (UTC) in any label that GDAL exposes: PDS3, PDS4, ISIS3, or plain tags."""
        return self._span

    @property
    def label_time(self) -> str | None:
        """Time (UTC) that the sun can be computed for: the start of a short span; None without one."""
        return None if self._span is None or self._span.problem else self._span.start

    @property
    def label_time_problem(self) -> str | None:
        """One sentence why the time of the label is of no use, where it has one."""
        if self._span is None or self._span.problem is None:
            return None
        return f"The time in the label of {self.path} {self._span.problem}."

    def read(self, row: int, column: int, height: int, width: int, dtype: type = np.float32) -> NDArray[np.float32]:
        """A window; parts beyond the file's raster are NaN.

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
        return self._anywhere(self._unsaturated, row, column, height, width, dtype)

    def saturated(self, row: int, column: int, height: int, width: int) -> NDArray[np.float32]:
        """Of a window of any size, as ``read``: one where a pixel is unknown for being saturated, else zero."""
        values = self._anywhere(self._stored, row, column, height, width, np.float32)
        with np.errstate(invalid="ignore"):
            return (values >= (np.inf if self.saturation is None else self.saturation)).astype(np.float32)

    def _anywhere(
        self, read: Callable[..., NDArray[np.float32]], row: int, column: int, height: int, width: int, dtype: type
    ) -> NDArray[np.float32]:
        """A window that may lie beyond the raster, read where it does not."""
        first_row, first_column, rows, columns = self.whole
        row, column = row - first_row, column - first_column
        r0, r1 = max(row, 0), min(row + height, rows)
        c0, c1 = max(column, 0), min(column + width, columns)
        if r0 >= r1 or c0 >= c1:
            return np.full((height, width), np.nan, dtype=dtype)
        values = read(r0, c0, r1 - r0, c1 - c0, dtype)
        if values.shape == (height, width):
            return values
        out: NDArray[np.float32] = np.full((height, width), np.nan, dtype=dtype)
        out[r0 - row : r1 - row, c0 - column : c1 - column] = values
        return out

    def _unsaturated(self, row: int, column: int, height: int, width: int, dtype: type) -> NDArray[np.float32]:
        """A window inside the raster, without saturated pixels."""
        values = self._stored(row, column, height, width, dtype)
        if self.saturation is None:
            return values
        with np.errstate(invalid="ignore"):
            return np.where(values >= self.saturation, dtype(np.nan), values)

    def _stored(self, row: int, column: int, height: int, width: int, dtype: type) -> NDArray[np.float32]:
        """A window of the whole raster, inside it."""
        size = self.whole[2:]
        top, left, rows, columns = self.orientation.window(row, column, height, width, size)
        window = windows.Window(left, top, columns, rows)
        try:
            raw = self._dataset.read(self.band, window=window)
            mask = self._dataset.dataset_mask(window=window) if self._mask_band else None
        except RasterioError as error:
            raise RasterError(
                f"{self.path} cannot be read at rows {top} to {top + rows} ({first_line(error)}); the file is "
                "truncated or damaged, so fetch it again."
            ) from error
        values = raw.astype(dtype, copy=False)
        invalid = self._invalid(raw)
        if mask is not None:
            invalid = (mask == 0) if invalid is None else invalid | (mask == 0)
        if self.scaled:
            scale, offset = self.scale
            values = values * dtype(scale) + dtype(offset)
        if invalid is not None:
            values[invalid] = np.nan
        return np.ascontiguousarray(self.orientation.apply(values))

    def _invalid(self, raw: np.ndarray) -> np.ndarray | None:
        """Pixels that are declared nodata, special or not finite; None when there can be none."""
        invalid: np.ndarray | None = None
        nodata = self._nodata
        if raw.dtype.kind == "f":
            low, high = float(raw.min()), float(raw.max())  # NaN if any is NaN
            coded = any(first <= high and low <= last for first, last in self._codes)
            declared = nodata is not None and low <= nodata <= high
            if -FLOAT_SPECIAL < low and high < FLOAT_SPECIAL and not declared and not coded:
                return None
            invalid = ~(np.abs(raw) < FLOAT_SPECIAL)  # NaN compares false, so it is caught too
        for first, last in self._codes:
            found = (raw >= first) & (raw <= last)
            invalid = found if invalid is None else invalid | found
        if nodata is not None:
            found = raw == np.asarray(nodata).astype(raw.dtype)
            invalid = found if invalid is None else invalid | found
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
            out[start : start + count] = known_means(values, factor)
        return out


def _shape(dataset: DatasetReader) -> tuple[object, ...]:
    """What a file that is opened again must still have; known of a closed one too."""
    return dataset.shape, dataset.dtypes, tuple(dataset.transform)


def _only_band(dataset: DatasetReader, path: str) -> int:
    """Number of the one band that is no alpha band."""
    meanings = list(zip(dataset.indexes, dataset.colorinterp))
    bands = [int(band) for band, meaning in meanings if meaning != ColorInterp.alpha]
    colours = {meaning for _, meaning in meanings} & {ColorInterp.red, ColorInterp.green, ColorInterp.blue}
    if len(colours) == 3:
        raise RasterError(
            f"{path} is a colour picture (red, green, blue), made for looking; give the measured image or heights that "
            "it was made from."
        )
    if len(bands) != 1:
        raise RasterError(
            f"{path} has {len(bands)} bands, but one is needed; extract the band to use and give that file."
        )
    return bands[0]


def _asked_band(dataset: DatasetReader, path: str, band: int) -> int:
    if band not in dataset.indexes:
        raise RasterError(f"{path} has no band {band}, but the bands 1 to {dataset.count}; give one of these.")
    return band


def _finite(value: float | None, default: float) -> float | None:
    """A declared number, its default where there is none, None where it is no finite number."""
    number = default if value is None else float(value)
    return number if math.isfinite(number) else None


def _representable(nodata: float | None, dtype: str) -> float | None:
    """A nodata value that pixels of the type can have; NaN needs no test of its own."""
    if nodata is None or math.isnan(nodata):
        return None
    kind = np.dtype(dtype)
    if kind.kind in "iu":
        limits = np.iinfo(kind)
        return nodata if nodata == int(nodata) and limits.min <= nodata <= limits.max else None
    return nodata

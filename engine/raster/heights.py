"""Elevation rasters in metres, whatever they were stored in, and only such as the Moon's ground has."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from ..arrays import DoubleArray
from ..errors import RasterError
from ..products.units import HEIGHT_UNITS
from .height_units import HIGHEST_M, LOWEST_M, STEEPEST_SLOPE, Conversion, conversion, plausible, slope_at
from .reader import RasterReader

WILD_SHARE = 0.02
"""Share of posts beyond the Moon's limits up to which they are single errors; above, the unit or the file is wrong."""

WHOLE = 1 << 20
"""Posts up to which a raster is looked at as a whole when it is opened."""

PATCHES, PATCH = 4, 192
"""Otherwise so many patches of so many posts along each axis."""

CODES = (-9999.0, -99999.0, -999999.0, -1e6, -32768.0, 32767.0, 65535.0, -2147483648.0, 99999.0)
"""Values that programs fill holes with, and sometimes forget to declare."""


FAR = 32_767.0
"""Any other repeated extreme from this on is a fill too, if it stands ten times the range of the rest away."""


class HeightReader:
    """Heights above the lunar sphere in metres, north-up.

    The unit is, in this order: what the user says; what the label says (with its scale and offset); what the
    band declares; what the range says. Values about the Moon's radius are radii, from which 1,737,400 m are taken.
    Posts beyond what the Moon has (HEIGHT_LIMITS_M with a margin of 700 m) are no data, and so are values that
    are plainly an undeclared fill (-9999). Both are told.

    Parameters
    ----------
    reader : RasterReader
    unit : str
        'auto' or a name in ``products.units.HEIGHT_UNITS``.
    log : callable
        Told in one sentence when a conversion is made.
    warn : callable, optional
        Told in one sentence what was assumed without a statement, or masked; ``log`` if not given.

    Attributes
    ----------
    conversion : Conversion
    wild : int
        Posts beyond the Moon's limits among those looked at on opening (all, up to a million).

    Raises
    ------
    RasterError
        There are no heights, the unit is unknown, or the heights cannot be the Moon's.
    """

    def __init__(
        self,
        reader: RasterReader,
        unit: str,
        log: Callable[[str], None],
        warn: Callable[[str], None] | None = None,
    ) -> None:
        self.reader = reader
        self.grid = reader.grid
        self.path = reader.path
        self._warn = warn or log
        if min(self.grid.width, self.grid.height) < 2:
            raise RasterError(
                f"{self.path} has {self.grid.height} rows of {self.grid.width} posts, but heights need at least two "
                "each way; give a DEM that covers the ground."
            )
        windows = _sample(reader)
        self._fill = _undeclared_fill(reader, windows)
        if self._fill is not None:
            windows = [np.where(window == self._fill, np.nan, window) for window in windows]
            _require_valid(windows, self.path)
            self._warn(f"{self.path}: {self._fill:g} is taken for no data, although the file does not declare it.")
        self.conversion: Conversion = conversion(reader, unit, windows)
        heights = [self.conversion.metres(window) for window in windows]
        self.wild = _require_moon_heights(self, heights, windows, unit != "auto")
        self._told = self.wild > 0
        for sentence in self.conversion.said:
            log(sentence)
        for sentence in (*reader.notes, *self.conversion.warned):
            self._warn(sentence)
        if self.wild:
            posts = "one post" if self.wild == 1 else f"{self.wild} posts"
            self._warn(
                f"{self.path}: {posts} beyond the Moon's heights ({_extreme(heights):.4g} m) are taken for no data."
            )

    def read(self, row: int, column: int, height: int, width: int) -> NDArray[np.float32]:
        """A window of heights in metres, NaN where there is no data."""
        change = self.conversion
        exact = self._fill is not None and self.reader.scaled  # a fill is found again to the last bit
        plain = change.plain and not self.reader.scale[1] and not exact
        values = self.reader.read(row, column, height, width, np.float32 if plain else np.float64)
        if self._fill is not None:
            values[values == values.dtype.type(self._fill)] = np.nan
        if plain:
            factor = np.float32(change.factor * change.scale)
            heights = values if factor == 1.0 else values * factor
        else:
            heights = change.metres(values).astype(np.float32)
        good = plausible(heights)
        if good.all():
            return heights
        wild = ~good & ~np.isnan(heights)
        if wild.any():
            if not self._told:
                self._told = True
                self._warn(
                    f"{self.path}: posts beyond the Moon's heights ({_extreme([heights]):.4g} m) are taken for no data."
                )
            heights[wild] = np.nan
        return heights


def _sample(reader: RasterReader) -> list[DoubleArray]:
    """All of a small raster, patches spread over a large one; some of it is valid.

    Of the whole raster, so that a part of it has the heights that it has there.
    """
    top, left, height, width = reader.whole
    if height * width <= WHOLE:
        windows = [_read(reader, top, left, height, width)]
    else:
        rows = np.linspace(top, top + max(height - PATCH, 0), PATCHES).astype(int)
        columns = np.linspace(left, left + max(width - PATCH, 0), PATCHES).astype(int)
        windows = [_read(reader, int(r), int(c), min(PATCH, height), min(PATCH, width)) for r in rows for c in columns]
        if not any(np.isfinite(window).any() for window in windows):
            windows = [_first_valid(reader)]
    _require_valid(windows, reader.path)
    return windows


def _first_valid(reader: RasterReader) -> DoubleArray:
    """The first band of rows with a value in it."""
    top, left, height, width = reader.whole
    step = max(1, min(PATCH, WHOLE // width))
    for row in range(top, top + height, step):
        window = _read(reader, row, left, min(step, top + height - row), width)
        if np.isfinite(window).any():
            return window
    return window


def _read(reader: RasterReader, row: int, column: int, height: int, width: int) -> DoubleArray:
    return np.asarray(reader.read(row, column, height, width, np.float64), dtype=np.float64)


def _require_valid(windows: Sequence[DoubleArray], path: str) -> None:
    if not any(np.isfinite(window).any() for window in windows):
        raise RasterError(f"{path} has no valid heights in it; give a DEM that covers the image.")


def _undeclared_fill(reader: RasterReader, windows: Sequence[DoubleArray]) -> float | None:
    """A value of ``CODES`` (scaled as the reader scales) that stands out from its neighbours."""
    scale, offset = reader.scale
    values = np.concatenate([window[np.isfinite(window)] for window in windows])
    low, high = float(values.min()), float(values.max())
    for code in CODES:
        fill = code * scale + offset
        if not low <= fill <= high:
            continue
        number = np.count_nonzero(values == fill)
        near = np.count_nonzero(np.abs(values - fill) <= 2.0 * abs(scale)) - number
        # Ground passes through a value on its way to the next ones; a fill does not.
        if number > 3 and number > 5 * near:
            return fill
    for fill in (low, high):
        rest = values[values != fill]
        if rest.size == 0 or values.size - rest.size <= 3 or abs(fill) < FAR:
            continue
        if float(np.abs(rest - fill).min()) > 10.0 * float(np.ptp(rest)) > 0.0:
            return fill
    return None


def _require_moon_heights(
    reader: HeightReader, heights: Sequence[DoubleArray], values: Sequence[DoubleArray], asked: bool
) -> int:
    """Number of posts beyond the Moon's limits; RasterError where they are too many, or the ground too steep."""
    path, source = reader.path, reader.conversion.source
    all_m = np.concatenate([window[np.isfinite(window)] for window in heights])
    wild = all_m[~plausible(all_m)]
    fills = wild.size > 3 and bool((wild == wild[0]).all()) and wild.size < all_m.size
    if wild.size > max(1.0, WILD_SHARE * all_m.size) and not fills:
        raise RasterError(
            f"{path} has {100.0 * wild.size / all_m.size:.0f} % of its heights beyond the Moon's ({LOWEST_M:.0f} to "
            f"{HIGHEST_M:.0f} m; median {np.median(all_m):.4g} m) by the unit from {source}; "
            f"{_cure(reader, values)}."
        )
    steep = slope_at(heights, reader.grid.gsd[0], 50.0)
    if steep > STEEPEST_SLOPE and all_m.size >= 64:
        # A DEM in metres may be mere noise; one that becomes so by its unit has the wrong one.
        refuse = not asked and reader.conversion.factor > 1.0
        sentence = (
            f"{path} would have half of its ground steeper than 70 degrees by the unit from {source}; "
            f"{_cure(reader, values)}."
        )
        if refuse:
            raise RasterError(sentence)
        reader._warn(sentence)
    return int(wild.size)


def _cure(reader: HeightReader, values: Sequence[DoubleArray]) -> str:
    """What to set, from the units that would fit."""
    fitting = []
    for name, factor in HEIGHT_UNITS.items():
        heights = [(window * reader.conversion.scale + reader.conversion.offset) * factor for window in values]
        all_m = np.concatenate([window[np.isfinite(window)] for window in heights])
        steep = slope_at(heights, reader.grid.gsd[0], 50.0)
        if np.count_nonzero(~plausible(all_m)) <= WILD_SHARE * all_m.size and not steep > STEEPEST_SLOPE:
            fitting.append(name)
    if not fitting:
        return "give heights above the 1737.4 km sphere, or mask what is no ground"
    return f"set the unit of heights (it would fit as {' or '.join(fitting)})"


def _extreme(heights: Sequence[np.ndarray]) -> float:
    """The height farthest from zero."""
    values = np.concatenate([window[np.isfinite(window)] for window in heights])
    return float(values[np.argmax(np.abs(values))])

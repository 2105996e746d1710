"""The windows of Combine DTMs: read, put together on several threads, kept, and laid into rows that are whole."""

from __future__ import annotations

import math
import os
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from threading import Lock

import numpy as np

from ..arrays import DoubleArray
from ..contract.progress import Progress
from ..contract.scratch import Scratch
from ..errors import Cancelled, OverlapError
from ..raster.writer import RasterWriter, products
from ..terrain.several_suns import told
from ..tiling.overlapping import Overlapping, Piece, overlapping, pieces
from .likeness import Standing
from .lit_layers import LitLayer
from .suns_together import LENGTH_POSTINGS, Lit, Together, put_together

CORE, RAMP = 640, 64
"""Pixels of a window along each axis, and over which it passes into the next one."""

REACH_LENGTHS = 3.0
"""Lengths of the tie to the long waves that are read about a window: what lies farther hardly moves it."""

MOST_ABOUT, LEAST_ABOUT = 512, 32
"""Pixels read about a window."""

MOST_SHADOW = 512
"""Pixels towards the sun from which shadows are seen."""

THREADS = min(os.cpu_count() or 1, 4)
"""More windows at a time take more memory, and reading is one at a time."""


Taken = tuple[LitLayer, Standing]
"""A DTM, and how it is taken."""


@dataclass
class Sums:
    """What is gathered on the way.

    Attributes
    ----------
    known : int
        Pixels with a height.
    error : float
        Sum of their standard deviations, metres.
    square : float
        Sum of the squares of the differences of all pairs of DTMs, square metres.
    pairs : int
        Number of these.
    """

    known: int = 0
    error: float = 0.0
    square: float = 0.0
    pairs: int = 0


def write_together(
    layers: Sequence[Taken],
    posting_m: float,
    targets: tuple[str, str | None],
    tags: Mapping[str, str],
    scratch: Scratch,
    progress: Progress,
    beyond_m: float = 0.0,
) -> Sums:
    """Compute all windows, or take them from an earlier run, and write the rows that are whole.

    Parameters
    ----------
    layers : sequence of Taken
        All on one grid.
    posting_m : float
        Of their coarse DEM.
    targets : (str, str or None)
        GeoTIFFs of heights and of their standard deviation.
    tags : mapping
        Provenance.
    scratch : Scratch
        Open; holds finished windows.
    progress : Progress
    beyond_m : float
        Standard deviation of what all DTMs have wrong alike and no difference between them shows.

    Raises
    ------
    OverlapError
        No DTM has a height on the grid.
    """
    grid, sums = layers[0][0].grid, Sums()
    about = _about(posting_m, grid.ground_size.mean_m)
    rows, columns = pieces(grid.height, CORE, RAMP, about), pieces(grid.width, CORE, RAMP, about)
    windows = list(overlapping(rows, columns))

    writers: list[RasterWriter] = []

    def opened() -> Iterator[RasterWriter]:
        for target, text in zip(targets, ("height above 1737.4 km", "standard deviation of the height")):
            if target:
                writers.append(RasterWriter(target, grid, "m", text, tags, progress=progress))
                yield writers[-1]

    with ExitStack() as stack:
        stack.enter_context(products(opened()))
        band: DoubleArray = np.zeros((2, 0, grid.width))
        steps = progress.steps(len(windows), "windows")
        computed = _computed(layers, posting_m, windows, scratch, progress)
        stack.enter_context(closing(computed))
        try:
            for place, made in computed:
                if place.number[1] == 0:
                    band = _carried(band, place, rows)
                _lay(band, place, made)
                sums.square, sums.pairs = sums.square + made.square, sums.pairs + made.pairs
                if place.number[1] == len(columns) - 1:
                    below = rows[place.number[0] + 1].first if place.number[0] + 1 < len(rows) else grid.height
                    whole = band[:, : below - place.rows.first].astype(np.float32)
                    whole[1] = np.hypot(whole[1], np.float32(beyond_m))
                    for writer, values in zip(writers, whole):
                        writer.write(values, place.rows.first)
                    sums.known += int(np.isfinite(whole[0]).sum())
                    sums.error += float(np.nansum(whole[1], dtype=np.float64))
                steps.advance()
        except Cancelled:
            have = sum(scratch.has(_name(place)) for place in windows)
            if have:
                progress.info(f"{have} of {len(windows)} windows are kept; the same run goes on from them.")
            raise
    if not sums.known:
        raise OverlapError("The DTMs have no height on this grid; give DTMs that cover it.")
    return sums


def _about(posting_m: float, size_m: float) -> int:
    """Pixels that are read about a window."""
    return min(MOST_ABOUT, max(LEAST_ABOUT, math.ceil(REACH_LENGTHS * LENGTH_POSTINGS * posting_m / size_m)))


def _carried(band: DoubleArray, place: Overlapping, rows: Sequence[Piece]) -> DoubleArray:
    """Room for a row of windows, with what the one above has given to it already."""
    piece = place.rows
    new = np.zeros((2, piece.last - piece.first, band.shape[2]))
    if place.number[0]:
        above = rows[place.number[0] - 1]
        shared = above.last - piece.first
        new[:, :shared] = band[:, band.shape[1] - shared :]
    return new


def _lay(band: DoubleArray, place: Overlapping, made: Together) -> None:
    """Add a window with its weights."""
    columns = slice(place.columns.first, place.columns.last)
    for part, values in zip(band, (made.heights, made.error)):
        part[:, columns] += place.weights * values


def _computed(
    layers: Sequence[Taken],
    posting_m: float,
    windows: Sequence[Overlapping],
    scratch: Scratch,
    progress: Progress,
) -> Generator[tuple[Overlapping, Together], None, None]:
    """All windows in order; those that are computed are kept."""
    kept = sum(scratch.has(_name(place)) for place in windows)
    if kept:
        progress.info(
            f"{kept} of {len(windows)} windows are there from an earlier run, in {scratch.folder}; the run goes on "
            "from them."
        )
    reading = Lock()
    pool = ThreadPoolExecutor(THREADS)
    waiting: deque[tuple[Overlapping, Future[Together]]] = deque()

    def one(place: Overlapping) -> Together:
        content = scratch.get(_name(place))
        if content is not None:
            return unpacked(content, place)
        with reading:
            there = [(layer, standing) for layer, standing in layers if layer.reaches(place.window)]
            lit = [lit_in(layer, standing, place.window) for layer, standing in there]
        made = put_together(lit, layers[0][0].grid.gsd, posting_m, place.inner) if lit else _nothing(place)
        scratch.put(_name(place), packed(made))
        return made

    try:
        for place in windows:
            waiting.append((place, pool.submit(one, place)))
            if len(waiting) > THREADS:
                first, future = waiting.popleft()
                yield first, future.result()
        while waiting:
            first, future = waiting.popleft()
            yield first, future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def lit_in(layer: LitLayer, standing: Standing, window: tuple[int, int, int, int]) -> Lit:
    """A DTM in a window, and what lies towards its sun."""
    row, column, height, width = window
    angle = math.radians(layer.sun.azimuth_deg)
    down, right = (-math.cos(angle), math.sin(angle))
    above, below = (math.ceil(max(0.0, part) * MOST_SHADOW) for part in (-down, down))
    left, beyond = (math.ceil(max(0.0, part) * MOST_SHADOW) for part in (-right, right))
    top, first = max(row - above, 0), max(column - left, 0)
    bottom = min(row + height + below, layer.grid.height)
    end = min(column + width + beyond, layer.grid.width)
    shaded = layer.read(top, first, bottom - top, end - first)
    inside = slice(row - top, row - top + height), slice(column - first, column - first + width)
    predicted, errors = layer.predicted(*window), told(layer.sun.incidence_deg)
    return Lit(shaded[inside], shaded, inside, predicted, layer.sun, errors, standing)


def _nothing(place: Overlapping) -> Together:
    """A window that no DTM reaches."""
    unknown = np.full(place.weights.shape, np.nan, dtype=np.float32)
    return Together(unknown, unknown, 0.0, 0)


def _name(place: Overlapping) -> str:
    """Of the part of a window."""
    return "window-{:05d}-{:05d}".format(*place.number)


def is_window(name: str) -> bool:
    """Whether a kept part is a window."""
    return name.startswith("window-")


def packed(made: Together) -> bytes:
    """A window as bytes."""
    head = np.array((made.square, made.pairs), dtype="<f8")
    return head.tobytes() + np.stack((made.heights, made.error)).astype("<f4").tobytes()


def unpacked(content: bytes, place: Overlapping) -> Together:
    """A window from its bytes."""
    square, pairs = np.frombuffer(content, "<f8", 2)
    shape = 2, place.rows.last - place.rows.first, place.columns.last - place.columns.first
    heights, error = np.frombuffer(content, "<f4", -1, 16).reshape(shape).astype(np.float32)
    return Together(heights, error, float(square), int(pairs))

"""Combine: DTMs of one ground under several suns into one."""

from __future__ import annotations

import json
import math
import os
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import __version__
from ..arrays import DoubleArray
from ..contract.progress import Progress
from ..contract.scratch import Scratch
from ..contract.settings import deciding
from ..errors import Cancelled, OverlapError
from ..raster import provenance
from ..raster.frame import Move
from ..raster.writer import RasterWriter, products
from ..terrain.several_suns import LEAST_ANGLE_DEG, best_pair, between, expected_gain, told
from ..tiling.overlapping import Overlapping, Piece, overlapping, pieces
from .likeness import Standing, standings
from .lit_layers import LitLayer, open_layers
from .registering import register, said
from .suns_together import LENGTH_POSTINGS, Lit, Together, put_together

if TYPE_CHECKING:
    from ..operations.combine import CombineSettings

CORE, RAMP = 512, 64
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


def combine(settings: CombineSettings, progress: Progress) -> dict[str, Any]:
    """Put DTMs under several suns together, on the grid of the first or of another raster.

    Raises
    ------
    MmoedtmError
        The DTMs, their suns or their errors cannot be used together.
    """
    begun = time.perf_counter()
    paths, errors = settings.input, settings.errors or ()
    scratch = Scratch(settings.blocks)
    with ExitStack() as stack:
        layers = open_layers(paths, errors, settings.suns, settings.height_unit, settings.grid, stack, progress)
        _say_suns(layers, progress)
        inputs = _inputs(settings)
        key = {name: json.dumps(value) for name, value in deciding(settings).items()}
        key.update({f"{role}, its content": provenance.digest(path) for role, path in inputs.items()})
        key["version of MMoEDTM"] = __version__
        differing = stack.enter_context(scratch.opened(key, settings.resume))
        if differing:
            progress.warning(
                f"The finished windows in {scratch.folder} are of a run with other values of {', '.join(differing)}, so "
                "this one starts afresh."
            )
        moves = register(layers, progress) if settings.register else [layer.move for layer in layers]
        layers = [layer.moved(move) for layer, move in zip(layers, moves)]
        in_map = [move.in_map(layers[0].grid) for move in moves]
        for layer, move in zip(layers[1:], in_map[1:]):
            progress.info(f"{layer.name} is moved by {said(move)} to lie on {layers[0].name}.")
        taken = standings(layers, progress)
        tags = provenance.tags("combine", settings, inputs, **_facts(layers, in_map, taken))
        done = _written([*zip(layers, taken)], settings, tags, scratch, progress)
    suns = [layer.sun for layer in layers]
    pair = best_pair(suns)
    return {
        "dtms": len(layers),
        "coverage": 100.0 * done.known / (layers[0].grid.width * layers[0].grid.height),
        "complement": between(suns[pair[0]], suns[pair[1]]),
        "expected_gain": expected_gain(suns),
        "moves": "; ".join(f"{layer.name}: {said(move)}" for layer, move in zip(layers, in_map)),
        "difference_rms": math.sqrt(done.square / done.pairs) if done.pairs else None,
        "mean_error": done.error / done.known if done.known else None,
        "seconds": time.perf_counter() - begun,
    }


def _inputs(settings: CombineSettings) -> dict[str, str]:
    """Paths of the files that decide what comes out, by their names."""
    found = {f"dtm_{number}": path for number, path in enumerate(settings.input)}
    found.update({f"error_{number}": path for number, path in enumerate(settings.errors or ())})
    return {**found, "grid": settings.grid} if settings.grid else found


def _say_suns(layers: Sequence[LitLayer], progress: Progress) -> None:
    """Which DTMs complement each other, and which hardly do."""
    suns = [layer.sun for layer in layers]
    one, other = best_pair(suns)
    angle = between(suns[one], suns[other])
    text = (
        f"{layers[one].name} and {layers[other].name} complement each other best: the lines of their light lie "
        f"{angle:.0f} degrees apart"
    )
    if angle < LEAST_ANGLE_DEG:
        progress.warning(
            f"{text}, under {LEAST_ANGLE_DEG:.0f}, so that all DTMs know nearly the same slopes; add one whose sun stands "
            "about 90 degrees from these."
        )
        return
    progress.info(f"{text}; slope errors of {expected_gain(suns):.2f} times those of the best DTM alone are expected.")


def _facts(layers: Sequence[LitLayer], moves: Sequence[Move], taken: Sequence[Standing]) -> dict[str, str]:
    """Suns of the DTMs, and what was found of each, as tags."""
    facts = {}
    for number, (layer, move, standing) in enumerate(zip(layers, moves, taken)):
        sun = layer.sun.in_map(layer.grid)
        facts[f"sun_{number}"] = f"azimuth {sun.azimuth_deg:.4f} incidence {sun.incidence_deg:.4f}"
        facts[f"move_{number}_m"] = f"east {move.east_m:.2f} north {move.north_m:.2f}"
        facts[f"detail_{number}"] = f"strength {standing.strength:.3f} weight {standing.weight:.3f}"
    return facts


@dataclass
class _Sums:
    """What is gathered on the way."""

    known: int = 0
    error: float = 0.0
    square: float = 0.0
    pairs: int = 0


def _written(
    layers: Sequence[Taken], settings: CombineSettings, tags: Mapping[str, str], scratch: Scratch, progress: Progress
) -> _Sums:
    """Compute all windows, or take them from an earlier run, and write the rows that are whole."""
    grid, sums = layers[0][0].grid, _Sums()
    about = _about(settings.posting, grid.ground_size.mean_m)
    rows, columns = pieces(grid.height, CORE, RAMP, about), pieces(grid.width, CORE, RAMP, about)
    windows = list(overlapping(rows, columns))

    def opened() -> Iterator[RasterWriter]:
        yield RasterWriter(settings.output, grid, "m", "height above 1737.4 km", tags, progress=progress)
        if settings.output_error:
            text = "standard deviation of the height"
            yield RasterWriter(settings.output_error, grid, "m", text, tags, progress=progress)

    with ExitStack() as stack:
        writers = list(opened())
        stack.enter_context(products(writers))
        band: DoubleArray = np.zeros((2, 0, grid.width))
        steps = progress.steps(len(windows), "windows")
        for place, made in _computed(layers, settings.posting, windows, scratch, progress):
            if place.number[1] == 0:
                band = _carried(band, place, rows)
            _lay(band, place, made)
            sums.square, sums.pairs = sums.square + made.square, sums.pairs + made.pairs
            if place.number[1] == len(columns) - 1:
                below = rows[place.number[0] + 1].first if place.number[0] + 1 < len(rows) else grid.height
                whole = band[:, : below - place.rows.first].astype(np.float32)
                for writer, values in zip(writers, whole):
                    writer.write(values, place.rows.first)
                sums.known += int(np.isfinite(whole[0]).sum())
                sums.error += float(np.nansum(whole[1], dtype=np.float64))
            steps.advance()
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
) -> Iterator[tuple[Overlapping, Together]]:
    """All windows in order; those that are computed are kept."""
    kept = sum(scratch.has(_name(place)) for place in windows)
    if kept:
        progress.info(
            f"{kept} of {len(windows)} windows are there from an earlier run, in {scratch.folder}; the run goes on from "
            "them."
        )
    reading = Lock()
    pool = ThreadPoolExecutor(THREADS)
    waiting: deque[tuple[Overlapping, Future[Together]]] = deque()

    def one(place: Overlapping) -> Together:
        content = scratch.get(_name(place))
        if content is not None:
            return unpacked(content, place)
        with reading:
            lit = [_read(layer, standing, place) for layer, standing in layers]
        made = put_together(lit, layers[0][0].grid.gsd, posting_m, place.inner)
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
    except Cancelled:
        have = sum(scratch.has(_name(place)) for place in windows)
        if have:
            progress.info(f"{have} of {len(windows)} windows are kept; the same run goes on from them.")
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _read(layer: LitLayer, standing: Standing, place: Overlapping) -> Lit:
    """A DTM in a window, and what lies towards its sun."""
    row, column, height, width = place.window
    angle = math.radians(layer.sun.azimuth_deg)
    down, right = (-math.cos(angle), math.sin(angle))
    above, below = (math.ceil(max(0.0, part) * MOST_SHADOW) for part in (-down, down))
    left, beyond = (math.ceil(max(0.0, part) * MOST_SHADOW) for part in (-right, right))
    top, first = max(row - above, 0), max(column - left, 0)
    bottom = min(row + height + below, layer.grid.height)
    end = min(column + width + beyond, layer.grid.width)
    shaded = layer.read(top, first, bottom - top, end - first)
    inside = slice(row - top, row - top + height), slice(column - first, column - first + width)
    predicted, errors = layer.predicted(*place.window), told(layer.sun.incidence_deg)
    return Lit(shaded[inside], shaded, inside, predicted, layer.sun, errors, standing)


def _name(place: Overlapping) -> str:
    """Of the part of a window."""
    return "window-{:05d}-{:05d}".format(*place.number)


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

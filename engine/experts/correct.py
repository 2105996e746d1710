"""What experts change in the heights of tiles: synchronous, and the same whatever ran before.

On a CPU every tile is a run of its own with one thread. On a GPU runs have one fixed size, filled up with a
repeated tile, because a library may choose another algorithm for another size: the correction of a tile then
depends neither on its neighbours in the batch nor on how much memory some earlier batch needed.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ..errors import PackError, ProviderError
from ..moon import TERRAINS
from ..raster.align import fill_nearest
from ..raster.frame import Sun
from ..raster.height_units import HIGHEST_M, LOWEST_M
from ..raster.orientation import Orientation
from ..terrain.contrast import slope_change_deg
from ..terrain.contrast_belief import RESPONSE
from ..terrain.dark_ground import unlit
from ..terrain.long_waves import moved_variance
from ..terrain.steep_light import steep_or_raking
from ..terrain.trust import kept
from ..tiling.blend import TileError
from ..tiling.plan import Tile, TilePlan
from . import normalise
from .pack import Pack
from .session import Session, opened

FloatArray = NDArray[np.float32]
Found = TypeVar("Found")

ERROR_INPUTS = ("image", "coarse", "correction", "sun", "posting", "terrain")
"""Of the network that tells errors: what an expert is given, its heights minus the coarse ones, and one for its class
among zeros."""

GPU_BATCH = 16
"""Tiles in a run on a GPU, where its memory holds them."""

CONTRAST_SEEN = 0.14
"""RMS of the logarithm of the contrast of images in training (``training.sample.off_calibration``: 0.2 in half of
them)."""

UNSEEN = {"flat": (0.03, 4.0), "mountain": (0.05, 8.5), "crater": (0.03, 4.0)}
"""Errors of heights, in postings, and of slopes, in degrees, where nothing is lit far and wide: those of the coarse DEM
alone (made scenes at 68 to 86 degrees). The network of errors takes shadows that fill its view for smooth ground."""

ROOM_M = 1000.0
"""What experts may add beyond the heights that a coarse DEM may have."""


@dataclass(frozen=True)
class TileData:
    """What an expert is given.

    Attributes
    ----------
    terrain : str
        Class of the tile.
    image, coarse : (H, W) float32 arrays
        Brightness and metres; NaN where unknown.
    cells : Cells, optional
        Where it has several.
    smooth : (H, W) float32 array, optional
        Metres of the coarse DEM by cubic splines over ``coarse``, where it is believed (``terrain.trust``).
    """

    terrain: str
    image: FloatArray
    coarse: FloatArray
    cells: normalise.Cells | None = None
    smooth: FloatArray | None = None


@dataclass(frozen=True)
class Judged:
    """A tile's correction with how sure it is.

    Attributes
    ----------
    metres : (H, W) float32 array
        To add to the coarse heights.
    error : TileError
        ``raking`` is ground that is too steep, or lit too flatly, to be read (``terrain.steep_light``).
    """

    metres: FloatArray
    error: TileError


def cells_of(plan: TilePlan, tile: Tile) -> normalise.Cells | None:
    """The cells of a tile, where it has several."""
    if tile.rows * tile.columns == 1:
        return None
    return normalise.Cells(*plan.cells_of(tile), plan.tile_height, plan.tile_width)


@dataclass(frozen=True)
class View:
    """Geometry and light that all tiles of a row share.

    Attributes
    ----------
    gsd_m : float
        Ground metres per pixel (geometric mean of x and y).
    posting_px : float
        Posting of the coarse DEM in pixels.
    sun : Sun or None
        In the raster's frame; None when unknown.
    least_brightness : float
        That a tile is divided by (``normalise.least_brightness``).
    place_px2 : ((float, float), (float, float)), optional
        Covariance of the coarse DEM's place, along columns and down rows in square pixels; for ``judge``.
    kept_px : float, optional
        Standard deviation of the low-pass under which the coarse DEM is kept, in pixels; where tiles have ``smooth``.
    coarse_m : float, optional
        Standard deviation of the coarse DEM, where it is stated; for ``judge``.
    doubt : float
        Deviation of the logarithm of the image's contrast from what it should be; for ``judge``.
    """

    gsd_m: float
    posting_px: float
    sun: Sun | None
    least_brightness: float
    place_px2: tuple[tuple[float, float], tuple[float, float]] | None = None
    kept_px: float | None = None
    coarse_m: float | None = None
    doubt: float = 0.0

    @property
    def detail_doubt(self) -> float:
        """Share of the detail by which it is in doubt, beyond what the network of errors has learned on."""
        return RESPONSE * math.sqrt(max(0.0, self.doubt**2 - CONTRAST_SEEN**2))


class Experts:
    """The experts of a pack, open on a provider; may be used from several threads at a time.

    Parameters
    ----------
    pack : Pack
    provider : str
        One of ``contract.requests.PROVIDERS``.
    log : callable
        Told in one sentence when a GPU holds fewer tiles than usual.
    at_once : int
        Tiles that are run at the same time on a processor.

    Raises
    ------
    ProviderError, PackError
        As ``session.opened``.
    """

    def __init__(
        self, pack: Pack, provider: str, log: Callable[[str], None] = lambda text: None, at_once: int = 1
    ) -> None:
        self.manifest = pack.manifest
        self.digest = pack.digest
        self._log = log
        self._sessions: dict[str, Session] = {
            terrain: opened(f"{pack.manifest.name}/{terrain}", model, provider, at_once, pack.manifest.inputs)
            for terrain, model in pack.models.items()
        }
        # The provider openvino takes models with named tensors alone; this one is small.
        self._error = (
            opened(f"{pack.manifest.name}/error", pack.error, "cpu" if provider == "openvino" else provider, at_once,
                   ERROR_INPUTS)
            if pack.error is not None
            else None
        )  # fmt: skip
        first = next(iter(self._sessions.values()))
        self.provider, self.on_cpu, self.version = first.provider, first.on_cpu, first.version
        self._lock = threading.Lock()
        self._batches: dict[tuple[int, int], int] = {}
        self._seconds = 0.0

    @property
    def seconds(self) -> float:
        """Time spent inside the runtime, added up over the threads."""
        return self._seconds

    def batch(self, shape: tuple[int, int]) -> int:
        """Tiles of (H, W) pixels in one run.

        On a GPU it is found once for a shape, before any tile of it is computed, by runs on nothing.

        Raises
        ------
        ProviderError
            There is too little memory for a single tile.
        """
        if self.on_cpu:
            return 1
        with self._lock:
            if shape not in self._batches:
                self._batches[shape] = self._largest(shape)
            return self._batches[shape]

    def _largest(self, shape: tuple[int, int]) -> int:
        size = GPU_BATCH
        while True:
            nothing = np.zeros((size, 1, *shape), dtype=np.float32)
            inputs = {"image": nothing, "coarse": nothing, "sun": np.zeros((size, 4), dtype=np.float32),
                      "posting": np.full((size, 1), 20.0, dtype=np.float32)}  # fmt: skip
            try:
                for session in self._sessions.values():
                    session.run({name: inputs[name] for name in self.manifest.inputs})
            except MemoryError as error:
                if size == 1:
                    raise self._too_small() from error
                size //= 2
                continue
            if size < GPU_BATCH:
                self._log(f"{self.provider} has memory for {size} tiles of {shape[0]} x {shape[1]} pixels at a time.")
            return size

    def run(self, terrain: str, inputs: dict[str, np.ndarray]) -> FloatArray:
        """Heights (n, 1, H, W) by one expert, in runs of the fixed size; inputs by name, n in front."""
        return self._in_runs(self._sessions[terrain], inputs, 1)

    def errors(self, inputs: dict[str, np.ndarray]) -> FloatArray:
        """Standard deviations (n, 2, H, W) of heights in pixels and of slopes in degrees, of inputs ``ERROR_INPUTS``.

        Raises
        ------
        PackError
            The pack has no network for them.
        """
        if self._error is None:
            raise no_errors(self.manifest.name)
        return self._in_runs(self._error, inputs, 2)

    def _in_runs(self, session: Session, inputs: dict[str, np.ndarray], channels: int) -> FloatArray:
        count = len(inputs["coarse"])
        height, width = inputs["coarse"].shape[-2:]
        size = self.batch((height, width))
        parts = []
        for first in range(0, count, size):
            part = {name: array[first : first + size] for name, array in inputs.items()}
            real = len(part["coarse"])
            if real < size:
                part = {name: np.concatenate([a, np.repeat(a[-1:], size - real, axis=0)]) for name, a in part.items()}
            begun = time.perf_counter()
            try:
                found = session.run(part, channels)
            except MemoryError as error:
                raise self._too_small() from error
            with self._lock:
                self._seconds += time.perf_counter() - begun
            parts.append(found[:real])
        return np.concatenate(parts)

    def _too_small(self) -> ProviderError:
        return ProviderError(
            f"{self.provider} has too little memory for a tile; close other programs, choose smaller tiles, or choose "
            "the provider cpu."
        )


def no_errors(pack: str) -> PackError:
    """What is said of a pack that cannot tell errors."""
    return PackError(
        f"The pack {pack} has no network that tells errors of heights; leave output_error, output_slope_error and "
        "output_support out, or give a pack that has one."
    )


def correct(experts: Experts, view: View, tiles: Sequence[TileData]) -> list[FloatArray]:
    """Corrections of tiles.

    The correction, not the height, is handed on: what an expert leaves alone stays exact.

    Parameters
    ----------
    experts : Experts
    view : View
    tiles : sequence of TileData
        Of one size, of any classes.

    Returns
    -------
    list of (H, W) float32 arrays
        Metres to add to the coarse heights, in the order of the tiles.

    Raises
    ------
    ProviderError
        The runtime failed, or memory is short.
    PackError
        A model gave no finite height for every pixel, or one that the Moon does not have.
    """
    return _by_class(tiles, lambda alike: _corrections(experts, view, _Seen.by(experts, view, alike)))


def judge(experts: Experts, view: View, tiles: Sequence[TileData]) -> list[Judged]:
    """Corrections of tiles as ``correct`` gives them, with how sure they are.

    Parameters, errors: as ``correct``; a pack without a network for it is refused.
    """

    def judged(alike: Sequence[TileData]) -> list[Judged]:
        seen = _Seen.by(experts, view, alike)
        return _judged(experts, view, seen, _corrections(experts, view, seen))

    return _by_class(tiles, judged)


def _by_class(tiles: Sequence[TileData], work: Callable[[Sequence[TileData]], list[Found]]) -> list[Found]:
    """Tiles of one class at a time, back in their order."""
    found: dict[int, Found] = {}
    for terrain in dict.fromkeys(tile.terrain for tile in tiles):
        places = [i for i, tile in enumerate(tiles) if tile.terrain == terrain]
        found.update(zip(places, work([tiles[i] for i in places])))
    return [found[i] for i in range(len(tiles))]


@dataclass(frozen=True)
class _Seen:
    """Tiles of one class as an expert sees them, turned to the canonical light, and the heights that it gave.

    Attributes
    ----------
    tiles : sequence of TileData
    turn : Orientation
    inputs : dict
        By name, tiles in front.
    heights : (n, 1, H, W) array
    scales : list of float
        Metres in a unit of height of each tile.
    """

    tiles: Sequence[TileData]
    turn: Orientation
    inputs: dict[str, np.ndarray]
    heights: FloatArray
    scales: list[float]

    @classmethod
    def by(cls, experts: Experts, view: View, tiles: Sequence[TileData]) -> _Seen:
        """Normalise and turn tiles, and run their expert."""
        scheme = experts.manifest.scheme
        turn = scheme.turn(None if view.sun is None else view.sun.azimuth_deg)
        lit = (None, None) if view.sun is None else (turn.azimuth(view.sun.azimuth_deg), view.sun.incidence_deg)
        sun = normalise.sun_input(*lit)
        images, bases, scales = [], [], []
        for tile in tiles:
            coarse = fill_nearest(tile.coarse)
            image, base, affine = scheme.normalised(tile.image, coarse, view.gsd_m, view.least_brightness, tile.cells)
            images.append(turn.apply(image))
            bases.append(turn.apply(base))
            scales.append(affine.scale)
        inputs = {
            "image": np.ascontiguousarray(np.stack(images)[:, None]),
            "coarse": np.ascontiguousarray(np.stack(bases)[:, None]),
            "sun": np.repeat(sun[None], len(tiles), axis=0),
            "posting": np.full((len(tiles), 1), view.posting_px, dtype=np.float32),
        }
        heights = experts.run(tiles[0].terrain, {name: inputs[name] for name in experts.manifest.inputs})
        return cls(tiles, turn, inputs, heights, scales)


def _corrections(experts: Experts, view: View, seen: _Seen) -> list[FloatArray]:
    """Corrections of tiles of one class, in metres."""
    corrections = seen.heights[:, 0] - seen.inputs["coarse"][:, 0]
    metres = [seen.turn.undo(c) * np.float32(s) for c, s in zip(corrections, seen.scales)]
    if view.kept_px is not None:
        metres = [c if t.smooth is None else kept(c, t.smooth, view.kept_px) for c, t in zip(metres, seen.tiles)]
    for tile, correction in zip(seen.tiles, metres):
        _require_lunar(experts.manifest.name, tile.coarse + correction)
    return metres


def _judged(experts: Experts, view: View, seen: _Seen, corrections: Sequence[FloatArray]) -> list[Judged]:
    terrain, given = seen.tiles[0].terrain, seen.inputs
    classes = np.tile(np.array([terrain == name for name in TERRAINS], dtype=np.float32), (len(seen.tiles), 1))
    correction = seen.heights - given["coarse"]
    deviations = experts.errors({**given, "correction": correction, "terrain": classes})
    model = experts.manifest.error
    assert model is not None, "a pack with the network has its factors"
    for_height, for_slope = model.factors(terrain, None if view.sun is None else view.sun.incidence_deg)
    place = None if view.place_px2 is None else np.array(view.place_px2)
    found = []
    for index, metres in enumerate(corrections):
        height = seen.turn.undo(deviations[index, 0]) * np.float32(for_height)
        if place is not None:
            base = seen.turn.undo(given["coarse"][index, 0])
            height = np.sqrt(height * height + moved_variance(base, view.posting_px, place))
        height = height * np.float32(seen.scales[index])
        if view.coarse_m is not None:
            height = np.hypot(height, np.float32(view.coarse_m))
        slope = seen.turn.undo(deviations[index, 1]) * np.float32(for_slope)
        if view.detail_doubt > 0.0:
            share = np.float32(view.detail_doubt)
            height = np.hypot(height, share * np.abs(metres))
            changed = slope_change_deg(seen.heights[index, 0], correction[index, 0])
            slope = np.hypot(slope, share * seen.turn.undo(changed))
        if view.sun is not None and not view.sun.scattered:
            dark = unlit(seen.tiles[index].image, view.least_brightness)
            of_height, of_slope = UNSEEN[terrain]
            least = np.float32(of_height * view.posting_px * seen.scales[index])
            height = np.where(dark, np.maximum(height, least), height)
            slope = np.where(dark, np.maximum(slope, np.float32(of_slope)), slope)
        raking = seen.turn.undo(steep_or_raking(seen.heights[index, 0], given["sun"][index]))
        found.append(Judged(metres, TileError(height, slope, raking)))
    return found


def _require_lunar(pack: str, heights: FloatArray) -> None:
    """Refuse what a model gives that is no expert of lunar terrain; such heights would be written as a DTM."""
    known = heights[~np.isnan(heights)]
    if known.size and not (known.min() > LOWEST_M - ROOM_M and known.max() < HIGHEST_M + ROOM_M):
        raise PackError(
            f"The pack {pack} gives heights from {known.min():.6g} to {known.max():.6g} m, which no ground of the Moon "
            "has; get the pack again."
        )
